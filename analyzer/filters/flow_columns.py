"""Filters on flows: what the row of a flow says, as a column of numbers, and the value that a number means."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.flow_rows import tcp_figures
from analyzer.flows import TCP, TRANSPORTS
from analyzer.tcp_state import tcp_state

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

NOTHING = -1 << 62
"""The number of a packet without a flow, or of a flow without a value."""


class RowColumn(NamedTuple):
    """A column of a table: `numbers` makes it, `value` is what one of its numbers means."""
    numbers: Callable[[], Array]
    value: Callable[[int], Any]

    def values(self, number: int) -> list[Any]:
        """The values of a packet whose row has this number."""
        value = None if number == NOTHING else self.value(number)
        return [] if value is None else [value]


def flow_columns(analysis: Analysis) -> dict[str, RowColumn]:
    """By their names for filters; `flow.encrypted` and `flow.community_id` stand in no column."""
    flows, text, services = analysis.flows, analysis.packets.addresses.text, analysis.services

    def column(name: str) -> Callable[[], Array]:
        return lambda: flows.column(name).astype(np.int64)

    def figure(name: str) -> Callable[[], Array]:
        return lambda: tcp_figures(analysis.engine)[name]

    found = {
        "flow": RowColumn(lambda: np.arange(len(flows)), int),
        "transport": RowColumn(column("transport"), TRANSPORTS.__getitem__),
        "service": RowColumn(lambda: numbers_where(services.numbers() >= 0, services.numbers()),
                             services.names.__getitem__),
        "client": RowColumn(column("client"), text), "server": RowColumn(column("server"), text),
        "start": RowColumn(column("first_time"), int),
        "duration": RowColumn(lambda: flows.column("last_time") - flows.column("first_time"), int),
        "state": RowColumn(lambda: numbers_where(flows.column("transport") == TCP, flows.column("seen")), tcp_state),
        **{name: RowColumn(column(name), int) for name in (
            "client_port", "server_port", "packets_sent", "packets_received", "bytes_sent", "bytes_received")},
        **{name: RowColumn(figure(name), int) for name in ("retransmissions", "out_of_order", "missing_bytes")},
    }
    return {f"flow.{name}": one for name, one in found.items()}


def of_packets(analysis: Analysis, column: RowColumn) -> Array:
    """For each packet the number that its flow has."""
    found: Array = np.append(column.numbers(), NOTHING)[analysis.packets.column("flow")]
    return found


def numbers_where(there: Array, numbers: Array) -> Array:
    """The numbers where there is a value."""
    return np.where(there, numbers.astype(np.int64), NOTHING)
