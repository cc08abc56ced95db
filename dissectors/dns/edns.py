"""EDNS: what an OPT record says and its options (RFC 6891)."""
from __future__ import annotations

from dataclasses import dataclass

from dissectors.dns.message import Message, ResourceRecord
from dissectors.malformed import Malformed
from dissectors.octets import Octets


@dataclass(frozen=True, slots=True)
class Option:
    """An EDNS option; its four octets of header stand at `start`, the content follows."""
    code: int
    content: bytes
    start: int


@dataclass(frozen=True, slots=True)
class Edns:
    """RFC 6891 6.1.2 and 6.1.3."""
    version: int
    udp_size: int
    dnssec_ok: bool
    extended_rcode: int
    options: tuple[Option, ...]


def read_edns(message: Message) -> Edns | None:
    """What the message's OPT record says; None without one."""
    record = message.opt
    if record is None:
        return None
    return Edns((record.ttl >> 16) & 255, record.number, bool(record.ttl & 0x8000), record.ttl >> 24,
                tuple(read_options(message, record)))


def read_options(message: Message, record: ResourceRecord) -> list[Option]:
    """RFC 6891 6.1.2: the options, up to the first that leaves the record."""
    octets = Octets(message.data, record.rdata, record.stop)
    options = []
    while octets.left:
        start = octets.pos
        try:
            options.append(Option(octets.u16(), octets.take(octets.u16()), start))
        except Malformed:
            # what is left stays visible as the record's data
            break
    return options
