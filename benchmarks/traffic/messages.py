"""Whole emails as bytes: headers, text, HTML beside it, attachments; with CRLF line ends (RFC 5322, RFC 2045)."""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from email.header import Header
from email.utils import formatdate
from random import Random

from traffic.words import Words

_KINDS = ("plain", "utf-8", "quoted", "alternative", "attachment")
_SHARES = (40, 12, 13, 20, 15)
_FILES = (
    ("application/pdf", "{}.pdf"), ("image/jpeg", "{}.jpg"), ("image/png", "{}.png"), ("application/zip", "{}.zip"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "{} final.docx"),
)  # fmt: skip
_LINE = 57  # octets that give a base64 line of 76 characters (RFC 2045 6.8)
_CODED_LINE = 78  # with its CRLF
_STOCK_LINES = 12_000
_CODED = "Grüße von {}: überall schöne Wörter — 日本語 и кириллица.\r\n"


@dataclass(frozen=True, slots=True)
class Mail:
    """An email and the envelope it travels in."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


class Mails:
    """Makes endless emails; attachments are pieces of one stock of random bytes, encoded once."""

    def __init__(self, seed: int, words: Words, domains: list[str]) -> None:
        self._rng = Random(seed)
        self._words, self._domains = words, domains
        self._stock = [binascii.b2a_base64(self._rng.randbytes(_LINE))[:-1] + b"\r\n" for _ in range(_STOCK_LINES)]
        self._made = 0

    def mail(self, time_ns: int) -> Mail:
        """A new email written about that time."""
        people = self._people()
        kind = self._rng.choices(_KINDS, _SHARES)[0]
        return self._mail(time_ns, people, *getattr(self, f"_{kind.replace('-', '')}")())

    def large(self, time_ns: int, size: int) -> Mail:
        """One with an attachment of about that size, as it is coded."""
        text = (_type("text/plain", "7bit") + "\r\n" + self._text()).encode()
        parts = self._multipart("mixed", [text, self._file(size // _CODED_LINE)])
        return self._mail(time_ns, self._people(), *parts)

    def _people(self) -> list[tuple[str, str]]:
        rng = self._rng
        return [self._words.mailbox(rng.choice(self._domains)) for _ in range(rng.choice((2, 2, 2, 3, 4)))]

    def _mail(self, time_ns: int, people: list[tuple[str, str]], head: str, body: bytes) -> Mail:
        self._made += 1
        content = self._headers(people, time_ns).encode() + head.encode() + b"\r\n" + body
        return Mail(people[0][1], tuple(address for _, address in people[1:]), content)

    def _headers(self, people: list[tuple[str, str]], time_ns: int) -> str:
        rng, words = self._rng, self._words.words
        subject = " ".join(rng.choices(words, k=rng.randint(2, 7))).capitalize()
        if rng.random() < 0.2:
            subject = Header(f"{subject} – für Zoë", "utf-8").encode(linesep="\r\n")
        date = formatdate(time_ns // 1_000_000_000 - rng.randrange(90))
        domain = people[0][1].partition("@")[2]
        return (
            f"Received: from [10.0.{rng.randrange(250)}.{rng.randrange(250)}] by mail.{domain}\r\n"
            f"\twith ESMTPSA id {rng.getrandbits(60):x}; {date}\r\n"
            f"Date: {date}\r\nFrom: {_written(people[0])}\r\n"
            f"To: {_folded_list(people[1:])}\r\nSubject: {subject}\r\n"
            f"Message-ID: <{self._made}.{rng.getrandbits(64):x}@{domain}>\r\nMIME-Version: 1.0\r\n"
        )

    def _text(self, low: int = 12, high: int = 80) -> str:
        return "\r\n".join(self._rng.choices(self._words.lines, k=self._rng.randint(low, high))) + "\r\n"

    def _plain(self) -> tuple[str, bytes]:
        return _type("text/plain; charset=us-ascii", "7bit"), self._text().encode("ascii")

    def _utf8(self) -> tuple[str, bytes]:
        text = _CODED.format(self._rng.choice(self._words.words)) + self._text()
        return _type("text/plain; charset=utf-8", "8bit"), text.encode()

    def _quoted(self) -> tuple[str, bytes]:
        text = _CODED.format(self._rng.choice(self._words.words))
        coded = _quoted_printable(text) + self._text().encode("ascii")
        return _type("text/plain; charset=utf-8", "quoted-printable"), coded

    def _alternative(self) -> tuple[str, bytes]:
        text = self._text(10, 40)
        page = "<html><body>\r\n" + "".join(f"<p>{line}</p>\r\n" for line in text.splitlines()) + "</body></html>\r\n"
        parts = [_type("text/plain", "7bit") + "\r\n" + text, _type("text/html", "7bit") + "\r\n" + page]
        return self._multipart("alternative", [part.encode() for part in parts])

    def _attachment(self) -> tuple[str, bytes]:
        parts = [(_type("text/plain", "7bit") + "\r\n" + self._text(5, 40)).encode()]
        parts += [self._file() for _ in range(self._rng.choice((1, 1, 1, 2)))]
        return self._multipart("mixed", parts)

    def _file(self, lines: int = 0) -> bytes:
        rng = self._rng
        kind, pattern = rng.choice(_FILES)
        name = pattern.format(rng.choice(self._words.words))
        head = _type(f'{kind}; name="{name}"', "base64") + f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
        # 20 to 200 KB, small ones more often
        lines = lines or int(20_000 * 10 ** (rng.random() ** 1.5)) // _LINE
        start = rng.randrange(_STOCK_LINES - lines % _STOCK_LINES)
        whole = self._stock * (lines // _STOCK_LINES)
        end = binascii.b2a_base64(rng.randbytes(rng.randint(1, _LINE)))[:-1] + b"\r\n"
        return head.encode() + b"".join(whole + self._stock[start : start + lines % _STOCK_LINES]) + end

    def _multipart(self, kind: str, parts: list[bytes]) -> tuple[str, bytes]:
        boundary = f"=_{self._rng.getrandbits(96):024x}"
        line = f"--{boundary}\r\n".encode()
        body = b"".join(line + part + (b"" if part.endswith(b"\n") else b"\r\n") for part in parts)
        return f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n', body + f"--{boundary}--\r\n".encode()


def relayed(mail: Mail, by: str) -> bytes:
    """The email as it lies in a mailbox: a server has put its trace line on top (RFC 5321 4.4)."""
    trace = f"Return-Path: <{mail.sender}>\r\nDelivered-To: {mail.recipients[0]} ({by})\r\n"
    return trace.encode() + mail.content


def _type(content_type: str, encoding: str) -> str:
    return f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: {encoding}\r\n"


def _written(person: tuple[str, str]) -> str:
    name, address = person
    return f"{name if name.isascii() else Header(name, 'utf-8').encode()} <{address}>"


def _folded_list(people: list[tuple[str, str]]) -> str:
    return ",\r\n ".join(_written(person) for person in people)


def _quoted_printable(text: str) -> bytes:
    """Quoted-printable of one line, broken softly before 76 characters (RFC 2045 6.7)."""
    coded = [bytes((octet,)) if 32 <= octet < 127 and octet != 61 else b"=%02X" % octet for octet in text.encode()[:-2]]
    rows = [b"".join(coded[start : start + 24]) for start in range(0, len(coded), 24)]
    return b"=\r\n".join(rows) + b"\r\n"
