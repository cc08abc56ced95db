"""Which lines of an authentication dialogue are secret."""
from __future__ import annotations

import pytest

from dissectors.mail.sasl import Dialogue, hidden_in, is_response, spaced


@pytest.mark.parametrize(("line", "responses"), [
    (b"AUTH LOGIN\r\n", [False, True]), (b"AUTH LOGIN Ym9i\r\n", [True]), (b"AUTH PLAIN\r\n", [True]),
    (b"AUTH CRAM-MD5\r\n", [True]), (b"auth external =\r\n", [False]), (b"AUTH\r\n", [True])])
def test_which_responses_are_secret(line, responses):
    dialogue, _ = Dialogue.begin(line)
    assert [dialogue.respond(b"Ym9i\r\n") is not None for _ in responses] == responses


@pytest.mark.parametrize(("line", "secret"), [
    (b"AUTH PLAIN AGEAYg==\r\n", b"AGEAYg=="), (b"AUTH PLAIN =\r\n", None), (b"AUTH LOGIN Ym9i\r\n", None),
    (b"AUTH LOGIN Ym9i c2VjcmV0\r\n", b"Ym9i c2VjcmV0"), (spaced(b"auth=PLAIN AGEAYg==\r\n"), b"AGEAYg=="),
    (b"AUTH  XOAUTH2  abc def \r\n", b"abc def"), (b"AUTH PLAIN\r\n", None)])
def test_where_an_initial_response_is_secret(line, secret):
    _, found = Dialogue.begin(line)
    assert (line[slice(*found)] if found else None) == secret


def test_a_response_that_cancels_is_not_secret():
    dialogue, _ = Dialogue.begin(b"AUTH PLAIN\r\n")
    assert dialogue.respond(b"*\r\n") is None


def test_what_a_response_hides():
    assert list(hidden_in(b"AGJvYgBzZWNyZXQ=")) == [b"AGJvYgBzZWNyZXQ=", b"\0bob\0secret", b"secret"]
    assert list(hidden_in(b"Ym9i c2VjcmV0")) == [b"Ym9i c2VjcmV0", b"c2VjcmV0", b"secret"]
    assert list(hidden_in(b"no base64!")) == [b"no base64!"]


@pytest.mark.parametrize(("line", "expected"), [
    (b"AGJvYgBzZWNyZXQ=\r\n", True), (b"Ym9i\n", True), (b"Ym9ib\r\n", False), (b"Ym9i", False), (b"b=o=\r\n", False)])
def test_what_looks_like_a_response(line, expected):
    assert is_response(line) is expected
