"""Protocols of a capture: how many packets and bytes have each; a packet counts for each protocol that it has."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analyzer.columns import AT_ONCE, Array
from analyzer.engine import Engine
from analyzer.flows import TRANSPORTS
from analyzer.scan import ADDRESS_WORDS, NO_LAYOUT

ETHERNET = 1
NETWORKS = {4: "ip", 16: "ipv6"}
"""The network protocol by the size of its addresses, in bytes."""


class _Tally:
    """Packets and bytes by a small number."""

    def __init__(self, size: int) -> None:
        self.packets, self.bytes = np.zeros(size, np.int64), np.zeros(size, np.int64)

    def add(self, keys: Array, lengths: Array) -> None:
        """Counts packets with their numbers and lengths."""
        self.packets += np.bincount(keys, minlength=len(self.packets))
        self.bytes += np.bincount(keys, lengths, len(self.bytes)).astype(np.int64)

    def of(self, chosen: Array) -> tuple[int, int]:
        """Packets and bytes of several numbers together: a mask, or their list."""
        return int(self.packets[chosen].sum()), int(self.bytes[chosen].sum())


def protocols(engine: Engine) -> dict[str, dict[str, int]]:
    """Packets and bytes by protocol, from the bottom up."""
    found = {}
    for name, (packets, size) in _counted(engine):
        if packets:
            found[name] = {"packets": packets, "bytes": size}
    return found


def _counted(engine: Engine) -> Iterator[tuple[str, tuple[int, int]]]:
    table, services = engine.packets, engine.services
    ethernet = np.array([*(interface.linktype == ETHERNET for interface in engine.capture.interfaces), False])
    interfaces, sizes = _Tally(len(ethernet)), _Tally(max(NETWORKS) + 1)
    layouts, spoken = _Tally(NO_LAYOUT + 1), _Tally(len(services.names) + 1)
    size_of = np.append(table.addresses.words[ADDRESS_WORDS - 1::ADDRESS_WORDS], 0)     # of no address, -1
    service_of = np.append(services.numbers(), -1)
    for start in range(0, table.rows, AT_ONCE):
        part = slice(start, start + AT_ONCE)
        lengths = table.column("length")[part]
        interfaces.add(table.column("interface")[part], lengths)
        sizes.add(size_of[table.column("source")[part]], lengths)
        layouts.add(table.column("last")[part], lengths)
        service = np.where(table.column("payload_size")[part] > 0, service_of[table.column("flow")[part]], -1)
        spoken.add(service + 1, lengths)
    yield "eth", interfaces.of(ethernet)
    for size, name in NETWORKS.items():
        yield name, sizes.of(np.array([size]))
    names = np.array([layout.name for layout in table.program.layouts])
    yield from ((name, layouts.of(np.flatnonzero(names == name))) for name in TRANSPORTS.values())
    shown = {"eth", *NETWORKS.values(), *TRANSPORTS.values()}
    for name in dict.fromkeys(names.tolist()):
        if name not in shown:
            yield name, layouts.of(np.flatnonzero(names == name))
    for number, name in enumerate(services.names):
        yield name, spoken.of(np.array([number + 1]))
    yield "unknown", layouts.of(np.array([NO_LAYOUT]))
