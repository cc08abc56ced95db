"""Bytes of packets as values for filters, without a tree: of frames, of one transport header and what it carries."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from analyzer.columns import Array
from analyzer.flows import TCP, UDP
from dissectors.transport import tcp, udp

if TYPE_CHECKING:
    from analyzer.table import PacketTable

FRAME = "frame"
_PAYLOADS = {tcp.PAYLOAD.name: TCP, udp.PAYLOAD.name: UDP}
CARRIER = {tcp.TCP.name: TCP, udp.UDP.name: UDP, **_PAYLOADS}
"""By the names of bytes other than the frame's, the transport of packets that have them."""
NAMES = frozenset((FRAME, *CARRIER))


class ByteValues:
    """Reads them where they stand; `plain` says which packets have one transport header, whole."""

    def __init__(self, table: PacketTable, plain: Array) -> None:
        self._table, self._plain = table, plain

    def say(self, row: int, names: frozenset[str]) -> bool:
        """Whether these are names of such bytes, in a packet that shows where they stand."""
        return names <= NAMES and (names == {FRAME} or (row < len(self._plain) and bool(self._plain[row])))

    def of(self, row: int, names: Iterable[str]) -> dict[str, list[bytes]]:
        """The bytes that these names stand for in a packet."""
        return {name: [self._table.frame(row)] if name == FRAME else self._of_transport(row, name) for name in names}

    def _of_transport(self, row: int, name: str) -> list[bytes]:
        if self._table.transport_of(row) != CARRIER[name]:
            return []
        begin, end = place(name, lambda column: self._table.columns.item(column, row))
        return [self._table.frame(row)[begin:end]] if begin < end else []


def place(name: str, column: Callable[[str], Any]) -> tuple[Any, Any]:
    """Where in its frame the bytes of a name begin and end; `column` gives a column for one packet, or for many."""
    if name == FRAME:
        return 0, column("caplen")
    if name in _PAYLOADS:
        return column("payload_at"), column("payload_at") + column("payload_size")
    # as in Values: of TCP, with what it carries
    return column("transport_at"), column("payload_at") + (column("payload_size") if name == tcp.TCP.name else 0)
