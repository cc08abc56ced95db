"""Outlines of plain messages (see `dissectors.mime.plain`): what their fields say, their bodies and attachments."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dissectors.mime.headers import mailboxes, read_headers
from dissectors.mime.part import DEFAULT_TYPE, Part
from dissectors.mime.plain import BODY, HEADER, LEVEL, NUMBERS, START, STOP
from dissectors.mime.words import decode_words


class Outline(NamedTuple):
    """A message [begin, end) of `room`, the places of its fields and body there, and those of its attachments, as the
    kernel notes them."""
    room: memoryview
    begin: int
    end: int
    places: Sequence[int]
    attached: Sequence[Sequence[int]]

    @property
    def content(self) -> memoryview:
        """The message."""
        return self.room[self.begin:self.end]

    @property
    def body(self) -> memoryview:
        """What follows the header block."""
        return self.room[self.places[BODY]:self.end]

    def text(self, field: int) -> str | None:
        """The text of a field, which is named by its place among FIELDS; None where there is none."""
        value = self._value(field)
        return None if value is None else decode_words(value).text

    def mailboxes(self, field: int) -> list[str] | None:
        """The mailboxes in a field; None where there is none."""
        value = self._value(field)
        return None if value is None else list(mailboxes(value))

    def attachments(self) -> list[Part]:
        """The attachments, without the parts around them."""
        content = self.content.tobytes() if self.attached else b""
        return [_part(content, self.begin, numbers) for numbers in self.attached]

    def _value(self, field: int) -> bytes | None:
        begin = self.places[field]
        return None if begin < 0 else self.room[begin:self.places[field + 1]].tobytes()


def _part(content: bytes, begin: int, numbers: Sequence[int]) -> Part:
    headers, _ = read_headers(content, numbers[HEADER] - begin)
    part = Part(headers, numbers[START] - begin, DEFAULT_TYPE)
    part.stop = numbers[STOP] - begin
    part.number = ".".join(map(str, numbers[NUMBERS:NUMBERS + numbers[LEVEL]])) or "1"
    return part
