"""Collects the DNS messages of a capture: datagrams in place, and those over TCP out of their streams."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analyzer.columns import AT_ONCE, Array
from analyzer.dns_messages import DnsInput
from analyzer.engine import Engine
from analyzer.flows import TCP, UDP
from analyzer.scan import REASSEMBLED
from analyzer.services import DNS
from dissectors.dns.stream import PREFIX, DnsMessage
from dissectors.kernel import readonly

NONE = 255
LONGEST = 0xFFFF
"""No message has more octets (RFC 1035 4.2.2)."""
FILE, SCRATCH = 0, 1
"""The buffers: the capture's bytes, and what was put together."""


def collect(engine: Engine, last: bool = False) -> DnsInput:
    """All DNS messages, in order of their packets. With `last` the memory of packets and flows is given back as soon as
    they are not needed for this."""
    in_place, elsewhere = _datagram_rows(engine)
    scratch = bytearray()
    loose = sorted([*_reassembled(engine, elsewhere), *_framed(engine)])
    starts, sizes = [], []
    for _, _, data, _ in loose:
        starts.append(len(scratch))
        sizes.append(min(len(data), LONGEST))
        scratch += data
    protocols = np.append(_protocols(engine), np.uint8(NONE))
    if last:
        engine.flows.clear()
    place, size, cut = _places(engine, in_place)
    packets, addresses = engine.packets, engine.packets.addresses
    column = packets.column
    rows = np.concatenate([in_place, np.array([row for row, *_ in loose], np.int64)])
    order = np.argsort(rows, kind="stable") if loose else slice(None)
    rows = rows[order].astype(np.int32)

    def joined(first: Array, then: list[int] | list[bool]) -> Array:
        both: Array = np.concatenate([first, np.array(then, first.dtype)])[order] if then else first
        return both

    made = DnsInput(
        buffers=[packets.data, readonly(bytes(scratch))],
        buffer=joined(np.full(len(in_place), FILE, np.uint8), [SCRATCH] * len(loose)),
        start=joined(place, starts), size=joined(size, sizes),
        network=joined(column("payload_at")[in_place] - column("network_at")[in_place], [0] * len(loose)),
        row=rows, time=column("time")[rows], transport=packets.transports_of(rows),
        protocol=protocols[column("flow")[rows]],
        source=column("source")[rows], destination=column("destination")[rows],
        source_port=column("source_port")[rows], destination_port=column("destination_port")[rows],
        truncated=joined(cut, [partial for *_, partial in loose]),
        address_text=lambda number: addresses.text(number) or "", release=packets.release)
    if last:
        packets.clear()
    return made


def _datagram_rows(engine: Engine) -> tuple[Array, Array]:
    """The rows of DNS datagrams: those whose bytes are in the capture as they are, and those put together."""
    column = engine.packets.column
    is_dns = np.append(_protocols(engine) != NONE, False)
    chosen = is_dns[column("flow")] & (engine.packets.transports() == UDP) & (column("payload_size") > 0)
    reassembled = column("marks") & REASSEMBLED != 0
    return np.flatnonzero(chosen & ~reassembled), np.flatnonzero(chosen & reassembled)


def _protocols(engine: Engine) -> Array:
    """The number of each flow's service in services.DNS, or NONE."""
    by_service = np.full(len(engine.services.names) + 1, NONE, np.uint8)
    for number, name in enumerate(DNS):
        by_service[engine.services.names.index(name)] = number
    found: Array = by_service[engine.services.numbers()]
    return found


def _places(engine: Engine, rows: Array) -> tuple[Array, Array, Array]:
    """Where datagrams begin in the capture's bytes, how many of these there are, and whether it lacks some of them."""
    column = engine.packets.column
    places, sizes, cut = np.empty(len(rows), np.int64), np.empty(len(rows), np.uint16), np.empty(len(rows), bool)
    for first in range(0, len(rows), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        chosen = rows[part]
        payload_at, wanted = column("payload_at")[chosen], column("payload_size")[chosen]
        places[part] = column("offset")[chosen] + payload_at
        # headers may lie behind the last byte that was captured
        there = np.maximum(column("caplen")[chosen].astype(np.int64) - payload_at, 0)
        cut[part] = there < wanted
        sizes[part] = np.minimum(np.minimum(there, wanted), LONGEST)
    return places, sizes, cut


def _reassembled(engine: Engine, rows: Array) -> Iterator[tuple[int, int, bytes, bool]]:
    for row in rows.tolist():
        yield row, 0, engine.packets.payload(row), False


def _framed(engine: Engine) -> Iterator[tuple[int, int, bytes, bool]]:
    """(row, position, bytes, whether its end is missing) of the messages over TCP."""
    flows = engine.services.flows_of(*DNS)
    for flow in flows[engine.flows.of("transport", flows) == TCP].tolist():
        talk = engine.converse(flow)
        for event in talk.events:
            if isinstance(event, DnsMessage):
                yield (talk.packet_at(event.side, event.stop - 1), event.start,
                       talk.read(event.side, event.start + PREFIX, event.stop), event.partial)
