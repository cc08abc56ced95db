"""What the field tree wants to know about a packet."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from analyzer.packet_mail import InPacket
from dissectors.header import TransportFacts
from dissectors.stream import Event


class StreamPart(NamedTuple):
    """An event that ends in a packet, and the bytes of its stream at [event.start, event.stop).

    `at` is where the first of these bytes stands in the frame; None where they come from several packets, then they
    become a buffer of their own.
    """
    event: Event
    data: bytes
    at: int | None


class StreamLayer(NamedTuple):
    """The events of one protocol that make up one layer of a packet.

    `buffer` are all its bytes where they come from several packets; then parts' `at` count from its first byte.
    `emails` is what the packet has of emails. `beyond` is how many bytes the frame has behind the last part of what a
    later packet completes.
    """
    protocol: str
    parts: Sequence[StreamPart]
    buffer: bytes | None = None
    emails: Sequence[InPacket] = ()
    beyond: int = 0


class PacketSource(Protocol):
    """What the tree wants to know about a packet."""

    @property
    def number(self) -> int:
        """Its number in the capture, from 1."""

    @property
    def comments(self) -> Sequence[str]:
        """What is said of it in the file."""

    @property
    def data(self) -> bytes:
        """The bytes of the frame, as far as captured."""

    @property
    def length(self) -> int:
        """How many bytes the frame had on the wire."""

    @property
    def linktype(self) -> int:
        """The type of its first header (LINKTYPE_…)."""

    @property
    def time_ns(self) -> int | None:
        """When it was captured; None where the capture does not say."""

    @property
    def interface(self) -> int | None:
        """The number of its interface; None where the capture has none."""

    @property
    def service(self) -> str | None:
        """The protocol that its flow speaks, as far as its content tells."""

    def transport(self, at: int) -> TransportFacts | None:
        """What is known of its TCP or UDP header at a place; None where that one makes no flow (it carries a tunnel,
        or is a quotation)."""

    def datagram(self) -> bytes | None:
        """The payload of the datagram that this fragment completes; None for any other packet."""

    def facts(self, protocol: str, nth: int = 0) -> Mapping[str, Any]:
        """What the analysis found out about the nth layer of a protocol."""

    def stream_layers(self) -> Sequence[StreamLayer]:
        """The layers of stream protocols that have something in this packet."""
