"""What a header says of a message's authenticity: lists of tags (RFC 6376 3.2) and results (RFC 8601)."""
from __future__ import annotations

from dataclasses import dataclass, field

from dissectors.imf.words import MAX_BYTES, Kind, words

MAX_TAGS = 100
"""Tags of a list that are read."""

TAGGED = frozenset((b"dkim-signature", b"domainkey-signature", b"arc-seal", b"arc-message-signature", b"autocrypt"))
"""Fields whose value is a list of tags, by their names in lower case."""
RESULTS = frozenset((b"authentication-results", b"arc-authentication-results"))
_WITHOUT_BLANKS = frozenset(("b", "bh", "h", "z"))


@dataclass(slots=True)
class Result:
    """The result of one method: `dkim`, `pass`, with its properties (`header.d`, `reason`, …) and comments."""
    method: str
    value: str
    properties: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Results:
    """Who checked a message, and what came out."""
    server: str
    results: list[Result] = field(default_factory=list)


def tags(value: bytes) -> list[tuple[str, str]]:
    """The tags of a list in order, with their values."""
    found = []
    for item in value[:MAX_BYTES].decode("utf-8", "replace").split(";", MAX_TAGS)[:MAX_TAGS]:
        name, separator, text = item.partition("=")
        name = name.strip()
        if separator and name:
            # RFC 6376 3.2, 3.5: blanks in Base64 and in lists of fields mean nothing
            found.append((name, "".join(text.split()) if name in _WITHOUT_BLANKS else " ".join(text.split())))
    return found


def results(value: bytes) -> Results:
    """The results in a field (RFC 8601 2.2); `none` leaves the list empty."""
    found = Results("")
    current: Result | None = None
    pending = ""
    for kind, text in words(value):
        if kind is Kind.SIGN and text == ";":
            found.server, pending = found.server or pending.strip(), ""
            current = None
        elif kind is Kind.COMMENT:
            if current is not None:
                current.comments.append(text)
        elif kind is Kind.QUOTED and current is not None and current.properties and not current.properties[-1][1]:
            current.properties[-1] = current.properties[-1][0], text
        elif found.server and "=" in text:
            name, _, said = text.partition("=")
            if current is None:
                current = Result(name.partition("/")[0].lower(), said.lower())
                found.results.append(current)
            else:
                current.properties.append((name.lower(), said))
        elif not found.server:
            pending += f"{text} "
    found.server = found.server or pending.strip()
    return found
