"""Texts of fields that a kernel writes are those that the readers of words and of addresses give."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.mime.outline import Outline
from dissectors.mime.plain import OUTLINE, Scratch, outline_all
from dissectors.mime.plain_texts import ABSENT, ALL, BETWEEN, MOST_PEOPLE, OTHER, TEXTS, WRITTEN, texts_of

NAMES = (b"Subject", b"Date", b"Message-ID", b"From", b"To", b"Cc")
"""Of the fields in ALL."""

Known = tuple[int, str | list[str] | None]


def known(*contents: bytes) -> list[list[Known]]:
    """Of each message what is known of each field, and its text where that was written."""
    sizes = np.array([len(content) for content in contents], np.int64)
    room, end = np.frombuffer(b"".join(contents) + b"!", np.uint8), np.cumsum(sizes)
    outlines, counts = np.zeros(OUTLINE * len(contents), np.int64), np.zeros_like(end)
    outline_all(room, end - sizes, end, *Scratch.make(), outlines, counts)
    columns = [zip(states, texts, strict=True) for texts, states in texts_of(room, outlines, counts, 0)]
    whole = [Outline(room.data, stop - size, stop, places, ())
             for size, stop, places in zip(sizes.tolist(), end.tolist(), outlines.reshape(-1, OUTLINE).tolist(),
                                           strict=True)]
    return [[(state, agreed(outline, field, state, text)) for field, (state, text) in zip(ALL, row, strict=True)]
            for outline, row in zip(whole, zip(*columns, strict=True), strict=True)]


def agreed(outline: Outline, field: int, state: int, text: str) -> str | list[str] | None:
    """What the readers say of a field, which is what was written where something was."""
    found = outline.text(field) if field in TEXTS else outline.mailboxes(field)
    assert state != WRITTEN or found == (text if field in TEXTS else text.split(chr(BETWEEN)))
    assert state == WRITTEN or text == ""
    assert (found is None) == (state == ABSENT)
    return found


def of_field(name: bytes, value: bytes) -> Known:
    """What is known of one field, in a message between others."""
    other = b"Date: today\r\n\r\n"
    _, row, _ = known(other, name + b":" + value + b"\r\n\r\n", other)
    return row[NAMES.index(name)]


@pytest.mark.parametrize(("value", "text"), [
    (b" at noon", "at noon"), (b"at noon \t", "at noon"), (b" at\r\n noon", "at noon"),
    (b" at\r\n\tnoon\r\n  ", "at\tnoon"), (b" =\r\n ?", "= ?"),
    (b"", ""), (b" \r\n ", ""), (b" = ?", "= ?"), (b" what?", "what?")])
@pytest.mark.parametrize("name", NAMES[:3])
def test_texts_that_stand_there_as_they_are_read(name: bytes, value: bytes, text: str) -> None:
    assert of_field(name, value) == (WRITTEN, text)


@pytest.mark.parametrize("value", [
    b" =?utf-8?q?a?=", b" a =?", b" =\r?", b" caf\xc3\xa9", b" \x00", b" \x7f", b" \x0b"])
def test_texts_that_others_read(value: bytes) -> None:
    assert of_field(b"Subject", value)[0] == OTHER


@pytest.mark.parametrize("value", [
    b" ann@harbor.example", b"Ann <ann@harbor.example>", b" \t Ann B. <ann=x@harbor.example>\t ", b" Ann B <ann@b>"])
@pytest.mark.parametrize("name", NAMES[3:])
def test_mailboxes_that_stand_there_as_they_are_read(name: bytes, value: bytes) -> None:
    state, found = of_field(name, value)
    assert (state, found) == (WRITTEN, [value.decode().strip()])


@pytest.mark.parametrize(("value", "people"), [
    (b" a@b, c@d", ["a@b", "c@d"]), (b"a@b,\r\n\tAnn B <c@d>", ["a@b", "Ann B <c@d>"]),
    (b"a@b\r\n ,c@d,Ann <e@f> ", ["a@b", "c@d", "Ann <e@f>"]), (b"a@b" + b",a@b" * (MOST_PEOPLE - 1), ["a@b"] * 100)])
def test_several_mailboxes(value: bytes, people: list[str]) -> None:
    assert of_field(b"To", value) == (WRITTEN, people)


@pytest.mark.parametrize("value", [
    b"", b" ", b" \"Ann\" <a@b>", b" <a@b>", b" Ann  <a@b>", b" Ann <a@b> (x)", b" crew: a@b;", b" a @b",
    b" Ann <a@b", b" Ann <>", b" @b", b" a@", b" Ann\r\n <a@b>", b" =?utf-8?q?A?= <a@b>", b" a@b@c", b" Ann",
    b" Ann <a@b> x", b" Ann <a b>", b" \xc3\xa9 <a@b>", b"a@b,", b"a@b,,c@d",
    b",a@b", b"a@b; c@d", b"a@b c@d", b"a@b" + b",a@b" * MOST_PEOPLE])
def test_mailboxes_that_others_read(value: bytes) -> None:
    assert of_field(b"From", value)[0] == OTHER


def test_fields_that_are_not_there() -> None:
    assert known(b"Subject: a\r\n\r\n", b"X: b\r\n\r\n", b"unusual")[:2] == [
        [(WRITTEN, "a"), *[(ABSENT, None)] * 5], [(ABSENT, None)] * 6]


PIECES = st.sampled_from([
    b" ", b"\t", b"\r\n ", b"\r", b"\n\t", b"<", b">", b"@", b"a", b"B.c", b"=", b"?", b"=?", b",", b";", b":", b'"',
    b"(", b")", b"\\", b"\xe9", b"\x00", b"Ann <ann@b.example>", b"ann@b.example", b"_"])


@settings(deadline=None, derandomize=True, max_examples=600)
@given(name=st.sampled_from(NAMES), pieces=st.lists(PIECES, max_size=8))
def test_values_of_any_kind(name: bytes, pieces: list[bytes]) -> None:
    value = b"".join(pieces)
    assert len(known(name + b": " + value + b"\r\n\r\nbody")) == 1
