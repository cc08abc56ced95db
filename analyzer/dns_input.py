"""Collects the DNS messages of a capture: datagrams in place, and those over TCP out of their streams."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analyzer.columns import Array
from analyzer.dns import DnsInput
from analyzer.engine import Engine
from analyzer.flows import TCP, UDP
from analyzer.scan import REASSEMBLED
from dissectors.dns.stream import PREFIX, DnsMessage
from dissectors.kernel import readonly

SERVICES = ("dns", "mdns", "llmnr")
"""In the order of their numbers in DnsInput.protocol."""
NONE = 255
LONGEST = 0xFFFF
"""No message has more octets (RFC 1035 4.2.2)."""
FILE, SCRATCH = 0, 1
"""The buffers: the capture's bytes, and what was put together."""


def collect(engine: Engine) -> DnsInput:
    """All DNS messages, in order of their packets."""
    in_place, elsewhere = _datagram_rows(engine)
    scratch = bytearray()
    loose = sorted([*_reassembled(engine, elsewhere), *_framed(engine)])
    starts, sizes = [], []
    for _, _, data, _ in loose:
        starts.append(len(scratch))
        sizes.append(min(len(data), LONGEST))
        scratch += data
    place, size, cut = _places(engine, in_place)
    column = engine.packets.column
    rows = np.concatenate([in_place, np.array([row for row, *_ in loose], np.int64)])
    order = np.argsort(rows, kind="stable") if loose else slice(None)
    rows = rows[order].astype(np.int32)

    def joined(first: Array, then: list[int] | list[bool]) -> Array:
        both: Array = np.concatenate([first, np.array(then, first.dtype)])[order] if then else first
        return both

    return DnsInput(
        buffers=[engine.packets.data, readonly(bytes(scratch))],
        buffer=joined(np.full(len(in_place), FILE, np.uint8), [SCRATCH] * len(loose)),
        start=joined(place, starts), size=joined(size, sizes),
        network=joined(column("payload_at")[in_place] - column("network_at")[in_place], [0] * len(loose)),
        row=rows, time=column("time")[rows], transport=engine.packets.transports()[rows],
        protocol=_protocols(engine)[column("flow")[rows]],
        source=column("source")[rows], destination=column("destination")[rows],
        source_port=column("source_port")[rows], destination_port=column("destination_port")[rows],
        truncated=joined(cut, [partial for *_, partial in loose]),
        address_text=lambda number: engine.packets.addresses.text(number) or "",
        release=engine.packets.release)


def _datagram_rows(engine: Engine) -> tuple[Array, Array]:
    """The rows of DNS datagrams: those whose bytes are in the capture as they are, and those put together."""
    column = engine.packets.column
    is_dns = np.append(_protocols(engine) != NONE, False)
    chosen = is_dns[column("flow")] & (engine.packets.transports() == UDP) & (column("payload_size") > 0)
    reassembled = column("marks") & REASSEMBLED != 0
    return np.flatnonzero(chosen & ~reassembled), np.flatnonzero(chosen & reassembled)


def _protocols(engine: Engine) -> Array:
    """The number of each flow's service in SERVICES, or NONE."""
    by_service = np.full(len(engine.services.names) + 1, NONE, np.uint8)
    for number, name in enumerate(SERVICES):
        by_service[engine.services.names.index(name)] = number
    found: Array = by_service[engine.services.numbers()]
    return found


def _places(engine: Engine, rows: Array) -> tuple[Array, Array, Array]:
    """Where datagrams begin in the capture's bytes, how many of these there are, and whether it lacks some of them."""
    column = engine.packets.column
    offset = column("offset")[rows]
    start = offset + column("payload_at")[rows]
    wanted = start + column("payload_size")[rows]
    there = np.minimum(wanted, offset + column("caplen")[rows])
    size = np.clip(there - start, 0, LONGEST).astype(np.uint16)
    return start, size, there < wanted


def _reassembled(engine: Engine, rows: Array) -> Iterator[tuple[int, int, bytes, bool]]:
    for row in rows.tolist():
        yield row, 0, engine.packets.payload(row), False


def _framed(engine: Engine) -> Iterator[tuple[int, int, bytes, bool]]:
    """(row, position, bytes, whether its end is missing) of the messages over TCP."""
    flows = engine.services.flows_of(*SERVICES)
    for flow in flows[engine.flows.column("transport")[flows] == TCP].tolist():
        talk = engine.converse(flow)
        for event in talk.events:
            if isinstance(event, DnsMessage):
                yield (talk.packet_at(event.side, event.stop - 1), event.start,
                       talk.read(event.side, event.start + PREFIX, event.stop), event.partial)
