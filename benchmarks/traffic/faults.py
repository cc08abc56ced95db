"""What goes wrong on the way to the capturing machine: loss and reordering, in given shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from random import Random

from traffic.capture import Packet


class Fate(Enum):
    """What becomes of one packet."""

    SEEN = auto()
    UNSEEN = auto()  # it arrived, but the capture misses it
    RESENT = auto()  # lost before the capture point: only the retransmission is seen
    TWICE = auto()  # lost after the capture point: both copies are seen


_LOSSES = (Fate.UNSEEN, Fate.RESENT, Fate.TWICE)


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of packets (0 to 1) that are lost, and that arrive late."""

    rng: Random
    loss: float = 0.0
    reorder: float = 0.0

    def fate(self) -> Fate:
        """What becomes of the next TCP segment with data."""
        if self.loss and self.rng.random() < self.loss:
            return self.rng.choice(_LOSSES)
        return Fate.SEEN

    def late_ns(self) -> int:
        """How much later than sent a packet arrives: mostly not at all."""
        if self.reorder and self.rng.random() < self.reorder:
            return self.rng.randrange(300_000, 6_000_000)
        return 0

    def datagrams(self, packets: list[Packet]) -> list[Packet]:
        """Those datagrams that are seen, with the times at which they are: nobody sends UDP again."""
        if not self.loss and not self.reorder:
            return packets
        return [(time + self.late_ns(), frame) for time, frame in packets if self.rng.random() >= self.loss]
