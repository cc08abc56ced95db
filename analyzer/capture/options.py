"""What the blocks of pcapng hold that are no packets: options, interfaces, names, statistics, secrets."""
from __future__ import annotations

import struct
from collections.abc import Iterator

from analyzer.blocks import (
    COMMENT,
    DESCRIPTION,
    DROPPED,
    END,
    FCS_LENGTH,
    FILTER,
    HARDWARE,
    IPV4_NAMES,
    IPV6_NAMES,
    NAME,
    OFFSET,
    RECEIVED,
    RESOLUTION,
    SYSTEM,
)
from analyzer.capture.index import BAD_BLOCK
from analyzer.capture.records import Interface

# draft-ietf-opsawg-pcapng 3.5, 4.5: what we don't write
CUSTOM = (2988, 2989, 19372, 19373)
NAMES_END = 0


class BadBlock(Exception):
    """A block's content does not fit into it; `stop` says so as the kernels do."""

    def __init__(self, reason: str, stop: int = BAD_BLOCK) -> None:
        super().__init__(reason)
        self.reason, self.stop = reason, stop


def options(body: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """The options in these bytes: code and value.

    Raises:
        BadBlock: where one does not fit.
    """
    at = 0
    while at < len(body):
        if at + 4 > len(body):
            raise BadBlock("an option has no room for its length")
        code, size = struct.unpack_from(order + "2H", body, at)
        at += 4
        if at + size + -size % 4 > len(body) or (code in CUSTOM and size < 4):
            raise BadBlock("an option does not fit into its block")
        if code == END:
            return
        yield code, body[at:at + size]
        at += size + -size % 4


def text(value: bytes) -> str:
    """An option's text: UTF-8, in some files with zeros behind it."""
    return value.rstrip(b"\0").decode("utf-8", "replace")


def comments(found: Iterator[tuple[int, bytes]]) -> list[str]:
    """The comments among options."""
    return [text(value) for code, value in found if code == COMMENT]


def read_interface(body: bytes, order: str, section: int) -> tuple[Interface, list[str]]:
    """An Interface Description Block (4.2) without its header, and its comments.

    Raises:
        BadBlock: where it is too short, or an option does not fit.
    """
    if len(body) < 8:
        raise BadBlock("the description of an interface is too short")
    linktype, _, snaplen = struct.unpack_from(order + "2HI", body)
    found = list(options(body[8:], order))
    values: dict[int, bytes] = {}
    for code, value in found:
        values.setdefault(code, value)
    if values.get(FILTER) == b"":
        raise BadBlock("a filter without a kind")
    texts = {code: text(values[code]) for code in (NAME, DESCRIPTION, SYSTEM, HARDWARE) if code in values}
    return Interface(
        linktype, snaplen, texts.get(NAME), texts.get(DESCRIPTION), ticks_per_second(values.get(RESOLUTION, b"")),
        offset_seconds(values.get(OFFSET, b""), order), section, capture_filter(values.get(FILTER, b"\1")),
        texts.get(SYSTEM), texts.get(HARDWARE), fcs_length(values.get(FCS_LENGTH, b"")),
    ), comments(iter(found))


def ticks_per_second(value: bytes) -> int:
    """if_tsresol: a negative power of 10, or of 2 where the highest bit is set; microseconds where it is missing."""
    if len(value) != 1:
        return 1_000_000
    return int(2 ** (value[0] & 0x7F)) if value[0] & 0x80 else int(10 ** value[0])


def offset_seconds(value: bytes, order: str) -> int:
    """if_tsoffset: seconds to be added to each time."""
    return int(struct.unpack(order + "q", value)[0]) if len(value) == 8 else 0


def capture_filter(value: bytes) -> str | None:
    """if_filter: its first byte is 0 where it is text (1 where it is a program for BPF)."""
    return text(value[1:]) if value[0] == 0 else None


def fcs_length(value: bytes) -> int | None:
    """if_fcslen in bytes: the specification says bits, but its example, and what writes it, has bytes."""
    if len(value) != 1:
        return None
    return value[0] // 8 if value[0] >= 16 else value[0]


def read_names(body: bytes, order: str) -> tuple[list[tuple[str, str]], list[str]]:
    """A Name Resolution Block (4.5): addresses with their names, and its comments.

    Raises:
        BadBlock: where a record does not fit.
    """
    names: list[tuple[str, str]] = []
    at = 0
    while at < len(body):
        if at + 4 > len(body):
            raise BadBlock("a name has no room for its length")
        kind, size = struct.unpack_from(order + "2H", body, at)
        at += 4
        if at + size + -size % 4 > len(body):
            raise BadBlock("a name does not fit into its block")
        if kind == NAMES_END:
            break
        if kind in (IPV4_NAMES, IPV6_NAMES):
            names += names_of(body[at:at + size], 4 if kind == IPV4_NAMES else 16)
        at += size + -size % 4
    return names, comments(options(body[at:], order))


def names_of(record: bytes, size: int) -> Iterator[tuple[str, str]]:
    """The names of one address of `size` bytes; each ends with a zero."""
    import socket
    if len(record) < size or (len(record) > size and record[-1]):
        raise BadBlock("a name has no end")
    address = socket.inet_ntop(socket.AF_INET if size == 4 else socket.AF_INET6, record[:size])
    for name in record[size:].split(b"\0")[:-1]:
        yield address, name.decode("utf-8", "replace")


def read_secrets(body: bytes, order: str) -> tuple[int, bytes]:
    """A Decryption Secrets Block (4.7): the type of the secrets, and the secrets.

    Raises:
        BadBlock: where they do not fit.
    """
    if len(body) < 8:
        raise BadBlock("a block of secrets is too short")
    kind, size = struct.unpack_from(order + "2I", body)
    if size > len(body) - 8:
        raise BadBlock("secrets do not fit into their block")
    return kind, body[8:8 + size]


def read_statistics(body: bytes, order: str) -> tuple[int, dict[str, int], list[str]]:
    """An Interface Statistics Block (4.6): the interface's number, what it counts, and its comments.

    Raises:
        BadBlock: where it is too short, or an option does not fit.
    """
    if len(body) < 12:
        raise BadBlock("the statistics of an interface are too short")
    found = list(options(body[12:], order))
    counts = {name: int(struct.unpack(order + "Q", value)[0]) for code, value in found
              for number, name in ((RECEIVED, "received"), (DROPPED, "dropped")) if code == number and len(value) == 8}
    return int(struct.unpack_from(order + "I", body)[0]), counts, comments(iter(found))


def with_counts(interface: Interface, counts: dict[str, int]) -> Interface:
    """The interface with its later statistics."""
    return interface._replace(received=counts.get("received", interface.received),
                              dropped=counts.get("dropped", interface.dropped))
