"""Addresses in headers (RFC 5322 3.4): display names and mailboxes, from well-formed lists and from broken ones."""
from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from dissectors.mime.words import decode_text, decode_words

MAX_ADDRESSES = 10_000
"""Addresses of one field that are read."""
MAX_BYTES = 1 << 20
"""How much of one field is looked at."""

# An encoded word is one token: its text may hold a comma. "<" without ">" goes up to the next "<" or the end; some
# write the brackets twice.
_WORD = rb"(?P<word>=\?[^?\s]{1,64}+\?[BbQq]\?[^?\s]*+\?=)"
_QUOTED = rb'(?P<quoted>"[^"\\]*+(?>(?:\\.[^"\\]*+)*)")'
_REST = (rb"(?P<angle><++[^<>]*+>*+)|(?P<literal>\[[^][<>]*+\])|(?P<separator>[,;:])"
         rb'|(?P<text>[^"(<,;:\[=]++|.)')
_TOKEN = re.compile(_WORD + b"|" + _QUOTED + rb"|(?P<comment>\()|" + _REST, re.DOTALL)
_PLAIN_TOKEN = re.compile(_WORD + b"|" + _REST, re.DOTALL)
# Most addresses: [name or "quoted name"] <mailbox>, or a mailbox alone, without comments, groups and escapes
_SIMPLE = re.compile(rb"""\s*+(?:(?:"([^"\\]*+)"\s*+|([^"(<>,;:\[@\\]*+))<([^<>()"\s,;:\\]++)>|"""
                     rb"""([^"()<>,;:\[@\\\s]++@[^"()<>,;:\[@\\\s]++))\s*+(?:,|\Z)""")
# ... and most of these are told as they stand: words of ASCII without a sign that means something, a blank behind each
_AS_IT_STANDS = re.compile(rb"[ \t]*+((?>(?:[SIGNS]++ )+)<[SIGNS=?@]++>|[SIGNS]++@[SIGNS]++)[ \t\r]*+".replace(
    b"SIGNS", rb"!#-'*+\--9A-Z^-~"))
_PARENTHESIS = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_AROUND_AT_OR_DOT = re.compile(r"\s*+([@.])\s*+")


class Address(NamedTuple):
    """A mailbox with the name that goes with it, both as text; either may be empty."""
    name: str
    mailbox: str

    def __str__(self) -> str:
        if not self.name:
            return self.mailbox or "<>"
        return f"{self.name} <{self.mailbox}>" if self.mailbox else self.name


def parse(value: bytes) -> list[Address]:
    """The addresses of a field's raw value; the members of groups are listed, the groups' names are not."""
    value = value[:MAX_BYTES].translate(None, b"\r\n").rstrip()
    simple = _simple_addresses(value)
    return list(islice(_addresses(value), MAX_ADDRESSES)) if simple is None else simple


def texts(value: bytes) -> tuple[str, ...]:
    """As `parse`, each as text."""
    alone = _AS_IT_STANDS.fullmatch(value[:MAX_BYTES])
    return tuple(map(str, parse(value))) if alone is None else (alone[1].decode(),)


def as_it_stands(value: bytes) -> bool:
    """Whether a value is one address, which is told as it stands there."""
    return _AS_IT_STANDS.fullmatch(value) is not None


def _simple_addresses(value: bytes) -> list[Address] | None:
    """The addresses of a list that has simple ones only; None for any other."""
    found: list[Address] = []
    pos = 0
    while pos < len(value) and len(found) < MAX_ADDRESSES:
        match = _SIMPLE.match(value, pos)
        if match is None:
            return None
        quoted, name, angle, bare = match.groups()
        if bare is not None:
            found.append(Address("", bare.decode("utf-8", "replace")))
        else:
            text = decode_text((name if quoted is None else quoted).strip()).text
            found.append(Address(" ".join(text.split()), angle.decode("utf-8", "replace")))
        pos = match.end()
    return found


def _addresses(value: bytes) -> Iterator[Address]:
    current = _Parts()
    for kind, start, stop in tokens(value, 0, len(value)):
        token = value[start:stop]
        if kind == "separator":
            # RFC 5322 3.4: group = display-name ":" [group-list] ";"
            if token != b":" or current.angle is not None:
                yield from current.finish()
            current = _Parts()
        elif kind == "angle":
            if current.angle is not None:
                yield from current.finish()
                current = _Parts()
            current.angle = token
        else:
            current.add(kind, token)
    yield from current.finish()


def tokens(value: bytes, start: int, stop: int) -> Iterator[tuple[str, int, int]]:
    """The tokens of bytes [start, stop) by kind, with their places; behind a quote or parenthesis that nothing closes,
    these are plain characters."""
    pattern, pos = _TOKEN, start
    while pos < stop:
        match = pattern.match(value, pos, stop)
        kind = match.lastgroup if match else None
        if match is None or kind is None:
            return
        end = match.end()
        if kind == "comment":
            end = _end_of_comment(value, pos, stop)
            if end < 0:
                pattern, kind, end = _PLAIN_TOKEN, "text", pos + 1
        elif match[0] == b'"':
            pattern = _PLAIN_TOKEN
        yield kind, pos, end
        pos = end


def _end_of_comment(value: bytes, start: int, stop: int) -> int:
    """RFC 5322 3.2.2: comments nest. -1 where nothing closes it."""
    depth = 0
    for match in _PARENTHESIS.finditer(value, start, stop):
        depth += (match[0] == b"(") - (match[0] == b")")
        if depth == 0 and match[0] == b")":
            return match.end()
    return -1


class _Parts:
    """The tokens of one address."""
    __slots__ = ("angle", "comments", "name", "raw")

    def __init__(self) -> None:
        self.angle: bytes | None = None
        self.name: list[bytes] = []
        self.raw: list[bytes] = []
        self.comments: list[bytes] = []

    def add(self, kind: str, token: bytes) -> None:
        if kind == "comment":
            self.comments.append(token[1:-1])
            return
        self.raw.append(token)
        self.name.append(_ESCAPE.sub(rb"\1", token[1:-1]) if kind == "quoted" else token)

    def finish(self) -> Iterator[Address]:
        """The address, if the tokens make one."""
        if self.angle is not None:
            yield Address(_text(self.name) or _text(self.comments), _mailbox(self.angle))
            return
        raw = _text(self.raw)
        if "@" in raw:
            # RFC 5322 4.4: blanks around "@" and "." are obsolete; 3.4 (note): the name as a comment
            yield Address(_text(self.comments), _AROUND_AT_OR_DOT.sub(r"\1", raw))
        elif raw:
            # a mailbox of the own host, as cron writes it: root (Cron Daemon)
            comment = "" if " " in raw else _text(self.comments)
            yield Address(comment, raw) if comment else Address(_text(self.name), "")


def _text(tokens: list[bytes]) -> str:
    return " ".join(decode_words(b"".join(tokens)).text.split()) if tokens else ""


def _mailbox(angle: bytes) -> str:
    """What stands between the angle brackets, without a route (RFC 5322 4.4: `@relay,@relay:mailbox`)."""
    text = angle.strip(b"<>").strip().decode("utf-8", "replace")
    if text.startswith("@") and ":" in text:
        text = text.partition(":")[2].strip()
    return text
