"""Clients that hand mail over: Python's smtplib, and by hand what it can't say."""
from __future__ import annotations

import smtplib
from collections.abc import Iterator

from errors import LabError
from servers.mailservers import PASSWORDS
from servers.network import address, entered, open_socket

from roundtrip import messages
from roundtrip.record import Carried

SENDER, BOB, CAROL, NOBODY = "sea@elsewhere.test", "bob@lantern.test", "carol@lantern.test", "nobody@lantern.test"
INTERNATIONAL_SENDER = "meer@zürich.example"
NODE, SERVER = "client1", "mxb"
LMTP_PORT = 24
CHUNK = 1000


def everything() -> Iterator[Carried]:
    """All ways of sending; each gives what it sent."""
    for way in (_one_by_one, _authenticated, _lmtp, _chunks, _pipelined, _refused, _cut):
        yield from way()


def _one_by_one() -> Iterator[Carried]:
    """DATA, several in a connection; 8BITMIME and SMTPUTF8 where needed."""
    with entered(NODE), smtplib.SMTP(address(SERVER), 25, "pc.elsewhere.test") as client:
        client.ehlo()
        for message in messages.ALL:
            options = [] if message.isascii() else ["BODY=8BITMIME"]
            sender = INTERNATIONAL_SENDER if message is messages.INTERNATIONAL else SENDER
            if message is messages.INTERNATIONAL:
                options.append("SMTPUTF8")
            client.sendmail(sender, [BOB, NOBODY] if message is messages.DOTS else [BOB], message, options)
            yield Carried("smtp", "sent", message)


def _authenticated() -> Iterator[Carried]:
    """Submission with three mechanisms."""
    for mechanism in ("auth_plain", "auth_login", "auth_cram_md5"):
        with entered(NODE), smtplib.SMTP(address(SERVER), 587, "pc.elsewhere.test") as client:
            client.ehlo()
            client.user, client.password = "bob", PASSWORDS["bob"]
            client.auth(mechanism.removeprefix("auth_").replace("_", "-").upper(), getattr(client, mechanism))
            client.sendmail(SENDER, [CAROL], messages.PARTS)
            yield Carried("smtp", "sent", messages.PARTS)


def _lmtp() -> Iterator[Carried]:
    """To several recipients, each with a reply of its own, which smtplib can't read."""
    hand = Hand(LMTP_PORT)
    hand.say(b"LHLO mx.elsewhere.test\r\n", "250")
    for message in (messages.DOTS, messages.EIGHT_BIT):
        hand.say(b"MAIL FROM:<%s>\r\n" % SENDER.encode(), "250")
        for recipient, status in ((BOB, "250"), (NOBODY, "550"), (CAROL, "250")):
            hand.say(b"RCPT TO:<%s>\r\n" % recipient.encode(), status)
        hand.say(b"DATA\r\n", "354")
        hand.say(_stuffed(message), "250", "250")
        yield Carried("smtp", "sent", message)
    hand.say(b"QUIT\r\n", "221")
    hand.close()


class Hand:
    """A connection on which anything can be said."""

    def __init__(self, port: int = 25) -> None:
        self._socket = open_socket(NODE)
        self._socket.connect((address(SERVER), port))
        self._file = self._socket.makefile("rb")
        self.expect("220")

    def say(self, data: bytes, *replies: str) -> None:
        """Sends at once, and waits for the replies."""
        self._socket.sendall(data)
        for status in replies:
            self.expect(status)

    def expect(self, status: str) -> None:
        """The next reply, of any number of lines."""
        line = self._file.readline()
        while line[3:4] == b"-":
            line = self._file.readline()
        if not line.startswith(status.encode()):
            raise LabError(f"the server said {line!r}, not {status}")

    def close(self) -> None:
        """Ends the connection."""
        self._file.close()
        self._socket.close()


def _chunks() -> Iterator[Carried]:
    """BDAT in chunks, one by one and all at once (RFC 3030), the last one empty or not."""
    hand = Hand()
    hand.say(b"EHLO pc.elsewhere.test\r\n", "250")
    for message in (messages.DOTS, messages.EIGHT_BIT, messages.NO_BODY):
        hand.say(b"MAIL FROM:<%s> BODY=8BITMIME\r\n" % SENDER.encode(), "250")
        hand.say(b"RCPT TO:<%s>\r\n" % BOB.encode(), "250")
        half = len(message) // 2
        hand.say(b"BDAT %d\r\n" % half + message[:half], "250")
        hand.say(b"BDAT %d\r\n" % (len(message) - half) + message[half:], "250")
        hand.say(b"BDAT 0 LAST\r\n", "250")
        yield Carried("smtp", "sent", message)
    large = [messages.LARGE[at:at + 50_000] for at in range(0, len(messages.LARGE), 50_000)]
    said = b"".join(b"BDAT %d\r\n" % len(part) + part for part in large[:-1])
    hand.say(b"MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\n" % (SENDER.encode(), BOB.encode()) + said
             + b"BDAT %d LAST\r\n" % len(large[-1]) + large[-1] + b"QUIT\r\n", *["250"] * (2 + len(large)), "221")
    yield Carried("smtp", "sent", messages.LARGE)
    hand.close()


def _stuffed(message: bytes) -> bytes:
    return (b"\r\n" + message).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"


def _pipelined() -> Iterator[Carried]:
    """The next mail's commands stand behind the dot of the one before (RFC 2920)."""
    hand = Hand()
    hand.say(b"EHLO pc.elsewhere.test\r\n", "250")
    commands = b"MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n" % (SENDER.encode(), BOB.encode())
    hand.say(commands, "250", "250", "354")
    for message in (messages.DOTS, messages.LONG, messages.EMPTY):
        hand.say(_stuffed(message) + commands, "250", "250", "250", "354")
        yield Carried("smtp", "sent", message)
    hand.say(_stuffed(messages.PARTS) + b"QUIT\r\n", "250", "221")
    yield Carried("smtp", "sent", messages.PARTS)
    hand.close()


def _refused() -> Iterator[Carried]:
    """DATA without a recipient carries nothing; RSET and typing errors neither; then a mail with bare line feeds."""
    hand = Hand()
    hand.say(b"HELO pc.elsewhere.test\r\n", "250")
    hand.say(b"MAIL FROM:<%s>\r\n" % SENDER.encode(), "250")
    hand.say(b"RCPT TO:<someone@elsewhere.test>\r\n", "454")
    hand.say(b"DATA\r\n", "554")
    hand.say(b"RSET\r\nVRFY bob\r\nMAILE\r\n", "250", "252", "500")
    hand.say(b"mail from: " + SENDER.encode() + b"\nrcpt to: " + BOB.encode() + b"\ndata\n", "250", "250", "354")
    hand.say(b"Subject: by hand\n\n..dot\n.\n", "250")
    yield Carried("smtp", "sent", b"Subject: by hand\n\n.dot\n")
    hand.say(b"QUIT\n", "221")
    hand.close()


def _cut() -> Iterator[Carried]:
    """The client leaves in the middle of a message."""
    hand = Hand()
    hand.say(b"HELO pc.elsewhere.test\r\n", "250")
    hand.say(b"MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n" % (SENDER.encode(), BOB.encode()), "250", "250", "354")
    hand.say(messages.PARTS[:150])
    yield Carried("smtp", "sent", messages.PARTS[:150], complete=False)
    hand.close()
