"""Hex dumps."""
from __future__ import annotations

from collections.abc import Iterator

WIDTH = 16


def hex_lines(data: bytes) -> Iterator[str]:
    """A line for 16 bytes: position, hexadecimal, characters."""
    for pos in range(0, len(data), WIDTH):
        row = data[pos:pos + WIDTH]
        digits = f"{row[:8].hex(' ')}  {row[8:].hex(' ')}".ljust(3 * WIDTH)
        yield f"{pos:04x}  {digits}  {row.translate(_PRINTABLE).decode('ascii')}"


_PRINTABLE = bytes(byte if 0x20 <= byte < 0x7F else ord(".") for byte in range(256))
