"""The DNS transactions on the wire: bytes found by tshark, read by dnspython, paired here."""
from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dns.flags
import dns.message
from truth.record import Entry
from truth.transactions import add_message, answer, transaction
from truth.tshark import Stream, fields

PORT = 53
End = tuple[str, int]
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A message on its way; over TCP it has no packet number."""
    transport: str
    source: End
    target: End
    message: dns.message.Message
    packet: int | None

    @property
    def response(self) -> bool:
        """Is it a response?"""
        return bool(self.message.flags & dns.flags.QR)

    @property
    def ends(self) -> Entry:
        """Who asks whom."""
        (client, client_port), (server, port) = ((self.target, self.source) if self.response
                                                 else (self.source, self.target))
        return {"client": client, "client_port": client_port, "server": server, "server_port": port}

    @property
    def key(self) -> Key:
        """The same for a query and its response."""
        question = self.message.question[0]
        return (self.transport, *self.ends.values(), self.message.id, question.name.to_text().lower(), question.rdtype)


def transactions_on_the_wire(file: Path, streams: list[Stream]) -> list[Entry]:
    """All transactions of a capture, those over UDP first."""
    entries: list[Entry] = []
    last: dict[Key, Entry] = {}
    for seen in (*datagrams(file), *stream_messages(streams)):
        if not seen.message.question:
            continue  # a further message of a zone transfer (RFC 5936, section 2.2.1): the client has counted it
        before = last.get(seen.key)
        if before is None or (not seen.response and before["status"] != "unanswered"):
            entries.append(_begun(seen))
            last[seen.key] = entries[-1]
        else:
            _go_on(before, seen)
    return entries


def datagrams(file: Path) -> Iterator[Seen]:
    """The messages over UDP."""
    for source4, source6, port, target4, target6, target_port, payload, number in fields(
            file, f"udp.port=={PORT} and not icmp and not icmpv6", "ip.src", "ipv6.src", "udp.srcport",
            "ip.dst", "ipv6.dst", "udp.dstport", "udp.payload", "frame.number"):
        yield Seen("udp", (source4 or source6, int(port)), (target4 or target6, int(target_port)),
                   dns.message.from_wire(bytes.fromhex(payload.replace(":", ""))), int(number))


def stream_messages(streams: list[Stream]) -> Iterator[Seen]:
    """The messages over TCP: queries of a connection before its responses."""
    for stream in streams:
        client, server = (stream.client, stream.client_port), (stream.server, stream.server_port)
        if stream.server_port == PORT:
            for data in pieces(stream.sent):
                yield Seen("tcp", client, server, dns.message.from_wire(data), None)
            for data in pieces(stream.received):
                yield Seen("tcp", server, client, dns.message.from_wire(data), None)


def pieces(side: bytes) -> Iterator[bytes]:
    """Messages with their length before them (RFC 1035, section 4.2.2)."""
    at = 0
    while at + 2 <= len(side):
        size, = struct.unpack_from(">H", side, at)
        yield side[at + 2:at + 2 + size]
        at += 2 + size


def _begun(seen: Seen) -> Entry:
    entry = transaction(seen.message, seen.ends, seen.transport, "wire")
    entry.update(query_packet=None, response_packet=None, retransmissions=0, duplicates=0)
    if seen.response:
        answer(entry, seen.message)
        entry.update(status="unsolicited", response_packet=seen.packet)
    else:
        entry["query_packet"] = seen.packet
    return entry


def _go_on(entry: Entry, seen: Seen) -> None:
    if not seen.response:
        entry["retransmissions"] += 1
    elif entry["status"] == "unanswered":
        answer(entry, seen.message)
        entry["response_packet"] = seen.packet
    elif entry["type"] == "AXFR":
        add_message(entry, seen.message)
    else:
        entry["duplicates"] += 1
