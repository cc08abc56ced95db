"""DNS messages for tests: built with dnspython, and gathered as the analysis gathers them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import dns.message
import dns.rrset
import numpy as np

from analyzer.dns_messages import DnsInput
from analyzer.dns_pairing import transactions
from dissectors.kernel import readonly

UDP, TCP = 17, 6
CLIENT, SERVER = "192.0.2.1", "192.0.2.53"
START = 1_700_000_000_000_000_000


@dataclass
class Said:
    """A message and who sent it, `at` ms after the start; `header` is what stands before it in the frame."""
    data: bytes
    at: float = 0
    source: str = CLIENT
    source_port: int = 4000
    destination: str = SERVER
    destination_port: int = 53
    transport: int = UDP
    protocol: int = 0
    truncated: bool = False
    buffer: int = 0
    header: bytes = b""

    def back(self, data: bytes, at: float) -> Said:
        """What the other end answers."""
        return Said(data, at, self.destination, self.destination_port, self.source, self.source_port, self.transport,
                    self.protocol)


def query(name: str = "www.example.", kind: str = "A", number: int = 1, **options: object) -> dns.message.Message:
    """A query."""
    made = dns.message.make_query(name, kind, **options)  # type: ignore[arg-type]
    made.id = number
    return made


def response(to: dns.message.Message, *records: str, rcode: int = 0) -> dns.message.Message:
    """A response with answers, each `name ttl class type data`."""
    made = dns.message.make_response(to)
    made.set_rcode(rcode)  # type: ignore[arg-type]
    for record in records:
        name, ttl, number, kind, data = record.split(" ", 4)
        made.answer.append(dns.rrset.from_text(name, int(ttl), number, kind, data))
    return made


def gathered(said: Sequence[Said]) -> DnsInput:
    """The messages as the analysis gathers them, a packet each."""
    buffers = [bytearray(b"before"), bytearray()]
    starts = []
    for one in said:
        buffers[one.buffer] += one.header
        starts.append(len(buffers[one.buffer]))
        buffers[one.buffer] += one.data
    texts = sorted({end for one in said for end in (one.source, one.destination)})
    count = len(said)
    return DnsInput(
        buffers=[readonly(bytes(data)) for data in buffers], buffer=np.array([one.buffer for one in said], np.uint8),
        start=np.array(starts, np.int64),
        size=np.array([len(one.data) for one in said], np.uint16),
        network=np.array([len(one.header) for one in said], np.uint16),
        row=np.arange(count, dtype=np.int32),
        time=np.array([START + int(one.at * 1_000_000) for one in said], np.int64),
        transport=np.array([one.transport for one in said], np.uint8),
        protocol=np.array([one.protocol for one in said], np.uint8),
        source=np.array([texts.index(one.source) for one in said], np.int32),
        destination=np.array([texts.index(one.destination) for one in said], np.int32),
        source_port=np.array([one.source_port for one in said], np.int32),
        destination_port=np.array([one.destination_port for one in said], np.int32),
        truncated=np.array([one.truncated for one in said], bool), address_text=lambda number: texts[number])


def rows(*said: Said) -> list[dict[str, Any]]:
    """The transactions that messages make up."""
    return list(transactions(gathered(said)).rows())


def brief(*said: Said) -> list[tuple[Any, ...]]:
    """Of each transaction its packets, how much was sent again, and how it ended."""
    return [(row["query_packet"], row["response_packet"], row["retransmissions"], row["duplicates"], row["status"])
            for row in rows(*said)]


def at(said: Said, moment: float, **changes: Any) -> Said:
    """The same message at another time."""
    return replace(said, **{"at": moment} | changes)
