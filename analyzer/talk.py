"""Talk: what the views of mail need to know of one flow's conversation."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from dissectors.stream import Event, Side

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession


class Talk(Protocol):
    """One flow's conversation."""
    flow: int
    service: str
    client: str
    """The address of who opened the connection."""
    client_port: int
    server: str
    server_port: int
    plain: PlainSession | None
    """The session, where it was found to be a plain one."""

    @property
    def events(self) -> Sequence[Event]:
        """What was said, in the order in which it completed."""

    def packet_at(self, side: Side, position: int) -> int:
        """The row of the packet that delivered a byte."""

    def rows_between(self, side: Side, start: int, stop: int) -> list[int]:
        """The rows of the packets that delivered bytes [start, stop) of one direction, ascending."""

    def time_at(self, row: int) -> int:
        """When a packet was captured, in nanoseconds since 1970."""

    def read(self, side: Side, start: int, stop: int) -> bytes:
        """Bytes of one direction; missing ones are left out."""
