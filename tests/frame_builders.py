"""Builds frames and tables of packets for tests, byte by byte."""
from __future__ import annotations

import struct
from types import SimpleNamespace

import numpy as np

from analyzer.flows import FlowTable
from analyzer.program import Program
from analyzer.table import PacketTable
from dissectors.headers import HEADERS
from dissectors.kernel import readonly

PROGRAM = Program(HEADERS)
PORTS = {6: {25, 53, 110, 143}, 17: {53, 5353}}
CLIENT, SERVER = "10.0.0.1", "10.0.0.2"
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


def octets(address: str) -> bytes:
    return bytes(map(int, address.split(".")))


def ethernet(payload: bytes, ethertype: int = 0x0800) -> bytes:
    return bytes.fromhex("020000000002 020000000001") + struct.pack(">H", ethertype) + payload


def ipv4(payload: bytes, protocol: int, source: str = CLIENT, destination: str = SERVER, *, identification: int = 1,
         fragment: int = 0, total: int | None = None) -> bytes:
    return struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload) if total is None else total, identification,
                       fragment, 64, protocol, 0, octets(source), octets(destination)) + payload


def udp(payload: bytes, source: int = 5000, destination: int = 53) -> bytes:
    return struct.pack(">HHHH", source, destination, 8 + len(payload), 0) + payload


def tcp(payload: bytes = b"", *, source: int = 4000, destination: int = 25, sequence: int = 0,
        acknowledgment: int = 0, flags: int = ACK, window: int = 8192, urgent: int = 0, options: bytes = b"") -> bytes:
    return struct.pack(">HHIIBBHHH", source, destination, sequence & 0xFFFFFFFF, acknowledgment & 0xFFFFFFFF,
                       20 + len(options) << 2, flags, window, 0, urgent) + options + payload


def sent(payload: bytes = b"", sequence: int = 0, flags: int = ACK, acknowledgment: int = 0) -> bytes:
    """A frame from the client's port 4000 to the server's port 25."""
    return ethernet(ipv4(tcp(payload, sequence=sequence, flags=flags, acknowledgment=acknowledgment), 6))


def received(payload: bytes = b"", sequence: int = 0, flags: int = ACK, acknowledgment: int = 0) -> bytes:
    """A frame back."""
    return ethernet(ipv4(tcp(payload, source=25, destination=4000, sequence=sequence, flags=flags,
                             acknowledgment=acknowledgment), 6, SERVER, CLIENT))


def packet_table(frames: list[bytes], *, linktype: int = 1, wire: list[int] | None = None,
                 work: int = 0) -> PacketTable:
    """A table of these frames, a millisecond apart; `wire`: their lengths before the snap length cut them."""
    data = readonly(b"".join(frames) or b"")
    sizes = np.array([len(frame) for frame in frames], np.uint32)
    capture = SimpleNamespace(data=data, interfaces=[SimpleNamespace(linktype=linktype)],
                              discard=lambda start, stop: None)
    table = PacketTable(capture, PROGRAM)  # type: ignore[arg-type]
    table.work = work
    table.append(SimpleNamespace(  # type: ignore[arg-type]
        offset=np.cumsum(sizes, dtype=np.int64) - sizes, time=np.arange(len(frames), dtype=np.int64) * 1_000_000,
        caplen=sizes, length=sizes if wire is None else np.array(wire, np.uint32),
        interface=np.zeros(len(frames), np.uint16)))
    return table


def flow_table(table: PacketTable) -> FlowTable:
    flows = FlowTable(PORTS)
    flows.add(table, 0, table.rows)
    return flows
