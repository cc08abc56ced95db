"""What the reading pane shows of an email."""
from __future__ import annotations

from types import SimpleNamespace

import pytest
from messages import message

from gui.reading import BETWEEN_PARTS, Reading, reading


def read(content: bytes) -> Reading:
    email = SimpleNamespace(pieces=lambda: [content])
    mail = SimpleNamespace(row={"email": 0}, content=lambda: content, email=lambda: email)
    return next(reading(mail))  # type: ignore[arg-type]


def multipart(kind: str, *parts: str) -> bytes:
    return message(f"Content-Type: multipart/{kind}; boundary=b\n\n--b\n" + "\n--b\n".join(parts) + "\n--b--")


PLAIN, PAGE, FOOTER = "\nplain", "Content-Type: text/html\n\n<p>page</p>", "Content-Type: text/html\n\n<i>footer</i>"
FILE = "Content-Disposition: attachment\n\nfile"


def test_parts_of_html_around_a_file_are_one_page() -> None:
    found = read(multipart("mixed", PAGE, FILE, FOOTER))
    assert found.html is not None and found.html.html == "<p>page</p><hr><i>footer</i>"
    assert found.text == "page\n\nfooter\n"


def test_a_text_beside_html_does_not_hide_it_from_the_text_view() -> None:
    assert read(multipart("mixed", PAGE, "\nlist footer")).text == f"page\n{BETWEEN_PARTS}list footer"
    assert read(multipart("alternative", PLAIN, PAGE)).text == "plain"
    assert read(multipart("alternative", "\n \n", PAGE)).text == "page\n"


@pytest.mark.parametrize(("content", "text"), [
    (multipart("alternative", "Content-Type: text/calendar\n\nBEGIN:VCALENDAR"), "BEGIN:VCALENDAR"),
    (multipart("digest", "\nSubject: one\n\nfirst", "\nSubject: two\n\nsecond"), f"first{BETWEEN_PARTS}second"),
    (b"Content-Type: multipart/mixed; boundary=b\r\n\r\nno parts", "no parts"),
    (b"Content-Type: message/partial; id=a; number=1\r\n\r\nSubject: a\r\n", "Subject: a\n"),
    (multipart("mixed", FILE), ""), (multipart("mixed", PLAIN, "Content-Type: text/x-y\n\nother"), "plain"),
])
def test_a_message_without_a_text_of_its_own_shows_what_it_has(content: bytes, text: str) -> None:
    assert read(content).text == text
