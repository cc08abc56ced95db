"""Shapes that are known to hurt readers: what grows in them must cost time in proportion, and no more."""

from __future__ import annotations

from collections.abc import Callable

from dissectors.stream import Data, End, Gap, How, Piece, Side
from fuzzing.targets import Said, read_conversation, read_message

CLIENT, SERVER = Side.CLIENT, Side.SERVER
MULTIPART = b"Content-Type: multipart/mixed; boundary="


def nested_multiparts(count: int) -> bytes:
    """Each part is a multipart of its own."""
    return b"".join(MULTIPART + b"b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(count))


MESSAGES: dict[str, Callable[[int], bytes]] = {
    "multiparts in each other": nested_multiparts,
    "messages in each other": lambda count: b"Content-Type: message/rfc822\r\n\r\n" * count,
    "header fields": lambda count: b"To: a@b\r\n" * count + b"\r\n",
    "different header fields": lambda count: b"".join(b"X-%d: a\r\n" % number for number in range(count)) + b"\r\n",
    "folded lines": lambda count: b"Subject: a" + b"\r\n a" * count + b"\r\n\r\n",
    "parts": lambda count: MULTIPART + b"b\r\n\r\n" + b"--b\r\n\r\n" * count,
    "parts with names": lambda count: MULTIPART + b"b\r\n\r\n" + b"--b\r\nContent-Type: a/b; name=c\r\n\r\n" * count,
    "almost boundaries": lambda count: MULTIPART + b"b\r\n\r\n" + b"--bc\r\n" * count,
    "addresses": lambda count: b"To: " + b"a <b@c>, " * count + b"\r\n\r\n",
    "groups": lambda count: b"To: " + b"a: " * count + b"\r\n\r\n",
    "open quotes": lambda count: b"To: " + b"\"a\\" * count + b"\r\n\r\n",
    "open comments": lambda count: b"To: " + b"(" * count + b"\r\nDate: " + b"(" * count + b"\r\n\r\n",
    "open angles": lambda count: b"To: " + b"<" * count + b"\r\nMessage-ID: " + b"<" * count + b"\r\n\r\n",
    "encoded words": lambda count: b"Subject: " + b"=?utf-8?Q?a?= " * count + b"\r\n\r\n",
    "open encoded words": lambda count: b"Subject: " + b"=?utf-8?Q?" * count + b"\r\n\r\n",
    "parameters": lambda count: b"Content-Type: a/b" + b"; c=d" * count + b"\r\n\r\n",
    "continued parameters": lambda count: b"Content-Disposition: attachment" + b"".join(
        b"; filename*%d=a" % number for number in range(count)) + b"\r\n\r\n",
    "begins of uuencode": lambda count: b"Content-Transfer-Encoding: uuencode\r\n\r\n" + b"begin 644 a\r\n" * count,
    "quoted-printable": lambda count: b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"= \t" * count,
    "broken base64": lambda count: b"Content-Transfer-Encoding: base64\r\n\r\n" + b"A=\r\n" * count,
    "dots": lambda count: b"\r\n" + b".\r\n" * count,
}


def said(*turns: tuple[Side, bytes]) -> Said:
    """Turns as pieces."""
    at = [0, 0]
    found: list[tuple[Side, Piece]] = []
    for side, data in turns:
        found.append((side, Data(at[side], data)))
        at[side] += len(data)
    return [*found, *((side, End(at[side], How.CAPTURE)) for side in Side)]


def in_bytes(count: int, *before: tuple[Side, bytes]) -> Said:
    """A long run of a byte that is captured one by one."""
    return said(*before, *((CLIENT, b".") for _ in range(count)))


def with_gaps(count: int) -> Said:
    """Every other byte of a message is missing."""
    found = said((SERVER, b"220 x\r\n"), (CLIENT, b"DATA\r\n"), (SERVER, b"354 x\r\n"))[:-2]
    for at in range(6, 6 + 2 * count, 2):
        found += [(CLIENT, Gap(at, 1)), (CLIENT, Data(at + 1, b"a"))]
    return found


HELLO = (SERVER, b"220 x\r\n")
READY = (SERVER, b"* OK x\r\n")
CONVERSATIONS: dict[str, tuple[str, Callable[[int], Said]]] = {
    "pipelined commands": ("smtp", lambda count: said(HELLO, (CLIENT, b"NOOP\r\n" * count),
                                                      (SERVER, b"250 x\r\n" * count))),
    "recipients": ("smtp", lambda count: said(HELLO, (CLIENT, b"MAIL FROM:<a>\r\n" + b"RCPT TO:<b>\r\n" * count),
                                              (SERVER, b"250 x\r\n" * (count + 1)))),
    "unanswered commands": ("smtp", lambda count: said((CLIENT, b"NOOP\r\n" * count))),
    "unasked replies": ("smtp", lambda count: said((SERVER, b"250 x\r\n" * count))),
    "lines of a reply": ("smtp", lambda count: said(HELLO, (CLIENT, b"EHLO a\r\n"), (SERVER, b"250-x\r\n" * count))),
    "chunks": ("smtp", lambda count: said(HELLO, (CLIENT, b"BDAT 1\r\na" * count))),
    "a line without end": ("smtp", lambda count: said((CLIENT, b"a" * count), (SERVER, b"2" * count))),
    "a message in bytes": ("smtp", lambda count: in_bytes(count, HELLO, (CLIENT, b"DATA\r\n"), (SERVER, b"354 x\r\n"))),
    "a line in bytes": ("smtp", in_bytes),
    "a message with gaps": ("smtp", with_gaps),
    "strange lines": ("pop", lambda count: said((CLIENT, b"x\r\n" * count), (SERVER, b"y\r\n" * count))),
    "messages": ("pop", lambda count: said((SERVER, b"+OK\r\n"), (CLIENT, b"RETR 1\r\n" * count),
                                           (SERVER, b"+OK\r\na: b\r\n.\r\n" * count))),
    "literal of 4 GB": ("imap", lambda count: said(
        READY, (SERVER, b"* 1 FETCH (BODY[] {4294967296}\r\n" + b"a" * count))),
    "literal of 4 GB that is sent": ("imap", lambda count: said(
        READY, (CLIENT, b"a APPEND x {4294967296+}\r\n" + b"a" * count))),
    "literals of a command": ("imap", lambda count: said(READY, (CLIENT, b"a SEARCH" + b" {1+}\r\na" * count))),
    "messages of APPEND": ("imap", lambda count: said(READY, (CLIENT, b"a APPEND x" + b" {1+}\r\na" * count))),
    "parentheses": ("imap", lambda count: said(READY, (SERVER, b"* 1 FETCH (ENVELOPE " + b"(" * count + b"\r\n"))),
    "open quotes in IMAP": ("imap", lambda count: said(READY, (SERVER, b"* 1 FETCH (" + b"\"\\a" * count + b"\r\n"))),
    "flags": ("imap", lambda count: said(READY, (SERVER, b"* 1 FETCH (FLAGS (" + b"a " * count + b"))\r\n"))),
    "sections": ("imap", lambda count: said(READY, (SERVER, b"* 1 FETCH (" + b"BODY[] \"\" " * count + b")\r\n"))),
    "ranges": ("imap", lambda count: said(READY, (SERVER, b"".join(
        b"* 1 FETCH (UID 1 BODY[]<%d> \"a\")\r\n" % at for at in range(count))))),
    "ranges with holes": ("imap", lambda count: said(READY, (SERVER, b"".join(
        b"* 1 FETCH (UID 1 BODY[]<%d> \"a\")\r\n" % at for at in range(0, 2 * count, 2))))),
    "tags in progress": ("imap", lambda count: said(READY, (CLIENT, b"".join(
        b"%d NOOP\r\n" % number for number in range(count))), (SERVER, b"* 1 EXISTS\r\n" * count))),
    "tags that nobody sent": ("imap", lambda count: said(READY, (SERVER, b"".join(
        b"%d OK\r\n" % number for number in range(count))))),
}


def shapes() -> dict[str, Callable[[int], Callable[[], None]]]:
    """By name: makes a shape of a size, and gives what reads it."""
    found: dict[str, Callable[[int], Callable[[], None]]] = {}
    for name, message in MESSAGES.items():
        found[name] = lambda count, message=message: _reading_message(message(count))
    for name, (service, make) in CONVERSATIONS.items():
        found[name] = lambda count, service=service, make=make: _reading_conversation(service, make(count))
    return found


def _reading_message(data: bytes) -> Callable[[], None]:
    return lambda: read_message(data)


def _reading_conversation(service: str, talk: Said) -> Callable[[], None]:
    return lambda: read_conversation(service, talk)
