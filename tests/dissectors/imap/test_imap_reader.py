"""IMAP conversations."""
from __future__ import annotations

from typing import Any

import pytest
from dialogues import check_cuts, check_mutations, check_truncations, one_side, pieces, play

from dissectors.imap.events import ClientLine, Command, Compressed, Continue, Fetch, Greeting, Part, Reply, Untagged
from dissectors.imap.reader import ImapConversation
from dissectors.stream import Data, Event, MessageBytes, MessageEnd, MessageStart, Problem, Side, StartTls

SESSION = r"""
S: * OK [CAPABILITY IMAP4rev1] ready
C: a1 LOGIN bob "se cret"
S: * CAPABILITY IMAP4rev1 IDLE\r\na1 OK Logged in
C: a2 SELECT INBOX
S: * 3 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\na2 OK [READ-WRITE] done
C: a3 UID FETCH 1:2 (UID FLAGS BODY.PEEK[])\r\na4 NOOP
S: * 1 FETCH (UID 11 FLAGS (\\Seen \\Recent) BODY[] {9}\r\na: b\r\n\r\n)\r\n
S: * 2 FETCH (BODY[] {5}\r\nx)\r\n( UID 12)\r\na4 OK NOOP\r\na3 OK Fetch
C: a5 APPEND "Sent" (\\Seen) {11}
S: + OK
C: c: d\r\n\r\nyes (\\Draft) {3+}\r\nxyz
S: a5 OK [APPENDUID 1 7:8] Append
C: a6 IDLE
S: + idling\r\n* 4 EXISTS
C: DONE\r\na7 LOGOUT
S: a6 OK\r\n* BYE\r\na7 OK bye
"""


def imap(script: str) -> list[Event]:
    return play(ImapConversation(), pieces(script))


def of(kind: Any, events: list[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def bodies(script: str, events: list[Event]) -> list[bytes]:
    """The messages' bytes as they are in the streams."""
    streams = {side: b"".join(piece.data for other, piece in pieces(script)
                              if other is side and isinstance(piece, Data)) for side in Side}
    found = {event.key: b"" for event in of(MessageStart, events)}
    for event in of(MessageBytes, events):
        found[event.key] += streams[event.side][event.start:event.stop]
    return list(found.values())


def test_tags_out_of_order():
    events = imap(SESSION)
    tags = {event.number: event.tag for event in of(Command, events)}
    assert [(event.tag, tags[event.to]) for event in of(Reply, events)[1:]] == [
        (tag, tag) for tag in ("a1", "a2", "a4", "a3", "a5", "a6", "a7")]


def test_commands_and_their_arguments():
    assert [(event.tag, event.verb, event.argument) for event in of(Command, imap(SESSION))] == [
        ("a1", "LOGIN", 'bob "se cret"'), ("a2", "SELECT", "INBOX"),
        ("a3", "UID", "FETCH 1:2 (UID FLAGS BODY.PEEK[])"), ("a4", "NOOP", ""),
        ("a5", "APPEND", '"Sent" (\\Seen) {11}'), ("a6", "IDLE", ""), ("a7", "LOGOUT", "")]


def test_messages_of_fetch_and_append():
    assert bodies(SESSION, imap(SESSION)) == [b"a: b\r\n\r\n)", b"x)\r\n(", b"c: d\r\n\r\nyes", b"xyz"]


def test_what_a_fetch_says_beside_the_message():
    first, second = of(Fetch, imap(SESSION))
    assert (first.value, first.uid, first.flags, first.parts) == (1, 11, ("\\Seen", "\\Recent"), (Part(0, "", None),))
    assert (second.value, second.uid, second.flags) == (2, 12, None)


def test_the_greeting_and_untagged_responses():
    events = imap(SESSION)
    assert [event.text for event in of(Greeting, events)] == ["[CAPABILITY IMAP4rev1] ready"]
    assert [(event.name, event.value) for event in of(Untagged, events)] == [
        ("CAPABILITY", None), ("EXISTS", 3), ("OK", None), ("FETCH", 1), ("FETCH", 2), ("EXISTS", 4), ("BYE", None)]


def test_what_is_no_command():
    events = imap(SESSION)
    assert [event.line.strip() for event in of(ClientLine, events)] == [b"(\\Draft) {3+}", b"", b"DONE"]
    assert [event.text for event in of(Continue, events)] == ["OK", "idling"]
    assert not of(Problem, events)


@pytest.mark.parametrize(("login", "secret"), [
    ('LOGIN bob "a\\\\"b"', b'"a\\"b"'), ("LOGIN {3+}\\r\\nbob secret", b"secret"), ('LOGIN "b b" x', b"x"),
    ("LOGIN bob {6+}\\r\\nsecret", b"{6+}\r\nsecret"), ("login bob  secret", b"secret")])
def test_the_password_of_a_login(login, secret):
    command = of(Command, imap(f"S: * OK x\nC: a {login}\nS: a OK"))[0]
    assert command.line[slice(*command.secret)] == secret


def test_a_synchronizing_literal_that_the_server_refuses():
    events = imap("S: * OK x\nC: a APPEND Sent {9}\nS: a NO [TOOBIG] no\nC: b LOGOUT\nS: b OK")
    assert [event.verb for event in of(Command, events)] == ["APPEND", "LOGOUT"]
    assert not of(MessageStart, events)


@pytest.mark.parametrize("refused", ["C: a LOGIN b wrong\nS: a NO", "C: a APPEND Sent {2}\nS: a NO [TRYCREATE]"])
def test_a_tag_that_is_used_again_after_a_refusal(refused):
    script = f"S: * OK x\n{refused}\nC: a APPEND Sent {{2}}\nS: + go\nC: hi\nS: a OK"
    events = imap(script)
    assert bodies(script, events) == [b"hi"]
    events = imap(f"S: * OK x\n{refused}\nC: a LOGIN {{1}}\nS: +\nC: b {{6}}\nS: +\nC: secret\nS: a OK")
    login = of(Command, events)[-1]
    assert login.line[slice(*login.secret)] == b"{6}\r\nsecret"


def test_several_refusals_before_the_client_goes_on():
    events = imap("S: * OK x\nC: a NOOP\\r\\nb APPEND Sent {9}\nS: b NO\\r\\na BAD\nC: c LOGOUT\nS: c OK")
    assert [event.verb for event in of(Command, events)] == ["NOOP", "APPEND", "LOGOUT"]


def test_a_mailbox_name_may_be_a_literal():
    script = "S: * OK x\nC: a APPEND {4+}\\r\\nSent (\\\\Seen) {2+}\\r\\nhi\nS: a OK"
    events = imap(script)
    assert bodies(script, events) == [b"hi"]
    assert of(Command, events)[0].line == b"a APPEND {4+}\r\nSent (\\Seen) {2+}\r\n"


def test_authenticate():
    events = imap("S: * OK x\nC: a AUTHENTICATE PLAIN\nS: +\nC: AGEAYg==\nS: a OK\nC: b NOOP\nS: b OK")
    assert [(event.verb, event.tag, event.secret) for event in of(Command, events)] == [
        ("AUTHENTICATE", "a", None), ("AUTHENTICATE", "a", (0, 8)), ("NOOP", "b", None)]
    command = of(Command, imap("S: * OK x\nC: a AUTHENTICATE PLAIN AGEAYg==\nS: a OK"))[0]
    assert command.line[slice(*command.secret)] == b"AGEAYg=="


@pytest.mark.parametrize(("script", "secret"), [
    ("C! 22\nS: +\nC: AGEAc2VjcmV0\nS: a OK", ["AGEAc2VjcmV0"]), ("C: AGEAc2VjcmV0\nS: a OK", ["AGEAc2VjcmV0"]),
    ("C! 9\nS: +\nC: bob {5}\nS: +\nC: p@ss!\nS: a OK", ["p@ss!"]),
    ("C: a LOGIN {3}\nC! 9\nS: +\nC: p@ss!\nS: a OK", ["{3}", "p@ss!"]),
    ("C: a AUTHENTICATE LOGIN\nS: +\nC: Ym9i\nS: +\nC! 4\nC: cmV0\nS: a OK", ["cmV0"]),
    ("C! 9\nS: + idling\nC: DONE\nS: a OK", []), ("C! 9\nS: + go\nC: From: b\nS: a OK", []),
    ("C! 9\nC: c2VjcmV0\nS: a OK", []), ("C: c2VjcmV0\nS: a OK", ["c2VjcmV0"]),
    ("C! 9\nC: AGEAc2VjcmV0\nS: a OK", ["AGEAc2VjcmV0"]), ("C! 9\nC: bob {5}\nC: p@ss!\nS: a OK", ["p@ss!"]),
    ("S: * OK\nC: a NOOP\nS: +\nC: AGEAc2VjcmV0\nS: a OK", ["AGEAc2VjcmV0"])])
def test_what_may_be_secret_where_nothing_tells(script, secret):
    events = imap(f"{script}\nC: b NOOP\nS: b OK")
    commands = of(Command, events)
    assert [one.line[slice(*one.secret)].decode() for one in commands if one.secret] == secret
    assert commands[-1].verb == "NOOP" and [one.to for one in of(Reply, events)][-1] == commands[-1].number


FETCHES = [
    ("RFC822 {2}\\r\\nhi", [("", None)], [b"hi"]), ("BODY[]<5> {2}\\r\\nhi", [("", 5)], [b"hi"]),
    ("BODY[HEADER] {2}\\r\\nhi BODY[TEXT] {2}\\r\\nyo", [("HEADER", None), ("TEXT", None)], [b"hi", b"yo"]),
    ("RFC822.HEADER {2}\\r\\nhi RFC822.TEXT \"\"", [("HEADER", None), ("TEXT", None)], [b"hi", b""]),
    ("BINARY[] ~{2}\\r\\nhi", [("", None)], [b"hi"]), ("BODY[] \"a\\\\\\\\b\\\\\"c\"", [("", None)], [b'a\\b"c']),
    ("BODY[] NIL", [], []), ("body[]<9> nil BODY[]<0> NIL", [("", 9)], [b""]),
    ("BODY[1] {2}\\r\\nhi BODY[2.MIME] \"x\"", [], []),
    ("BODY[HEADER.FIELDS (TO \"X\")] {2}\\r\\nhi", [], []),
    ("BODY[HEADER.FIELDS ({2}\\r\\nTO {4}\\r\\nFROM)] {2}\\r\\nhi BODY[] {2}\\r\\nyo", [("", None)], [b"yo"]),
    ("BODY.PEEK[]<3> {2}\\r\\nhi RFC822.PEEK {2}\\r\\nyo", [("", 3), ("", None)], [b"hi", b"yo"]),
    ("RFC822.HEADER.PEEK {2}\\r\\nhi BINARY.PEEK[] ~{2}\\r\\nyo", [("HEADER", None), ("", None)], [b"hi", b"yo"]),
    ("ENVELOPE (\"BODY[]\" {4}\\r\\n(x(\\\" NIL) BODY[] {2}\\r\\nhi", [("", None)], [b"hi"])]


@pytest.mark.parametrize(("items", "parts", "found"), FETCHES)
def test_what_of_a_message_is_in_a_fetch(items, parts, found):
    script = f"S: * OK x\nC: a FETCH 1 X\nS: * 1 FETCH ({items} UID 5)\\r\\na OK"
    events = imap(script)
    assert bodies(script, events) == found
    fetch = of(Fetch, events)[0]
    assert [(part.section, part.offset) for part in fetch.parts] == parts
    assert fetch.uid == 5


@pytest.mark.parametrize(("command", "line", "greets"), [
    ("CAPABILITY", "* OK ready", True), ("LOGIN a b", "* PREAUTH", True), ("LOGOUT", "* BYE", False),
    ("SELECT a", "* OK [CLOSED]", False), ("NOOP", "* OK still here", False)])
def test_a_command_that_was_captured_before_the_greeting(command, line, greets):
    events = imap(f"C: a {command}\nS: {line}\\r\\n* CAPABILITY IMAP4rev1\\r\\na OK")
    assert len(of(Greeting, events)) == greets and len(of(Untagged, events)) == 2 - greets
    assert of(Reply, events)[-1].to == 0


def test_several_blanks():
    script = "S: *  OK  x\nC: a  FETCH 1 BODY[]\nS: *  1  FETCH  (BODY[] {2}\\r\\nhi)\\r\\na  OK  done"
    events = imap(script)
    assert [(one.status, one.text) for one in of(Reply, events)] == [("OK", "x"), ("OK", "done")]
    assert bodies(script, events) == [b"hi"] and not of(Problem, events)


def test_a_tag_with_a_bracket():
    events = imap("S: * OK x\nC: a]1 NOOP\nS: a]1 OK x\nC: ] LOGOUT\nS: ] OK")
    assert [(one.tag, one.verb) for one in of(Command, events)] == [("a]1", "NOOP"), ("]", "LOGOUT")]
    assert [one.to for one in of(Reply, events)] == [None, 0, 1]


def test_only_the_client_was_captured():
    events = play(ImapConversation(), one_side(pieces(SESSION), Side.CLIENT))
    assert [event.verb for event in of(Command, events)] == [
        "LOGIN", "SELECT", "UID", "NOOP", "APPEND", "IDLE", "LOGOUT"]
    assert [event.stop - event.start for event in of(MessageBytes, events)] == [11, 3]


def test_only_the_server_was_captured():
    events = play(ImapConversation(), one_side(pieces(SESSION), Side.SERVER))
    assert [event.stop - event.start for event in of(MessageBytes, events)] == [9, 5]
    assert not of(Problem, events)


def test_bytes_missing_in_a_literal_are_counted():
    events = imap("S: * OK x\nC: a FETCH 1 BODY[]\nS: * 1 FETCH (BODY[] {20}\\r\\nabc\\\nS! 10\n"
        "S: defghij UID 4)\\r\\na OK")
    assert [(event.stop - event.start, event.missing) for event in of(MessageBytes, events)] == [
        (3, False), (10, True), (7, False)]
    assert [event.complete for event in of(MessageEnd, events)] == [False]
    assert of(Fetch, events)[0].uid == 4


def test_a_gap_that_reaches_past_a_literal():
    events = imap("S: * OK x\nC: a FETCH 1 BODY[]\nS: * 1 FETCH (BODY[] {9}\\r\\nabc\\\nS! 10\nS: one line\nS: a OK\n"
                  "C: b NOOP\nS: b OK")
    assert [(event.stop - event.start, event.missing) for event in of(MessageBytes, events)] == [(3, False), (6, True)]
    assert [event.tag for event in of(Reply, events)] == ["*", "a", "b"]


def test_a_capture_that_begins_in_a_message():
    events = imap("S: half a line\nS: more * of it\nS:  UID 4)\\r\\na OK\nC: yes it is\nC: b NOOP\nS: b OK")
    assert [event.tag for event in of(Reply, events)] == ["a", "b"]
    assert [event.verb for event in of(Command, events)] == ["NOOP"]
    assert len(of(Problem, events)) == 2


def test_a_response_that_was_captured_before_its_command():
    events = imap("S: * OK x\nS: a OK done\nC: a NOOP")
    assert of(Command, events)[0].answered_by == 1


@pytest.mark.parametrize("lost", ["S: * OK x\nS: a NO\nC! 9\n", "C: of a message\nS: a NO\n"])
def test_the_response_to_a_command_that_was_not_captured_is_of_no_later_one(lost):
    events = imap(f"{lost}C: a NOOP\nS: a OK\nC: a APPEND Sent {{2}}\nS: + go\nC: hi\nS: a OK")
    numbers = [event.number for event in of(Command, events)]
    assert [event.to for event in of(Reply, events)][-3:] == [None, *numbers]
    assert [event.stop - event.start for event in of(MessageBytes, events)] == [2]


@pytest.mark.parametrize(("behind", "complete"), [(")", True), (" UID 3)", True), ("of text", False)])
def test_what_looks_like_a_message_within_one_whose_beginning_is_missing(behind, complete):
    events = imap(f"S: * OK x\nC: a FETCH 1 BODY[]\nS! 40\nS: * 1 FETCH (BODY[] {{3}}\\r\\nabc{behind}\nS: a OK")
    assert [event.complete for event in of(MessageEnd, events)] == [complete]
    assert of(Reply, events)[-1].to == 0


def test_a_connection_that_is_cut_in_a_literal_of_four_gigabytes():
    events = imap("S: * OK x\nC: a FETCH 1 BODY[]\nS: * 1 FETCH (BODY[] {4294967295}\\r\\nabc\\")
    assert [event.complete for event in of(MessageEnd, events)] == [False]
    assert len(of(Fetch, events)) == 1


def test_starttls_and_compress():
    events = imap("S: * OK x\nC: a STARTTLS\nS: a OK\nC: \\x16\\x03\\x01\\x00\\x00\\\nS: \\x16\\x03\\x03\\x00\\x00\\")
    assert [(event.client_at, event.server_at) for event in of(StartTls, events)] == [(12, 14)]
    events = imap("S: * OK x\nC: a COMPRESS DEFLATE\nS: a OK\n"
        "C: b NOOP\nS: b OK")
    assert [(event.client_at, event.server_at) for event in of(Compressed, events)] == [(20, 14)]
    assert not of(Problem, events)


def test_many_literals_take_time_in_proportion():
    script = "S: * OK x\nC: a SEARCH {0+}\\r\\n" + "{0+}\\r\\n" * 30000
    assert len(imap(script)) < 10


@pytest.mark.parametrize("script", [SESSION, "S: * OK x\nC: a AUTHENTICATE PLAIN\nS: +\nC: AGEAYg==\nS: a OK\n"
    "C: b NOOP"])
def test_every_way_of_cutting_the_stream(script):
    check_cuts(ImapConversation, script)


def test_every_truncation():
    check_truncations(ImapConversation, SESSION)


def test_mutated_bytes():
    check_mutations(ImapConversation, SESSION)
