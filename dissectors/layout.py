"""Layouts: fixed headers as data, which the scan kernel and the tree reader both read.

A Layout says where the fields of a header are, how long the header is, how long what it carries is, and which field
names the next protocol in which table. It has no conditions, loops or strings: what needs those is a tail, a function
for the tree alone (options), or is no fixed header at all.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dissectors.fields import Field, Spec

if TYPE_CHECKING:
    from dissectors.header import Header


class Claim(NamedTuple):
    """A protocol wants what stands under `number` of `table` (`linktype`, `ethertype`, `ip.proto`, `udp.port`,
    `tcp.port`, …)."""
    table: str
    number: int


class Term(NamedTuple):
    """A number in a header: `size` bytes at `at`, big-endian, masked, shifted down by the mask's zeros, times
    `factor`."""
    at: int
    size: int
    mask: int = 0
    factor: int = 1

    @property
    def shift(self) -> int:
        """How far the masked number moves down."""
        return (self.mask & -self.mask).bit_length() - 1 if self.mask else 0

    def read(self, data: bytes | memoryview, pos: int) -> int:
        """The number in the header at `pos`."""
        number = int.from_bytes(data[pos + self.at:pos + self.at + self.size], "big")
        return ((number & self.mask) >> self.shift if self.mask else number) * self.factor


class Size(NamedTuple):
    """How long something is: a constant plus up to three terms, in bytes."""
    constant: int
    terms: tuple[Term, ...] = ()

    def read(self, data: bytes | memoryview, pos: int) -> int:
        """The length of the header at `pos`."""
        size = self.constant
        for term in self.terms:
            size += term.read(data, pos)
        return size


class By(NamedTuple):
    """The next protocol stands in `table` under the number that `term` reads.

    A `fixed` number needs no term.
    """
    table: str
    term: Term | None = None
    fixed: int = 0

    def read(self, data: bytes | memoryview, pos: int) -> int:
        """The number of the next protocol."""
        return self.term.read(data, pos) if self.term else self.fixed


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

    def payload_end(self, data: bytes | memoryview, pos: int) -> int:
        """The length of header and payload together; 0 where the header does not say it."""
        if self.total is None:
            return 0
        total = self.total.read(data, pos)
        return total if total != self.total.constant else 0

    def specs(self) -> Iterator[Spec]:
        """All Specs, bit fields included."""
        pending: list[Spec] = list(self.fields)
        while pending:
            spec = pending.pop(0)
            yield spec
            pending[:0] = spec.children
