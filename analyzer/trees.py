"""The field tree of one packet."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from analyzer.frame import add_protocols, comment_layer, frame_layer
from analyzer.guard import Guard
from analyzer.packet_mail import message_layers
from analyzer.tree_input import PacketSource, StreamPart
from analyzer.walk import Walk, tables
from dissectors.fields import CUT, PROBLEM, Field, Layer, moved
from dissectors.header import Header, TransportFacts
from dissectors.malformed import Malformed, Truncated
from dissectors.octets import Octets
from dissectors.registry import Context, Dissector, Registry
from dissectors.stream import Event
from dissectors.transport.tcp import TCP
from dissectors.tree import HeaderReader


@dataclass(slots=True)
class Tree:
    """The layers of a packet; `sources[0]` is the frame, further ones are buffers that were put together."""
    packet: int
    layers: list[Layer]
    sources: list[bytes]


class Trees:
    """Makes trees; `guard` keeps faults of dissectors from them."""

    def __init__(self, registry: Registry, guard: Guard, *, check_checksums: bool = False,
                 show_secrets: bool = False) -> None:
        self.registry = registry
        self.show_secrets = show_secrets
        self._check, self._guard = check_checksums, guard
        self._reader, self._tables = HeaderReader(), tables()

    def tree(self, packet: PacketSource) -> Tree:
        """The tree of a packet; what breaks a rule ends it with a field that says so."""
        frame = frame_layer(packet.number, packet.linktype, packet.length, len(packet.data), packet.time_ns,
                            packet.interface)
        walk = Walk(self._tables, self._reader, _Payloads(self, packet), self._check, [packet.data])
        with self._guard.against(f"packet {packet.number}") as fault:
            _run(walk, lambda: walk.run(packet.linktype, packet.length))
        if fault.text:
            walk.layers.append(_note("_ws.malformed", "Fault of the dissector", Field(PROBLEM, fault.text, 0, 0)))
        add_protocols(frame, walk.layers)
        said = [comment_layer(packet.comments)] if packet.comments else []
        return Tree(packet.number, [*said, frame, *walk.layers], walk.sources)

    def payload(self, packet: PacketSource, header: Header) -> Tree:
        """The layers behind a packet's one transport header alone."""
        payloads = _Payloads(self, packet)
        walk = Walk(self._tables, self._reader, payloads, False, [packet.data])
        with self._guard.against(f"packet {packet.number}"):
            _run(walk, lambda: payloads.read(walk, header))
        return Tree(packet.number, walk.layers, walk.sources)


def _run(walk: Walk, read: Callable[[], object]) -> None:
    """Reads layers; the one place where Malformed becomes a field."""
    try:
        read()
    except Truncated as cut:
        walk.layers.append(_note("_ws.short", "Cut by the capture", Field(CUT, cut.reason, cut.at, 0)))
    except Malformed as fault:
        walk.layers.append(_note("_ws.malformed", "Malformed", Field(PROBLEM, str(fault), fault.at, 0)))


def _note(name: str, label: str, what: Field) -> Layer:
    what.generated = True
    return Layer(name, f"{label}: {what.value}", 0, 0, 0, [what])


class _Payloads:
    """Finds the dissectors for what one packet's transport headers carry."""

    def __init__(self, trees: Trees, packet: PacketSource) -> None:
        self._trees, self._packet = trees, packet
        self._streams_shown = False

    def facts(self, at: int) -> TransportFacts | None:
        """See walk.Payloads."""
        return self._packet.transport(at)

    def datagram(self) -> bytes | None:
        """See walk.Payloads."""
        return self._packet.datagram()

    def read(self, walk: Walk, header: Header) -> bool:
        """See walk.Payloads."""
        if header.layout is not TCP:
            return header.end < header.stop and self._read_datagram(walk, header)
        if self._streams_shown or header.quoted:
            return False
        self._streams_shown = True
        return self._read_streams(walk)

    def _read_datagram(self, walk: Walk, header: Header) -> bool:
        layout, data = header.layout, header.data
        source, destination = layout.read_source(data, header.pos), layout.read_destination(data, header.pos)
        for dissector in self._dissectors(header, source, destination):
            context = Context(layout.name, source, destination, self._packet.facts(dissector.name),
                              self._trees.show_secrets)
            record = dissector.parse(Octets(data, header.end, header.stop, header.wire_stop), context)
            if record is not None:
                layer = Layer(dissector.name, dissector.headline(record, context), header.end,
                              header.stop - header.end, header.source)
                walk.layers.append(layer)
                fields = dissector.describe(record, context)
                layer.fields.extend((moved(field, 0, header.source) for field in fields) if header.source else fields)
                return True
        return False

    def _dissectors(self, header: Header, source: int, destination: int) -> list[Dissector]:
        """Who may know a datagram: by the lower port first, as Wireshark does, and by its flow's content."""
        registry, table = self._trees.registry, f"{header.layout.name}.port"
        claimed = [registry.by_number(table, port) for port in sorted({source, destination})]
        found = [dissector for dissector in claimed if dissector is not None]
        spoken = None if found or header.facts is None else registry.get(self._packet.service or "")
        return [spoken] if spoken is not None else found

    def _read_streams(self, walk: Walk) -> bool:
        known = False
        shown: Counter[str] = Counter()
        for protocol, parts, buffer, emails, beyond in self._packet.stream_layers():
            dissector = self._trees.registry.get(protocol)
            if dissector is None or not parts:
                continue
            facts = self._packet.facts(protocol, shown[protocol])
            shown[protocol] += 1
            context = Context("tcp", facts=facts, show_secrets=self._trees.show_secrets)
            layer = Layer(protocol, dissector.label, 0, 0)
            walk.layers.append(layer)
            known = True
            placed = _placed(walk, parts, buffer)
            for part in placed:
                _add_part(layer, dissector, part, context)
                _cover(layer, part)
            layer.size += beyond
            for found in layer.fields:
                if not found.size:      # as Wireshark has it: what has no bytes stands where the layer begins
                    found.pos, found.source = layer.pos, layer.source
            self._add_details(walk, dissector, placed, context)
            if emails:
                walk.layers += message_layers(protocol, layer, emails, walk.sources)
        return known

    def _add_details(self, walk: Walk, dissector: Dissector, parts: Iterable[_Placed], context: Context) -> None:
        """Adds the layer behind a protocol's own, if there is something to say in it."""
        details = self._trees.registry.get(dissector.details)
        if details is None:
            return
        layer = Layer(details.name, details.label, 0, 0)
        for part in parts:
            before = len(layer.fields)
            _add_part(layer, details, part, context)
            if len(layer.fields) > before:
                _cover(layer, part)
        if layer.fields:
            walk.layers.append(layer)


class _Placed(NamedTuple):
    """An event with its bytes, which stand at `at` of the packet's buffer `source`."""
    event: Event
    data: bytes
    at: int
    source: int


def _placed(walk: Walk, parts: Iterable[StreamPart], buffer: bytes | None) -> list[_Placed]:
    """The events of a layer with their places; buffers come to the walk's sources."""
    source = 0
    if buffer is not None:
        walk.sources.append(buffer)
        source = len(walk.sources) - 1
    found = []
    for event, data, at in parts:
        if at is None:
            walk.sources.append(data)
            found.append(_Placed(event, data, 0, len(walk.sources) - 1))
        else:
            found.append(_Placed(event, data, at, source))
    return found


def _add_part(layer: Layer, dissector: Dissector, part: _Placed, context: Context) -> None:
    layer.fields.extend(moved(field, part.at, part.source) for field in dissector.describe_event(
        part.event, part.data, context._replace(before=part.at)))


def _cover(layer: Layer, part: _Placed) -> None:
    """Makes a layer reach over an event's bytes."""
    start = part.at if not layer.size else min(layer.pos, part.at)
    layer.size = max(layer.pos + layer.size, part.at + len(part.data)) - start
    layer.pos, layer.source = start, part.source
