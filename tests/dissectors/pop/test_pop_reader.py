"""POP3 conversations."""
from __future__ import annotations

from typing import Any

import pytest
from dialogues import check_cuts, check_mutations, check_truncations, one_side, pieces, play

from dissectors.pop.events import Command, Greeting, Reply, ReplyData
from dissectors.pop.reader import PopConversation
from dissectors.stream import Event, MessageBytes, MessageEnd, MessageStart, Problem, Side, StartTls

SESSION = r"""
S: +OK ready <1.2@mx>
C: CAPA
S: +OK\r\nTOP\r\nUIDL\r\n.
C: USER bob
S: +OK
C: PASS two words
S: +OK Logged in.
C: STAT\r\nLIST\r\nLIST 1\r\nRETR 1\r\nTOP 1 0\r\nRETR 9\r\nQUIT
S: +OK 1 20\r\n+OK 1 messages:\r\n1 20\r\n.\r\n+OK 1 20\r\n+OK 20 octets\r\nTo: b\r\n\r\n..dot\r\n.
S: +OK\r\nTo: b\r\n\r\n.\r\n-ERR There's no message 9.\r\n+OK bye
"""


def pop(script: str) -> list[Event]:
    return play(PopConversation(), pieces(script))


def of(kind: Any, events: list[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def replies(events: list[Event]) -> list[tuple[str | None, str]]:
    verbs = {event.number: event.verb for event in events if isinstance(event, Command)}
    return [(None if event.to is None else verbs[event.to], event.status)
            for event in events if isinstance(event, Reply)]


def test_replies_stand_with_their_commands():
    assert replies(pop(SESSION)) == [
        (None, "+OK"), ("CAPA", "+OK"), ("USER", "+OK"), ("PASS", "+OK"), ("STAT", "+OK"), ("LIST", "+OK"),
        ("LIST", "+OK"), ("RETR", "+OK"), ("TOP", "+OK"), ("RETR", "-ERR"), ("QUIT", "+OK")]


def test_messages_are_told_with_their_commands():
    starts = of(MessageStart, pop(SESSION))
    assert [(start.command, start.partial) for start in starts] == [(6, False), (7, True)]
    assert [(event.stop - event.start, event.stuffed) for event in of(MessageBytes, pop(SESSION))] == [
        (16, True), (9, True)]


def test_lists_and_the_dots_alone_are_no_messages():
    assert [(event.to, event.stop - event.start) for event in of(ReplyData, pop(SESSION))] == [
        (0, 11), (0, 3), (4, 6), (4, 3), (6, 3), (7, 3)]


def test_the_greeting_and_the_reply_texts():
    events = pop(SESSION)
    assert [event.text for event in of(Greeting, events)] == ["ready <1.2@mx>"]
    assert [event.text for event in of(Reply, events)][3] == "Logged in."


def test_a_password_may_have_spaces():
    command = of(Command, pop(SESSION))[2]
    assert command.line[slice(*command.secret)] == b"two words"


def test_of_apop_the_digest_is_secret():
    command = of(Command, pop("S: +OK x\nC: APOP bob c4c9334bac560ecc979e58001b3e22fb\nS: +OK"))[0]
    assert command.line[slice(*command.secret)] == b"c4c9334bac560ecc979e58001b3e22fb"


def test_auth_goes_on_while_the_server_asks():
    events = pop("S: +OK x\nC: AUTH LOGIN\nS: + VXNlcjo=\nC: Ym9i\nS: + UGFzczo=\nC: c2VjcmV0\nS: +OK\nC: QUIT\nS: +OK")
    assert [(event.verb, event.continuation, event.secret) for event in of(Command, events)] == [
        ("AUTH", False, None), ("AUTH", True, None), ("AUTH", True, (0, 8)), ("QUIT", False, None)]
    assert replies(events)[1:] == [("AUTH", "+"), ("AUTH", "+"), ("AUTH", "+OK"), ("QUIT", "+OK")]


def test_auth_without_a_mechanism_lists_them():
    events = pop("S: +OK x\nC: AUTH\nS: +OK\\r\\nPLAIN\\r\\n.\nC: QUIT\nS: +OK")
    assert replies(events)[1:] == [("AUTH", "+OK"), ("QUIT", "+OK")]


def test_stls():
    events = pop("S: +OK x\nC: STLS\nS: +OK go\nC: \\x16\\x03\\x01\\x02\\x00\\\nS: \\x16\\x03\\x03\\x02\\x00\\")
    assert [(event.client_at, event.server_at) for event in of(StartTls, events)] == [(6, 15)]
    assert not of(Problem, events)


def test_only_the_server_was_captured():
    events = play(PopConversation(), one_side(pieces(SESSION), Side.SERVER))
    assert [event.stop - event.start for event in of(MessageBytes, events)] == [16, 9]
    assert len(of(Reply, events)) == 11
    assert not of(Problem, events)


def test_only_the_client_was_captured():
    events = play(PopConversation(), one_side(pieces(SESSION), Side.CLIENT))
    assert [event.verb for event in of(Command, events)] == [
        "CAPA", "USER", "PASS", "STAT", "LIST", "LIST", "RETR", "TOP", "RETR", "QUIT"]


def test_a_capture_that_begins_in_a_message():
    events = pop("S: half a line\\r\\nmore\\r\\n.\nC: QUIT\nS: +OK bye")
    assert [event.complete for event in of(MessageEnd, events)] == [False]
    assert replies(events) == [("QUIT", "+OK")]


@pytest.mark.parametrize("lost", ["S! 30", "S: To: b\nS! 30\nS: more", "S! 30\nS: more\nS! 5"])
def test_bytes_missing_in_a_message(lost):
    events = pop(f"S: +OK x\nC: RETR 1\nS: +OK\n{lost}\nS: end\\r\\n.\nC: DELE 1\nS: +OK gone")
    assert sum(event.stop - event.start for event in of(MessageBytes, events) if event.missing) >= 30
    assert [event.complete for event in of(MessageEnd, events)] == [False]
    assert replies(events)[1:] == [("RETR", "+OK"), ("DELE", "+OK")]


def test_replies_go_on_behind_missing_ones():
    events = pop("S: +OK x\nC: NOOP\nC: RETR 1\nS! 5\nS: +OK\\r\\nTo: x\\r\\n\\r\\n.\nC: QUIT\nS: +OK bye")
    assert replies(events)[1:] == [("RETR", "+OK"), ("QUIT", "+OK")]
    assert [event.complete for event in of(MessageEnd, events)] == [True]


def test_a_connection_that_is_cut_in_a_message():
    events = pop("S: +OK x\nC: RETR 1\nS: +OK\\r\\nTo: x\\r\\nmo\\")
    assert [event.complete for event in of(MessageEnd, events)] == [False]
    assert sum(event.stop - event.start for event in of(MessageBytes, events)) == 9


def test_every_way_of_cutting_the_stream():
    check_cuts(PopConversation, SESSION)


def test_every_truncation():
    check_truncations(PopConversation, SESSION)


def test_mutated_bytes():
    check_mutations(PopConversation, SESSION)
