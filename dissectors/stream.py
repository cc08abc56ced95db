"""Streams without I/O: pieces go in, events come out.

One direction of a TCP connection is a sequence of pieces: Data, Gap (bytes that the capture lacks) and End. A
Conversation takes the pieces of both sides in the order in which they completed and yields Events, which say where in
the stream they lie. Nothing here waits, and nothing raises on what it is given.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import NamedTuple, Protocol, TypeVar, dataclass_transform

Kind = TypeVar("Kind")


class Side(IntEnum):
    """Who sent it."""
    CLIENT = 0
    SERVER = 1

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side(1 - self)


CLIENT, SERVER = Side
"""The members by themselves: looking them up in the class is what slows a reader of lines."""


class How(Enum):
    """How a side of a connection ended."""
    FIN = "closed"
    RESET = "reset"
    CAPTURE = "end of capture"


class Data(NamedTuple):
    """Bytes of a stream from position `start`; positions count from 0 at the first byte after the SYN, or at the
    first byte seen where the capture begins in mid-connection."""
    start: int
    data: bytes

    @property
    def stop(self) -> int:
        """The position behind the last byte."""
        return self.start + len(self.data)


class Gap(NamedTuple):
    """`size` bytes from `start` that the capture lacks."""
    start: int
    size: int

    @property
    def stop(self) -> int:
        """The position behind the last missing byte."""
        return self.start + self.size


class End(NamedTuple):
    """The side's stream ends at position `start`."""
    start: int
    how: How


Piece = Data | Gap | End


@dataclass_transform(kw_only_default=True, frozen_default=True)
def event(cls: type[Kind]) -> type[Kind]:
    """Makes a class of events a dataclass. Events don't change, which type checkers see to: `frozen` would make each
    three times as dear, and captures have millions of them."""
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)


@event
class Event:
    """Something that was said; it lies at [start, stop) of the side's stream. Protocols subclass it."""
    side: Side
    start: int
    stop: int


@event
class MessageStart(Event):
    """An email's bytes begin. `key` tells the messages of a conversation apart where they interleave.

    `partial` says that less than the whole message is transferred (TOP, a section, a range of bytes).
    `offset` is where in the message the transferred bytes begin. `command` is the number of the command that carries
    it or asked for it, where that was seen. `line_end` is what ends the lines in which dots are doubled.
    """
    key: int
    command: int | None = None
    line_end: bytes = b"\r\n"
    partial: bool = False
    offset: int = 0


@event
class MessageBytes(Event):
    """Bytes [start, stop) of the stream belong to message `key`.

    `stuffed`: they are lines in which a leading dot is doubled (RFC 5321 4.5.2, RFC 1939 3).
    `missing`: the capture lacks them; stop - start says how many.
    """
    key: int
    stuffed: bool = False
    missing: bool = False

    def part(self, start: int, stop: int) -> MessageBytes:
        """Those at [start, stop)."""
        return MessageBytes(side=self.side, start=start, stop=stop, key=self.key, stuffed=self.stuffed,
                            missing=self.missing)


@event
class MessageEnd(Event):
    """Message `key` ends; `complete` is false where its end was not seen or bytes are missing."""
    key: int
    complete: bool


@event
class StartTls(Event):
    """From client position `client_at` and server position `server_at` on, the connection speaks TLS; `seen`: records
    of it were found there."""
    client_at: int
    server_at: int
    seen: bool = False


@event
class Problem(Event):
    """What is wrong in the stream at [start, stop)."""
    reason: str


class Conversation(Protocol):
    """The state of one connection's protocol."""

    def receive(self, side: Side, piece: Piece) -> Iterable[Event]:
        """Takes the next piece of a side and gives the events that it completes; never raises on input."""
