"""What the packet list says of a packet: its protocol and one line about it, worked out for the rows in sight."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.flows import TCP, UDP
from analyzer.packet_source import EnginePacket
from analyzer.plain import Call
from analyzer.scan import FRAGMENTED, HAS_TRANSPORT, NO_LAYOUT, REASSEMBLED
from analyzer.secrets import masked_text, secret_spans, with_masks
from analyzer.services import DNS
from analyzer.trees import Trees
from dissectors.mail.trees import BAR
from dissectors.malformed import Malformed
from dissectors.octets import Octets
from dissectors.registry import Context, Dissector
from dissectors.stream import Data

if TYPE_CHECKING:
    from analyzer.packet_sessions import SessionLines
    from dissectors.plain_sessions import PlainSession

WHOLE = 1 << 30
"""More octets than any line has."""
LONGEST = 300
"""Characters of a line; longer ones are cut."""
PROTOCOLS = {"eth": "Ethernet", "ip": "IPv4", "ipv6": "IPv6", "icmpv6": "ICMPv6"}
"""How protocols are called where it is not their name in capitals."""


def cut(text: str) -> str:
    """A line that is not too long."""
    return text if len(text) <= LONGEST else text[:LONGEST - 1] + "…"


def _split(lines: Array) -> list[str]:
    """Lines that kernels made."""
    return lines.tobytes().decode().split("\n")[:-1]


def joined(said: Iterable[str]) -> str:
    """What events say, in one line."""
    return BAR.join(part for part in said if part)


OTHER, MESSAGE, SEGMENT, SAID = range(4)
"""Which kernels write a packet's line: none; those for DNS messages in datagrams, for TCP segments that carry nothing
that is known, for segments of sessions as far as these are plain."""
_ABOUT = frozenset(("frame", "pkt_comment", "data"))
"""Layers that say nothing of what a packet is."""


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

    @cached_property
    def _dissectors(self) -> list[Dissector]:
        """By the numbers of services."""
        return list(self._engine.registry)

    def end(self, address: int) -> str | None:
        """An address as text."""
        return self._packets.addresses.text(address)

    def ends(self, addresses: Array) -> list[str | None]:
        """Addresses as texts."""
        numbers = addresses.tolist()
        texts = {number: self.end(number) for number in set(numbers)}
        return [texts[number] for number in numbers]

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
        return cut(text)

    def many(self, rows: Array, work: int) -> tuple[list[str], list[str]]:
        """The protocols and the lines of packets; `work`: about how many packets will be asked for in all."""
        services = self._services_of(rows)
        return self._protocols(rows, services), self._lines(rows, services, work)

    def lines(self, rows: Array, work: int) -> list[str]:
        """The lines of packets, as `many`."""
        return self._lines(rows, self._services_of(rows), work)

    def kernels(self, rows: Array) -> Array:
        """Which kernels write each packet's line: MESSAGE, …"""
        return self._kernels(rows, self._services_of(rows))

    def _kernels(self, rows: Array, services: Array) -> Array:
        names, of_dns = self._engine.services.names, np.zeros(len(self._engine.services.names) + 1, bool)
        of_dns[[names.index(name) for name in DNS]] = True      # the last one is that of no service, -1
        segments, found = self._packets.transports_of(rows) == TCP, np.full(len(rows), OTHER, np.uint8)
        found[segments] = np.where(services[segments] >= 0, SAID, SEGMENT)
        found[~segments & of_dns[services]] = MESSAGE
        found[~self._are_plain(rows)] = OTHER
        return found

    def _are_plain(self, rows: Array) -> Array:
        """Whether each packet is one of a flow, as it was captured."""
        marks = self._packets.column("marks")[rows] & (HAS_TRANSPORT | REASSEMBLED)
        found: Array = (marks == HAS_TRANSPORT) & (self._packets.column("flow")[rows] >= 0)
        return found

    def message_lines(self, rows: Array, work: int, most: int = WHOLE) -> tuple[Array, Array]:
        """The lines of DNS messages, as UTF-8 with line ends, and which of them stand there: those that are empty
        only `lines` reads. After `most` octets a line may end."""
        from analyzer.dns_infos import dns_lines
        column = self._packets.column
        at, captured = column("payload_at")[rows], column("caplen")[rows].astype(np.int64)
        size = np.minimum(column("payload_size")[rows], np.maximum(captured - at, 0))
        return dns_lines(self._packets.data, column("offset")[rows] + at, size, work, most)

    def segment_lines(self, rows: Array, work: int) -> Array:
        """The lines of TCP segments that carry nothing that is known, as UTF-8 with line ends."""
        from analyzer.packet_segments import segment_lines
        return segment_lines(self._engine, rows, work)

    def session_lines(self, rows: Array, plain: Mapping[int, PlainSession | None], work: int) -> SessionLines:
        """The lines of TCP segments of services, as far as these are of plain sessions; `plain` are those of their
        flows."""
        from analyzer.packet_sessions import session_lines
        return session_lines(self._engine.tcp_streams, plain, rows, self._packets.column("flow")[rows], work)

    def calls(self) -> list[Call]:
        """Calls of what writes the lines of sessions that do nothing."""
        from analyzer.packet_sessions import calls
        return calls(self._engine.packets.data)

    def kinds(self, rows: Array) -> Array:
        """A number of each packet; those with the same one have the same protocol."""
        found: Array = (self._services_of(rows).astype(np.int32) + 1 << 8) | self._packets.column("last")[rows]
        return found

    def _services_of(self, rows: Array) -> Array:
        """The number of the service of what each packet carries, or -1."""
        flow, found = self._packets.column("flow")[rows], np.full(len(rows), -1)
        told = (flow >= 0) & (self._packets.column("payload_size")[rows] > 0)
        found[told] = self._engine.services.numbers()[flow[told]]
        return found

    def _protocols(self, rows: Array, services: Array) -> list[str]:
        spoken = [name.upper() for name in self._engine.services.names]
        return [spoken[service] if service >= 0 else self.protocol(row)
                for row, service in zip(rows.tolist(), services.tolist(), strict=True)]

    def _lines(self, rows: Array, services: Array, work: int) -> list[str]:
        kernels = self._kernels(rows, services)
        messages, bare, segments = rows[kernels == MESSAGE], rows[kernels == SEGMENT].tolist(), rows[kernels == SAID]
        texts = _split(self.message_lines(messages, work)[0]) if len(messages) else []
        found = dict(zip(messages.tolist(), texts, strict=True))
        self._add_sessions(found, segments, services[kernels == SAID], work)
        bare += [row for row in segments.tolist() if found.get(row) == ""]
        found.update(zip(bare, self._segment_texts(np.array(bare, np.int64), work), strict=True))
        return [cut(text) if (text := found.get(row)) else self.info(row) for row in rows.tolist()]

    def _add_sessions(self, found: dict[int, str], rows: Array, services: Array, work: int) -> None:
        """Adds what TCP segments of services say; "" for those that say nothing."""
        plain = self._engine.plain_sessions(self._packets.column("flow")[rows].tolist())
        said = self.session_lines(rows, plain, work)
        found.update(zip(rows[said.told].tolist(), _split(said.text), strict=True))
        found.update(dict.fromkeys(rows[said.silent].tolist(), ""))
        for row, service, title in zip(rows.tolist(), services.tolist(), self._titles(rows), strict=True):
            if row not in found:
                with self._engine.guard.against(f"packet {row + 1}"):
                    said_here = self._stream_text(row, self._dissectors[service])
                    found[row] = title + said_here if said_here else ""

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
            said = self._stream_text(row, service)
            return self._titles(np.array([row]))[0] + said if said else self._segment_texts(np.array([row]), 1)[0]
        if self._packets.transport_of(row) == TCP:
            return self._segment_texts(np.array([row]), 1)[0]
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
        hidden = self._engine.kept(("secrets", talk.flow), lambda: secret_spans(talk))
        return joined((self._engine.registry.get(protocol) or service).event_info(
            with_masks(event, hidden, masked_text), masked_text(Data(event.start, talk.read(
                event.side, event.start, min(event.stop, event.start + LONGEST))), hidden[event.side]))
            for protocol, event in talk.events_by_row.get(row, ()))

    def _titles(self, rows: Array) -> list[str]:
        """What the lines of TCP segments begin with."""
        from analyzer.packet_segments import titles
        return titles(self._engine, rows)

    def _segment_texts(self, rows: Array, work: int) -> list[str]:
        """The lines of TCP segments that carry nothing that is known."""
        return _split(self.segment_lines(rows, work)) if len(rows) else []

    def _fragment_text(self, row: int) -> str:
        return f"Piece of a datagram, {self._packets.column('payload_size')[row]} bytes"

    def _other(self, row: int) -> str:
        """What the tree calls the last layer that it knows."""
        tree = self._trees.tree(EnginePacket(self._engine, row, lambda row, nth: {}, show_secrets=False))
        known = [layer for layer in tree.layers if layer.name not in _ABOUT]
        return known[-1].label if known else f"{self._packets.column('caplen')[row]} bytes"
