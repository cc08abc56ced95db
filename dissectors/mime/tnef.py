"""Files in a TNEF body (`winmail.dat`, MS-OXTNEF): what Outlook wraps attachments in."""
from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dissectors.mime import charset

MAX_FILES = 1000
"""Files of one body that are given."""
MAX_PROPERTIES = 10_000
"""Properties of one file that are read."""

SIGNATURE = b"\x78\x9f\x3e\x22"
_HEAD = struct.Struct("<BII")
_CHECKSUM = 2
_ATTACHMENT = 2     # the level of attributes that belong to a file
# MS-OXTNEF 2.1.3.3, 2.1.3.4: attributes with their types
_RENDER, _TITLE, _DATA, _PROPERTIES, _CODEPAGE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069007
# MS-OXPROPS: what a file's properties say of it
_PR_DATA, _PR_NAME, _PR_LONG_NAME, _PR_TYPE = 0x3701, 0x3704, 0x3707, 0x370E
# MS-OXTNEF 2.1.3.4.2: sizes of values; those of other types say their own
_SIZES = {0x01: 4, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_SIZED = frozenset((_STRING8, _UNICODE, _BINARY, _OBJECT))
_SEVERAL = 0x1000
_NAMED = 0x8000
_GUID = 16


@dataclass(slots=True)
class File:
    """A file; `content_type` is "" where nothing says it."""
    name: str = ""
    content_type: str = ""
    data: bytes = b""


def files(body: bytes) -> list[File]:
    """The files in a TNEF body, as far as it goes; none where it is no TNEF."""
    found: list[File] = []
    codepage = "cp1252"
    for level, attribute, data in _attributes(body):
        if attribute == _CODEPAGE and len(data) >= 4:
            codepage = f"cp{int.from_bytes(data[:4], 'little')}"
        elif level != _ATTACHMENT:
            continue
        elif attribute == _RENDER:
            if len(found) >= MAX_FILES:
                break
            found.append(File())
        elif found:
            _add(found[-1], attribute, data, codepage)
    return found


def _add(file: File, attribute: int, data: bytes, codepage: str) -> None:
    if attribute == _TITLE:
        file.name = file.name or _text(data, codepage)
    elif attribute == _DATA:
        file.data = data
    elif attribute == _PROPERTIES:
        for name, kind, value in islice(_properties(data), MAX_PROPERTIES):
            text = _text(value, "utf-16-le" if kind == _UNICODE else codepage)
            if name == _PR_LONG_NAME or (name == _PR_NAME and not file.name):
                file.name = text
            elif name == _PR_TYPE:
                file.content_type = text
            elif name == _PR_DATA and not file.data:
                # an object's data begins with the GUID of its interface
                file.data = value[_GUID:] if kind == _OBJECT else value


def _text(data: bytes, codepage: str) -> str:
    return charset.decode(data, codepage).text.partition("\0")[0]


def _attributes(body: bytes) -> Iterator[tuple[int, int, bytes]]:
    """MS-OXTNEF 2.1.1: level, attribute and data, each with a checksum behind, which nobody keeps to."""
    if not body.startswith(SIGNATURE):
        return
    pos = len(SIGNATURE) + 2
    while pos + _HEAD.size <= len(body):
        level, attribute, size = _HEAD.unpack_from(body, pos)
        pos += _HEAD.size
        yield level, attribute, body[pos:pos + size]
        pos += size + _CHECKSUM


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """MS-OXTNEF 2.1.3.4: name, type and value of the properties that have their own size; others are passed over."""
    pos = 4
    while pos + 4 <= len(data):
        kind, name = struct.unpack_from("<HH", data, pos)
        pos += 4
        if name >= _NAMED:
            pos = _behind_name(data, pos)
        count, plain = 1, kind & ~_SEVERAL
        if kind & _SEVERAL or plain in _SIZED:
            count, pos = _number(data, pos), pos + 4
        if plain in _SIZES:
            pos += _SIZES[plain] * count
        elif plain in _SIZED:
            for _ in range(min(count, MAX_PROPERTIES)):
                size = _number(data, pos)
                if pos + 4 > len(data):
                    return
                yield name, plain, data[pos + 4:pos + 4 + size]
                pos += 4 + size + -size % 4
        else:
            return


def _behind_name(data: bytes, pos: int) -> int:
    """MS-OXTNEF 2.1.3.4.1: a named property has a GUID, and a number or a name."""
    pos += _GUID
    if _number(data, pos) == 0:
        return pos + 8
    size = _number(data, pos + 4)
    return pos + 8 + size + -size % 4


def _number(data: bytes, pos: int) -> int:
    return int.from_bytes(data[pos:pos + 4], "little")
