"""The registry: which dissector takes which number of which table, and what a dissector has to offer.

Dissectors of our own stand in BUILT_IN and are imported when first needed; others come by the entry point group
`pilotfish.dissectors` (an object of type Dissector, or a class that makes one without arguments).
"""
from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from dissectors.announced import may_be_announced
from dissectors.fields import Field, Spec
from dissectors.layout import Claim, Layout
from dissectors.octets import Octets
from dissectors.stream import Conversation, Event

if TYPE_CHECKING:
    from dissectors.mail.plain import PlainReader

__all__ = ["BUILT_IN", "ENTRY_POINTS", "Claim", "Context", "Dissector", "Entry", "Registry", "installed", "load"]

ENTRY_POINTS = "pilotfish.dissectors"


class Context(NamedTuple):
    """What a dissector may know about the bytes that it is given.

    Attributes:
        transport: `udp`, `tcp` or "".
        source_port, destination_port: 0 where there are none.
        facts: what the analysis found out about this packet (`response_in`, `time`, …), by the dissector's own names.
        show_secrets: whether passwords may be shown.
        before: how many bytes of the frame stand before those of an event.
    """
    transport: str = ""
    source_port: int = 0
    destination_port: int = 0
    facts: Mapping[str, Any] = MappingProxyType({})
    show_secrets: bool = False
    before: int = 0


class Dissector:
    """What a protocol offers; a dissector overrides the parts that it has.

    A *fixed header* has `layout`. A protocol of *datagrams* has `parse` and `describe`. A protocol over a *stream* has
    `conversation` and `describe_event`. `likelihood` lets it be found on any port.
    """
    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    fields: ClassVar[Sequence[Spec]] = ()
    claims: ClassVar[Sequence[Claim]] = ()
    layout: ClassVar[Layout | None] = None
    details: ClassVar[str] = ""
    """The dissector that says more of the same events, in a layer of its own behind this one."""

    def parse(self, octets: Octets, context: Context) -> Any:
        """Reads one datagram or PDU into a record with places; None where it has no such form.

        Raises:
            Malformed: where nothing of use could be read; a record that is whole but for its end is returned with
                what is wrong kept inside.
        """
        return None

    def headline(self, record: Any, context: Context) -> str:
        """The line of the layer in the tree."""
        return self.label

    def info(self, record: Any) -> str:
        """The text for the packet list's last column."""
        return ""

    def describe(self, record: Any, context: Context) -> Iterator[Field]:
        """The fields of a record, for the tree."""
        return iter(())

    def conversation(self, context: Context) -> Conversation | None:
        """A new reader of one connection, or None where the protocol does not run over streams."""
        return None

    def plain(self) -> PlainReader | None:
        """What reads many plain connections at once, or None where there is nothing of the kind."""
        return None

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The fields of an event for the tree; `data` is what lies at [start, stop) of the stream, and positions
        count from its first byte."""
        return iter(())

    def event_info(self, event: Event, data: bytes) -> str:
        """An event's text for the packet list's last column; "" for none."""
        return ""

    def likelihood(self, client: bytes, server: bytes) -> float:
        """How surely the first bytes of the two sides (or a datagram and its answer) are this protocol: 0 … 1."""
        return 0.0


class Entry(NamedTuple):
    """A dissector that is known but perhaps not loaded."""
    name: str
    module: str
    attribute: str
    origin: str


BUILT_IN = (
    Entry("dns", "dissectors.dns", "DNS", "built in"),
    Entry("mdns", "dissectors.dns", "MDNS", "built in"),
    Entry("llmnr", "dissectors.dns", "LLMNR", "built in"),
    Entry("smtp", "dissectors.smtp", "SMTP", "built in"),
    Entry("pop", "dissectors.pop", "POP", "built in"),
    Entry("imap", "dissectors.imap", "IMAP", "built in"),
    Entry("imap_response", "dissectors.imap", "IMAP_RESPONSE", "built in"),
    Entry("smtp_details", "dissectors.smtp", "SMTP_DETAILS", "built in"),
    Entry("tls", "dissectors.tls", "TLS", "built in"),
    Entry("imf", "dissectors.imf", "IMF", "built in"),
    Entry("mime_multipart", "dissectors.imf", "MULTIPART", "built in"),
    Entry("message", "dissectors.imf", "MESSAGE", "built in"),
)
"""Protocols above the transport. Fixed headers stand in `dissectors.headers`."""


def load(entry: Entry) -> Dissector:
    """Imports a dissector."""
    found = getattr(importlib.import_module(entry.module), entry.attribute)
    made = found() if isinstance(found, type) else found
    if not isinstance(made, Dissector):
        raise TypeError(f"{entry.module}:{entry.attribute} is no dissector")
    return made


def installed() -> Iterator[Entry]:
    """The dissectors of other packages."""
    if not may_be_announced(ENTRY_POINTS):
        return
    from importlib.metadata import entry_points
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        package = point.dist.name if point.dist else "unknown package"
        yield Entry(point.name, point.module, point.attr, package)


class Registry:
    """The dissectors in use, by name, port and likelihood. Ports of two dissectors: ours win, then by name."""

    def __init__(self, entries: Iterable[Entry] = BUILT_IN) -> None:
        self._dissectors: dict[str, Dissector] = {}
        self.origins: dict[str, str] = {}
        self.tables: dict[str, dict[int, str]] = {}
        for entry in entries:
            self.add(load(entry), entry.origin)

    def add(self, dissector: Dissector, origin: str) -> None:
        """Puts a dissector in; the first to claim a number keeps it."""
        self._dissectors.setdefault(dissector.name, dissector)
        self.origins.setdefault(dissector.name, origin)
        for table, number in dissector.claims:
            self.tables.setdefault(table, {}).setdefault(number, dissector.name)

    def __iter__(self) -> Iterator[Dissector]:
        return iter(self._dissectors.values())

    def get(self, name: str) -> Dissector | None:
        """The dissector of that name."""
        return self._dissectors.get(name)

    def by_number(self, table: str, number: int) -> Dissector | None:
        """Who claims that number."""
        name = self.tables.get(table, {}).get(number)
        return self._dissectors[name] if name else None
