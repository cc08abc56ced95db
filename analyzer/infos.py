"""What the packet list says of a packet: its protocol and one line about it, worked out for the rows in sight."""
from __future__ import annotations

from functools import cached_property

from analyzer.engine import Engine
from analyzer.flows import TCP, UDP
from analyzer.packet_source import EnginePacket
from analyzer.scan import FRAGMENTED, HAS_TRANSPORT, NO_LAYOUT, REASSEMBLED, SENT
from analyzer.trees import Trees
from dissectors.malformed import Malformed
from dissectors.octets import Octets
from dissectors.registry import Context, Dissector

LONGEST = 300
"""Characters of a line; longer ones are cut."""
FLAGS = ((2, "SYN"), (1, "FIN"), (4, "RST"), (8, "PSH"), (16, "ACK"), (32, "URG"), (64, "ECE"), (128, "CWR"))
PROTOCOLS = {"eth": "Ethernet", "ip": "IPv4", "ipv6": "IPv6", "icmpv6": "ICMPv6"}
"""How protocols are called where it is not their name in capitals."""


class Infos:
    """The texts of an engine's packets."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._packets, self._flows = engine.packets, engine.flows
        self._layers = [PROTOCOLS.get(layout.name.split(".")[0], layout.name.split(".")[0].upper())
                        for layout in engine.packets.program.layouts]

    @cached_property
    def _trees(self) -> Trees:
        return Trees(self._engine.registry, self._engine.guard)

    def end(self, address: int) -> str | None:
        """An address as text."""
        return self._packets.addresses.text(address)

    def protocol(self, row: int) -> str:
        """The name of the highest protocol that is known in a packet."""
        service = self._service(row)
        if service is not None:
            return service.name.upper()
        last = int(self._packets.column("last")[row])
        return "Unknown" if last == NO_LAYOUT else self._layers[last]

    def info(self, row: int) -> str:
        """One line about a packet."""
        with self._engine.guard.against(f"packet {row + 1}") as fault:
            text = self._text(row)
        if fault.text:
            text = f"Fault of the dissector: {fault.text}"
        return text if len(text) <= LONGEST else text[:LONGEST - 1] + "…"

    def _service(self, row: int) -> Dissector | None:
        """The dissector of a packet's payload; None where it has none."""
        flow = int(self._packets.column("flow")[row])
        if flow < 0 or not self._packets.column("payload_size")[row]:
            return None
        return self._engine.registry.get(self._engine.services.of(flow) or "")

    def _text(self, row: int) -> str:
        column = self._packets.column
        marks = int(column("marks")[row])
        if not marks & HAS_TRANSPORT:
            return self._fragment_text(row) if marks & FRAGMENTED and not marks & REASSEMBLED else self._other(row)
        service = self._service(row)
        if service is not None and self._packets.transport_of(row) == UDP:
            return self._datagram_text(row, service)
        if service is not None:
            return self._stream_text(row, service) or self._tcp_text(row)
        if self._packets.transport_of(row) == TCP:
            return self._tcp_text(row)
        return f"{column('source_port')[row]} → {column('destination_port')[row]} Len={column('payload_size')[row]}"

    def _datagram_text(self, row: int, service: Dissector) -> str:
        column, payload = self._packets.column, self._packets.payload(row)
        context = Context("udp", int(column("source_port")[row]), int(column("destination_port")[row]))
        try:
            record = service.parse(Octets(payload, wire_end=int(column("payload_size")[row])), context)
        except Malformed as fault:
            return f"Malformed: {fault}"
        return service.info(record) if record is not None else ""

    def _stream_text(self, row: int, service: Dissector) -> str:
        talk = self._engine.talk(int(self._packets.column("flow")[row]))
        if talk is None:
            return ""
        parts = []
        for protocol, event in talk.events_by_row.get(row, ()):
            dissector = self._engine.registry.get(protocol) or service
            parts.append(dissector.event_info(event, talk.read(event.side, event.start,
                                                               min(event.stop, event.start + LONGEST))))
        return " | ".join(part for part in parts if part)

    def _tcp_text(self, row: int) -> str:
        column = self._packets.column
        flags = int(column("tcp_flags")[row])
        flow, sent = int(column("flow")[row]), bool(column("marks")[row] & SENT)
        bases = [self._flows.value(flow, name) for name in ("base_sent", "base_received")]
        own, other = bases if sent else reversed(bases)
        parts = [f"{column('source_port')[row]} → {column('destination_port')[row]}",
                 f"[{', '.join(name for bit, name in FLAGS if flags & bit) or 'no flags'}]",
                 f"Seq={(int(column('sequence')[row]) - own) & 0xFFFFFFFF}"]
        if flags & 16:
            acknowledgment = int(column("acknowledgment")[row])
            parts.append(f"Ack={(acknowledgment - other) & 0xFFFFFFFF if other >= 0 else acknowledgment}")
        return " ".join([*parts, f"Len={column('payload_size')[row]}"])

    def _fragment_text(self, row: int) -> str:
        return f"Piece of a datagram, {self._packets.column('payload_size')[row]} bytes"

    def _other(self, row: int) -> str:
        """What the tree calls the last layer that it knows."""
        tree = self._trees.tree(EnginePacket(self._engine, row, lambda row, protocol, nth: {}, show_secrets=False))
        known = [layer for layer in tree.layers[1:] if layer.name != "data"]
        return known[-1].label if known else f"{self._packets.column('caplen')[row]} bytes"
