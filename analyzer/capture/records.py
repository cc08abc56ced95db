"""What a capture file holds: interfaces, and blocks of packet records as arrays."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

INTERFACES_AT_MOST = 1 << 16
"""A record names its interface in 16 bits."""

LARGEST_PACKET = 262_144
"""No packet of most link types is longer; a longer one means that the file is damaged, as Wireshark has it."""
LARGEST_PACKETS = {231: 128 << 20, 249: 128 << 20, 279: 32 << 20}
"""Link types with longer packets: D-Bus, USBPcap, EBHSCR."""


class Interface(NamedTuple):
    """One interface that packets were captured on.

    Attributes:
        linktype: number of the link-layer header type (LINKTYPE_…).
        snaplen: most bytes kept of a packet; 0 for no limit.
        ticks_per_second, offset_seconds: how times are written in the file.
        section: of the file, from 0.
        filter: the capture filter as text, where it was given as text.
        fcs_length: bytes of frame check sequence at the end of each packet, where the file says it.
        received, dropped: packets, by the last statistics in the file.
    """
    linktype: int
    snaplen: int
    name: str | None = None
    description: str | None = None
    ticks_per_second: int = 1_000_000
    offset_seconds: int = 0
    section: int = 0
    filter: str | None = None
    os: str | None = None
    hardware: str | None = None
    fcs_length: int | None = None
    received: int | None = None
    dropped: int | None = None

    @property
    def digits(self) -> int:
        """How many digits of a fraction of a second its times have: 9 at most."""
        if self.ticks_per_second == 1:
            return 0
        return min(len(str(self.ticks_per_second)) - 1, 9) if self.ticks_per_second % 10 == 0 else 9

    @property
    def largest_packet(self) -> int:
        """How many bytes a packet of its link type has at most."""
        return LARGEST_PACKETS.get(self.linktype, LARGEST_PACKET)


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Consecutive packet records, as arrays of equal length.

    Attributes:
        offset: of the packet's first byte in the capture's data.
        time: nanoseconds since 1970.
        caplen: bytes that the file has of it.
        length: bytes that it had on the wire.
        interface: row of the capture's list of interfaces.
    """
    offset: npt.NDArray[np.int64]
    time: npt.NDArray[np.int64]
    caplen: npt.NDArray[np.uint32]
    length: npt.NDArray[np.uint32]
    interface: npt.NDArray[np.uint16]

    @classmethod
    def room_for(cls, count: int) -> Records:
        """Arrays to be filled; the interface is 0."""
        return cls(np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.uint32),
                   np.empty(count, np.uint32), np.zeros(count, np.uint16))

    def first(self, count: int) -> Records:
        """The first `count` records."""
        return Records(self.offset[:count], self.time[:count], self.caplen[:count], self.length[:count],
                       self.interface[:count])

    def __len__(self) -> int:
        return len(self.offset)
