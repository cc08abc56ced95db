"""The tree of a message's parts (RFC 2046), as spans of its bytes: found in one pass, nothing decoded."""
from __future__ import annotations

from dataclasses import dataclass

from dissectors.mime import transfer
from dissectors.mime.headers import read_headers
from dissectors.mime.mapped import Content, Mapped
from dissectors.mime.parameters import parameters, raw_parameters
from dissectors.mime.part import DEFAULT_TYPE, EMBEDDED, Message, Part, Problem

MAX_DEPTH = 100
"""Parts inside parts; what lies deeper is not taken apart."""
MAX_PARTS = 10_000
"""Parts of a message; what follows belongs to the last one."""
MAX_DELIMITER_LINES = 1_000_000
"""Lines that begin like a delimiter and are compared with the boundaries; what follows belongs to the last part."""
MAX_ENCODED_DEPTH = 3
"""Encoded messages inside encoded messages."""

_BLANK, _EMPTY_LINE = b" \t\r", b"\r\n"


@dataclass(slots=True)
class _Level:
    """A multipart whose parts are being collected; `depth` is how many parts are open with it."""
    part: Part
    boundary: bytes
    depth: int
    prefix: str


def parse(data: Content | memoryview) -> Message:
    """Reads a message; whatever is given, there is one."""
    reader = _TreeReader(data if isinstance(data, Mapped) else bytes(data), "", 0, MAX_PARTS)
    message = reader.read()
    assert isinstance(message, Message)
    message.inside, message.problems = reader.with_encoded_messages(0)[1:], reader.problems
    return message


class _TreeReader:
    """Walks over the lines that begin with "--" and opens and closes parts by the boundaries that are open.

    All open boundaries are compared at once, so the outer one ends an inner multipart that lacks its own end
    (RFC 2046 5.1.2), and depth costs nothing.
    """

    def __init__(self, data: Content, base: str, depth: int, budget: int) -> None:
        self.data = data
        self.base = base
        self.outer_depth = depth
        self.budget = budget
        self.parts: list[Part] = []
        self.problems: list[Problem] = []
        self.path: list[Part] = []
        self.levels: list[_Level] = []
        self.by_boundary: dict[bytes, _Level] = {}

    def read(self) -> Part:
        """Reads all parts and returns the outermost."""
        body = self._open(0, None, None, DEFAULT_TYPE)
        self._scan(body - 1)
        end = len(self.data)
        for level in self.levels:
            self.problems.append(Problem(f"part {level.part.number} has no end boundary", end))
        if self.levels and self.data.endswith(b"\n"):
            # the last line end would belong to the boundary that is missing
            self._close_down_to(self.levels[0].depth, self._before_line_end(end - 1))
        self._close_down_to(0, end)
        return self.parts[0]

    # RFC 2046 5.1.1: delimiter := CRLF "--" boundary; after it blanks, or "--" and blanks
    def _scan(self, pos: int) -> None:
        data, by_boundary, looked = self.data, self.by_boundary, 0
        while by_boundary and (at := data.find(self._sought(), pos)) >= 0:
            looked += 1
            if looked > MAX_DELIMITER_LINES:
                self.problems.append(Problem("too many lines begin with --", at))
                return
            pos = data.find(b"\n", at + 3)
            pos = len(data) if pos < 0 else pos
            line = data[at + 3:pos].rstrip(_BLANK)
            level = by_boundary.get(line)
            if level is not None:
                pos = self._next_part(level, at, pos + 1)
            elif line.endswith(b"--") and (level := by_boundary.get(line[:-2])) is not None:
                self._end_parts(level, at)
                self._forget(level)

    def _sought(self) -> bytes:
        """How each line begins that may be a delimiter: the more is known of it, the faster it is found."""
        return b"\n--" + next(iter(self.by_boundary)) if len(self.by_boundary) == 1 else b"\n--"

    def _next_part(self, level: _Level, at: int, start: int) -> int:
        """Opens the part behind a delimiter at `at`; returns where to look for the next delimiter."""
        if len(self.parts) >= self.budget:
            self.problems.append(Problem("too many parts", at))
            self.by_boundary.clear()
            self.levels.clear()
            return start
        self._end_parts(level, at)
        # RFC 2046 5.1.5
        default_type = "message/rfc822" if level.part.content_type == "multipart/digest" else DEFAULT_TYPE
        number = f"{level.prefix}{len(level.part.children) + 1}"
        return self._open(min(start, len(self.data)), level.part, number, default_type) - 1

    def _open(self, start: int, parent: Part | None, number: str | None, default_type: str) -> int:
        """Opens the part at `start`, and the message inside it if it is one; returns where the body begins.

        `number` is None for the outermost part of a message, whose number follows from its type.
        """
        base = self.base
        while True:
            part, body = self._read_part(start, parent, default_type)
            part.number = (base + ("TEXT" if part.is_multipart else "1")) if number is None else number
            depth = len(self.path) + self.outer_depth
            if part.is_multipart:
                self._enter(part, base if number is None else f"{number}.", depth)
            if part.content_type not in EMBEDDED or not transfer.is_identity(part.transfer_encoding):
                return body
            if depth >= MAX_DEPTH or len(self.parts) >= self.budget:
                self.problems.append(Problem("messages are nested too deep", body))
                return body
            start, parent, base, number, default_type = body, part, f"{part.number}.", None, DEFAULT_TYPE

    def _read_part(self, start: int, parent: Part | None, default_type: str) -> tuple[Part, int]:
        headers, body = read_headers(self.data, start)
        kind = Part if self.parts or self.outer_depth else Message
        part = kind(headers, body, default_type)
        if body - headers.stop > len(_EMPTY_LINE):
            self.problems.append(Problem("too many header fields", headers.stop))
        self.parts.append(part)
        self.path.append(part)
        if parent is not None:
            parent.children.append(part)
        return part, body

    def _enter(self, part: Part, prefix: str, depth: int) -> None:
        boundary = _boundary(part)
        if not boundary or boundary in self.by_boundary:
            reason = "is that of an outer part" if boundary else "is missing"
            self.problems.append(Problem(f"the boundary of part {part.number} {reason}", part.header_start))
        elif depth >= MAX_DEPTH:
            self.problems.append(Problem("parts are nested too deep", part.start))
        else:
            level = _Level(part, boundary, len(self.path), prefix)
            self.levels.append(level)
            self.by_boundary[boundary] = level

    def _end_parts(self, level: _Level, at: int) -> None:
        """Closes all that is inside `level` before the delimiter at `at`; its line end belongs to it."""
        while self.levels[-1] is not level:
            inner = self.levels[-1]
            self.problems.append(Problem(f"part {inner.part.number} has no end boundary", at))
            self._forget(inner)
        self._close_down_to(level.depth, self._before_line_end(at))

    def _before_line_end(self, at: int) -> int:
        """Where the line ends whose LF is at `at`."""
        return at - 1 if at and self.data[at - 1] == 0x0D else at

    def _forget(self, level: _Level) -> None:
        self.levels.remove(level)
        del self.by_boundary[level.boundary]

    def _close_down_to(self, depth: int, stop: int) -> None:
        if len(self.path) > depth:
            stop = max(stop, self.path[depth].header_start)
        for part in self.path[depth:]:
            part.stop = stop
            if part.start > stop:
                part.start = stop
                part.header_start = min(part.header_start, stop)
        del self.path[depth:]

    def with_encoded_messages(self, encoded_depth: int) -> list[Part]:
        """All parts, with those of messages whose bytes are encoded (RFC 2046 5.2.1 forbids it, RFC 6532 does not)."""
        found: list[Part] = []
        for part in self.parts:
            found.append(part)
            if part.content_type in EMBEDDED and not transfer.is_identity(part.transfer_encoding):
                found += self._inside_encoded(part, encoded_depth)
        return found

    def _inside_encoded(self, part: Part, encoded_depth: int) -> list[Part]:
        budget = self.budget - len(self.parts)
        if encoded_depth >= MAX_ENCODED_DEPTH or budget <= 0:
            self.problems.append(Problem("encoded messages are nested too deep", part.start))
            return []
        inner = _TreeReader(part.decoded(), f"{part.number}.", self.outer_depth + 1, budget)
        part.children.append(inner.read())
        parts = inner.with_encoded_messages(encoded_depth + 1)
        self.budget -= len(parts)
        self.problems += inner.problems
        return parts


def _boundary(part: Part) -> bytes:
    """The line that parts the parts, without "--"; empty where there is none. RFC 2046 5.1.1: no blank at its end."""
    value = part.headers.value(b"content-type") or b""
    boundary = raw_parameters(value).get(b"boundary")
    if boundary is None and b"*" in value:
        boundary = parameters(value).get("boundary", "").encode()
    return (boundary or b"").rstrip(_BLANK)
