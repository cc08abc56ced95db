"""SASL: which lines of an authentication dialogue are secret."""
from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator

NOT_SECRET = frozenset((b"", b"*", b"="))
"""An empty response, one that cancels (RFC 4954 4), an initial one that is empty (RFC 4954 4)."""
WITHOUT_SECRETS = frozenset(("ANONYMOUS", "EXTERNAL"))
"""RFC 4505, RFC 4422 appendix A: a trace or a name is all that is sent."""
NAME_FIRST = "LOGIN"
"""draft-murchison-sasl-login: the first response is a name."""

BASE64 = re.compile(rb"[A-Za-z0-9+/]{4,}={0,2}\r?\n")
"""A line that is nothing but base64."""


def is_secret(mechanism: str, step: int, response: bytes) -> bool:
    """Whether a client's response must be masked; `step` counts the responses from 0."""
    if response.strip() in NOT_SECRET or mechanism in WITHOUT_SECRETS:
        return False
    # some send name and password in one line
    return not (mechanism == NAME_FIRST and step == 0 and b" " not in response.strip())


def initial_response(line: bytes) -> tuple[str, int, int]:
    """Of `AUTH mechanism [initial-response]`: the mechanism, and where in the line the response starts and stops."""
    words = line.split(None, 3)
    mechanism = words[1].decode("ascii", "replace").upper() if len(words) > 1 else ""
    if len(words) < 3:
        return mechanism, 0, 0
    start = line.index(words[1], len(words[0])) + len(words[1])
    start += len(line[start:]) - len(line[start:].lstrip())
    return mechanism, start, len(line.rstrip())


def spaced(line: bytes) -> bytes:
    """A line `AUTH=mechanism …`, as some clients have it, with a space as it should be."""
    return line[:4] + b" " + line[5:] if line[:5].upper() == b"AUTH=" else line


def is_response(line: bytes) -> bool:
    """Whether a line of which nothing is known looks like a response: whole groups of base64 (RFC 4648 4)."""
    return BASE64.fullmatch(line) is not None and len(line.strip()) % 4 == 0


def hidden_in(response: bytes) -> Iterator[bytes]:
    """The secrets that a secret response holds: it, what it decodes to, and the password in that (RFC 4616), or behind
    a name."""
    yield response
    for word in response.split()[-1:]:
        decoded = _decoded(word)
        if decoded and word != response:
            yield word
        if decoded:
            yield decoded
        if _is_of_plain(decoded):
            yield decoded.rpartition(b"\0")[2]


def is_plain(response: bytes) -> bool:
    """Whether a response is one of the mechanism PLAIN: name, name and password, with NULs between them."""
    return _is_of_plain(_decoded(response))


def _is_of_plain(decoded: bytes) -> bool:
    """RFC 4616 2"""
    return decoded.count(b"\0") == 2


def _decoded(response: bytes) -> bytes:
    try:
        return b64decode(response, validate=True)
    except (Error, ValueError):
        return b""


class Dialogue:
    """One AUTH or AUTHENTICATE command: counts the responses and knows which are secret."""
    __slots__ = ("mechanism", "step")

    def __init__(self, mechanism: str, step: int) -> None:
        self.mechanism = mechanism
        self.step = step

    @classmethod
    def begin(cls, line: bytes) -> tuple[Dialogue, tuple[int, int] | None]:
        """The dialogue that a line `AUTH mechanism [initial-response]` begins, and where the line is secret."""
        mechanism, start, stop = initial_response(line)
        secret = stop > start and is_secret(mechanism, 0, line[start:stop])
        return cls(mechanism, 1 if stop > start else 0), (start, stop) if secret else None

    def respond(self, line: bytes) -> tuple[int, int] | None:
        """Where in the next response it is secret."""
        response = line.rstrip(b"\r\n")
        secret = is_secret(self.mechanism, self.step, response)
        self.step += 1
        return (0, len(response)) if secret else None
