"""Bytes of packets as values for filters, without a tree: of frames, of one transport header and what it carries."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analyzer.columns import Array
from analyzer.flows import TCP, UDP
from dissectors.transport import tcp, udp

if TYPE_CHECKING:
    from analyzer.table import PacketTable

_FRAME = "frame"
_TRANSPORT = {tcp.TCP.name: TCP, udp.UDP.name: UDP}
_PAYLOAD = {tcp.PAYLOAD.name: TCP, udp.PAYLOAD.name: UDP}
NAMES = frozenset((_FRAME, *_TRANSPORT, *_PAYLOAD))


class ByteValues:
    """Reads them where they stand; `plain` says which packets have one transport header, whole."""

    def __init__(self, table: PacketTable, plain: Array) -> None:
        self._table, self._plain = table, plain

    def say(self, row: int, names: frozenset[str]) -> bool:
        """Whether these are names of such bytes, in a packet that shows where they stand."""
        return names <= NAMES and (names == {_FRAME} or (row < len(self._plain) and bool(self._plain[row])))

    def of(self, row: int, names: Iterable[str]) -> dict[str, list[bytes]]:
        """The bytes that these names stand for in a packet."""
        return {name: [self._table.frame(row)] if name == _FRAME else self._of_transport(row, name) for name in names}

    def _of_transport(self, row: int, name: str) -> list[bytes]:
        table, item = self._table, self._table.columns.item
        payload = name in _PAYLOAD
        if table.transport_of(row) != (_PAYLOAD if payload else _TRANSPORT)[name]:
            return []
        begin, middle, size = item("transport_at", row), item("payload_at", row), item("payload_size", row)
        if payload:
            return [table.frame(row)[middle:middle + size]] if size else []
        # as in Values: of TCP, with what it carries
        return [table.frame(row)[begin:middle + (size if name == tcp.TCP.name else 0)]]
