"""Domain names: read from a message, written in presentation form and as Wireshark's tree shows them."""
from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

from dissectors.dns.walk import REASONS, walk_name
from dissectors.malformed import Malformed

ESCAPED = frozenset(b'"().;\\@$')
"""Octets that mean something in a master file (RFC 1035 5.1) and get a backslash."""

_OCTETS = tuple(
    "\\" + chr(octet) if octet in ESCAPED else chr(octet) if 0x21 <= octet <= 0x7E else f"\\{octet:03d}"
    for octet in range(256))

walk = walk_name.interpreted()


def read_name(data: bytes | memoryview, at: int, start: int, stop: int) -> tuple[bytes, int]:
    """The name at `at` of the message [start, stop), uncompressed and without the root's label, and the position
    behind it.

    Raises:
        Malformed: where walk_name finds a fault.
    """
    behind, fault, where = walk(data, at, start, stop)
    if fault:
        raise Malformed(REASONS[fault], where)
    return labels_at(data, at, start), behind


def labels_at(data: bytes | memoryview, at: int, start: int) -> bytes:
    """The labels of a name that walk_name found good, each with its length before it."""
    pieces = []
    while count := data[at]:
        if count >= 192:
            at = start + (count - 192) * 256 + data[at + 1]
        else:
            pieces.append(bytes(data[at:at + count + 1]))
            at += count + 1
    return b"".join(pieces)


def split(name: bytes) -> list[bytes]:
    """The labels of an uncompressed name."""
    labels, at = [], 0
    while at < len(name):
        labels.append(name[at + 1:at + 1 + name[at]])
        at += name[at] + 1
    return labels


@lru_cache(maxsize=4096)
def name_text(name: bytes) -> str:
    r"""Presentation form: `\.` and `\DDD` escapes (RFC 4343 2.1), no final dot, `.` for the root."""
    if not name:
        return "."
    return ".".join("".join([_OCTETS[octet] for octet in label]) for label in split(name))


def absolute_text(name: bytes) -> str:
    """Presentation form with the final dot, as master files and `dig` have it."""
    return name_text(name) + "." if name else "."


def string_text(octets: bytes) -> str:
    """A character-string between quotes, as RFC 1035 5.1 writes it."""
    return '"' + "".join([_QUOTED[octet] for octet in octets]) + '"'


def plain_text(octets: bytes) -> str:
    """A character-string without quotes, for those that can hold no space."""
    return "".join([_QUOTED[octet] if octet != 0x20 else "\\032" for octet in octets])


_QUOTED = tuple(
    "\\" + chr(octet) if octet in b'"\\' else chr(octet) if 0x20 <= octet <= 0x7E else f"\\{octet:03d}"
    for octet in range(256))

_SEQUENCE = re.compile(
    rb"[\xc0-\xdf][\x80-\xbf]?|[\xe0-\xef][\x80-\xbf]{0,2}|[\xf0-\xf7][\x80-\xbf]{0,3}|"
    rb"[\xf8-\xfb][\x80-\xbf]{0,4}|[\xfc\xfd][\x80-\xbf]{0,5}|[\x80-\xbf\xfe\xff]")
"""An octet that announces others, with those of them that follow; a sequence may be too short."""
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs"})
"""Unicode's control, format, unassigned and surrogate characters."""
_CONTROL = {7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r"}


@lru_cache(maxsize=4096)
def tree_name(name: bytes) -> str:
    """A name as Wireshark shows it: labels as they are, octets that can't be shown with a backslash, `<Root>`."""
    return shown(b".".join(split(name))) if name else "<Root>"


@lru_cache(maxsize=4096)
def name_line(label: str, name: bytes) -> str:
    """The line of a name whose labels are internationalized (RFC 5890 2.3.2.1), decoded beside what it is; "" for
    others."""
    if b"xn--" not in name.lower():
        return ""
    labels = [_internationalized(one) for one in split(name)]
    if all(one is None for one in labels):
        return ""
    decoded = ".".join([shown(raw) if one is None else one for raw, one in zip(split(name), labels, strict=True)])
    return f"{label}: {tree_name(name)} ({decoded})"


def _internationalized(label: bytes) -> str | None:
    """What an A-label stands for (RFC 3492); None where it is none."""
    if label[:4].lower() != b"xn--":
        return None
    coded = label[4:].lower()
    try:
        text = coded.decode("punycode")
    except UnicodeError:
        return None
    whole = text.isprintable() and not text.isascii() and text.encode("punycode") == coded
    return text if whole else None


def tree_name_size(name: bytes) -> int:
    """How many octets Wireshark counts in a name, dots between its labels included."""
    return len(name) - 1 if name else len("<Root>")


def shown(octets: bytes) -> str:
    """Text for a person: UTF-8 where it is valid, `\\DDD` in octal and `\\u` and four digits for what can't be seen."""
    return visible(_from_utf8(octets))


def _from_utf8(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return _SEQUENCE.sub(_decoded, octets).decode()


def _decoded(sequence: re.Match[bytes]) -> bytes:
    """One U+FFFD for a sequence that is none of UTF-8."""
    try:
        sequence[0].decode()
    except UnicodeDecodeError:
        return b"\xef\xbf\xbd"
    return sequence[0]


def visible(text: str) -> str:
    """Text with escapes in place of characters that can't be seen."""
    return text if text.isprintable() else "".join(map(_visible, text))


@lru_cache(maxsize=1024)
def _visible(character: str) -> str:
    number = ord(character)
    if number < 0x20 or number == 0x7F:
        return _CONTROL.get(number) or f"\\{number:03o}"
    if category(character) in _UNSEEN:
        return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"
    return character


def ascii_text(octets: bytes) -> str:
    """A character-string as Wireshark has it: ASCII, up to the first zero octet."""
    return octets.partition(b"\0")[0].decode("ascii", "replace")


def utf8_text(octets: bytes) -> str:
    """A text of mDNS as Wireshark has it: UTF-8 (RFC 6763 6.5), up to the first zero octet."""
    return _from_utf8(octets.partition(b"\0")[0])
