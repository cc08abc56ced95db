"""Messages that the standard library composes: our parts, names, texts and attachments are those of its own reader.

Where the standard library is wrong, these messages do not go: it composes text in UTF-16 whose line ends are one byte
long, and keeps the blank that it writes behind the last encoded word of a value.
"""
from __future__ import annotations

import email
import email.policy
import random
from email.message import EmailMessage, MIMEPart

import pytest

from dissectors.mime import Part, attachments, parse

MESSAGES = 60
"""One after the other; more were tried by hand."""
TEXTS = ("", "plain\n", "Grüße ☃\n", "=3D = =\n", "From here\n\n\n", "x" * 1200 + "\n", "Привет, мир\n",
         "日本語のメール\n", "--\nsignature\n", ".\n..\n", "a \t\nb\t \n")
CHARSETS = ("utf-8", "iso-8859-1", "koi8-r", "iso-2022-jp", "shift_jis", "windows-1252")
NAMES = ("plan.pdf", "a b.txt", "Grüße.txt", "x;y=z.txt", "план работ.doc", "n" * 120 + ".bin",
         "日本語" * 20 + ".txt", "'q'.x")
TYPES = (("application", "pdf"), ("image", "png"), ("application", "octet-stream"), ("text", "csv"), ("audio", "mpeg"))
SUBJECTS = ("plain", "Grüße aus Köln", "ünïcödé " * 29 + "end", "Re: [x] =?no?= word", "日本語" * 30)
DISPOSITIONS = ("attachment", "inline")


class Composer:
    """Composes a message of random structure."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)

    def message(self, depth: int = 0) -> EmailMessage:
        message = EmailMessage(policy=email.policy.SMTP)
        message["Subject"] = self.pick.choice(SUBJECTS)
        message["From"] = "Zoë Härbor <zoe@harbor.example>"
        self.fill(message)
        for _ in range(self.pick.randrange(3)):
            self.attach(message, depth)
        return message

    def fill(self, message: EmailMessage) -> None:
        text = self.pick.choice(TEXTS)
        message.set_content(text, charset=self.charset_of(text), cte=self.pick.choice((None, "base64",
                                                                                       "quoted-printable")))
        if self.pick.random() < 0.4:
            message.add_alternative(f"<p>{text}</p>", subtype="html")
            if self.pick.random() < 0.5:
                page = message.get_payload()[1]
                assert isinstance(page, MIMEPart)
                page.add_related(self.pick.randbytes(40), "image", "gif", cid="<x@y>")

    def attach(self, message: EmailMessage, depth: int) -> None:
        kind, subtype = self.pick.choice(TYPES)
        disposition = self.pick.choice(DISPOSITIONS)
        if depth < 2 and self.pick.random() < 0.3:
            message.add_attachment(self.message(depth + 1), disposition=disposition)
        elif kind == "text":
            message.add_attachment(self.pick.choice(TEXTS), subtype=subtype, filename=self.pick.choice(NAMES))
        else:
            message.add_attachment(self.pick.randbytes(self.pick.randrange(300)), kind, subtype,
                                   disposition=disposition, filename=self.pick.choice(NAMES))

    def charset_of(self, text: str) -> str:
        able = [name for name in CHARSETS if text == text.encode(name, "replace").decode(name)]
        return self.pick.choice(able)


def ours(part: Part) -> object:
    name = part.headers.subject if part.headers.get("subject") else None
    if part.children:
        return part.content_type, name, [ours(child) for child in part.children]
    text = part.text() if part.content_type.startswith("text/") else None
    return part.content_type, name, part.filename, part.disposition, part.decoded(), text


def theirs(part: EmailMessage) -> object:
    name = part["Subject"] and str(part["Subject"])
    if part.is_multipart():
        return part.get_content_type(), name, [theirs(child) for child in part.iter_parts()] if (
            part.get_content_type() != "message/rfc822") else [theirs(part.get_content())]
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    text = data.decode(part.get_content_charset("utf-8")) if part.get_content_maintype() == "text" else None
    return part.get_content_type(), name, part.get_filename(), part.get_content_disposition(), data, text


@pytest.mark.parametrize("seed", range(MESSAGES))
def test_parts_are_those_of_the_standard_library(seed: int) -> None:
    data = Composer(seed).message().as_bytes()
    read = email.message_from_bytes(data, policy=email.policy.SMTP)
    assert isinstance(read, EmailMessage)
    assert ours(parse(data)) == theirs(read)


def files(message: EmailMessage) -> list[tuple[str | None, bytes]]:
    """Name and content of every leaf that is a file, by walking, those of embedded messages too."""
    found = []
    for part in message.walk():
        if not part.is_multipart() and (part.get_filename() or part.get_content_maintype() != "text"):
            data = part.get_payload(decode=True)
            assert isinstance(data, bytes)
            found.append((part.get_filename(), data))
    return found


@pytest.mark.parametrize("seed", range(MESSAGES))
def test_attachments_are_those_of_the_standard_library(seed: int) -> None:
    data = Composer(seed).message().as_bytes()
    read = email.message_from_bytes(data, policy=email.policy.SMTP)
    assert isinstance(read, EmailMessage)
    found = [(part.filename, part.decoded()) for part in attachments(parse(data)) if not part.children]
    assert found == files(read)
