"""Plain sessions of each mail protocol, how they are read, and what changes them."""
from __future__ import annotations

from hypothesis import strategies as st
from imap_plain_talks import SCRIPT as IMAP

from dissectors.imap.plain import PlainImap
from dissectors.imap.reader import ImapConversation
from dissectors.pop.plain import PlainPop
from dissectors.pop.reader import PopConversation
from dissectors.smtp.plain import PlainSmtp
from dissectors.smtp.reader import SmtpConversation

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
READERS = {"smtp": (PlainSmtp(), SmtpConversation), "pop": (PlainPop(), PopConversation),
           "imap": (PlainImap(), ImapConversation)}
SCRIPTS = {"smtp": SMTP, "pop": POP, "imap": IMAP}
MUTATIONS = st.lists(st.tuples(st.integers(0, 800), st.sampled_from([
    b"\r\n", b"\n", b".", b"\r\n.\r\n", b"0", b" ", b"-", b"\b", b"\0", b"\xff", b"+OK", b"-ERR", b"+", b"250 ",
    b"354 ", b"353 ", b"050 ", b"421 ", b"DATA\r\n", b"QUIT\r\n", b"STARTTLS\r\n", b"BDAT 3 LAST\r\n", b"LHLO x\r\n",
    b"RETR 1\r\n", b"AUTH\r\n",
    ])), min_size=1, max_size=4)
"""Places that count over both sides, and other bytes."""
