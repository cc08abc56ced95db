"""The Flows tab's table: columns of all flows, to be sorted and filtered without an object for each; no Qt."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.flows import TCP, TRANSPORTS
from analyzer.tcp_state import tcp_state
from gui.address_order import address_ranks

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array

NO_SERVICE = -1
BINS = 40
"""Parts of the capture's time in which the bytes of a flow are counted."""
_STATES = 64
"""What was seen of a connection is a number below."""


class FlowSort(IntEnum):
    """The columns, in their order."""
    NUMBER = 0
    SERVICE = 1
    CLIENT = 2
    SERVER = 3
    START = 4
    DURATION = 5
    PACKETS = 6
    SENT = 7
    RECEIVED = 8
    STATE = 9
    OVER_TIME = 10


@dataclass(frozen=True, slots=True)
class FlowWish:
    """Which flows are to be listed, and in which order; `service` and `state` are words, "" for all."""
    text: str = ""
    service: str = ""
    state: str = ""
    sort_by: FlowSort = FlowSort.NUMBER
    descending: bool = False


@dataclass(frozen=True)
class FlowTable:
    """All flows, as they are known when the table is made.

    Attributes:
        services: for each flow a number among `service_names`, or NO_SERVICE.
        start, duration: ns.
        seen: what was seen of a connection; see `state`.
        address: the text of an address by its number.
        begin, end: of the capture, ns.
    """
    services: Array
    service_names: Sequence[str]
    transport: Array
    client: Array
    client_port: Array
    server: Array
    server_port: Array
    start: Array
    duration: Array
    packets_sent: Array
    packets_received: Array
    bytes_sent: Array
    bytes_received: Array
    seen: Array
    first_row: Array
    address: Callable[[int], str | None]
    begin: int
    end: int
    _orders: dict[FlowSort, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def most_bytes(self) -> int:
        """The most that any flow has in one direction."""
        return max(int(self.bytes_sent.max()), int(self.bytes_received.max())) if len(self) else 0

    def service(self, flow: int) -> str:
        """What a flow speaks; without a service its transport."""
        number = int(self.services[flow])
        return self.service_names[number] if number != NO_SERVICE else TRANSPORTS[int(self.transport[flow])]

    def state(self, flow: int) -> str:
        """The state of a connection; "" for what is none."""
        return tcp_state(int(self.seen[flow])) if self.transport[flow] == TCP else ""

    @cached_property
    def service_counts(self) -> list[tuple[str, int]]:
        """The services, or transports without one, that occur, and how often."""
        present, counts = np.unique(self._kinds(), return_counts=True)
        found = {self._kind_name(kind): count for kind, count in zip(present.tolist(), counts.tolist(), strict=True)}
        return sorted(found.items())

    @cached_property
    def state_counts(self) -> list[tuple[str, int]]:
        """The states that occur, and how often."""
        seen, counts = np.unique(self.seen[self.transport == TCP], return_counts=True)
        found: dict[str, int] = {}
        for number, count in zip(seen.tolist(), counts.tolist(), strict=True):
            found[tcp_state(number)] = found.get(tcp_state(number), 0) + count
        return sorted(found.items())

    def numbers(self, wish: FlowWish) -> Array:
        """The flows that are wished for, in their order."""
        chosen = np.ones(len(self), bool)
        for term in wish.text.lower().split():
            chosen &= self._having(term)
        if wish.service:
            chosen &= self._of_service(wish.service)
        if wish.state:
            chosen &= self._in_state(wish.state)
        order = self._order(wish.sort_by)
        listed: Array = order[chosen[order]]
        return listed[::-1] if wish.descending else listed

    def _kinds(self) -> Array:
        """For each flow its service, or behind all services its transport."""
        return np.where(self.services != NO_SERVICE, self.services, len(self.service_names) + self.transport)

    def _kind_name(self, kind: int) -> str:
        names = self.service_names
        return names[kind] if kind < len(names) else TRANSPORTS[kind - len(names)]

    def _of_service(self, name: str) -> Array:
        kinds = self._kinds()
        return np.isin(kinds, [kind for kind in np.unique(kinds).tolist() if self._kind_name(kind) == name])

    def _in_state(self, name: str) -> Array:
        wanted = [seen for seen in range(_STATES) if tcp_state(seen) == name]
        found: Array = np.isin(self.seen, wanted) & (self.transport == TCP)
        return found

    def _having(self, term: str) -> Array:
        """The flows in which a word occurs: in an address, or as port, service or state."""
        chosen = self._of_service(term) | self._in_state(term)
        if term.isdecimal():
            chosen |= (self.client_port == int(term)) | (self.server_port == int(term))
        present = np.union1d(self.client, self.server)
        wanted = [number for number in present.tolist() if term in (self.address(number) or "")]
        return chosen | np.isin(self.client, wanted) | np.isin(self.server, wanted)

    def _order(self, by: FlowSort) -> Array:
        if by not in self._orders:
            self._orders[by] = np.argsort(self._keys()[by](), kind="stable")
        return self._orders[by]

    def _keys(self) -> dict[FlowSort, Callable[[], Array]]:
        return {
            FlowSort.NUMBER: lambda: np.arange(len(self)), FlowSort.SERVICE: self._service_ranks,
            FlowSort.CLIENT: lambda: address_ranks(self.client, self.address) << 16 | self.client_port,
            FlowSort.SERVER: lambda: address_ranks(self.server, self.address) << 16 | self.server_port,
            FlowSort.START: lambda: self.start, FlowSort.DURATION: lambda: self.duration,
            FlowSort.PACKETS: lambda: self.packets_sent + self.packets_received, FlowSort.SENT: lambda: self.bytes_sent,
            FlowSort.RECEIVED: lambda: self.bytes_received, FlowSort.STATE: self._state_ranks,
            FlowSort.OVER_TIME: lambda: self.start}

    def _service_ranks(self) -> Array:
        return self._ranks(self._kinds(), self._kind_name)

    def _state_ranks(self) -> Array:
        states = np.where(self.transport == TCP, self.seen, _STATES)
        return self._ranks(states, lambda seen: tcp_state(seen) if seen < _STATES else "")

    def _ranks(self, numbers: Array, name_of: Callable[[int], str]) -> Array:
        """Numbers that sort as names do; equal names are equal."""
        present, place = np.unique(numbers, return_inverse=True)
        names = [name_of(number) for number in present.tolist()]
        order = {name: rank for rank, name in enumerate(sorted(set(names)))}
        ranks: Array = np.array([order[name] for name in names], np.int64)[place]
        return ranks


def flow_table(analysis: Analysis) -> FlowTable:
    """The table of a capture's flows as they are now."""
    flows, services = analysis.flows, analysis.services
    numbers = services.numbers()

    def column(name: str) -> Array:
        found: Array = flows.column(name).astype(np.int64)[:len(numbers)]
        return found

    start, last = column("first_time"), column("last_time")
    return FlowTable(
        numbers.astype(np.int64), services.names, column("transport"), column("client"), column("client_port"),
        column("server"), column("server_port"), start, last - start, column("packets_sent"),
        column("packets_received"), column("bytes_sent"), column("bytes_received"), column("seen"),
        column("first_row"), analysis.packets.addresses.text, int(start.min()) if len(start) else 0,
        int(last.max()) if len(last) else 0)


def bytes_over_time(analysis: Analysis, table: FlowTable, flows: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """For each of these flows its bytes in BINS equal parts of the capture's time."""
    column = analysis.packets.column
    place = np.full(len(analysis.flows) + 1, -1, np.int64)      # one more, for packets without a flow
    place[np.array(flows, np.int64)] = np.arange(len(flows))
    of_packet = place[column("flow")]
    rows = np.flatnonzero(of_packet >= 0)
    span = max(table.end - table.begin, 1)
    bins = np.clip((column("time")[rows] - table.begin) * np.float64(BINS / span), 0, BINS - 1).astype(np.int64)
    counted = np.bincount(of_packet[rows] * BINS + bins, column("length")[rows], len(flows) * BINS)
    counts = counted.astype(np.int64).reshape(len(flows), BINS).tolist()
    return {flow: tuple(counts[number]) for number, flow in enumerate(flows)}
