"""Hex dumps."""
from __future__ import annotations

from collections.abc import Iterator

WIDTH = 16


def hex_lines(data: bytes, first: int = 0, digits: int = 4) -> Iterator[str]:
    """A line for 16 bytes: position, of so many digits and from `first` on, hexadecimal, characters."""
    for pos in range(0, len(data), WIDTH):
        row = data[pos:pos + WIDTH]
        octets = f"{row[:8].hex(' ')}  {row[8:].hex(' ')}".ljust(3 * WIDTH)
        yield f"{first + pos:0{digits}x}  {octets}  {row.translate(_PRINTABLE).decode('ascii')}"


_PRINTABLE = bytes(byte if 0x20 <= byte < 0x7F else ord(".") for byte in range(256))
