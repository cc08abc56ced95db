"""Ethernet frames of UDP datagrams and TCP segments over IPv4 or IPv6, with right lengths and checksums."""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct

FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10
_TCP, _UDP = 6, 17
_IPV4 = Struct(">BBHHHBBH4s4s")
_IPV6 = Struct(">IHBB16s16s")
_UDP_HEADER = Struct(">HHHH")
_TCP_HEADER = Struct(">HHIIBBHHH")
_DONT_FRAGMENT = 0x4000


@dataclass(frozen=True, slots=True)
class Host:
    """A machine: its network card and its address (4 or 16 bytes)."""

    mac: bytes
    address: bytes
    hops: int = 64


@dataclass(frozen=True, slots=True)
class Segment:
    """What a TCP header says; options are padded to four bytes by the caller."""

    seq: int
    ack: int
    flags: int
    window: int
    options: bytes = b""


def folded(data: bytes) -> int:
    """The sum of the 16-bit words, modulo 65535: 2 ** 16 is 1 there, so the whole number has the same remainder
    (RFC 1071 1: one's complement addition)."""
    number = int.from_bytes(data, "big")
    return (number << 8 if len(data) & 1 else number) % 0xFFFF


class Way:
    """One direction of a flow: what all its frames have in common is made once."""

    def __init__(self, source: Host, target: Host, source_port: int, target_port: int, ident: int = 1) -> None:
        self._ports = (source_port, target_port)
        self._source, self._target, self._ident = source, target, ident
        self._version4 = len(source.address) == 4
        self._link = target.mac + source.mac + (b"\x08\x00" if self._version4 else b"\x86\xdd")
        self._addresses = folded(source.address) + folded(target.address)
        self._pseudo = self._addresses + source_port + target_port

    def udp(self, payload: bytes) -> bytes:
        """A frame with one datagram (RFC 768)."""
        size = 8 + len(payload)
        # A computed checksum of 0 is sent as 65535: what this subtraction gives anyway.
        checksum = 0xFFFF - (self._pseudo + _UDP + size + size + folded(payload)) % 0xFFFF
        return self._network(_UDP, size) + _UDP_HEADER.pack(*self._ports, size, checksum) + payload

    def tcp(self, segment: Segment, payload: bytes = b"") -> bytes:
        """A frame with one segment (RFC 9293 3.1)."""
        size = 20 + len(segment.options) + len(payload)
        total = self._addresses + _TCP + size + folded(self._segment(segment, 0) + payload)
        checksum = -total % 0xFFFF  # in TCP a 0 stays 0
        return self._network(_TCP, size) + self._segment(segment, checksum) + payload

    def _segment(self, segment: Segment, checksum: int) -> bytes:
        words = 5 + len(segment.options) // 4
        header = _TCP_HEADER.pack(
            *self._ports, segment.seq, segment.ack, words << 4, segment.flags, segment.window, checksum, 0
        )
        return header + segment.options

    def _network(self, protocol: int, size: int) -> bytes:
        source, target = self._source, self._target
        if not self._version4:
            header = _IPV6.pack(0x60000000, size, protocol, source.hops, source.address, target.address)
            return self._link + header
        self._ident = (self._ident + 1) & 0xFFFF
        words = 0x4500 + 20 + size + self._ident + _DONT_FRAGMENT + (source.hops << 8) + protocol + self._addresses
        checksum = -words % 0xFFFF
        return self._link + _IPV4.pack(
            0x45, 0, 20 + size, self._ident, _DONT_FRAGMENT, source.hops, protocol, checksum,
            source.address, target.address,
        )  # fmt: skip
