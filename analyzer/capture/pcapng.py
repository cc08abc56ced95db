"""Reads pcapng: sections, interfaces and packets, in any order, byte order and resolution; unknown blocks are skipped.

draft-ietf-opsawg-pcapng. What counts as damage is what Wireshark stops at.
"""
from __future__ import annotations

import struct
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer import blocks
from analyzer.capture import index, index_pcapng
from analyzer.capture import options as contents
from analyzer.capture.damage import Damage
from analyzer.capture.options import BadBlock
from analyzer.capture.records import INTERFACES_AT_MOST, Interface, Records
from analyzer.errors import CaptureError

if TYPE_CHECKING:
    import numpy.typing as npt

TEXTS_AT_MOST = 200_000
"""So many comments, and so many names, are kept of a file."""
SECRETS_AT_MOST = 64 << 20
"""So many bytes of secrets are kept of a file."""
SECRET_COST = 128
"""What a block of secrets counts for beside its bytes: a file may have very many empty ones."""
NOTES = 2048
"""Numbers in the list of packets with comments that a kernel hands back: two for each."""

ORDERS = {bytes.fromhex("1a2b3c4d"): ">", bytes.fromhex("4d3c2b1a"): "<"}
VERSIONS = ((1, 0), (1, 2))

REASONS = {
    index.CUT: "the file ends in the middle of a block",
    index.TOO_LONG: "a packet claims to have more bytes than any can have",
    index.BAD_LENGTH: "a block has an impossible length",
    index.BAD_CHAIN: "a block's length at its end is not the one at its start",
    index.BAD_PACKET: "a packet does not fit into its block",
    index.NO_INTERFACE: "a packet belongs to an interface that is not described",
    index.BAD_OPTIONS: "the options of a packet do not fit into its block",
}


def tick_numbers(interface: Interface) -> tuple[int, int, int, int, int]:
    """How ticks become ns, for the kernel `nanoseconds`, and what is added then."""
    ticks = interface.ticks_per_second
    offset = max(-index_pcapng.LATEST, min(index_pcapng.LATEST, interface.offset_seconds * 10 ** 9))
    if ticks & (ticks - 1) == 0:
        return 0, 0, 1, ticks.bit_length() - 1, offset
    if ticks <= 10 ** 9:
        return 10 ** 9 // ticks, 0, 1, 0, offset
    divide = ticks // 10 ** 9
    return 0, min(divide, 10 ** 9), min(max(divide // 10 ** 9, 1), 10 ** 18), 0, offset


class PcapngReader:
    """Reads the blocks of a pcapng file, as many packets at a time as are asked for.

    Attributes:
        interfaces: of all sections so far.
        comments: row of a packet, or -1 for the others, and text.
        names: address and name.
        secrets: type and bytes.
        position: of the next block.
        stop: why the last reading ended, as the kernels say it.
        damage: what ended the reading, if anything has.
    """

    def __init__(self, data: npt.NDArray[np.uint8], name: str) -> None:
        self.interfaces: list[Interface] = []
        self.comments: list[tuple[int, str]] = []
        self.names: list[tuple[str, str]] = []
        self.secrets: list[tuple[int, bytes]] = []
        self.position = 0
        self.stop = index.MORE
        self.damage: Damage | None = None
        self._row = 0
        self._secret_size = 0
        self._section = -1
        self._first = 0
        self._order = "<"
        self._table = np.zeros(index_pcapng.ROW, np.int64)
        self._notes = np.zeros(NOTES, np.int64)
        self.extend(data)
        try:
            self._read_section()
        except BadBlock as error:
            raise CaptureError(f"{name}: is a pcapng file that is damaged at its very start: {error.reason}") from None

    def extend(self, data: npt.NDArray[np.uint8]) -> None:
        """Goes on with the same file, which is longer now."""
        self._data = data
        self._words = data[:len(data) & ~3].view(np.int32)

    def read(self, records_at_most: int, until: int, work: int) -> Records:
        """The next packets: those whose blocks begin before byte `until`; none at the end or where there is damage."""
        records = Records.room_for(records_at_most)
        count, self.stop, self.damage = 0, index.MORE, None
        while count < records_at_most and self.position < until:
            count = self._read_packets(records, count, until, work)
            if self.stop == index.BLOCK:
                self._read_block()
            if self.stop not in (index.MORE, index.BLOCK):
                break
        if self.stop in REASONS and self.damage is None:
            self.damage = Damage(self.position, REASONS[self.stop])
        self._row += count
        return records.first(count)

    def _read_packets(self, records: Records, count: int, until: int, work: int) -> int:
        big = self._order == ">"
        count, self.position, self.stop, noted = index_pcapng.index_pcapng.for_work(work)(
            self._words, self.position, len(self._data), until, int(big != (sys.byteorder == "big")), int(big),
            self._first, len(self.interfaces) - self._first, self._table, count, records.offset, records.time,
            records.caplen, records.length, records.interface, 0, self._notes)
        for row, at in self._notes[:noted].reshape(-1, 2).tolist() if len(self.comments) < TEXTS_AT_MOST else ():
            self._comment(self._row + row, contents.comments(contents.options(self._packet_options(at), self._order)))
        return count

    def _packet_options(self, at: int) -> bytes:
        total, = self._numbers("I", at + 4)
        captured, = self._numbers("I", at + 20)
        return self._data[at + 28 + captured + -captured % 4:at + total + -total % 4 - 4].tobytes()

    def _comment(self, row: int, texts: list[str]) -> None:
        self.comments += [(row, text) for text in texts][:max(TEXTS_AT_MOST - len(self.comments), 0)]

    def _numbers(self, numbers: str, at: int) -> tuple[Any, ...]:
        size = struct.calcsize("<" + numbers)
        return struct.unpack(self._order + numbers, self._data[at:at + size].tobytes())

    def _read_block(self) -> None:
        """Reads the block at the position, which is no packet, and steps over it."""
        kind, total = self._numbers("2I", self.position)
        try:
            if kind == blocks.SECTION:
                self._read_section()
                return
            after = self.position + total + -total % 4
            READERS[kind](self, self._data[self.position + 8:after - 4].tobytes())
            self.position = after
        except BadBlock as error:
            self.stop, self.damage = error.stop, Damage(self.position, error.reason)

    def _read_section(self) -> None:
        """Section Header Block (4.1): sets the byte order; interfaces are counted anew."""
        at, left = self.position, len(self._data) - self.position
        if left < 28:
            raise BadBlock(REASONS[index.CUT], index.CUT)
        order = ORDERS.get(self._data[at + 8:at + 12].tobytes())
        if order is None:
            raise BadBlock("a section without a byte order")
        total, = struct.unpack(order + "I", self._data[at + 4:at + 8].tobytes())
        version = struct.unpack(order + "2H", self._data[at + 12:at + 16].tobytes())
        total += -total % 4
        if total < 28 or total > index_pcapng.LARGEST_BLOCK:
            raise BadBlock(REASONS[index.BAD_LENGTH])
        if total > left:
            raise BadBlock(REASONS[index.CUT], index.CUT)
        again, = struct.unpack(order + "I", self._data[at + total - 4:at + total].tobytes())
        if again + -again % 4 != total:
            raise BadBlock(REASONS[index.BAD_CHAIN])
        if version not in VERSIONS:
            raise BadBlock(f"a section of the unknown version {version[0]}.{version[1]}")
        self._comment(-1, contents.comments(contents.options(self._data[at + 24:at + total - 4].tobytes(), order)))
        self._order, self._section, self._first = order, self._section + 1, len(self.interfaces)
        self.position = at + total

    def _read_interface(self, body: bytes) -> None:
        if len(self.interfaces) == INTERFACES_AT_MOST:
            raise BadBlock(f"more than {INTERFACES_AT_MOST} interfaces")
        interface, comments = contents.read_interface(body, self._order, self._section)
        row = (len(self.interfaces) - self._first) * index_pcapng.ROW
        if row + index_pcapng.ROW > len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        self._table[row:row + index_pcapng.ROW] = interface.largest_packet, interface.snaplen, *tick_numbers(interface)
        self.interfaces.append(interface)
        self._comment(-1, comments)

    def _read_names(self, body: bytes) -> None:
        names, comments = contents.read_names(body, self._order)
        self.names += names[:max(TEXTS_AT_MOST - len(self.names), 0)]
        self._comment(-1, comments)

    def _read_statistics(self, body: bytes) -> None:
        number, counts, comments = contents.read_statistics(body, self._order)
        if number < len(self.interfaces) - self._first:
            at = self._first + number
            self.interfaces[at] = contents.with_counts(self.interfaces[at], counts)
        self._comment(-1, comments)

    def _read_secrets(self, body: bytes) -> None:
        kind, secrets = contents.read_secrets(body, self._order)
        self._secret_size += len(secrets) + SECRET_COST
        if self._secret_size <= SECRETS_AT_MOST:
            self.secrets.append((kind, secrets))


READERS = {
    blocks.INTERFACE: PcapngReader._read_interface,
    blocks.NAMES: PcapngReader._read_names,
    blocks.STATISTICS: PcapngReader._read_statistics,
    blocks.SECRETS: PcapngReader._read_secrets,
}
