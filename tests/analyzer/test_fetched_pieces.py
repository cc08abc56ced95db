"""Ranges of emails that FETCH brings more than once, overlapping, and in the order of several commands."""
from __future__ import annotations

import pytest
from imap_fetches import fetch, imap

TEXT = b"abcdefgh"
SELECTED = "C: s SELECT INBOX\nS: s OK\n"


def ranges(*asked: tuple[int, int], text: bytes = TEXT) -> str:
    """Commands that ask for ranges (begin, size), and the responses."""
    return fetch(*((f"BODY[]<{begin}.{size}>", f"UID 5 BODY[]<{begin}> {{{len(part)}}}\\r\\n{part.decode()}")
                   for begin, size in asked for part in [text[begin:begin + size]]))


@pytest.mark.parametrize("asked", [
    [(0, 4), (3, 9)], [(0, 3), (3, 3), (3, 3), (6, 3)], [(0, 2), (0, 4), (4, 9)], [(2, 2), (5, 2), (0, 99)],
    [(4, 9), (0, 6)], [(0, 4), (2, 4), (1, 6), (4, 9)], [(0, 8), (2, 3), (8, 8)], [(0, 4), (4, 0), (4, 9)]])
def test_ranges_that_overlap_are_one_email(asked):
    one, = imap(ranges(*asked))
    assert (one.bytes(), one.complete, one.uid) == (TEXT, True, 5)


def test_a_header_that_is_fetched_again():
    header = "BODY[HEADER]", "UID 5 BODY[HEADER] {2}\\r\\na:"
    one, = imap(fetch(header, header, ("BODY[TEXT]", "UID 5 BODY[TEXT] {2}\\r\\nhi")))
    assert (one.bytes(), one.complete) == (b"a:hi", True)


def test_nothing_behind_the_end_of_an_email_that_is_whole_is_no_email():
    sized = fetch(("RFC822.SIZE", "UID 5 RFC822.SIZE 8"))
    one, = imap(sized + "\n" + ranges((4, 4), (0, 4), (8, 4)))
    assert (one.bytes(), one.complete) == (TEXT, True)


def test_ranges_that_differ_are_of_two_emails():
    found = imap(ranges((0, 4)) + "\n" + ranges((2, 9), text=b"abXYZ"))
    assert [(one.bytes(), one.complete) for one in found] == [(b"abcd", False), (b"XYZ", False)]


LOSSY = "C: l FETCH 1 BODY[]<2.4>\nS: * 1 FETCH (UID 5 BODY[]<2> {4}\\r\\nc\\\nS! 2\nS: f)\\r\\nl OK\n"


@pytest.mark.parametrize(("before", "behind", "found"), [
    ("", ranges((0, 9)), [(TEXT, 0)]), (ranges((0, 6)) + "\n", ranges((6, 9)), [(TEXT, 0)]),
    ("", ranges((3, 9)), [(b"cf", 2), (b"defgh", 0)]), (ranges((0, 3)) + "\n", "C: a NOOP", [(b"abc", 0), (b"cf", 2)])])
def test_ranges_of_which_bytes_are_missing(before, behind, found):
    assert [(one.bytes(), one.missing_bytes) for one in imap(before + LOSSY + behind)] == found


def test_many_small_ranges_and_one_that_has_them_all():
    said = "".join(f"* 1 FETCH (UID 5 BODY[]<{at}> \\\"x\\\")\\r\\n" for at in range(100))
    first, second = imap(f"C: a FETCH 1 BODY[]\nS: {said}a OK\n" + ranges((0, 999), text=b"x" * 100))
    assert [(len(one.bytes()), one.complete) for one in (first, second)] == [(100, False), (100, True)]


def pipelined(asked: list[str], answers: str) -> str:
    commands = "\\r\\n".join(f"{tag} {command}" for tag, command in zip("ab", asked, strict=True))
    return f"C: {commands}\nS: " + answers.replace(", ", "\\r\\n").replace("<4>", "* 1 FETCH (UID 5 BODY[]<4> {2}\\r\\n"
        "ef)").replace("<0>", "* 1 FETCH (UID 5 BODY[]<0> {4}\\r\\nabcd)")


@pytest.mark.parametrize("answers", [
    "<0>, a OK, <4>, b OK", "<4>, b OK, <0>, a OK", "<4>, <0>, a OK, b OK", "<4>, <0>, b OK, a OK"])
def test_commands_for_ranges_in_progress(answers):
    one, = imap(pipelined(["UID FETCH 5 BODY[]<0.4>", "UID FETCH 5 BODY[]<4.4>"], answers))
    assert (one.bytes(), one.complete) == (b"abcdef", True)


@pytest.mark.parametrize(("other", "complete"), [
    ("UID FETCH 5 BODY[]<0.4>", False), ("UID FETCH 6 BODY[]<0.4>", True), ("UID FETCH 5:6 BODY[]<0.4>", False),
    ("UID FETCH 5 BODY[]<0.9>", True), ("FETCH 2 BODY[]<0.4>", True), ("FETCH 1 BODY[TEXT]<0.4>", True)])
def test_a_piece_shorter_than_all_that_was_asked_for_is_the_last(other, complete):
    one, = imap(pipelined(["UID FETCH 5 BODY[]<0.8>", other], "<0>, a OK, b OK"))
    assert (one.bytes(), one.complete) == (b"abcd", complete)
