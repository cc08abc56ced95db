"""A capture file of any kind that can be read: its bytes, its interfaces, and its packet records in blocks."""
from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from analyzer.capture import index, sniff
from analyzer.capture.damage import Damage
from analyzer.capture.records import Interface, Records
from analyzer.capture.source import STANDARD_INPUT, Source, open_source, shown
from analyzer.errors import CaptureError

if TYPE_CHECKING:
    import numpy.typing as npt

if TYPE_CHECKING:
    from analyzer.capture.pcap import PcapReader
    from analyzer.capture.pcapng import PcapngReader

FIRST_RECORDS = 2_000
"""The first block is small, so that the first packets can be shown at once."""
RECORDS_AT_MOST = 65_536
BYTES_AT_MOST = 8 << 20
"""So much of the file at most is in a block."""


class CaptureFile:
    """An open capture; `open_capture` makes it.

    Attributes:
        path: as given; `-` for standard input.
        format: `pcap` or `pcapng`.
        compression: `gzip`, `zstd`, `lz4` or None.
        size: bytes of the file as it is stored.
    """

    def __init__(self, path: str, source: Source, packed: Source | None, compression: str | None,
                 damage: Damage | None) -> None:
        """`packed`: the file as it is stored, where that is another one."""
        self._source, self._stored = source, packed or source
        self.path, self.size, self.compression = path, len(self._stored.data), compression
        self._damage = [damage] if damage else []
        self._ended = self._shorter = False
        self._records = 0
        name = shown_name(path)
        found = sniff.capture_format(source.data[:sniff.HEAD].tobytes())
        self.format = "pcap" if found == "pcap" else "pcapng"
        self._reader = _reader(self.format, source.data, name)

    @property
    def data(self) -> npt.NDArray[np.uint8]:
        """All (unpacked) bytes, read-only; `refresh` makes a longer array, earlier ones stay."""
        return self._source.data

    @property
    def interfaces(self) -> list[Interface]:
        """The interfaces, as far as was read."""
        return self._reader.interfaces

    @property
    def comments(self) -> list[tuple[int, str]]:
        """Row of a packet (from 0), or -1 for sections and interfaces, and text."""
        return self._reader.comments

    @property
    def names(self) -> list[tuple[str, str]]:
        """Addresses and their names, as the file has them."""
        return self._reader.names

    @property
    def secrets(self) -> list[tuple[int, bytes]]:
        """Secrets for decryption: type and bytes."""
        return self._reader.secrets

    @property
    def damage(self) -> list[Damage]:
        """What is wrong, as far as was read; nothing behind it is."""
        return self._damage + ([self._reader.damage] if self._reader.damage else [])

    @property
    def digits(self) -> int:
        """How many digits of a fraction of a second the times have."""
        return max((interface.digits for interface in self.interfaces), default=6)

    @property
    def nanoseconds(self) -> bool:
        """Whether times are finer than microseconds."""
        return self.digits > 6

    @property
    def position(self) -> int:
        """Up to which byte of `data` the records were read."""
        return self._reader.position

    def blocks(self, records_at_most: int = RECORDS_AT_MOST) -> Iterator[Records]:
        """The records from where the last call stopped, to the end of the file or to damage."""
        while not self._ended and self.check():
            at_most = records_at_most if self._records else min(records_at_most, FIRST_RECORDS)
            records = self._reader.read(at_most, self.position + BYTES_AT_MOST, self._work(at_most))
            self._records += len(records)
            if len(records):
                yield records
            if self._reader.stop not in (index.MORE, index.BLOCK):
                self._ended = self._reader.stop not in (index.END, index.CUT)
                return

    def _work(self, at_most: int) -> int:
        """About how many records the file has: a kernel that was compiled for it stays in use to its end."""
        if not self._records:
            return at_most
        return len(self.data) * self._records // max(self.position, 1)

    def refresh(self) -> None:
        """Maps what was added to the file; `blocks` goes on with it. Packed files and pipes stay as they are."""
        if self._source.growing and not self._ended and self.check() and self._source.refresh():
            self._reader.extend(self.data)
            self.size = len(self.data)

    def check(self) -> bool:
        """Whether the file always had all that was mapped; otherwise the reading ends."""
        if not self._source.check():
            self._shorter = self._ended = True
            self._damage.append(Damage(len(self.data), "the file became shorter while it was read"))
        return not self._shorter

    def discard(self, start: int, stop: int) -> None:
        """Gives the memory of these bytes back; they can still be read."""
        self._source.discard(start, stop)

    def sha256(self) -> str:
        """SHA-256 of the file as it is stored, in hexadecimal; of a growing one as far as it is known here."""
        return self._stored.sha256()

    def close(self) -> None:
        """Closes the file; arrays that were taken from `data` stay valid."""
        self._source.close()
        self._stored.close()

    def __enter__(self) -> CaptureFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


def _reader(capture_format: str, data: npt.NDArray[np.uint8], name: str) -> PcapReader | PcapngReader:
    if capture_format == "pcap":
        from analyzer.capture.pcap import PcapReader
        return PcapReader(data, name)
    from analyzer.capture.pcapng import PcapngReader
    return PcapngReader(data, name)


def shown_name(path: str) -> str:
    """What messages call the file."""
    return "standard input" if path == STANDARD_INPUT else shown(path)


def open_capture(path: str | os.PathLike[str]) -> CaptureFile:
    """Opens a capture: pcap or pcapng, plain or compressed; `-` is standard input.

    Raises:
        CaptureError: where it can't be read or is none.
    """
    name = os.fspath(path)
    source = open_source(name)
    packed, damage = None, None
    try:
        compression = sniff.compression(source.data[:4].tobytes())
        if compression:
            packed = source
            source, damage = _unpacked(packed, compression, shown_name(name))
        _check(source, compression, damage, shown_name(name))
        return CaptureFile(name, source, packed, compression, damage)
    except BaseException:
        source.close()
        if packed is not None:
            packed.close()
        raise


def _unpacked(packed: Source, compression: str, name: str) -> tuple[Source, Damage | None]:
    from analyzer.capture.compressed import unpack
    file, damage = unpack(packed.data, compression, name)
    return Source(file), damage


def _check(source: Source, compression: str | None, damage: Damage | None, name: str) -> None:
    """Raises where these bytes are no capture."""
    head = source.data[:sniff.HEAD].tobytes()
    if sniff.capture_format(head):
        return
    if damage:
        raise CaptureError(f"{name}: {damage.reason}, and nothing of use stands before it")
    if sniff.compression(head):
        raise CaptureError(f"{name}: is compressed twice; unpack it once and open that")
    if not head:
        raise CaptureError(f"{name}: unpacks to nothing")
    inside = f"unpacks ({compression}) to what is" if compression else "is"
    raise CaptureError(f"{name}: {inside} no capture; it looks like {sniff.looks_like(head)}")
