"""Mail sessions for the matrix: what both sides say, turn by turn, and where in their streams each mail stands."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dissectors.stream import Side

Place = tuple[int, int]
"""Bytes [start, stop) of a side's stream."""

HEAD = b"From: a@harbor.example\r\nTo: b@lantern.test\r\nSubject: "
MAILS = {
    "dots": HEAD + b"dots\r\n\r\n.\r\n..\r\n...three\r\n.x\r\n\r\n.\r\nQUIT\r\n.\r\nend.\r\n..\r\n" * 3 + b".\r\n",
    "long lines": HEAD + b"long\r\n\r\n" + b"0123456789" * 120 + b"\r\n" + b"." * 600 + b"\r\n",
    "8-bit": HEAD + "Grüße\r\n\r\nŠkoda ☃\r\n".encode() + bytes(range(128, 256)) + b"\xff\xfe\xfd" * 60 + b"\r\n",
    "NUL": HEAD + b"nul\r\n\r\n" + b"a\0b\r\n\0\r\n.\0\r\n\0.\r\n" * 12 + b"\r\n",
    "empty body": HEAD + b"empty body\r\n\r\n",
    "no body": HEAD + b"no body\r\n",
}
SECOND = HEAD + b"the second\r\n\r\n..is whole\r\n"
"""Each session has a second mail, which must stay apart from the first."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a mail on the wire: where its bytes stand, and where the line that announces it.

    `asked`: the client's command, where only that tells how much was asked for.
    """
    place: Place
    announced: Place
    asked: Place | None = None


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail of a session: who sends it in which parts, and where the server's final words on it stand.

    `replied`: of the parts where each has one, else one.
    `begun`: what must be seen of the sender to know that nothing of the mail came before the first part.
    `answers`: the server's replies of the transaction where they are told apart by their number only.
    """
    content: bytes
    side: Side
    parts: list[Part]
    stuffed: bool
    replied: list[Place]
    status: str
    begun: Place
    answers: Place | None = None


@dataclass(slots=True)
class Session:
    """A connection: turns of the two sides."""
    service: str
    port: int
    turns: list[tuple[Side, bytes]] = field(default_factory=list)
    mails: list[SentMail] = field(default_factory=list)
    size: list[int] = field(default_factory=lambda: [0, 0])

    def client(self, data: bytes) -> Place:
        """The client says something."""
        return self._say(Side.CLIENT, data)

    def server(self, data: bytes) -> Place:
        """The server says something."""
        return self._say(Side.SERVER, data)

    def _say(self, side: Side, data: bytes) -> Place:
        if self.turns and self.turns[-1][0] is side:
            self.turns[-1] = side, self.turns[-1][1] + data
        else:
            self.turns.append((side, data))
        self.size[side] += len(data)
        return self.size[side] - len(data), self.size[side]

    def stream(self, side: Side) -> bytes:
        """All that a side says."""
        return b"".join(data for other, data in self.turns if other is side)


def stuffed(content: bytes) -> bytes:
    """Lines with a dot before each that begins with one (RFC 5321 4.5.2)."""
    return (b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:]


def dotted(say: Callable[[bytes], Place], announced: Place, content: bytes) -> Part:
    """A message as dotted lines."""
    part = Part(say(stuffed(content)), announced)
    say(b".\r\n")
    return part


def smtp(content: bytes, hello: bytes, send: Callable[[Session, bytes], tuple[list[Part], bool]]) -> Session:
    """Two mails with envelope commands, which are pipelined for the second."""
    session = Session("smtp", 25)
    session.server(b"220 mx.lantern.test ESMTP\r\n")
    session.client(hello + b" pc.harbor.example\r\n")
    session.server(b"250-mx.lantern.test\r\n250-PIPELINING\r\n250 CHUNKING\r\n")
    for number, message in enumerate((content, SECOND)):
        answered = session.size[Side.SERVER]
        for command in (b"MAIL FROM:<a@harbor.example>\r\n", b"RCPT TO:<b@lantern.test>\r\n"):
            recipient = session.client(command)
            if not number:
                session.server(b"250 2.1.0 Ok\r\n")
        if number:
            session.server(b"250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n")
        parts, with_dots = send(session, message)
        status = f"250 2.0.0 queued as A{number}"
        replied = session.server(status.encode() + b"\r\n")
        begun, answers = parts[0].announced, None
        if not with_dots:
            begun, answers = (recipient[0], begun[1]), (answered, replied[1])
        session.mails.append(SentMail(message, Side.CLIENT, parts, with_dots, [replied], status, begun,
                                      answers))
    session.client(b"QUIT\r\n")
    session.server(b"221 2.0.0 Bye\r\n")
    return session


def data(session: Session, content: bytes) -> tuple[list[Part], bool]:
    """By DATA (RFC 5321 4.1.1.4)."""
    announced = session.client(b"DATA\r\n")
    session.server(b"354 go ahead\r\n")
    return [dotted(session.client, announced, content)], True


def chunks(session: Session, content: bytes) -> tuple[list[Part], bool]:
    """By two chunks, pipelined (RFC 3030)."""
    half = len(content) // 2
    parts = []
    for chunk, last in ((content[:half], b""), (content[half:], b" LAST")):
        announced = session.client(b"BDAT %d%s\r\n" % (len(chunk), last))
        parts.append(Part(session.client(chunk), announced))
    session.server(b"250 2.0.0 chunk\r\n")
    return parts, False


def pop(content: bytes) -> Session:
    """Two messages by RETR (RFC 1939 5)."""
    session = Session("pop", 110)
    session.server(b"+OK POP3 ready\r\n")
    for command in (b"USER bob\r\n", b"PASS fish-2024\r\n", b"STAT\r\n"):
        session.client(command)
        session.server(b"+OK 2 1200\r\n")
    for number, message in enumerate((content, SECOND), 1):
        session.client(b"RETR %d\r\n" % number)
        status = f"+OK {len(message)} octets"
        announced = session.server(status.encode() + b"\r\n")
        session.mails.append(SentMail(message, Side.SERVER, [dotted(session.server, announced, message)], True,
                                      [announced], status, announced))
    session.client(b"QUIT\r\n")
    session.server(b"+OK bye\r\n")
    return session


Fetch = Callable[[bytes], list[tuple[bytes, bytes, bytes]]]
"""What is asked for, what the server says before the literal, the literal."""


def imap(content: bytes, fetch: Fetch) -> Session:
    """Two messages by FETCH (RFC 9051 6.4.5)."""
    session = _logged_in()
    for number, message in enumerate((content, SECOND), 1):
        parts, replied = [], []
        for step, (wanted, item, literal) in enumerate(fetch(message)):
            tag = b"f%d%d" % (number, step)
            asked = session.client(b"%s UID FETCH %d (%s)\r\n" % (tag, 100 + number, wanted))
            announced = session.server(b"* %d FETCH (UID %d %s {%d}\r\n" % (number, 100 + number, item, len(literal)))
            parts.append(Part(session.server(literal), announced, asked if b"<" in wanted else None))
            session.server(b")\r\n")
            replied.append(session.server(b"%s OK Fetch completed\r\n" % tag))
        session.mails.append(SentMail(message, Side.SERVER, parts, False, replied, "OK Fetch completed",
                                      parts[0].announced))
    return _logged_out(session)


def append(content: bytes) -> Session:
    """Two messages by APPEND (RFC 9051 6.3.12)."""
    session = _logged_in()
    for number, message in enumerate((content, SECOND)):
        announced = session.client(b"p%d APPEND Sent (\\Seen) {%d}\r\n" % (number, len(message)))
        session.server(b"+ OK\r\n")
        part = Part(session.client(message), announced)
        session.client(b"\r\n")
        status = "OK Append completed"
        replied = session.server(b"p%d %s\r\n" % (number, status.encode()))
        session.mails.append(SentMail(message, Side.CLIENT, [part], False, [replied], status, announced))
    return _logged_out(session)


def _logged_in() -> Session:
    session = Session("imap", 143)
    session.server(b"* OK IMAP4rev1 ready\r\n")
    session.client(b"a1 LOGIN bob fish-2024\r\n")
    session.server(b"a1 OK Logged in\r\n")
    session.client(b"a2 SELECT INBOX\r\n")
    session.server(b"* 2 EXISTS\r\na2 OK [READ-WRITE] Select completed\r\n")
    return session


def _logged_out(session: Session) -> Session:
    session.client(b"z LOGOUT\r\n")
    session.server(b"* BYE Logging out\r\nz OK Logout completed\r\n")
    return session


def whole(content: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """All of a message at once."""
    return [(b"BODY.PEEK[]", b"BODY[]", content)]


def header_and_text(content: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Header and text apart; the empty line belongs to the header (RFC 9051 6.4.5.1)."""
    end = content.find(b"\r\n\r\n") + 4 if b"\r\n\r\n" in content else len(content)
    return [(b"BODY[HEADER]", b"BODY[HEADER]", content[:end]), (b"BODY[TEXT]", b"BODY[TEXT]", content[end:])]


def ranges(content: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Three ranges, of which the last is shorter than it was asked for."""
    step = len(content) // 3 + 1
    return [(b"BODY[]<%d.%d>" % (at, step), b"BODY[]<%d>" % at, content[at:at + step])
            for at in range(0, len(content), step)]


CARRIERS: dict[str, Callable[[bytes], Session]] = {
    "SMTP DATA": lambda content: smtp(content, b"EHLO", data),
    "SMTP BDAT": lambda content: smtp(content, b"EHLO", chunks),
    "LMTP": lambda content: smtp(content, b"LHLO", data),
    "POP3 RETR": pop,
    "IMAP FETCH whole": lambda content: imap(content, whole),
    "IMAP FETCH parts": lambda content: imap(content, header_and_text),
    "IMAP partials": lambda content: imap(content, ranges),
    "IMAP APPEND": append,
}
