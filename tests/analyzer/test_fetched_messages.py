"""Of which message the emails and pieces of FETCH are: numbers move, mailboxes are left and selected again."""
from __future__ import annotations

import pytest
from imap_fetches import fetch, imap

from analyzer.fetched_messages import MOST, Message, Numbers, uids_in
from analyzer.messages import Email

FIRST, LAST = ("BODY[]<0.2>", "BODY[]<0> {2}\\r\\nab"), ("BODY[]<2.4>", "BODY[]<2> {2}\\r\\ncd")
HEADER, TEXT = ("BODY[HEADER]", "BODY[HEADER] {2}\\r\\nab"), ("BODY[TEXT]", "BODY[TEXT] {2}\\r\\ncd")
UIDS = "C: u FETCH 1:3 UID\nS: * 1 FETCH (UID 11)\\r\\n* 2 FETCH (UID 12)\\r\\n* 3 FETCH (UID 13)\\r\\nu OK\n"


def select(mailbox: str, validity: int) -> str:
    return f"C: t SELECT {mailbox}\nS: * OK [UIDVALIDITY {validity}] x\\r\\nt OK\n"


def said(emails: list[Email]) -> list[tuple[bytes, bool, int | None]]:
    return [(email.bytes(), email.complete, email.uid) for email in emails]


@pytest.mark.parametrize("pieces", [(FIRST, LAST), (HEADER, TEXT)])
@pytest.mark.parametrize("between", [
    "C: e EXPUNGE\nS: * 1 EXPUNGE\\r\\ne OK\n", "C: e NOOP\nS: * VANISHED 9\\r\\ne OK\n",
    "C: e SELECT INBOX\nS: e OK\n", "C: e CLOSE\nS: e OK\n", select("INBOX", 8)])
def test_pieces_of_different_messages_with_a_number_are_apart(pieces, between):
    first, last = pieces
    assert said(imap(fetch(first) + "\n" + between + fetch(last))) == [(b"ab", False, None), (b"cd", False, None)]


def test_a_message_moves_down_with_its_pieces():
    script = fetch(FIRST).replace("1 ", "3 ") + "\nC: e EXPUNGE\nS: * 1 EXPUNGE\\r\\ne OK\n" + fetch(LAST).replace(
        "1 ", "2 ")
    assert said(imap(script)) == [(b"abcd", True, None)]


@pytest.mark.parametrize(("moved", "uid"), [
    ("* 3 EXPUNGE", 11), ("* 1 EXPUNGE", 12), ("* VANISHED 11:12", 13), ("* VANISHED 13", 11), ("* VANISHED 14", None),
    ("* VANISHED (EARLIER) 1:14", 11), ("* VANISHED 1:4294967295", None), ("* 1 EXPUNGE\\r\\n* 1 EXPUNGE", 13)])
def test_uids_of_numbers_behind_which_messages_are_gone(moved, uid):
    script = UIDS + f"C: e NOOP\nS: {moved}\\r\\ne OK\n" + fetch(("RFC822", "RFC822 {2}\\r\\nhi"))
    assert said(imap(script)) == [(b"hi", True, uid)]


@pytest.mark.parametrize(("again", "joined"), [
    (select("INBOX", 7), True), (select("Other", 7) + select("inbox", 7), True), (select("INBOX", 8), False),
    (select("Other", 7), False), ("C: t SELECT INBOX\nS: t OK\n", False)])
def test_pieces_with_a_uid_go_on_in_the_same_mailbox(again, joined):
    first, last = ((asked, f"UID 5 {items}") for asked, items in (HEADER, TEXT))
    found = imap(select("INBOX", 7) + fetch(first) + "\n" + again + fetch(last))
    assert said(found) == ([(b"abcd", True, 5)] if joined else [(b"ab", False, 5), (b"cd", False, 5)])


def test_a_uid_that_is_told_with_the_second_piece():
    assert said(imap(fetch(HEADER, (TEXT[0], TEXT[1] + " UID 5")))) == [(b"abcd", True, 5)]


def test_a_number_that_has_another_uid():
    first, last = (FIRST[0], "UID 5 " + FIRST[1]), (LAST[0], "UID 6 " + LAST[1])
    assert said(imap(fetch(first, last))) == [(b"ab", False, 5), (b"cd", False, 6)]


@pytest.mark.parametrize(("earlier", "items", "flags"), [
    ("UID 5 FLAGS (a)", "UID 5 RFC822 {2}\\r\\nhi", ("a",)), ("FLAGS (a)", "RFC822 {2}\\r\\nhi UID 5", ("a",)),
    ("UID 5 FLAGS (a)", "UID 5 FLAGS () RFC822 {2}\\r\\nhi", ()), ("UID 6 FLAGS (a)", "UID 5 RFC822 {2}\\r\\nhi", None),
    ("BODY[HEADER] {2}\\r\\na:", "UID 5 FLAGS (b) BODY[TEXT] {2}\\r\\nhi", ("b",)),
    ("BODY[HEADER] {2}\\r\\na: FLAGS (a)", "UID 5 BODY[TEXT] {2}\\r\\nhi", ("a",))])
def test_flags_that_another_response_has_told(earlier, items, flags):
    assert imap(fetch(("X", earlier), ("X", items)))[-1].flags == flags


def test_many_numbers_are_forgotten_from_the_lowest():
    numbers = Numbers()
    for number in range(1, MOST + 3):
        numbers.put(number, Message(number))
    numbers.expunge(4)
    assert numbers.get(2) is None and numbers.get(3).uid == 3 and numbers.get(4).uid == 5
    numbers.vanish(b"* VANISHED 5,7:8\r\n")
    assert [numbers.get(number).uid for number in (3, 4, 5, MOST - 2)] == [3, 6, 9, MOST + 2]


def test_sets_of_uids():
    assert uids_in(b"5,9:7,8") == [5, 7, 8, 9]
    assert uids_in(b"1:%d" % MOST) == list(range(1, MOST + 1)) and uids_in(b"9,10:%d" % (MOST + 9)) is None
