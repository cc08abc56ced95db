"""IMAP's grammar and names of mailboxes."""
from __future__ import annotations

import pytest

from dissectors.imap.client import password_in
from dissectors.imap.grammar import Kind, Literal, literal_of, number, tokens
from dissectors.imap.mailbox import decode


def test_tokens_with_their_places():
    line = b'(UID 5 BODY[HEADER.FIELDS (TO "X")]<0> "a\\"b" NIL)'
    assert [(token.kind, token.value, token.at) for token in tokens(line)] == [
        (Kind.OPEN, b"(", 0), (Kind.ATOM, b"UID", 1), (Kind.ATOM, b"5", 5),
        (Kind.ATOM, b'BODY[HEADER.FIELDS (TO "X")]<0>', 7), (Kind.QUOTED, b'a"b', 39), (Kind.ATOM, b"NIL", 46),
        (Kind.CLOSE, b")", 49)]


def test_what_is_not_closed_reaches_to_the_lines_end():
    assert [token.raw for token in tokens(b'a "b c')] == [b"a", b'"b c']
    assert [token.raw for token in tokens(b"BODY[1 a")] == [b"BODY[1 a"]


def test_brackets_may_stand_in_a_flag():
    assert [token.raw for token in tokens(b"(a[b) BODY[]")] == [b"(", b"a[b", b")", b"BODY[]"]


@pytest.mark.parametrize(("line", "literal"), [
    (b"a {12}\r\n", Literal(2, 12, True)), (b"a {12+}\n", Literal(2, 12, False)), (b"~{3}\r\n", Literal(0, 3, True)),
    (b"a {12-}\r\n", Literal(2, 12, False)), (b"a {}\r\n", None), (b"a {12} b\r\n", None),
    (b"{" + b"9" * 30 + b"}\r\n", None), (b"", None)])
def test_literals_at_a_lines_end(line, literal):
    assert literal_of(line) == literal


def test_numbers_have_a_limit():
    assert [number(b"5"), number(b"-5"), number(b"9" * 5000), number(b"")] == [5, None, None, None]


@pytest.mark.parametrize("line", [b'"' * 200_000, b"[" * 200_000, b"a[" * 100_000, b"\\\"" * 100_000, b'("' * 100_000])
def test_tokens_are_no_more_than_octets(line):
    assert 0 < sum(1 for _ in tokens(line)) <= len(line)


@pytest.mark.parametrize(("name", "text"), [
    (b"INBOX", "INBOX"), (b"Entw&APw-rfe", "Entwürfe"), (b"a&-b", "a&b"), (b"&U,BTFw-", "台北"), (b"&x", "&x"),
    (b"&2D0-", "&2D0-"), ("grün".encode(), "grün"), (b"\xff", "\ufffd")])
def test_names_of_mailboxes(name, text):
    assert decode(name) == text


@pytest.mark.parametrize(("line", "secret"), [(b"a LOGIN bob\r\n", None), (b"a LOGIN\r\n", None),
    (b"a LOGIN b c d\r\n", b"c d"),
                                              (b"a LOGIN {99}\r\nbob x\r\n", b"{99}\r\nbob x")])
def test_passwords_that_are_hard_to_find(line, secret):
    found = password_in(line, 7)
    assert (line[slice(*found)] if found else None) == secret
