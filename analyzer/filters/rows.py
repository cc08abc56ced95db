"""What filters may ask about rows of other tables: the packet's place in time, its flow, lookup and email."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.rows import COLUMNS
from dissectors.fields import Kind, Spec

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_KINDS = {"packets_sent": Kind.UINT, "packets_received": Kind.UINT, "bytes_sent": Kind.UINT,
          "bytes_received": Kind.UINT, "retransmissions": Kind.UINT, "out_of_order": Kind.UINT,
          "missing_bytes": Kind.UINT, "client_port": Kind.UINT, "server_port": Kind.UINT, "flow": Kind.UINT,
          "size": Kind.UINT, "email": Kind.UINT, "uid": Kind.UINT, "first_packet": Kind.UINT,
          "last_packet": Kind.UINT, "duplicates": Kind.UINT, "query_packet": Kind.UINT, "response_packet": Kind.UINT,
          "same_as": Kind.UINT, "start": Kind.TIME, "time": Kind.TIME, "duration": Kind.DURATION,
          "latency": Kind.DURATION, "encrypted": Kind.BOOL, "complete": Kind.BOOL}
"""Columns that are no text."""
_OF_DNS = ("latency", "status", "retransmissions", "duplicates", "query_packet", "response_packet")
"""Columns of DNS transactions that no field of a message says."""
_KEPT = 4096
TIME_RELATIVE = Spec("frame.time_relative", "Time since first frame", Kind.DURATION)
TIME_DELTA = Spec("frame.time_delta", "Time since previous frame", Kind.DURATION)


def _specs(table: str, prefix: str, columns: Sequence[str] = ()) -> dict[str, Spec]:
    return {f"{prefix}.{column.name}": Spec(f"{prefix}.{column.name}", column.header,
                                            _KINDS.get(column.name, Kind.TEXT))
            for column in COLUMNS[table] if not columns or column.name in columns}


FLOW, DNS, MAIL = _specs("flows", "flow"), _specs("dns", "dns", _OF_DNS), _specs("mail", "mail")
FRAME = {spec.name: spec for spec in (TIME_RELATIVE, TIME_DELTA)}
COLUMN = _specs("packets", "_ws.col", ("source", "destination", "protocol", "info"))
SPECS: dict[str, Spec] = FRAME | FLOW | DNS | MAIL | COLUMN
"""Every name that stands in no tree."""


class RowFacts:
    """Answers for a packet what its rows say."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._flow_row = lru_cache(_KEPT)(self._make_flow_row)

    def of(self, row: int, names: Sequence[str]) -> dict[str, list[Any]]:
        """The values of these names for a packet."""
        return {name: list(self._values(name, row)) for name in names}

    def _values(self, name: str, row: int) -> Iterator[Any]:
        column = name.rsplit(".", 1)[1]
        for found in self._source(name)(row):
            value = found[column]
            values = value if isinstance(value, list) else [value]
            yield from (_plain(one) for one in values if one is not None)

    def _source(self, name: str) -> Callable[[int], Sequence[dict[str, Any]]]:
        for specs, source in ((FRAME, self._frame), (FLOW, self._flow), (DNS, self._dns), (MAIL, self._mail)):
            if name in specs:
                return source
        return lambda row: list(self._analysis.packet_rows([row]))

    def _frame(self, row: int) -> Sequence[dict[str, Any]]:
        times = self._analysis.packets.column("time")
        return [{"time_relative": int(times[row] - times[0]), "time_delta": int(times[row] - times[max(row - 1, 0)])}]

    def _flow(self, row: int) -> Sequence[dict[str, Any]]:
        flow = int(self._analysis.packets.column("flow")[row])
        return [self._flow_row(flow)] if flow >= 0 else []

    def _make_flow_row(self, flow: int) -> dict[str, Any]:
        return next(self._analysis.flow_rows([flow]))

    def _dns(self, row: int) -> Sequence[dict[str, Any]]:
        rows = self._analysis.dns.messages.row
        first, last = np.searchsorted(rows, np.array([row, row + 1], rows.dtype)).tolist()
        chosen = sorted({number for number in self._analysis.dns.transaction[first:last].tolist() if number >= 0})
        return list(self._analysis.dns_rows(chosen)) if chosen else []

    def _mail(self, row: int) -> Sequence[dict[str, Any]]:
        flow = int(self._analysis.packets.column("flow")[row])
        return [mail for mail in self._mails.get(flow, ()) if mail["first_packet"] <= row + 1 <= mail["last_packet"]]

    @cached_property
    def _mails(self) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = {}
        for mail in self._analysis.mail_rows():
            found.setdefault(mail["flow"], []).append(mail)
        return found


def _plain(value: Any) -> Any:
    """A cell as filters compare it: an attachment by its file name, addresses as text."""
    if isinstance(value, dict):
        return value.get("filename") or ""
    return value if isinstance(value, int | str | bytes) else str(value)
