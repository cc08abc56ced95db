"""What is mutated: the conversations and messages of the captures of this repository, and some written by hand."""

from __future__ import annotations

from pathlib import Path

import analyzer
from analyzer.mails import Mails
from dissectors.stream import Data, Side

Turns = list[tuple[Side, bytes]]

CAPTURES = Path(__file__).parents[2] / "captures"
MESSAGES = (
    rb"Subject: =?utf-8?Q?a=C3=A4?= =?x?B?AAA?=\r\nTo: g: a <b@c>, \"d\\\" e\" <f@g>;\r\n"
    rb"Content-Type: multipart/mixed;\r\n boundary*0=a;\r\n boundary*1*=utf-8''%62\r\n\r\n--ab\r\n\r\nx\r\n"
    rb"--ab\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA0KDQp5\r\n"
    rb"--ab\r\nContent-Disposition: attachment; filename*=utf-8''%e2%82%ac%20x\r\n"
    rb"Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=\r\n=A4=\r\n--ab--\r\n",
    rb"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n#0V%T\r\n`\r\nend\r\n",
    rb"Content-Type: multipart/digest; boundary=\"--\"\r\n\r\n----\r\n\r\nFrom: a\r\n\r\nb\r\n----\r\n\r\n\r\n----",
)
DIALOGUES = {
    "smtp": r"""
        S: 220 x\r\n
        C: LHLO a\r\n
        S: 250-x\r\n250 CHUNKING\r\n
        C: MAIL FROM:<a@b> BODY=BINARYMIME\r\nRCPT TO:<c@d>\r\nBDAT 12\r\nSubject: x\r\nBDAT 5 LAST\r\n\r\nabc
        S: 250 ok\r\n250 ok\r\n250 ok\r\n250 done\r\n
        C: AUTH LOGIN\r\n
        S: 334 VXNlcg==\r\n
        C: YQ==\r\n
        S: 334 UGFzcw==\r\n
        C: Yg==\r\n
        S: 235 2.7.0 ok\r\n
        C: DATA\r\n
        S: 354 go\r\n
        C: a: b\r\n\r\n..\r\n.\r\n
        S: 250 a\r\n250 b\r\n
        C: STARTTLS\r\n
        S: 220 go\r\n
        C: \x16\x03\x01\x00\x05hello
        """,
    "pop": r"""
        S: +OK <1@x>\r\n
        C: CAPA\r\n
        S: +OK\r\nTOP\r\n.\r\n
        C: AUTH PLAIN\r\n
        S: + \r\n
        C: AGEAYg==\r\n
        S: +OK\r\n
        C: TOP 1 0\r\nRETR 2\r\nUIDL\r\n
        S: +OK\r\nSubject: a\r\n\r\n.\r\n+OK\r\n..\r\n.\r\n+OK\r\n1 a\r\n.\r\n
        C: STLS\r\n
        S: +OK\r\n
        """,
    "imap": r"""
        S: * OK x\r\n
        C: 1 LOGIN {1+}\r\na {1}\r\n
        S: + go\r\n
        C: b\r\n
        S: 1 OK\r\n
        C: 2 APPEND x (\\Seen) {5+}\r\nhello {3+}\r\nyou\r\n3 IDLE\r\n
        S: 2 OK [APPENDUID 1 4:5] x\r\n+ idling\r\n* 3 EXISTS\r\n
        C: DONE\r\n4 UID FETCH 1:* (BODY[]<0.3> ENVELOPE)\r\n
        S: 3 OK\r\n* 1 FETCH (UID 4 BODY[]<0> {3}\r\nabc ENVELOPE (NIL {2}\r\nxy ((\"a\" NIL \"b\" \"c\")) NIL))\r\n
        S: * 2 FETCH (BODY[HEADER] \"a: b\" BODY[TEXT] NIL FLAGS (\\Seen $x))\r\n4 OK\r\n
        C: 5 COMPRESS DEFLATE\r\n
        S: 5 OK\r\n
        S: \x52\x08\x76\x0d\x51\xf0\xf7\xe6\xe5\x02\x00\x00\x00\xff\xff
        C: \x52\x08\x76\x0d\x51\xf0\xf7\xe6\xe5\x02\x00\x00\x00\xff\xff
        """,
}


def written(text: str | bytes) -> bytes:
    """What escapes stand for."""
    escaped = text.encode() if isinstance(text, str) else text
    return escaped.decode("unicode_escape").encode("latin-1")


def dialogue(script: str) -> Turns:
    """The turns of a script: a line each."""
    lines = (line.lstrip() for line in script.strip().splitlines())
    return [(Side.CLIENT if line[0] == "C" else Side.SERVER, written(line[3:])) for line in lines]


def conversations() -> dict[str, list[Turns]]:
    """By service, what both sides said."""
    found = {service: [dialogue(script)] for service, script in DIALOGUES.items()}
    for file in sorted(CAPTURES.glob("*.pcap*")):
        with analyzer.open(file) as analysis:
            engine = analysis.engine
            for service in found:
                for flow in engine.services.flows_of(service).tolist():
                    turns = [(side, piece.data) for side, piece in engine.tcp_streams.stream(flow).pieces()
                             if isinstance(piece, Data)]
                    found[service].append(turns)
    return found


def messages() -> list[bytes]:
    """Emails as transferred."""
    found = [written(text) for text in MESSAGES]
    for file in sorted(CAPTURES.glob("*.pcap*")):
        with analyzer.open(file) as analysis:
            found += [email.bytes() for email in Mails(analysis.engine)]
    return found
