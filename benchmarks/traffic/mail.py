"""Mail sessions as packets: SMTP with relays and submission, POP3 and IMAP of the mails that were sent before."""

from __future__ import annotations

import base64
from collections import deque
from random import Random

from traffic.capture import Packet
from traffic.faults import Faults
from traffic.hosts import Network
from traffic.messages import Mail, Mails, relayed
from traffic.tcp import CLIENT, SERVER, Connection

_RELAY, _SUBMISSION, _POP, _IMAP = 25, 587, 110, 143
_PORTS = (_RELAY, _SUBMISSION, _POP, _IMAP)
_SHARES = (50, 20, 12, 18)
_EXTENSIONS = ("mx.mail.test", "PIPELINING", "SIZE 52428800", "8BITMIME", "AUTH PLAIN LOGIN")
_EHLO = "".join(f"250-{extension}\r\n" for extension in _EXTENSIONS) + "250 ENHANCEDSTATUSCODES\r\n"
_SELECTED = "* FLAGS (\\Seen \\Deleted)\r\n* {} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 1700] UIDs valid\r\n"
_PIPELINED = 0.4
_MAILBOX_SIZE = 200
_SECOND = 1_000_000_000


class Sessions:
    """Endless mail sessions."""

    def __init__(self, seed: int, network: Network, mails: Mails, faults: Faults, ipv6: float) -> None:
        self._rng = Random(seed)
        self._network, self._mails, self._faults, self._ipv6 = network, mails, faults, ipv6
        self._delivered: deque[Mail] = deque(maxlen=_MAILBOX_SIZE)

    def session(self, start_ns: int) -> list[Packet]:
        """The packets of one session, from handshake to close."""
        port = self._rng.choices(_PORTS, _SHARES)[0]
        network = self._network
        client = network.relay() if port == _RELAY else network.client()
        version6 = self._rng.random() < self._ipv6
        server = network.mail_server().host(version6)
        connection = Connection(client.host(version6), server, port, start_ns, self._rng, self._faults)
        connection.open()
        dialogue = {_POP: self._pop, _IMAP: self._imap}.get(port, self._smtp)
        dialogue(_Line(connection), submission=port == _SUBMISSION)
        connection.close(SERVER if self._rng.random() < 0.6 else CLIENT)
        return connection.packets

    def delivery(self, start_ns: int, size: int) -> list[Packet]:
        """The packets of one session in which a server gets one email of about that size."""
        client, server = self._network.relay().host(False), self._network.mail_server().host(False)
        connection = Connection(client, server, _RELAY, start_ns, self._rng, self._faults)
        line = _Line(connection)
        connection.open()
        line.say(SERVER, "220 mx.mail.test ESMTP ready\r\n")
        line.ask("EHLO relay.test\r\n", _EHLO)
        self._transfer(line, self._mails.large(start_ns, size))
        line.ask("QUIT\r\n", "221 2.0.0 Bye\r\n")
        connection.close(SERVER)
        return connection.packets

    def _mailbox(self, line: _Line, most: int) -> list[bytes]:
        """Mails to fetch: some that went by before, as far as there are any."""
        count = self._rng.randint(1, most)
        mails = [self._rng.choice(self._delivered) for _ in range(min(count, len(self._delivered)))]
        return [relayed(mail, "imap.mail.test") for mail in mails] or [self._mails.mail(line.connection.now).content]

    def _smtp(self, line: _Line, submission: bool) -> None:
        line.say(SERVER, "220 mx.mail.test ESMTP ready\r\n")
        line.ask(f"EHLO host{self._rng.randrange(900)}.test\r\n", _EHLO)
        if submission:
            secret = base64.b64encode(f"\0user{self._rng.randrange(500)}\0bench-password".encode()).decode()
            line.ask(f"AUTH PLAIN {secret}\r\n", "235 2.7.0 Authentication successful\r\n")
        for _ in range(1 if submission else self._rng.choice((1, 1, 1, 2, 3))):
            mail = self._mails.mail(line.connection.now)
            self._transfer(line, mail)
            self._delivered.append(mail)
        line.ask("QUIT\r\n", "221 2.0.0 Bye\r\n")

    def _transfer(self, line: _Line, mail: Mail) -> None:
        pairs = [(f"MAIL FROM:<{mail.sender}> SIZE={len(mail.content)}\r\n", "250 2.1.0 Ok\r\n")]
        pairs += [(f"RCPT TO:<{recipient}>\r\n", "250 2.1.5 Ok\r\n") for recipient in mail.recipients]
        pairs.append(("DATA\r\n", "354 End data with <CR><LF>.<CR><LF>\r\n"))
        if self._rng.random() < _PIPELINED:  # RFC 2920: commands in a group, replies in a group
            pairs = [("".join(command for command, _ in pairs), "".join(reply for _, reply in pairs))]
        for command, reply in pairs:
            line.ask(command, reply)
        line.connection.send(CLIENT, dot_stuffed(mail.content))
        queued = f"250 2.0.0 Ok: queued as {self._rng.getrandbits(40):010X}\r\n"
        line.say(SERVER, queued, int(self._rng.expovariate(1 / 20_000_000)))

    def _pop(self, line: _Line, submission: bool) -> None:
        mails = self._mailbox(line, 5)
        apart = self._rng.random() < 0.5  # some servers send the status line in a segment of its own
        sizes = "".join(f"{number} {len(mail)}\r\n" for number, mail in enumerate(mails, 1))
        line.say(SERVER, "+OK POP3 ready\r\n")
        line.ask(f"USER user{self._rng.randrange(500)}\r\n", "+OK\r\n")
        line.ask("PASS bench-password\r\n", "+OK Logged in.\r\n")
        line.ask("STAT\r\n", f"+OK {len(mails)} {sum(map(len, mails))}\r\n")
        line.ask("LIST\r\n", f"+OK {len(mails)} messages:\r\n{sizes}.\r\n")
        for number, mail in enumerate(mails, 1):
            line.say(CLIENT, f"RETR {number}\r\n")
            status = f"+OK {len(mail)} octets\r\n".encode()
            for piece in (status, dot_stuffed(mail)) if apart else (status + dot_stuffed(mail),):
                line.connection.send(SERVER, piece)
            line.ask(f"DELE {number}\r\n", "+OK Marked to be deleted.\r\n")
        line.ask("QUIT\r\n", "+OK Logging out.\r\n")

    def _imap(self, line: _Line, submission: bool) -> None:
        mails = self._mailbox(line, 4)
        first = self._rng.randrange(1, 90_000)
        line.say(SERVER, "* OK [CAPABILITY IMAP4rev1 LITERAL+ ID] IMAP ready.\r\n")
        line.ask(f'a1 LOGIN user{self._rng.randrange(500)} "bench-password"\r\n', "a1 OK Logged in\r\n")
        line.ask("a2 SELECT INBOX\r\n", _SELECTED.format(len(mails)) + "a2 OK [READ-WRITE] Select completed.\r\n")
        sizes = [
            f"* {number} FETCH (UID {first + number} FLAGS () RFC822.SIZE {len(mail)})\r\n"
            for number, mail in enumerate(mails, 1)
        ]
        line.ask("a3 FETCH 1:* (UID FLAGS RFC822.SIZE)\r\n", "".join(sizes) + "a3 OK Fetch completed.\r\n")
        for number, mail in enumerate(mails, 1):
            line.connection.wait(int(self._rng.expovariate(1 / (2 * _SECOND))))  # a person reads
            tag, item = f"a{number + 3}", f"UID {first + number}"
            line.say(CLIENT, f"{tag} UID FETCH {first + number} (UID BODY.PEEK[])\r\n")
            literal = f"* {number} FETCH ({item} BODY[] {{{len(mail)}}}\r\n".encode() + mail + b")\r\n"
            line.connection.send(SERVER, literal + f"{tag} OK Fetch completed.\r\n".encode())
        line.ask("z LOGOUT\r\n", "* BYE Logging out\r\nz OK Logout completed.\r\n")


class _Line:
    """A connection on which lines of text go to and fro."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def say(self, side: int, text: str, thought_ns: int = 0) -> None:
        self.connection.send(side, text.encode(), thought_ns)

    def ask(self, command: str, reply: str) -> None:
        self.say(CLIENT, command)
        self.say(SERVER, reply)


def dot_stuffed(content: bytes) -> bytes:
    """The mail as it goes over SMTP or POP (RFC 5321 4.5.2, RFC 1939 3), with the dot at its end."""
    stuffed = b"." + content if content.startswith(b".") else content
    return stuffed.replace(b"\n.", b"\n..") + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")
