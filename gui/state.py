"""State: what is chosen and filtered in a window, in plain Python; views listen to it and change it."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Topic(Enum):
    """What a listener can listen to."""
    PACKET = "packet"
    FLOW = "flow"
    SPAN = "span"
    SERVICES = "services"


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a packet: [pos, pos + size) of one of its sources (0 is the frame)."""
    source: int
    pos: int
    size: int


Listener = Callable[[], None]


class State:
    """What is chosen. Every change tells the listeners of its topic, and only where something changed.

    Attributes:
        packet: the row of the chosen packet, from 0.
        flow: the flow that the packet list is narrowed to.
        span: the chosen bytes of the packet.
        services: what the flow list is narrowed to; empty for all.
    """

    def __init__(self) -> None:
        self.packet: int | None = None
        self.flow: int | None = None
        self.span: Span | None = None
        self.services: tuple[str, ...] = ()
        self._listeners: dict[Topic, list[Listener]] = {topic: [] for topic in Topic}

    def listen(self, topic: Topic, listener: Listener) -> None:
        """Calls `listener` after each change of a topic."""
        self._listeners[topic].append(listener)

    def choose_packet(self, row: int | None) -> None:
        """Chooses a packet; what was chosen inside the last one is chosen no longer."""
        if row != self.packet:
            self.packet, self.span = row, None
            self._tell(Topic.PACKET, Topic.SPAN)

    def choose_flow(self, flow: int | None) -> None:
        """Narrows the packet list to a flow; None shows all packets."""
        if flow != self.flow:
            self.flow = flow
            self._tell(Topic.FLOW)

    def choose_span(self, span: Span | None) -> None:
        """Chooses bytes of the packet."""
        if span != self.span:
            self.span = span
            self._tell(Topic.SPAN)

    def choose_services(self, services: tuple[str, ...]) -> None:
        """Narrows the flow list to these services; none for all."""
        if services != self.services:
            self.services = services
            self._tell(Topic.SERVICES)

    def clear(self) -> None:
        """Forgets everything, as for another capture."""
        self.choose_packet(None)
        self.choose_flow(None)
        self.choose_services(())

    def _tell(self, *topics: Topic) -> None:
        for topic in topics:
            for listener in self._listeners[topic]:
                listener()
