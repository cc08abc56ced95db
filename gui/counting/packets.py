"""Counts of packets: over time, protocols in protocols, conversations and endpoints."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from analyzer.flows import TRANSPORTS
from analyzer.protocols import ETHERNET, NETWORKS
from analyzer.scan import ADDRESS_WORDS, NO_LAYOUT
from gui.counting.bars import Count, Timeline, round_up
from gui.filter_texts import quoted

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array

BINS, NAMED, MOST_LINES = 6_000, 6, 200
OTHERS = ""
"""The name of what is none of the most frequent ones."""
UNKNOWN = "unknown"


def timeline(analysis: Analysis) -> Timeline:
    """Packets and bytes over time, by the highest protocol that is known of each packet."""
    column = analysis.packets.column
    times = column("time") - column("time")[:1]
    width = round_up(max(int(times.max()) if len(times) else 0, BINS) // BINS + 1)
    place = np.maximum(times // width, 0)
    bins = int(place.max()) + 1 if len(place) else 0
    number, names = _highest(analysis)
    frequent = [one for one, _ in Counter(dict(enumerate(np.bincount(number).tolist()))).most_common(NAMED)]
    lengths, packets, octets = column("length"), {}, {}
    for one in (*frequent, None):
        chosen = number == one if one is not None else ~np.isin(number, frequent)
        if chosen.any():
            name = names[one] if one is not None else OTHERS
            packets[name] = np.bincount(place[chosen], minlength=bins)
            octets[name] = np.bincount(place[chosen], lengths[chosen], bins).astype(np.int64)
    return Timeline(width, packets, octets)


def _highest(analysis: Analysis) -> tuple[Array, list[str]]:
    """For each packet the number of what its flow speaks, or of its last header; and their names."""
    table, spoken = analysis.packets, analysis.services.names
    layouts = [layout.name.partition(".")[0] for layout in table.program.layouts]
    names = list(dict.fromkeys([*spoken, *layouts, UNKNOWN]))
    of_layout = np.array([names.index(name) for name in [*layouts, UNKNOWN]])
    last = table.column("last")
    service = np.append(analysis.services.numbers(), -1)[table.column("flow")]
    return np.where(service >= 0, service, of_layout[np.where(last == NO_LAYOUT, len(layouts), last)]), names


def hierarchy(analysis: Analysis) -> list[Count]:
    """The protocols, each below the one that carries it, from the bottom up."""
    table = analysis.packets
    lengths, found = table.column("length"), Counter[tuple[str, ...]]()
    sizes: Counter[tuple[str, ...]] = Counter()
    for path, chosen in _paths(analysis):
        count, size = int(np.count_nonzero(chosen)), int(lengths.sum(where=chosen, dtype=np.int64))
        for depth in range(1, len(path) + 1):
            found[path[:depth]] += count
            sizes[path[:depth]] += size
    ordered = sorted(found, key=lambda path: [(-found[path[:at]], path[:at]) for at in range(1, len(path) + 1)])
    return [Count(path[-1], found[path], sizes[path], _filter(analysis, path[-1]), len(path) - 1) for path in ordered]


def _paths(analysis: Analysis) -> Iterator[tuple[tuple[str, ...], Array]]:
    """Each combination of headers and service, with its packets."""
    table = analysis.packets
    ethernet = np.array([*(one.linktype == ETHERNET for one in analysis.capture.interfaces), False])
    link = ethernet[table.column("interface")].astype(np.int64)
    source = table.column("source")
    network = np.where(source >= 0, table.addresses.words[ADDRESS_WORDS - 1::ADDRESS_WORDS][np.maximum(source, 0)], 0)
    transport, last = table.transports().astype(np.int64), table.column("last").astype(np.int64)
    service = np.append(analysis.services.numbers(), -1)[table.column("flow")]
    service = np.where(table.column("payload_size") > 0, service, -1)
    mixed = ((((link * 32 + network) * 256 + transport) * 65_536 + (last & 0xFFFF)) * 256) + service + 1
    values, place = np.unique(mixed, return_inverse=True)
    for number in range(len(values)):
        chosen = place == number
        row = int(np.argmax(chosen))
        yield _path(analysis, bool(link[row]), int(network[row]), int(transport[row]), int(last[row]),
                    int(service[row])), chosen


def _path(analysis: Analysis, is_ethernet: bool, network: int, transport: int, last: int, service: int
          ) -> tuple[str, ...]:
    path = ["eth"] if is_ethernet else []
    path += [name for name in (NETWORKS.get(network), TRANSPORTS.get(transport)) if name]
    if last == NO_LAYOUT:
        path.append(UNKNOWN)
    elif (name := analysis.packets.program.layouts[last].name.partition(".")[0]) not in path:
        path.append(name)
    if service >= 0:
        path.append(analysis.services.names[service])
    return tuple(path)


def _filter(analysis: Analysis, name: str) -> str:
    """The filter of a protocol; of one that flows speak, for all packets that carry a part of it."""
    if name in analysis.services.names:
        return f"_ws.col.protocol == {quoted(name.upper())}"
    return name if name != UNKNOWN else '_ws.col.protocol == "Unknown"'


def conversations(analysis: Analysis) -> list[Count]:
    """Who spoke to whom, the most bytes first."""
    client, server, packets, octets = _flows(analysis)
    low, high = np.minimum(client, server), np.maximum(client, server)
    pairs, place = np.unique(low << 32 | high, return_inverse=True)
    text = _texts(analysis)
    return [Count(f"{text(pair >> 32)} ↔ {text(pair & 0xFFFFFFFF)}", count, size,
                  f"{_having(text(pair >> 32))} && {_having(text(pair & 0xFFFFFFFF))}")
            for pair, count, size in _largest(pairs, place, packets, octets)]


def endpoints(analysis: Analysis) -> list[Count]:
    """Who sent and received, the most bytes first."""
    client, server, packets, octets = _flows(analysis)
    ends, other = np.concatenate((client, server)), client != server
    both = np.concatenate((np.ones(len(client), bool), other))      # who speaks to itself is counted once
    found, place = np.unique(ends[both], return_inverse=True)
    text = _texts(analysis)
    return [Count(text(end), count, size, _having(text(end))) for end, count, size in _largest(
        found, place, np.tile(packets, 2)[both], np.tile(octets, 2)[both])]


def _flows(analysis: Analysis) -> tuple[Array, Array, Array, Array]:
    column = analysis.flows.column
    client, server = column("client"), column("server")
    known = (client >= 0) & (server >= 0)
    return (client[known], server[known], (column("packets_sent") + column("packets_received"))[known],
            (column("bytes_sent") + column("bytes_received"))[known])


def _largest(keys: Array, place: Array, packets: Array, octets: Array) -> Iterator[tuple[int, int, int]]:
    sizes = np.bincount(place, octets, len(keys)).astype(np.int64)
    counts = np.bincount(place, packets, len(keys)).astype(np.int64)
    for one in np.argsort(-sizes, kind="stable")[:MOST_LINES].tolist():
        yield int(keys[one]), int(counts[one]), int(sizes[one])


def _texts(analysis: Analysis) -> Callable[[int], str]:
    return lambda number: analysis.packets.addresses.text(number) or ""


def _having(address: str) -> str:
    return f"{'ipv6' if ':' in address else 'ip'}.addr == {address}"
