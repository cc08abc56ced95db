"""PacketTable: where everything is in a capture, a row a packet, in narrow columns."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analyzer.addresses import Addresses
from analyzer.capture import CaptureFile, Records
from analyzer.columns import Array, Columns
from analyzer.fragments import Defragmenter, Key, Piece
from analyzer.program import NOTHING, Program
from analyzer.scan import CUT, FRAGMENTED, NO_LAYOUT, REASSEMBLED, scan
from dissectors.kernel import readonly

COLUMNS = {
    "offset": "i8",             # of the frame's first byte in the capture's bytes
    "time": "i8",               # nanoseconds since 1970
    "caplen": "u4",             # bytes in the capture
    "length": "u4",             # bytes on the wire
    "interface": "u2",
    "last": "u1",               # the Layout of the last header that was read
    "marks": "u1",              # see analyzer.scan
    "network_at": "u2",         # places from the frame's first byte: the innermost header with addresses,
    "transport_at": "u2",       # the TCP or UDP header,
    "payload_at": "u2",         # what follows the last header
    "payload_size": "u4",       # on the wire; the capture may hold less
    "source": "i4",             # addresses by number
    "destination": "i4",
    "source_port": "u2",
    "destination_port": "u2",
    "tcp_flags": "u1",
    "sequence": "u4",
    "acknowledgment": "u4",
    "flow": "i4",               # -1 for none
}
_SCANNED = ("offset", "caplen", "length", "last", "marks", "network_at", "transport_at", "payload_at",
            "payload_size", "source", "destination", "source_port", "destination_port", "tcp_flags", "sequence",
            "acknowledgment")
READ_AT_ONCE = 1 << 13
"""Packets of which some bytes are read at once."""


@dataclass(frozen=True, slots=True)
class Datagram:
    """A datagram put together from fragments; it belongs to the row that completed it."""
    payload: bytes
    rows: tuple[int, ...]


class PacketTable:
    """The packets of a capture. Rows [0, rows) are valid and never change, but for what a later piece completes.

    Attributes:
        rows: how many packets there are.
        work: about how many there will be; kernels are compiled where it is large.
        data: the capture's bytes.
        datagrams: by row, what fragments were put together to.
    """

    def __init__(self, capture: CaptureFile, program: Program) -> None:
        self.capture = capture
        self.program = program
        self.columns = Columns(COLUMNS)
        self.addresses = Addresses()
        self.datagrams: dict[int, Datagram] = {}
        self.work = 0
        self._defragmenter = Defragmenter()
        names = [layout.name for layout in program.layouts]
        self._transports = np.zeros(NO_LAYOUT + 1, np.uint8)
        for name, number in (("tcp", 6), ("udp", 17)):
            self._transports[[at for at, found in enumerate(names) if found == name]] = number
        self._ipv6_fragment = names.index("ipv6.fraghdr") if "ipv6.fraghdr" in names else NO_LAYOUT

    @property
    def rows(self) -> int:
        return self.columns.rows

    @property
    def data(self) -> Array:
        return self.capture.data

    def clear(self) -> None:
        """Forgets all packets, and gives their memory back."""
        self.columns = Columns(COLUMNS)
        self.datagrams.clear()

    def release(self) -> None:
        """Gives back the memory in which the capture's bytes were read; they stay in the file."""
        self.capture.discard(0, len(self.data))

    def numbers(self, places: Array, size: int) -> Array:
        """The numbers of so many bytes, the highest one first, at places of the capture; few of its bytes are in memory
        at once."""
        found = np.zeros(len(places), np.int64)
        for first in range(0, len(places), READ_AT_ONCE):
            part = slice(first, first + READ_AT_ONCE)
            for at in range(size):
                found[part] = found[part] << 8 | self.data[places[part] + at]
            if len(places) > READ_AT_ONCE:
                self.release()
        return found

    def column(self, name: str) -> Array:
        """The valid rows of a column."""
        return self.columns[name]

    def transports(self, first: int = 0, stop: int | None = None) -> Array:
        """For each row 6 (TCP), 17 (UDP) or 0."""
        return self._transports[self.columns.whole("last")[first:self.rows if stop is None else stop]]

    def transports_of(self, rows: Array) -> Array:
        """For each of some rows 6 (TCP), 17 (UDP) or 0."""
        found: Array = self._transports[self.columns["last"][rows]]
        return found

    def transport_of(self, row: int) -> int:
        """6 (TCP), 17 (UDP) or 0 for one row."""
        return int(self._transports[self.columns.item("last", row)])

    def frame(self, row: int) -> bytes:
        """A packet's bytes."""
        offset = self.columns.item("offset", row)
        return self.data[offset:offset + self.columns.item("caplen", row)].tobytes()

    def payload(self, row: int, most: int | None = None) -> bytes:
        """What follows a packet's last header, as far as the capture has it; of a completed datagram all of it. At most
        `most` bytes."""
        item = self.columns.item
        at, size = item("payload_at", row), item("payload_size", row)
        if most is not None:
            size = min(size, most)
        datagram = self.datagrams.get(row)
        if datagram is not None:
            return datagram.payload[at:at + size]
        offset = item("offset", row)
        return self.data[offset + at:offset + min(at + size, item("caplen", row))].tobytes()

    def payloads(self, rows: Array, most: int) -> Iterator[bytes]:
        """The payloads of many packets, at most `most` bytes of each; b"" for the row -1."""
        column = self.columns
        at, offset = column["payload_at"][rows].astype(np.int64), column["offset"][rows]
        size = np.minimum(column["payload_size"][rows], most)
        stop = np.minimum(at + size, column["caplen"][rows])
        data = self.data.data
        for row, begin, end in zip(rows.tolist(), (offset + at).tolist(), (offset + stop).tolist(), strict=True):
            if row in self.datagrams:
                yield self.payload(row, most)
            else:
                yield data[begin:end].tobytes() if row >= 0 else b""

    def expect(self, rows: int) -> None:
        """Is told about how many packets there will be: room for them, and whether kernels are worth compiling."""
        self.work = rows
        if rows > self.columns.capacity:
            self.columns.reserve(rows + rows // 32)

    def append(self, records: Records) -> tuple[int, int]:
        """Adds packets and reads their headers; gives the first new row and the one behind the last."""
        first = self.rows
        stop = first + len(records.offset)
        self.columns.reserve(stop)
        for name in ("offset", "time", "caplen", "length", "interface"):
            self.columns.whole(name)[first:stop] = getattr(records, name)
        self._scan(self.data, self._entries(records.interface), first, stop)
        self.columns.rows = stop
        self._complete_fragments(first, stop)
        return first, stop

    def _entries(self, interfaces: Array) -> Array:
        layouts = [self.program.find("linktype", interface.linktype) for interface in self.capture.interfaces]
        return np.array([*layouts, NOTHING], np.int16)[interfaces]

    def _scan(self, data: Array, entries: Array, first: int, stop: int) -> None:
        program, addresses = self.program, self.addresses
        columns = [self.columns.whole(name) for name in _SCANNED]
        row = first
        while row < stop:
            row = scan.for_work(self.work)(
                data, row, stop, program.plan, program.tables, program.bounds, entries[row - first:], *columns,
                addresses.words, addresses.slots, addresses.counts)
            if row < stop:
                addresses.grow()

    def _complete_fragments(self, first: int, stop: int) -> None:
        pieces = np.flatnonzero(self.columns.whole("marks")[first:stop] & FRAGMENTED) + first
        for row in pieces.tolist():
            found = self._piece(row)
            datagram = found and self._defragmenter.add(*found)
            if found and datagram:
                self.datagrams[row] = Datagram(datagram[0], tuple(datagram[1]))
                self._scan_datagram(row, found[0].protocol)

    def _piece(self, row: int) -> tuple[Key, Piece] | None:
        """A row's piece of a datagram; None where the capture has only a part of it."""
        columns, frame = self.columns, self.frame(row)
        at, size = int(columns["payload_at"][row]), int(columns["payload_size"][row])
        if columns["marks"][row] & CUT and at + size > len(frame):
            return None
        if columns["last"][row] == self._ipv6_fragment:     # RFC 8200 4.5
            header, protocol = frame[at - 8:at], frame[at - 8]
            place, identification = int.from_bytes(header[2:4], "big"), int.from_bytes(header[4:8], "big")
            offset, more = place & 0xFFF8, bool(place & 1)
        else:                                               # RFC 791 3.1
            header = frame[int(columns["network_at"][row]):][:20]
            protocol, identification = header[9], int.from_bytes(header[4:6], "big")
            place = int.from_bytes(header[6:8], "big")
            offset, more = (place & 0x1FFF) * 8, bool(place & 0x2000)
        key = Key(int(columns["source"][row]), int(columns["destination"][row]), protocol, identification)
        return key, Piece(row, offset, more, frame[at:at + size])

    def _scan_datagram(self, row: int, protocol: int) -> None:
        """Reads the headers inside a completed datagram; places then count from its first byte."""
        columns, payload = self.columns, self.datagrams[row].payload
        kept = {name: columns[name][row].item() for name in ("offset", "caplen", "length", "source", "destination",
                                                             "network_at", "marks", "last")}
        columns["offset"][row], columns["caplen"][row], columns["length"][row] = 0, len(payload), len(payload)
        self._scan(readonly(payload), np.array([self.program.find("ip.proto", protocol)], np.int16), row, row + 1)
        columns["marks"][row] |= kept["marks"] & (CUT | FRAGMENTED) | REASSEMBLED
        for name in ("offset", "caplen", "length", "network_at"):
            columns[name][row] = kept[name]
        if columns["source"][row] < 0:
            columns["source"][row], columns["destination"][row] = kept["source"], kept["destination"]
        if columns["last"][row] == NO_LAYOUT:
            columns["last"][row] = kept["last"]
