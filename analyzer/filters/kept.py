"""What a filter keeps of other tables: flows, transactions, commands and emails that have a packet kept."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.columns import Array

if TYPE_CHECKING:
    from analyzer.analysis import Analysis


class Kept:
    """The packets that a filter keeps, and what belongs to them."""

    def __init__(self, analysis: Analysis, rows: Array) -> None:
        self._analysis = analysis
        self.rows = rows
        self._mask = np.zeros(analysis.packets.rows, bool)
        self._mask[rows] = True

    def flows(self) -> list[int]:
        """The flows of kept packets."""
        flows = np.unique(self._analysis.packets.column("flow")[self.rows])
        found: list[int] = flows[flows >= 0].tolist()
        return found

    def messages(self) -> list[int]:
        """The DNS messages that end in kept packets."""
        found: list[int] = np.flatnonzero(self._mask[self._analysis.dns.messages.row]).tolist()
        return found

    def transactions(self) -> list[int]:
        """The DNS transactions with such a message."""
        numbers = np.unique(self._analysis.dns.transaction[self.messages()])
        found: list[int] = numbers[numbers >= 0].tolist()
        return found

    def packet(self, number: int | None) -> bool:
        """Whether a packet is kept; numbers count from 1."""
        return number is not None and bool(self._mask[number - 1])

    def command(self, row: Mapping[str, Any]) -> bool:
        """Whether a command's packet or that of its reply is kept."""
        return self.packet(row["packet"]) or self.packet(row["reply_packet"])

    def email(self, row: Mapping[str, Any]) -> bool:
        """Whether a packet of an email's flow is kept, from its first packet to its last."""
        span = slice(row["first_packet"] - 1, row["last_packet"])
        return bool(np.any(self._mask[span] & (self._analysis.packets.column("flow")[span] == row["flow"])))
