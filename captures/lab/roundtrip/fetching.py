"""Clients that fetch mail: Python's poplib and imaplib, and by hand what they can't say."""
from __future__ import annotations

import imaplib
import poplib
import zlib
from collections.abc import Iterator, Sequence

from errors import LabError
from servers.mailservers import PASSWORDS
from servers.network import address, entered, open_socket

from roundtrip import messages
from roundtrip.record import Carried
from roundtrip.sending import NODE, SERVER

USER = "bob"
PART = 1000
FOLDER = "Entw&APw-rfe"
"""`Entwürfe` in modified UTF-7."""


def everything() -> Iterator[Carried]:
    """All ways of fetching and storing; each gives what it got or stored."""
    for way in (_pop, _imap_whole, _imap_pieces, _imap_append, _imap_compressed):
        yield from way()


def _pop() -> Iterator[Carried]:
    """All messages, and the top of one."""
    with entered(NODE):
        client = poplib.POP3(address(SERVER))
    client.user(USER)
    client.pass_(PASSWORDS[USER])
    client.capa()
    client.uidl()
    for number in range(1, len(client.list()[1]) + 1):
        yield Carried("pop", "fetched", _joined(client.retr(number)[1]))
    yield Carried("pop", "fetched", _joined(client.top(1, 1)[1]), complete=False)
    client.quit()


def _joined(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\r\n" for line in lines)


def _logged_in() -> imaplib.IMAP4:
    with entered(NODE):
        client = imaplib.IMAP4(address(SERVER))
    client.login(USER, PASSWORDS[USER])
    client.select("INBOX")
    return client


def _literals(answer: tuple[str, Sequence[object]]) -> list[bytes]:
    """The literals of FETCH responses."""
    return [part[1] for part in answer[1] if isinstance(part, tuple)]


def _imap_whole() -> Iterator[Carried]:
    """Whole messages, one by one and all at once, by three names."""
    client = _logged_in()
    client.fetch("1:*", "(UID FLAGS ENVELOPE BODYSTRUCTURE)")
    for literal in _literals(client.fetch("1:*", "(FLAGS BODY.PEEK[])")):
        yield Carried("imap", "fetched", literal)
    for literal in _literals(client.uid("FETCH", "1:2", "(RFC822 UID)")):
        yield Carried("imap", "fetched", literal)
    for literal in _literals(client.fetch("3", "(BINARY[])")):
        yield Carried("imap", "fetched", literal)
    client.logout()


def _imap_pieces() -> Iterator[Carried]:
    """Header and text apart; ranges; a single part, which is no email; a header alone."""
    client = _logged_in()
    header, text = (_literals(client.fetch("1", f"(BODY.PEEK[{section}])"))[0] for section in ("HEADER", "TEXT"))
    yield Carried("imap", "fetched", header + text)
    pieces: list[bytes] = []
    while not pieces or len(pieces[-1]) == PART:
        wanted = f"(UID BODY.PEEK[]<{len(pieces) * PART}.{PART}>)"
        pieces += _literals(client.uid("FETCH", "2", wanted))
    yield Carried("imap", "fetched", b"".join(pieces))
    client.fetch("8", "(BODY[1] BODY[2.MIME] BODY[HEADER.FIELDS (FROM)])")
    yield Carried("imap", "fetched", _literals(client.fetch("3", "(RFC822.HEADER)"))[0], complete=False)
    client.logout()


def _imap_append() -> Iterator[Carried]:
    """Messages are stored: by APPEND, with a literal that does not wait, and several at once."""
    client = _logged_in()
    client.create(FOLDER)
    for message in (messages.DOTS, messages.EIGHT_BIT, messages.NO_BODY):
        client.append(FOLDER, r"(\Seen)", None, message)
        yield Carried("imap", "sent", message)
    client.logout()
    hand = Hand()
    two = (messages.LONG, messages.PARTS)
    said = b"".join(b" (\\Draft) {%d+}\r\n%s" % (len(message), message) for message in two)
    hand.command(b"APPEND Drafts" + said)
    for message in two:
        yield Carried("imap", "sent", message)
    hand.command(b"LOGOUT")
    hand.close()


def _imap_compressed() -> Iterator[Carried]:
    """Everything is compressed from a command on (RFC 4978)."""
    hand = Hand()
    hand.command(b"COMPRESS DEFLATE")
    hand.compress()
    hand.command(b"SELECT INBOX")
    for literal in hand.fetched(b"FETCH 1:2 (UID BODY.PEEK[])"):
        yield Carried("imap", "fetched", literal)
    hand.command(b"APPEND Sent {%d+}\r\n%s" % (len(messages.DOTS), messages.DOTS))
    yield Carried("imap", "sent", messages.DOTS)
    hand.command(b"LOGOUT")
    hand.close()


class Hand:
    """An IMAP connection on which anything can be said."""

    def __init__(self) -> None:
        self._socket = open_socket(NODE)
        self._socket.connect((address(SERVER), 143))
        self._received = b""
        self._out: zlib._Compress | None = None
        self._in: zlib._Decompress | None = None
        self._tags = 0
        self._line()
        self.command(b"LOGIN %s %s" % (USER.encode(), PASSWORDS[USER].encode()))

    def compress(self) -> None:
        """From here on both sides send DEFLATE blocks."""
        self._out = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._in = zlib.decompressobj(wbits=-zlib.MAX_WBITS)

    def command(self, line: bytes) -> None:
        """Says it and waits for the tagged response."""
        for _ in self.fetched(line):
            pass

    def fetched(self, line: bytes) -> Iterator[bytes]:
        """Says it, waits for the tagged response and gives the literals before that."""
        self._tags += 1
        tag = b"h%d " % self._tags
        self._send(tag + line + b"\r\n")
        while not (answer := self._line()).startswith(tag):
            if answer.endswith(b"}\r\n"):
                yield self._exactly(int(answer[answer.rindex(b"{") + 1:-3]))
        if not answer.startswith(tag + b"OK"):
            raise LabError(f"the server said {answer!r}")

    def close(self) -> None:
        """Ends the connection."""
        self._socket.close()

    def _send(self, data: bytes) -> None:
        if self._out is not None:
            data = self._out.compress(data) + self._out.flush(zlib.Z_SYNC_FLUSH)
        self._socket.sendall(data)

    def _line(self) -> bytes:
        while b"\n" not in self._received:
            self._receive()
        line, end, self._received = self._received.partition(b"\n")
        return line + end

    def _exactly(self, size: int) -> bytes:
        while len(self._received) < size:
            self._receive()
        data, self._received = self._received[:size], self._received[size:]
        return data

    def _receive(self) -> None:
        data = self._socket.recv(65536)
        if not data:
            raise LabError("the server ended the connection")
        self._received += self._in.decompress(data) if self._in is not None else data
