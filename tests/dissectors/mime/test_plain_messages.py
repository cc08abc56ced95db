"""Plain messages: the kernel outlines them as the reader of parts reads them; it leaves to that what is rare."""
from __future__ import annotations

import random
from itertools import islice

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from messages import MIXED, message

from dissectors.mime import attachments, describe_attachment, parse
from dissectors.mime.outline import Outline
from dissectors.mime.part import Part
from dissectors.mime.plain import ATTACHED, OUTLINE, Scratch, outline_all
from dissectors.mime.plain_headers import (
    CC_BEGIN,
    DATE_BEGIN,
    FROM_BEGIN,
    ID_BEGIN,
    SUBJECT_BEGIN,
    TO_BEGIN,
    UNUSUAL,
)

HTML = message("""
    From: Ann <ann@harbor.example>
    MIME-Version: 1.0
    Content-Type: multipart/alternative;
     charset=utf-8; boundary="=_a b"

    for old programs
    --=_a b
    Content-Type: text/plain; charset="utf-8"
    Content-Transfer-Encoding: quoted-printable

    caf=C3=A9
    --no delimiter
    --=_a b \t
    content-type: TEXT/HTML
    Content-Disposition: inline

    <p>
    --=_a b--
    behind it
""")
FILES = message("""
    Content-Type: multipart/mixed; boundary=out

    --out
    Content-Type: multipart/related; type="text/html"; boundary="in"

    --in
    Content-Type: text/html

    <img>
    --in
    Content-Type: image/png; name="boat.png"

    iVBORw0K
    --out
    Content-Disposition: Attachment; filename="notes.txt"
    Content-Disposition: inline

    a text
    --out
    Content-Type: application/octet-stream

    --out--
""")
"""The inner multipart lacks its end."""
BARE = b"Subject: bare line ends\n\nSome text\n-- \nAnn\n"
LETTER = message("""
    Received: from a by b
    FROM: Ann <ann@harbor.example>,
     "Bob, jr" <bob@harbor.example>
    Subject: =?utf-8?q?caf=C3=A9?=
     at noon
    subject: another
    Date: Mon, 2 Nov 2026 10:00:00 +0000
    to: crew:cy@harbor.example;
    Message-ID: <1@harbor.example>

    -- begin
    begin
""")
PLAIN = {HTML: 0, FILES: 3, BARE: 0, b"Subject: a\r\n\r\n": 0, b"\r\nno header": 0,
         b"Content-Type: application/pdf\r\n\r\n%PDF": 1}

UNUSUAL_ONES = {
    "no text": b"",
    "no empty line": b"Subject: a",
    "two lines of recipients": b"To: a@b.example\r\nTo: c@b.example\r\n\r\n",
    "a mailbox's line": b"From ann Mon Jan 1\r\nSubject: a\r\n\r\n",
    "a blank before the colon": b"Subject : a\r\n\r\n",
    "a delimiter in the header": b"--Subject: a\r\n\r\n",
    "a message inside": MIXED,
    "a digest": message("""
        Content-Type: multipart/digest; boundary=b

        --b

        Subject: inner

        --b--
    """),
    "no boundary": b"Content-Type: multipart/mixed\r\n\r\n--\r\n",
    "an empty boundary": b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n',
    "a boundary that is encoded": b"Content-Type: multipart/mixed; boundary*0=b\r\n\r\n--b\r\n\r\n--b--",
    "a boundary that ends like its own end": b"Content-Type: multipart/mixed; boundary=b-\r\n\r\n--b-\r\n\r\n--b---",
    "a boundary within a comment": b"Content-Type: multipart/mixed (; boundary=c); boundary=b\r\n\r\n--c\r\n\r\n--c--",
    "a boundary that should be quoted": b"Content-Type: multipart/mixed; boundary=b=c\r\n\r\n--b\r\n\r\n--b--",
    "a quote that is not closed": b'Content-Type: multipart/mixed; boundary="b\r\n\r\n--b\r\n\r\n--b--',
    "something behind a quote": b'Content-Type: multipart/mixed; a="b"c; boundary=b\r\n\r\n--b\r\n\r\n--b--',
    "the outer boundary again": message("""
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: multipart/mixed; boundary=b

        --b

        text
        --b--
    """),
    "a multipart without parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\ntext",
    "an inner multipart without parts": message("""
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: multipart/mixed; boundary=c; name=x

        --b--
    """),
    "a part without an empty line": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain",
    "a name of a text": b"Content-Type: text/plain; name=a.txt\r\n\r\n",
    "a file name of a text": b"Content-Disposition: inline; filename=a.txt\r\n\r\n",
    "an unknown disposition": b"Content-Disposition: form-data\r\n\r\n",
    "an empty disposition": b"Content-Disposition:\r\n\r\n",
    "a comment before the type": b"Content-Type: (c) application/pdf\r\n\r\n",
    "a comment before the disposition": b"Content-Disposition: (c) attachment\r\n\r\n",
    "a disposition in quotes": b'Content-Disposition: "attachment"\r\n\r\n',
    "a type that is none": b"Content-Type: text\r\n\r\n",
    "an empty type": b"Content-Type:\r\n\r\n",
    "a value in another alphabet": "Content-Type: text/plain; charset=ü\r\n\r\n".encode(),
    "a long value": b"Content-Type: text/plain; a=" + b"x" * 2000 + b"\r\n\r\n",
    "TNEF": b"Content-Type: application/ms-tnef\r\n\r\n",
    "winmail.dat": b'Content-Type: application/octet-stream; name="WinMail.dat"\r\n\r\n',
    "winmail.dat as the file's name": b"Content-Type: a/b\r\nContent-Disposition: x; filename=winmail.dat\r\n\r\n",
    "a uuencoded file": b"Subject: a\r\n\r\nbegin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n",
    "multiparts in multiparts": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i)
                                         for i in range(9)) + b"\r\n",
}


def outlined(*contents: bytes) -> list[Outline | None]:
    """The outlines of messages; None for those that are unusual."""
    sizes = np.array([len(content) for content in contents], np.int64)
    room, end = np.frombuffer(b"".join(contents) + b"!", np.uint8), np.cumsum(sizes)
    scratch, outlines, counts = Scratch.make(), np.zeros(OUTLINE * len(contents), np.int64), np.zeros_like(end)
    outline_all(room, end - sizes, end, *scratch, outlines, counts)
    attached = iter(scratch.attached.reshape(-1, ATTACHED).tolist())
    return [None if count == UNUSUAL else Outline(room.data, stop - size, stop, places, list(islice(attached, count)))
            for size, stop, places, count in zip(sizes.tolist(), end.tolist(), outlines.reshape(-1, OUTLINE).tolist(),
                                                 counts.tolist(), strict=True)]


def counted(*contents: bytes) -> list[int]:
    """How many attachments messages have."""
    return [UNUSUAL if outline is None else len(outline.attached) for outline in outlined(*contents)]


def told(outline: Outline) -> tuple[object, ...]:
    """All that an outline says."""
    fields = [outline.text(field) for field in (SUBJECT_BEGIN, DATE_BEGIN, ID_BEGIN)]
    people = [outline.mailboxes(field) for field in (FROM_BEGIN, TO_BEGIN, CC_BEGIN)]
    return *fields, people, bytes(outline.body), list(map(described, outline.attachments()))


def described(part: Part) -> tuple[object, ...]:
    """An attachment and where it lies."""
    return describe_attachment(part), part.header_start, part.start, part.stop


def told_by_parts(content: bytes) -> tuple[object, ...]:
    """The same, said by the reader of parts."""
    read = parse(content)
    people = [read.headers.addresses(name) if read.headers.value(name.encode()) is not None else None
              for name in ("from", "to", "cc")]
    return (read.headers.subject, read.headers.date, read.headers.message_id, people, content[read.start:],
            list(map(described, attachments(read))))


def of_parts(content: bytes) -> int:
    """What the reader of parts says."""
    return len(attachments(parse(content)))


def test_plain_messages_are_counted() -> None:
    assert counted(*PLAIN) == list(PLAIN.values()) == [of_parts(content) for content in PLAIN]


@pytest.mark.parametrize("what", UNUSUAL_ONES)
def test_what_is_unusual_is_left_to_others(what: str) -> None:
    assert counted(HTML, UNUSUAL_ONES[what], FILES) == [0, UNUSUAL, 3]


SEEDS = [LETTER, *PLAIN, *UNUSUAL_ONES.values()]
PIECES = [b"\r\n", b"\n", b"--", b"--out", b"--in--", b";", b'"', b" ", b"=", b"text/", b"name", b"begin ", b"\r",
          b"\xff", b"Content-Type: multipart/mixed; boundary=in\r\n\r\n", b"\r\n--out\r\n\r\n", b"(", b"\\",
          b"multipart/", b"Content-Disposition: attachment\r\n", b"\r\n "]


@settings(deadline=None, derandomize=True, max_examples=400)
@given(seed=st.sampled_from(SEEDS), chance=st.integers(0, 1 << 32), changes=st.integers(1, 6))
def test_mutated_messages_are_counted_alike_or_unusual(seed: bytes, chance: int, changes: int) -> None:
    pick, made = random.Random(chance), bytearray(seed)
    for _ in range(changes):
        at = pick.randint(0, len(made))
        made[at:at + pick.choice((0, 0, 1, 5, 40))] = pick.choice(PIECES)
    content = bytes(made)
    _, outline = outlined(b"!", content)
    assert outline is None or told(outline) == told_by_parts(content)


def test_an_outline_says_what_the_reader_of_parts_says() -> None:
    contents = [LETTER, *PLAIN]
    assert [outline and told(outline) for outline in outlined(*contents)] == list(map(told_by_parts, contents))


def test_attachments_of_a_plain_message() -> None:
    found, = (outline.attachments() for outline in outlined(FILES) if outline)
    assert [(part.number, part.filename, part.raw) for part in found] == [
        ("1.2", "boat.png", b"iVBORw0K"), ("2", "notes.txt", b"a text"), ("3", None, b"")]


def test_every_beginning_is_counted_alike_or_unusual() -> None:
    for content in (HTML, FILES):
        for stop in range(len(content)):
            _, outline = outlined(HTML, content[:stop])
            assert outline is None or told(outline) == told_by_parts(content[:stop])
