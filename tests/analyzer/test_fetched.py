"""Emails that IMAP's FETCH brings, whole and in pieces."""
from __future__ import annotations

import pytest
from imap_fetches import fetch, imap


def test_a_whole_message_with_mailbox_uid_and_flags():
    one, = imap(fetch(("BODY[]", "FLAGS (\\\\Seen) BODY[] {2}\\r\\nhi UID 5")))
    assert (one.bytes(), one.mailbox, one.uid, one.flags, one.status, one.complete) == (
        b"hi", "INBOX", 5, ("\\Seen",), "OK done", True)


def test_ranges_are_joined_where_they_follow_each_other():
    one, = imap(fetch(("BODY.PEEK[]<0.4>", "UID 5 BODY[]<0> {4}\\r\\nabcd"), ("BODY.PEEK[]<4.4>",
        "UID 5 BODY[]<4> {2}\\r\\nef")))
    assert (one.bytes(), one.complete, one.uid) == (b"abcdef", True, 5)


def test_ranges_up_to_the_size_that_the_server_named():
    one, = imap(fetch(("RFC822.SIZE", "UID 5 RFC822.SIZE 4"), ("(RFC822.SIZE BODY[]<0.4>)",
        "UID 5 RFC822.SIZE 4 BODY[]<0> {4}\\r\\nabcd")))
    assert (one.bytes(), one.complete) == (b"abcd", True)


def test_ranges_that_stop_early():
    one, = imap(fetch(("BODY[]<0.4>", "UID 5 BODY[]<0> {4}\\r\\nabcd")))
    assert (one.bytes(), one.complete) == (b"abcd", False)


def test_ranges_with_a_hole_are_two_emails_that_lack_something():
    found = imap(fetch(("BODY[]<0.2>", "BODY[]<0> {2}\\r\\nab"), ("BODY[]<4.4>", "BODY[]<4> {2}\\r\\nef")))
    assert [(one.bytes(), one.complete) for one in found] == [(b"ab", False), (b"ef", False)]


def test_header_and_text_become_one():
    one, = imap(fetch(("RFC822.HEADER", "RFC822.HEADER {8}\\r\\na: b\\r\\n\\r\\n"), ("BODY[TEXT]",
        "BODY[TEXT] {2}\\r\\nhi")))
    assert (one.bytes(), one.complete) == (b"a: b\r\n\r\nhi", True)


def test_text_before_header_in_one_response():
    one, = imap(fetch(("X", "BODY[TEXT] {2}\\r\\nhi BODY[HEADER] {8}\\r\\na: b\\r\\n\\r\\n")))
    assert one.bytes() == b"a: b\r\n\r\nhi"


def test_a_header_alone_is_only_a_part():
    one, = imap(fetch(("BODY[HEADER]", "BODY[HEADER] {8}\\r\\na: b\\r\\n\\r\\n")))
    assert (one.bytes(), one.complete) == (b"a: b\r\n\r\n", False)


def test_the_uid_of_a_number_is_known_until_numbers_move():
    first, second = imap("C: a FETCH 1 UID\nS: * 1 FETCH (UID 5)\\r\\na OK\nC: b FETCH 1 RFC822\n"
        "S: * 1 FETCH (RFC822 {1}\\r\\na)\\r\\nb OK\n"
                         "C: c EXPUNGE\nS: * 1 EXPUNGE\\r\\nc OK\nC: d FETCH 1 RFC822\n"
                             "S: * 1 FETCH (RFC822 {1}\\r\\nb)\\r\\nd OK")
    assert [first.uid, second.uid] == [5, None]


def test_a_mailbox_is_left():
    first, second = imap(fetch(("RFC822", "RFC822 {1}\\r\\na")) + "\nC: t SELECT Nowhere\n"
        "S: t NO\n" + fetch(("RFC822", "RFC822 {1}\\r\\nb")))
    assert [first.mailbox, second.mailbox] == ["INBOX", None]


def test_a_message_that_was_cut():
    one, = imap("C: a FETCH 1 RFC822\nS: * 1 FETCH (RFC822 {9}\\r\\nabc\\")
    assert (one.bytes(), one.complete, one.mailbox) == (b"abc", False, "INBOX")


def test_ranges_in_another_order():
    one, = imap(fetch(("BODY[]<4.4>", "UID 5 BODY[]<4> {2}\\r\\nef"), ("BODY[]<0.4>", "UID 5 BODY[]<0> {4}\\r\\nabcd")))
    assert (one.bytes(), one.complete) == (b"abcdef", True)


def test_a_size_that_was_told_before_ends_the_ranges():
    one, = imap(fetch(("(UID RFC822.SIZE)", "UID 5 RFC822.SIZE 4"), ("BODY[]<0.4>", "UID 5 BODY[]<0> {4}\\r\\nabcd")))
    assert (one.bytes(), one.complete) == (b"abcd", True)


def test_many_ranges_take_time_in_proportion():
    said = "".join(f"* 1 FETCH (UID 5 BODY[]<{at}> x)\\r\\n".replace(" x", ' \\"x\\"') for at in range(3000))
    one, = imap("C: a FETCH 1 BODY[]\nS: " + said + "a OK")
    assert (len(one.bytes()), one.complete) == (3000, False)


def test_a_text_that_is_nil_is_empty():
    one, = imap(fetch(("(BODY[HEADER] BODY[TEXT])", "BODY[HEADER] {4}\\r\\na:\\r\\n BODY[TEXT] NIL")))
    assert (one.bytes(), one.complete) == (b"a:\r\n", True)


def test_the_status_is_of_the_last_piece():
    one, = imap("C: a FETCH 1 BODY[]\nS: * 1 FETCH (UID 5 BODY[HEADER] {2}\\r\\nab)\\r\\na OK one\n"
                "C: b FETCH 1 BODY[]\nS: * 1 FETCH (UID 5 BODY[TEXT] {2}\\r\\ncd)\\r\\nb OK two")
    assert (one.bytes(), one.status) == (b"abcd", "OK two")


def test_the_status_where_the_command_was_not_captured():
    one, = imap("S: * 1 FETCH (BODY[] {2}\\r\\nab)\\r\\na OK done")
    assert one.status == "OK done"


MESSAGE = "* 1 FETCH (UID 5 RFC822 {2}\\r\\nhi)\\r\\n"


@pytest.mark.parametrize(("selecting", "mailbox"), [
    ("C: t SELECT Other\nS: * 1 EXISTS\nS! 6", "Other"),
    ("C: t SELECT Other\nS: * 1 EXISTS\\r\\nt OK", "Other"), ("C: t SELECT Other\nS: t NO", None),
    ("C: t SELECT Other\\r\\nu EXAMINE More\nS! 6", "More"), ("C! 9\nS: t OK [read-write] x", None),
    ("C! 9\nS: * OK [UIDVALIDITY 8] x\\r\\nt OK x", None),
    ("C! 9\nS: t OK x", "INBOX"), ("S: t OK [READ-ONLY]\nC: t EXAMINE Other", "Other")])
def test_the_mailbox_where_something_of_the_select_is_missing(selecting, mailbox):
    one, = imap(f"{selecting}\nC: f UID FETCH 5 RFC822\nS: {MESSAGE}f OK")
    assert (one.bytes(), one.mailbox) == (b"hi", mailbox)


@pytest.mark.parametrize(("status", "mailbox"), [("OK", "Other"), ("NO", None)])
def test_a_select_whose_reply_comes_late(status, mailbox):
    first, second = imap(f"C: t SELECT Other\\r\\nf UID FETCH 5 RFC822\nS: {MESSAGE}t {status}\\r\\nf OK\n"
                         f"C: g UID FETCH 5 RFC822\nS: {MESSAGE}g OK")
    assert [first.mailbox, second.mailbox] == ["Other", mailbox]


def test_what_a_command_before_the_select_has_asked_for():
    one, = imap(f"C: f UID FETCH 5 RFC822\\r\\nt SELECT Other\nS: {MESSAGE}f OK\\r\\nt OK")
    assert one.mailbox == "INBOX"
