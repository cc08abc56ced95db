"""Writes packets of a capture to another file: pcap or pcapng, plain or compressed, a part at a time."""
from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from analyzer import blocks
from analyzer.beside import beside
from analyzer.blocks import Described
from analyzer.capture.packet_options import packet_options
from analyzer.capture.pcap import MICROSECONDS, NANOSECONDS
from analyzer.capture.source import shown
from analyzer.errors import CaptureError

if TYPE_CHECKING:
    import numpy.typing as npt

    from analyzer.capture.file import CaptureFile
    from analyzer.capture.records import Interface, Records

FORMATS = ("pcapng", "pcap")
COMPRESSIONS = ("gzip", "zstd", "lz4")
SUFFIXES = {"gzip": ".gz", "zstd": ".zst", "lz4": ".lz4"}
PACKETS_A_STEP, BYTES_A_STEP = 2_000, 4 << 20
NAMES_A_BLOCK = 10_000
NANO = 10 ** 9
FCS_IS_SAID = 0x04000000
"""draft-ietf-opsawg-pcap 4: the bit behind which the four highest ones say how long frame check sequences are, in units
of 16 bits."""
SNAPLEN = 262_144
"""draft-ietf-opsawg-pcap 4: a file says how long packets are at most."""


@dataclass(frozen=True, slots=True)
class Form:
    """What kind of file is written; `compression` is one of COMPRESSIONS or None."""
    format: str = "pcapng"
    compression: str | None = None

    @property
    def suffix(self) -> str:
        """How names of such files end."""
        return f".{self.format}{SUFFIXES.get(self.compression or '', '')}"


@dataclass(frozen=True, slots=True)
class Content:
    """What is written: packets of a capture, with the comments of each, by its place among them, and of the file."""
    capture: CaptureFile
    records: Records
    comments: Callable[[int], Sequence[str]]
    general: Sequence[str] = ()


def write_capture(content: Content, path: str, form: Form) -> Iterator[float]:
    """Writes the file, in steps that tell how far it is, from 0 to 1. It is made beside its place and moved there at
    last, so that a file that is there, even the open one, stays as it is until then.

    Raises:
        CaptureError: where it can't be written, or the form can't hold these packets.
    """
    encode = _pcap(content) if form.format == "pcap" else _pcapng(content)
    try:
        with beside(path) as file, _packed(file, form.compression) as packed:
            for data, share in encode:
                packed.write(data)
                yield share
    except OSError as error:
        raise CaptureError(f"{shown(path)}: can't be written: {error.strerror or error}") from None


@contextmanager
def _packed(file: IO[bytes], compression: str | None) -> Iterator[Any]:
    """What packs the bytes that are written to a file."""
    if compression is None:
        yield file
        return
    with _packer(file, compression) as packer:
        yield packer


def _packer(file: IO[bytes], compression: str) -> Any:
    if compression == "gzip":
        import gzip
        return gzip.GzipFile("", "wb", 6, file, mtime=0)
    if compression == "zstd":
        import zstandard
        return zstandard.ZstdCompressor(write_checksum=True).stream_writer(file, closefd=False)
    import lz4.frame
    return lz4.frame.LZ4FrameFile(file, "wb", content_checksum=True)


def _parts(content: Content, encode: Callable[[int, bytes], bytes]) -> Iterator[tuple[bytes, float]]:
    """The packets, each as `encode` writes it, many at a time, with the share that is done."""
    records, count = content.records, len(content.records)
    offsets, sizes, pieces, size = records.offset.tolist(), records.caplen.tolist(), [], 0
    data = _checked(content)
    for place in range(count):
        pieces.append(encode(place, data[offsets[place]:offsets[place] + sizes[place]].tobytes()))
        size += sizes[place]
        if len(pieces) == PACKETS_A_STEP or size > BYTES_A_STEP:
            yield b"".join(pieces), (place + 1) / count
            pieces, size, data = [], 0, _checked(content)
    yield b"".join(pieces), 1.0


def _checked(content: Content) -> npt.NDArray[np.uint8]:
    """The capture's bytes, if they are still there: touching those that a file has lost would end the process."""
    if not content.capture.check():
        raise CaptureError(f"{shown(content.capture.path)}: the file became shorter while it was read")
    return content.capture.data


# pcapng

def _pcapng(content: Content) -> Iterator[tuple[bytes, float]]:
    capture, records = content.capture, content.records
    first = int(records.time.min(initial=0))
    offset = min(first // NANO, 0)     # times count from 1970 (4.3): what is before needs another start
    head = [blocks.section(content.general), *(_interface(one, offset) for one in capture.interfaces), *_names(capture)]
    head += [blocks.secrets(kind, data) for kind, data in capture.secrets]
    yield b"".join(head), 0.0
    numbers, lengths, comments = records.interface.tolist(), records.length.tolist(), content.comments
    times = (records.time - offset * NANO).tolist()
    options = _options(content)
    yield from _parts(content, lambda place, data: blocks.packet(
        numbers[place], times[place], lengths[place], data, comments(place), options(place)))


def _options(content: Content) -> Callable[[int], Sequence[tuple[int, bytes]]]:
    """What the capture says of the packets beside comments, by their places."""
    if content.capture.format == "pcap":
        return lambda place: ()
    offsets, sizes = content.records.offset.tolist(), content.records.caplen.tolist()
    return lambda place: packet_options(content.capture.data.data, offsets[place], sizes[place])


def _interface(interface: Interface, offset_seconds: int) -> bytes:
    return blocks.interface(Described(
        interface.name or "", interface.linktype, interface.snaplen, interface.filter or "",
        interface.description or "", interface.os or "", interface.hardware or "", interface.fcs_length,
        offset_seconds))


def _names(capture: CaptureFile) -> Iterator[bytes]:
    found = iter(capture.names)
    while some := list(islice(found, NAMES_A_BLOCK)):
        yield blocks.names((socket.inet_pton(socket.AF_INET6 if ":" in address else socket.AF_INET, address),
                            blocks.as_value(name)[:blocks.MOST_TEXT - 17]) for address, name in some)


# pcap

def _pcap(content: Content) -> Iterator[tuple[bytes, float]]:
    records, used = content.records, _interfaces(content)
    if len({(one.linktype, one.fcs_length) for one in used}) > 1:
        raise CaptureError("a pcap file has packets of one link type only; write pcapng instead")
    if len(records) and not 0 <= int(records.time.min()) <= int(records.time.max()) < NANO << 32:
        raise CaptureError("a pcap file has times from 1970 to 2106 only; write pcapng instead")
    fine = any(one.digits > 6 for one in used)
    yield _pcap_head(used[0], fine), 0.0
    seconds, fractions = (part.tolist() for part in np.divmod(records.time, NANO))
    lengths, divisor, pack = records.length.tolist(), 1 if fine else 1_000, struct.Struct("<4I").pack
    yield from _parts(content, lambda place, data: pack(
        seconds[place], fractions[place] // divisor, len(data), lengths[place]) + data)


def _interfaces(content: Content) -> list[Interface]:
    """Those that the packets are of; of no packets the first."""
    found = content.capture.interfaces
    return [found[number] for number in np.unique(content.records.interface).tolist()] or found[:1]


def _pcap_head(interface: Interface, fine: bool) -> bytes:
    network = interface.linktype
    if interface.fcs_length is not None:
        network |= FCS_IS_SAID | (interface.fcs_length // 2) << 28
    return struct.pack("<I2H4I", NANOSECONDS if fine else MICROSECONDS, 2, 4, 0, 0, interface.snaplen or SNAPLEN,
                       network & 0xFFFF_FFFF)
