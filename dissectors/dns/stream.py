"""DNS over TCP: a connection taken apart into messages by their lengths (RFC 1035 4.2.2, RFC 7766)."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from dissectors.dns.looks import looks_like_dns
from dissectors.dns.walk import HEADER
from dissectors.fields import PROBLEM, Field
from dissectors.malformed import Malformed
from dissectors.octets import Octets
from dissectors.registry import Context
from dissectors.stream import Data, End, Event, Gap, Piece, Problem, Side, event

PREFIX = 2


@event
class DnsMessage(Event):
    """A message with the two octets of its length; `partial` where the capture lacks its end."""
    partial: bool = False


class _Direction:
    """One side: octets that are not yet a message, and whether the place of the next length is known."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.start = 0
        self.buffer = bytearray()
        self.lost = False

    def take(self, piece: Data) -> Iterator[Event]:
        if not self.buffer:
            self.start = piece.start
        self.buffer += piece.data
        if self.lost:
            # behind missing octets a length is believed only where a whole message follows it
            self.lost = not self._plausible()
            if self.lost:
                self.buffer.clear()
                return
        used = 0
        while (size := self._size(used)) and len(self.buffer) - used >= PREFIX + size:
            yield DnsMessage(side=self.side, start=self.start + used, stop=self.start + used + PREFIX + size)
            used += PREFIX + size
        del self.buffer[:used]
        self.start += used
        if size == 0:
            yield from self._lose(len(self.buffer), "a message length of zero")

    def skip(self, gap: Gap) -> Iterator[Event]:
        yield from self._lose(0, f"{gap.size} bytes are missing", gap.stop)

    def end(self) -> Iterator[Event]:
        if self.buffer:
            yield DnsMessage(side=self.side, start=self.start, stop=self.start + len(self.buffer), partial=True)
            self.buffer.clear()

    def _size(self, at: int) -> int:
        """The length at `at` of the buffer; -1 where it is not whole."""
        if len(self.buffer) - at < PREFIX:
            return 1 << 17
        return self.buffer[at] << 8 | self.buffer[at + 1]

    def _plausible(self) -> bool:
        size = self._size(0)
        return len(self.buffer) >= PREFIX + size and size >= HEADER and bool(
            looks_like_dns(bytes(self.buffer), PREFIX, PREFIX + size))

    def _lose(self, size: int, reason: str, stop: int = 0) -> Iterator[Event]:
        start = self.start
        held = len(self.buffer)
        if held and not size:
            yield DnsMessage(side=self.side, start=start, stop=start + held, partial=True)
        self.buffer.clear()
        self.lost = True
        yield Problem(side=self.side, start=start + held - size, stop=max(stop, start + held), reason=reason)


class Messages:
    """The state of one connection."""

    def __init__(self) -> None:
        self._sides = (_Direction(Side.CLIENT), _Direction(Side.SERVER))

    def receive(self, side: Side, piece: Piece) -> Iterable[Event]:
        """Gives a DnsMessage for each message that the piece completes."""
        direction = self._sides[side]
        if isinstance(piece, Data):
            return direction.take(piece)
        if isinstance(piece, Gap):
            return direction.skip(piece)
        assert isinstance(piece, End)
        return direction.end()


def describe_event(event: Event, data: bytes, protocol: str, context: Context) -> Iterator[Field]:
    """The fields of a message over TCP; positions count from its length."""
    from dissectors.dns.message import parse
    from dissectors.dns.tree import describe
    if isinstance(event, Problem):
        yield Field(PROBLEM, event.reason, 0, 0, generated=True)
    if not isinstance(event, DnsMessage):
        return
    octets = Octets(data, PREFIX, len(data), max(len(data), PREFIX + int.from_bytes(data[:PREFIX], "big")))
    yield from describe(parse(octets, PREFIX)._replace(before=context.before), protocol, context.facts)


def event_info(event: Event, data: bytes) -> str:
    """A message over TCP in a line."""
    from dissectors.dns.info import info
    from dissectors.dns.message import parse
    if not isinstance(event, DnsMessage):
        return event.reason if isinstance(event, Problem) else ""
    try:
        return info(parse(Octets(data, PREFIX), PREFIX))
    except Malformed as fault:
        return f"[{fault.reason}]"
