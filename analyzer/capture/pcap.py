"""Reads pcap: micro- and nanoseconds, both byte orders, and the variants that came before there was an agreement."""
from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analyzer.capture import index
from analyzer.capture.damage import Damage
from analyzer.capture.records import Interface, Records
from analyzer.errors import CaptureError

if TYPE_CHECKING:
    import numpy.typing as npt

HEADER = 24
"""draft-ietf-opsawg-pcap 4."""

MICROSECONDS, NANOSECONDS, MODIFIED = 0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34
IXIA_NANOSECONDS, IXIA_MICROSECONDS = 0x1C0001AC, 0x1C0001AB
MAGICS = (MICROSECONDS, NANOSECONDS, MODIFIED, IXIA_NANOSECONDS, IXIA_MICROSECONDS)

STANDARD_RECORD, MODIFIED_RECORD, OLD_MODIFIED_RECORD, NOKIA_RECORD = 16, 24, 28, 20
"""Sizes of a record's header: all begin with the standard one."""
CANDIDATES = {
    MICROSECONDS: (STANDARD_RECORD, MODIFIED_RECORD, NOKIA_RECORD),
    MODIFIED: (MODIFIED_RECORD, OLD_MODIFIED_RECORD),
}
"""Two magic numbers stand for several sizes: Red Hat 6.1 wrote modified records under the standard number, SuSE 6.3
longer ones under the modified number, and Nokia's IPSO its own."""
RECORDS_TRIED = 3
"""How many records are read to tell them apart, as Wireshark does: the size with the fewest oddities wins."""
ORIGINAL_AT_MOST = 128 << 20
"""On the wire, as far as this can be believed."""

REASONS = {
    index.CUT: "the file ends in the middle of a packet",
    index.TOO_LONG: "a packet claims to have more bytes than any can have",
}


class Header(NamedTuple):
    """What the file's header says."""
    magic: int
    big: bool
    version: tuple[int, int]
    snaplen: int
    network: int

    @property
    def digits(self) -> int:
        """Digits of a fraction of a second."""
        return 9 if self.magic in (NANOSECONDS, IXIA_NANOSECONDS) else 6

    @property
    def size(self) -> int:
        """Where the first record stands."""
        return HEADER + 4 * (self.magic in (IXIA_NANOSECONDS, IXIA_MICROSECONDS))

    @property
    def lengths(self) -> int:
        """The order of a record's two lengths: it changed with version 2.3, which was also written in the old one;
        DG/UX (543.0) kept the old one."""
        if self.version[0] == 543 or self.version < (2, 3):
            return index.LENGTHS_REVERSED
        return index.LENGTHS_DOUBTFUL if self.version == (2, 3) else index.LENGTHS_IN_ORDER

    def interface(self) -> Interface:
        """The one interface that a pcap file has; a part of `network` may say how long frame check sequences are."""
        fcs_length = (self.network >> 28) * 2 if self.network & 0x04000000 else None
        return Interface(self.network & 0xFFFF, self.snaplen, ticks_per_second=10 ** self.digits,
                         fcs_length=fcs_length)


def read_header(data: npt.NDArray[np.uint8], name: str) -> Header:
    """Reads the file's header.

    Raises:
        CaptureError: where it is cut, or of a version that nobody can read.
    """
    head = data[:HEADER + 4].tobytes()
    if len(head) < HEADER:
        raise CaptureError(f"{name}: is a pcap file that is cut within its first {HEADER} bytes")
    big = int.from_bytes(head[:4], "big") in MAGICS
    magic, major, minor, _, _, snaplen, network = struct.unpack_from((">" if big else "<") + "I2H4I", head)
    header = Header(magic, big, (major, minor), snaplen, network)
    if header.version[0] < 2:
        raise CaptureError(f"{name}: is a pcap file of version {header.version[0]}.{header.version[1]}; "
                           "2.0 is the first that can be read")
    return header


class PcapReader:
    """Reads the records of a pcap file, block after block.

    Attributes:
        interfaces: the one interface.
        position: of the next record.
        stop: why the last reading ended, as the kernels say it.
        damage: what ended the reading, if anything has.
    """

    def __init__(self, data: npt.NDArray[np.uint8], name: str) -> None:
        self._header = read_header(data, name)
        self._data = data
        self.interfaces = [self._header.interface()]
        self.comments: list[tuple[int, str]] = []
        self.names: list[tuple[str, str]] = []
        self.secrets: list[tuple[int, bytes]] = []
        self.position = self._header.size
        self.damage: Damage | None = None
        self.stop = index.MORE
        self._record = self._record_size()

    def extend(self, data: npt.NDArray[np.uint8]) -> None:
        """Goes on with the same file, which is longer now."""
        self._data = data
        if self.position == self._header.size:
            self._record = self._record_size()

    def read(self, records_at_most: int, until: int, work: int) -> Records:
        """The next records: those that begin before byte `until`; none at the end or where there is damage."""
        records, header = Records.room_for(records_at_most), self._header
        count, self.position, stop = index.index_pcap.for_work(work)(
            self._data, self.position, len(self._data), until, int(header.big), self._record, header.lengths,
            10 ** (9 - header.digits), self.interfaces[0].largest_packet,
            records.offset, records.time, records.caplen, records.length)
        self.stop = stop
        self.damage = Damage(self.position, REASONS[stop]) if stop in REASONS else None
        return records.first(count)

    def _record_size(self) -> int:
        """The size of record headers that has the fewest faults in the first records; the first of equals."""
        candidates = CANDIDATES.get(self._header.magic, (STANDARD_RECORD,))
        if len(candidates) == 1 or self._header.lengths != index.LENGTHS_IN_ORDER:
            return candidates[0]
        return min(candidates, key=self._faults)

    def _faults(self, record: int) -> int:
        """How many things are odd in the first record that has any, read with headers of this size."""
        at = self._header.size
        for _ in range(RECORDS_TRIED):
            head = self._data[at:at + record].tobytes()
            if len(head) < record:
                break
            captured, found = self._oddities(head)
            if found:
                return found
            at += record + captured
        return 0

    def _oddities(self, head: bytes) -> tuple[int, int]:
        """The captured length in a record's header, and how many of its fields have values that none should have."""
        _, fraction, captured, original = struct.unpack_from((">" if self._header.big else "<") + "4I", head)
        return captured, sum((fraction >= 1_000_000, captured > self.interfaces[0].largest_packet,
                              captured > self._header.snaplen, original > ORIGINAL_AT_MOST, captured > original))
