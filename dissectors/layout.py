"""Layouts: fixed headers as data, which the scan kernel and the tree reader both read.

A Layout says where the fields of a header are, how long the header is, how long what it carries is, and which field
names the next protocol in which table. It has no conditions, loops or strings: what needs those is a tail, a function
for the tree alone (options), or is no fixed header at all.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from dissectors.fields import Field, Spec

if TYPE_CHECKING:
    from dissectors.header import Header


Number = Callable[[bytes, int], int]
"""Reads a number of the header that stands at a place."""


class Claim(NamedTuple):
    """A protocol wants what stands under `number` of `table` (`linktype`, `ethertype`, `ip.proto`, `udp.port`,
    `tcp.port`, …)."""
    table: str
    number: int


class Term(NamedTuple):
    """A number in a header: `size` bytes at `at`, big-endian unless `little`, masked, shifted down by the mask's
    zeros, times `factor`."""
    at: int
    size: int
    mask: int = 0
    factor: int = 1
    little: bool = False

    @property
    def shift(self) -> int:
        """How far the masked number moves down."""
        return (self.mask & -self.mask).bit_length() - 1 if self.mask else 0

    @property
    def order(self) -> Literal["big", "little"]:
        """The order of its bytes."""
        return "little" if self.little else "big"

    def reader(self, constant: int = 0) -> Number:
        """What reads the number, plus a constant."""
        at, stop, shift, factor = self.at, self.at + self.size, self.shift, self.factor
        mask, order = self.mask or (1 << 8 * self.size) - 1, self.order
        if self.size == 1:
            return lambda data, pos: ((data[pos + at] & mask) >> shift) * factor + constant
        if not self.mask and factor == 1 and not constant:      # most of the others, and quicker so
            return lambda data, pos: int.from_bytes(data[pos + at:pos + stop], order)
        return lambda data, pos: (
            ((int.from_bytes(data[pos + at:pos + stop], order) & mask) >> shift) * factor + constant)


class Size(NamedTuple):
    """How long something is: a constant plus up to three terms, in bytes."""
    constant: int
    terms: tuple[Term, ...] = ()

    def reader(self) -> Number:
        """What reads the length."""
        constant = self.constant
        if not self.terms:
            return lambda data, pos: constant
        if len(self.terms) == 1:
            return self.terms[0].reader(constant)
        readers = [term.reader() for term in self.terms]
        return lambda data, pos: sum([read(data, pos) for read in readers], constant)


class By(NamedTuple):
    """The next protocol stands in `table` under the number that `term` reads.

    A `fixed` number needs no term.
    """
    table: str
    term: Term | None = None
    fixed: int = 0

    @property
    def needed(self) -> int:
        """How many bytes of the header must be there."""
        return self.term.at + self.term.size if self.term else 0

    def reader(self) -> Number:
        """What reads the number of the next protocol."""
        fixed = self.fixed
        return self.term.reader() if self.term else lambda data, pos: fixed


class Pair(NamedTuple):
    """Where source and destination stand, and their size in bytes."""
    source: int
    destination: int
    size: int


Tail = Callable[["Header", list[Field]], None]
"""A function for the tree: puts what the table can't say (options, statuses, relative numbers) among the fields that
the table gave. It may raise Malformed; what it has put in by then stays."""


@dataclass(frozen=True, eq=False)
class Layout:
    """A fixed header as data.

    Attributes:
        name, label: as a Layer has them.
        source: where the layout is defined (an RFC, a standard).
        fields: the Specs in order; their places count from the start of the header.
        minimum: bytes that must be there for the other numbers to be read.
        size: the header's length.
        total: the length of header and payload together, where the header says it; where its terms are 0, that means
            «to the end of what carries it» (offloading cards and jumbograms write 0). What lies behind is padding.
        next: what follows; None where nothing does.
        addresses, ports: where the two ends stand, for headers that have them.
        fragment: a term that is not 0 where the packet is a piece of a datagram; offset_term reads the piece's place,
            so that only the first piece (place 0) goes on to the next header.
        transport: a header with which a flow is numbered (TCP, UDP).
        headline: makes the Layer's label from the header's bytes; None for `label` alone.
        tail: adds fields for the tree that are no fixed part of the header (options) or worked out.
        claims: under which numbers of which tables this header is found.
    """
    name: str
    label: str
    source: str
    fields: tuple[Spec, ...]
    minimum: int
    size: Size
    next: By | None = None
    total: Size | None = None
    addresses: Pair | None = None
    ports: Pair | None = None
    fragment: Term | None = None
    fragment_offset: Term | None = None
    transport: bool = False
    headline: Callable[[bytes | memoryview, int], str] | None = None
    tail: Tail | None = None
    claims: tuple[Claim, ...] = ()

    @cached_property
    def read_size(self) -> Number:
        """Reads the length of a header."""
        return self.size.reader()

    @cached_property
    def read_total(self) -> Number:
        """Reads the length of header and payload together; 0 where the header does not say it."""
        if self.total is None:
            return lambda data, pos: 0
        read, unsaid = self.total.reader(), self.total.constant
        return read if not unsaid else lambda data, pos: (
            total if (total := read(data, pos)) != unsaid else 0)

    @cached_property
    def read_source(self) -> Number:
        """Reads the port of the sender."""
        assert self.ports is not None
        return Term(self.ports.source, self.ports.size).reader()

    @cached_property
    def read_destination(self) -> Number:
        """Reads the port of the receiver."""
        assert self.ports is not None
        return Term(self.ports.destination, self.ports.size).reader()

    @cached_property
    def read_next(self) -> Number:
        """Reads the number of the next protocol in the table of `next`."""
        assert self.next is not None
        return self.next.reader()

    @cached_property
    def read_fragment(self) -> Number:
        """Reads what is not 0 in a piece of a datagram."""
        return self.fragment.reader() if self.fragment else lambda data, pos: 0

    def specs(self) -> Iterator[Spec]:
        """All Specs, bit fields included."""
        pending: list[Spec] = list(self.fields)
        while pending:
            spec = pending.pop(0)
            yield spec
            pending[:0] = spec.children
