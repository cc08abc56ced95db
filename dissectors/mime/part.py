"""Parts of a message (RFC 2045, RFC 2046): what their headers say, their bodies decoded when asked for."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dissectors.mime import charset, parameters, transfer
from dissectors.mime.headers import Headers
from dissectors.mime.pieces import decoded_pieces
from dissectors.mime.words import decode_words

EMBEDDED = frozenset({"message/rfc822", "message/global"})
"""Types whose body is a message (RFC 2046 5.2.1, RFC 6532 3.7)."""
DEFAULT_TYPE = "text/plain"

MOST_REMEMBERED = 128
"""Bytes of a value whose type is remembered: a capture has the same ones again and again."""

_TYPE = re.compile(parameters.COMMENTS + rb"([!#-'*+.0-9A-Z^-~-]++/[!#-'*+.0-9A-Z^-~-]++)")
# HTML 13.2.3.2: who can read this in ASCII has no UTF-16
_META = re.compile(rb"""<meta\b[^>]{0,200}?\bcharset\s*+=\s*+["']?(?!utf-16)([\w.:-]++)""", re.IGNORECASE | re.ASCII)
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a message, at which byte, or which limit ended the reading."""
    reason: str
    at: int


class Part:
    """A part of a message: its headers from `header_start`, its body at [start, stop) of `data`.

    `data` is the whole message, or, inside a message/rfc822 part that is encoded against the rules, that part's
    decoded bytes. `number` is as in IMAP (RFC 3501 6.4.5): `1.2`; the body of a message that is a multipart has none
    and is called `TEXT`, `2.TEXT`.
    """
    __slots__ = ("_parameters", "children", "content_type", "data", "header_start", "headers", "number", "start",
                 "stop")

    def __init__(self, headers: Headers, body: int, default_type: str) -> None:
        self.data = headers.data
        self.headers = headers
        self.header_start = headers.start
        self.start, self.stop = body, len(self.data)
        self.number = ""
        self.content_type = _content_type(headers.value(b"content-type"), default_type)
        self.children: list[Part] = []
        self._parameters: dict[str, str] | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of Content-Type, decoded."""
        if self._parameters is None:
            value = self.headers.value(b"content-type")
            self._parameters = {} if value is None else parameters.parameters(value)
        return self._parameters

    @property
    def disposition(self) -> str | None:
        """`inline`, `attachment` or what else the sender wishes; None without Content-Disposition (RFC 2183)."""
        value = self.headers.value(b"content-disposition")
        return None if value is None else parameters.head(value) or None

    @property
    def filename(self) -> str | None:
        """The name that the sender gives the file, decoded and otherwise as it is: not safe as a path."""
        value = self.headers.value(b"content-disposition")
        if value is not None:
            name = parameters.parameters(value).get("filename")
            if name:
                return name
        # RFC 2046 4.5.1: before Content-Disposition there was the parameter "name"
        value = self.headers.value(b"content-type")
        if value is None or b"name" not in value.lower():
            return None
        return self.parameters.get("name") or None

    @property
    def content_id(self) -> str | None:
        """What other parts call this one (RFC 2392), without the angle brackets."""
        value = self.headers.value(b"content-id")
        return None if value is None else decode_words(value).text.strip("<> ") or None

    @property
    def transfer_encoding(self) -> str:
        """How the body is encoded, in lower case; `7bit` where nothing is said (RFC 2045 6.1)."""
        value = self.headers.value(b"content-transfer-encoding")
        return "7bit" if value is None else parameters.head(value)

    @property
    def is_multipart(self) -> bool:
        """Whether the body consists of parts, by its type."""
        return self.content_type.startswith("multipart/")

    @property
    def raw(self) -> bytes:
        """The body as transferred."""
        return self.data[self.start:self.stop]

    def decoded(self) -> bytes:
        """The body without its transfer encoding; a multipart can have none (RFC 2045 6.4)."""
        encoding = "binary" if self.is_multipart else self.transfer_encoding
        return transfer.decode(self.data, encoding, self.start, self.stop)

    def decoded_pieces(self) -> Iterator[bytes]:
        """The same, some bytes at a time."""
        encoding = "binary" if self.is_multipart else self.transfer_encoding
        return decoded_pieces(self.data, encoding, self.start, self.stop)

    def text(self) -> str:
        """The body as text, in its charset. RFC 2045 5.2: without one it is US-ASCII, whatever the bytes are, unless
        HTML says it itself."""
        body = self.decoded()
        label = self.parameters.get("charset") or (_told_by_html(body) if self.content_type == "text/html" else None)
        return charset.decode(body, label or "us-ascii").text.removeprefix(_BYTE_ORDER_MARK)


class Message(Part):
    """A whole message: the outermost part, with all parts that are `inside` in order, and what is wrong with it."""
    __slots__ = ("inside", "problems")
    inside: list[Part]
    problems: list[Problem]

    @property
    def parts(self) -> list[Part]:
        """All parts in order, itself first. A list that is kept would hold the message, and its bytes, for good."""
        return [self, *self.inside]


def _told_by_html(page: bytes) -> str | None:
    """HTML 4.2.5.4: the charset in a `<meta>` among the first 1024 bytes."""
    found = _META.search(page, 0, 1024)
    return None if found is None else found[1].decode("ascii")


def _content_type(value: bytes | None, default_type: str) -> str:
    """RFC 2045 5.2: what is no type counts as if nothing were said."""
    if value is None:
        return default_type
    return (_known_type(value) if len(value) <= MOST_REMEMBERED else _type_in(value)) or default_type


def _type_in(value: bytes) -> str:
    match = _TYPE.match(value.translate(None, b"\r\n"))
    return "" if match is None else match[1].decode("ascii").lower()


_known_type = lru_cache(maxsize=512)(_type_in)
