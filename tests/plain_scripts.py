"""Plain sessions of SMTP and POP, how they are read, and what changes them."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from dissectors.mail.plain import PlainReader
from dissectors.plain_sessions import PlainSession, Slices, read_sessions
from dissectors.pop.plain import PlainPop
from dissectors.pop.reader import PopConversation
from dissectors.smtp.plain import PlainSmtp
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import Data, Piece, Side

SMTP = r"""
    S: 220-harbor.example ESMTP\r\n220 ready
    C: ehlo client.example
    S: 250-harbor.example\r\n250-PIPELINING\r\n250 AUTH LOGIN PLAIN
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: YW5u
    S: 334 UGFzc3dvcmQ6
    C: c2VjcmV0
    S: 235 2.7.0 welcome
    C: MAIL FROM:<ann@harbor.example>\r\nRCPT TO:<bo@lantern.test>\r\nRCPT TO:<no@lantern.test>\r\nDATA
    S: 250 ok\r\n250 ok\r\n550 unknown\r\n354 go on
    C: Subject: dots\r\n\r\n..one\r\n.\r\nRSET
    S: 250 queued\r\n250 reset
    C: DATA
    S: 503 no mail
    C: MAIL FROM:<>
    S: 250 ok
    C: RCPT TO:<bo@lantern.test>
    S: 250 ok
    C: DATA
    S: 354 go on
    C: .
    S: 250 an empty one
    C: QUIT
    S: 221 bye"""
POP = r"""
    S: +OK ready <1896.697170952@dbc.mtview.ca.us>
    C: CAPA
    S: +OK\r\nTOP\r\nUIDL\r\n.
    C: USER ann
    S: +OK
    C: PASS with a blank
    S: +OK 2 messages
    C: LIST
    S: +OK\r\n1 20\r\n2 30\r\n.
    C: LIST 2
    S: +OK 2 30
    C: uidl\r\nSTAT
    S: +OK\r\n.\r\n+OK 2 50
    C: RETR 1
    S: +OK 20 octets\r\nSubject: a\r\n\r\n..b
    S: .
    C: TOP 2 0
    S: +OK\r\nSubject: c\r\n\r\n.
    C: DELE 7
    S: -ERR no such message
    C: QUIT
    S: +OK bye"""
READERS = {"smtp": (PlainSmtp(), SmtpConversation), "pop": (PlainPop(), PopConversation)}
SCRIPTS = {"smtp": SMTP, "pop": POP}
Said = Sequence[tuple[Side, Piece]]


def slices(said: Said) -> Slices:
    """A session's slices, a piece each, in one buffer."""
    data = [(side, piece) for side, piece in said if isinstance(piece, Data)]
    lengths = [max((piece.stop for side, piece in data if side is wanted), default=0) for wanted in Side]
    start = np.array([piece.start for _, piece in data], np.int64)
    sizes = np.array([len(piece.data) for _, piece in data], np.int64)
    return Slices(np.frombuffer(b"".join(piece.data for _, piece in data), np.uint8),
                  np.array([side for side, _ in data], np.uint8), np.cumsum(sizes) - sizes, start, start + sizes,
                  np.array([0]), np.array([len(data)]), np.array(lengths))


def session(reader: PlainReader, said: Said) -> PlainSession | None:
    """The session, if it is a plain one."""
    return read_sessions(reader, slices(said), 0)[0]


MUTATIONS = st.lists(st.tuples(st.integers(0, 800), st.sampled_from([
    b"\r\n", b"\n", b".", b"\r\n.\r\n", b"0", b" ", b"-", b"\b", b"\0", b"\xff", b"+OK", b"-ERR", b"+", b"250 ",
    b"354 ", b"421 ", b"DATA\r\n", b"QUIT\r\n", b"STARTTLS\r\n", b"BDAT 3 LAST\r\n", b"LHLO x\r\n", b"RETR 1\r\n",
    b"AUTH\r\n",
    ])), min_size=1, max_size=4)
"""Places that count over both sides, and other bytes."""


def mutated(said: Said, mutations: list[tuple[int, bytes]], replacing: bool) -> list[tuple[Side, Piece]]:
    """The session with other bytes at places that count over both sides."""
    texts = [(side, bytearray(piece.data)) for side, piece in said if isinstance(piece, Data)]
    for place, new in mutations:
        for _, text in texts:
            if place < len(text):
                text[place:place + (len(new) if replacing else 0)] = new
                break
            place -= len(text)
    at, found = [0, 0], []
    for side, text in texts:
        found.append((side, Data(at[side], bytes(text))))
        at[side] += len(text)
    return [*found, *((side, end._replace(start=at[side])) for side, end in said if not isinstance(end, Data))]
