"""FETCH responses: finds what of an email is in them, while they pass by."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dissectors.imap.events import Fetch, Part
from dissectors.imap.grammar import CLOSE, ESCAPED, OPEN, Kind, Token, number, tokens
from dissectors.mail.body import Passing
from dissectors.stream import SERVER

MESSAGE = re.compile(rb"(?:BODY(?:\.PEEK)?\[(HEADER|TEXT|)\]|BINARY(?:\.PEEK)?\[()\])(?:<(\d{1,18})>)?\Z"
                     rb"|RFC822(?:\.PEEK)?(?:\.(HEADER|TEXT))?(?:\.PEEK)?\Z", re.IGNORECASE)
"""RFC 9051 7.5.2, RFC 3501 7.4.2: the whole message, its header, its text; without those that name a part. Some servers
say PEEK as they were asked (RFC 9051 6.4.5, RFC 1730 6.4.5)."""
UNCLOSED = re.compile(rb"(?:BODY|BINARY)(?:\.PEEK|\.SIZE)?\[[^\]]*\Z")
SECTION_END = re.compile(rb"\](?:<\d+>)?")

MAY_BE_NIL = re.compile(rb"(?:BODY\[TEXT\]|RFC822\.TEXT|(?:BODY|BINARY)\[(?:HEADER|TEXT|)\]<0*[1-9]\d*>)\Z")
"""A text, where a message has nothing but a header, and what lies behind a message's end."""

PARTS = 1000
"""Pieces of emails in one response that are looked at."""


@dataclass(slots=True)
class FetchReader:
    """Takes the text of one FETCH response, chunk after chunk; between two chunks stands a literal.

    `key` is the name of the item whose value comes next, where that is in the response's own list.
    """
    sequence: int | None
    start: int
    to: int | None
    open_message: Callable[[int, bool, int, int | None], Passing]
    depth: int = 0
    key: bytes | None = None
    uid: int | None = None
    octets: int | None = None
    flags: list[str] | None = None
    parts: list[Part] = field(default_factory=list)

    def chunk(self, text: bytes, position: int, start: int, stop: int) -> None:
        """Reads text from index `start` to `stop`; index 0 stands at `position` of the stream."""
        if self._is_in_section():
            found = SECTION_END.search(text, start, stop)
            if found is None:
                return
            start, self.key = found.end(), b"BODY[]."   # no item of those that are looked for
        for token in tokens(text, start, stop):
            if token.kind is OPEN:
                self.depth += 1
                if self.depth == 2 and self.key == b"FLAGS":
                    self.flags = []
            elif token.kind is CLOSE:
                self.depth -= 1
                if self.depth == 1:
                    self.key = None
            elif self.depth == 1:
                self._item(token, position)
            elif self.depth == 2 and self.key == b"FLAGS" and self.flags is not None:
                self.flags.append(token.raw.decode("utf-8", "replace"))

    def literal(self, position: int) -> Passing | None:
        """The message that a literal at `position` of the stream is; None where it is something else."""
        if self._is_in_section():
            return None
        key, self.key = self.key, self.key if self.depth > 1 else None
        return self._message(key, position) if self.depth == 1 and key is not None else None

    def _is_in_section(self) -> bool:
        """Whether the brackets of an item are open: names of header fields in them may be literals (RFC 9051 9:
        header-fld-name)."""
        return self.depth == 1 and self.key is not None and UNCLOSED.match(self.key) is not None

    def event(self, stop: int) -> Fetch:
        """What was found, at the end of the response."""
        return Fetch(side=SERVER, start=self.start, stop=stop, name="FETCH", value=self.sequence, to=self.to,
                     uid=self.uid, flags=None if self.flags is None else tuple(self.flags), octets=self.octets,
                     parts=tuple(self.parts))

    def _item(self, token: Token, position: int) -> None:
        if self.key is None:
            self.key = token.raw.upper() if len(token.raw) < 4096 else b""
            return
        key, self.key = self.key, None
        if key == b"UID":
            self.uid = number(token.raw)
        elif key == b"RFC822.SIZE":
            self.octets = number(token.raw)
        elif token.kind is Kind.QUOTED and (message := self._message(key, position + token.at + 1)):
            _pass_quoted(message, token.raw, position + token.at)
        elif token.raw.upper() == b"NIL" and MAY_BE_NIL.match(key):
            message = self._message(key, position + token.at)
            if message is not None:
                message.close(position + token.at)

    def _message(self, key: bytes, position: int) -> Passing | None:
        found = MESSAGE.match(key)
        if not found or len(self.parts) >= PARTS:
            return None
        section = (found[1] or found[4] or b"").decode("ascii").upper()
        offset = int(found[3]) if found[3] is not None else None
        message = self.open_message(position, bool(section) or offset is not None, offset or 0, self.to)
        self.parts.append(Part(message.key, section, offset))
        return message


def _pass_quoted(message: Passing, raw: bytes, position: int) -> None:
    """Adds what stands between quotes; a backslash that escapes is no part of it (RFC 9051 9: quoted)."""
    start = 1
    for escape in ESCAPED.finditer(raw, 1, len(raw) - 1):
        message.add(position + start, position + escape.start())
        start = escape.start() + 1
    message.add(position + start, position + len(raw) - 1)
    message.close(position + len(raw) - 1)
