"""Walks through the headers of one packet and makes its layers."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from dissectors.fields import DATA, DATA_LENGTH, Field, Layer
from dissectors.header import Header, TransportFacts
from dissectors.headers import HEADERS
from dissectors.layout import Layout, Term
from dissectors.link.ethernet import ETHERNET, behind_payload
from dissectors.malformed import Malformed
from dissectors.network.extensions import DESTINATION, FRAGMENT, HOP_BY_HOP, ROUTING
from dissectors.network.icmp import ICMP
from dissectors.network.icmp import QUOTING as ICMP_QUOTING
from dissectors.network.icmpv6 import ICMPV6
from dissectors.network.icmpv6 import QUOTING as ICMPV6_QUOTING
from dissectors.network.ipv6 import IPV6
from dissectors.tree import HeaderReader, short_of

MOST_HEADERS = 64
"""Headers of one packet; a packet that has more is made to have."""
_QUOTES = {ICMP: ICMP_QUOTING, ICMPV6: ICMPV6_QUOTING}
_QUOTE_AT = 8
_QUOTED = 8
"""So many octets of a transport header at least an error message quotes (RFC 792)."""
_tunnel_port = Term(2, 2).reader()
_EXTENSIONS = frozenset((HOP_BY_HOP, ROUTING, DESTINATION, FRAGMENT))
_ADDRESS_SIZES = (4, 16)

Tables = dict[str, dict[int, Layout]]


def tables(layouts: Iterable[Layout] = HEADERS) -> Tables:
    """The layouts by table and number; the first to claim a number keeps it."""
    found: Tables = {}
    for layout in layouts:
        for table, number in layout.claims:
            found.setdefault(table, {}).setdefault(number, layout)
    return found


class Payloads(Protocol):
    """Who takes over where the fixed headers end."""

    def facts(self, at: int) -> TransportFacts | None:
        """What the conversation says of the transport header at a place; None where it has no part in one."""

    def datagram(self) -> bytes | None:
        """The payload of the datagram that the packet completes, where it is a fragment and does so."""

    def read(self, walk: Walk, header: Header) -> bool:
        """Adds the layers of what a transport header carries to the walk's; False where nobody knows it. A layer is
        added before its fields are read, so that what is read before a fault is kept."""


@dataclass(slots=True)
class Walk:
    """A walk through one packet's headers.

    Attributes:
        layers: what was found, in order.
        sources: the buffers in which the layers lie: the frame, then what was put together.
        end, wire_end: where the current buffer's bytes end, in the capture and on the wire.
    """
    tables: Tables
    reader: HeaderReader
    payloads: Payloads
    check: bool
    sources: list[bytes]
    layers: list[Layer] = field(default_factory=list)
    _source: int = 0
    _end: int = 0
    _wire_end: int = 0
    _ends: tuple[bytes, bytes] = (b"", b"")
    _carrier: Layer | None = None
    _ipv6: Layer | None = None
    _ipv6_end: int = 0
    _quoted: bool = False

    def run(self, linktype: int, wire_size: int) -> None:
        """Reads the packet.

        Raises:
            Malformed: where its bytes break a rule; what stands before is in `layers`.
        """
        self._end, self._wire_end = len(self.sources[0]), max(wire_size, len(self.sources[0]))
        layout, pos = self.tables["linktype"].get(linktype), 0
        for _ in range(MOST_HEADERS):
            if layout is None:
                break
            layout, pos = self._step(layout, pos)
        if pos < self._end:
            self.data(pos)

    def _step(self, layout: Layout, pos: int) -> tuple[Layout | None, int]:
        """Reads one header: the next one and where it begins; at the end of the buffer where nothing is left."""
        header = self._header(layout, pos)
        if layout.fields:
            self._read(header)
        if header.end > header.stop:
            if _partly_quoted(header):
                return None, header.stop
            raise short_of(header, header.end)
        if layout.size.terms and header.end < pos + layout.minimum:
            raise Malformed(f"a header of {header.end - pos} bytes", pos)
        self._narrow(header)
        if layout in _QUOTES and self.sources[self._source][pos] in _QUOTES[layout]:
            return self._quote(pos + _QUOTE_AT)
        if layout.transport:
            return self._payload(header)
        if layout.fragment and layout.read_fragment(header.data, pos):
            return self._fragment(header)
        return self._next(header), header.end

    def _header(self, layout: Layout, pos: int) -> Header:
        data, end, wire_end = self.sources[self._source], self._end, self._wire_end
        header = Header(layout, data, pos, pos + layout.minimum, end, wire_end, self._source, None, self._ends,
                        self.check, self._quoted)
        if pos + layout.minimum <= end:
            header.end = pos + layout.read_size(data, pos)
            total = layout.read_total(data, pos)
            if total:
                header.stop, header.wire_stop = min(end, pos + total), min(wire_end, pos + total)
        if layout.transport:
            header.facts = self.payloads.facts(pos)
        return header

    def _read(self, header: Header) -> None:
        layout, pos = header.layout, header.pos
        known = layout.headline is not None and pos + layout.minimum <= header.stop
        label = layout.headline(header.data, pos) if known and layout.headline else layout.label
        end = header.end if header.end < header.stop else header.stop
        layer = Layer(layout.name, label, pos, end - pos, header.source, [])
        self.layers.append(layer)
        try:
            self.reader.read(header, layer.fields)
        except Malformed:
            if not _partly_quoted(header):
                raise
        if layout is ETHERNET:
            self._carrier = layer
        elif layout is IPV6:
            self._ipv6, self._ipv6_end = layer, header.end
        elif layout.next is None and not layout.transport:
            layer.size = header.stop - pos
        if self._ipv6 is not None and layout is not IPV6:
            self._extend(layout, header, self._ipv6)

    def _extend(self, layout: Layout, header: Header, ipv6: Layer) -> None:
        """Wireshark counts extension headers to the size of `ipv6` once what follows them is known."""
        if layout not in _EXTENSIONS:
            ipv6.size = self._ipv6_end - ipv6.pos
            self._ipv6 = None
        elif header.pos == self._ipv6_end:
            self._ipv6_end = header.end

    def _narrow(self, header: Header) -> None:
        """What a header says of its payload's length holds for all within; what lies behind belongs to the link."""
        ends = header.layout.addresses
        if ends and ends.size in _ADDRESS_SIZES:
            pos, data = header.pos, header.data
            self._ends = (data[pos + ends.source:pos + ends.source + ends.size],
                          data[pos + ends.destination:pos + ends.destination + ends.size])
        if self._carrier is not None and (header.wire_stop < self._wire_end or header.layout.total):
            if header.stop < self._end:
                self._carrier.fields += behind_payload(
                    header.data, header.stop, self._end, self._wire_end, self._source)
            self._carrier = None
        self._end, self._wire_end = header.stop, header.wire_stop

    def _next(self, header: Header) -> Layout | None:
        following = header.layout.next
        if following is None:
            return None
        if header.pos + following.needed > header.stop:
            return None
        return self.tables[following.table].get(header.layout.read_next(header.data, header.pos))

    def _quote(self, pos: int) -> tuple[Layout | None, int]:
        """RFC 792, RFC 4443 3: error messages quote the packet that caused them."""
        data = self.sources[self._source]
        self._quoted = True
        if pos >= self._end:
            return None, self._end
        return self.tables["ip.version"].get(data[pos] >> 4), pos

    def _fragment(self, header: Header) -> tuple[Layout | None, int]:
        """The piece that completes a datagram goes on with the whole, any other shows its bytes."""
        following = self._next(header)
        whole = None if self._quoted or self._source else self.payloads.datagram()
        if whole is None:
            offset = header.layout.fragment_offset
            first = offset is not None and not offset.reader()(header.data, header.pos)
            # Wireshark puts no cut pieces together, so it reads the first of them at once
            return (following if first and self._cut(header) else None), header.end
        self.sources.append(whole)
        self._source, self._end, self._wire_end = len(self.sources) - 1, len(whole), len(whole)
        return following, 0

    def _cut(self, header: Header) -> bool:
        """Whether bytes of a piece are missing."""
        total = header.layout.read_total(header.data, header.pos)
        return not header.whole or header.pos + total > header.stop

    def _payload(self, header: Header) -> tuple[Layout | None, int]:
        if self.payloads.read(self, header):
            return None, self._end
        tunnels = self.tables.get(f"{header.layout.name}.port", {})
        return tunnels.get(_tunnel_port(header.data, header.pos)), header.end

    def data(self, pos: int) -> None:
        """Bytes that nobody reads."""
        size, source = self._end - pos, self._source
        found = self.sources[source][pos:self._end]
        self.layers.append(Layer("data", f"Data ({size} bytes)", pos, size, source, [
            Field(DATA, found, pos, size, source),
            Field(DATA_LENGTH, size, pos, 0, source, generated=True)]))


def _partly_quoted(header: Header) -> bool:
    """Whether an error message quotes no more of a transport header, but as much as it must."""
    return (header.quoted and header.layout.transport and header.end > header.stop >= header.pos + _QUOTED
            and header.stop == header.wire_stop)
