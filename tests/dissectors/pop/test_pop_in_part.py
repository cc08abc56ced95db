"""POP3 conversations of which the capture has only a part."""
from __future__ import annotations

from typing import Any

import pytest
from dialogues import pieces, play

from dissectors.pop.events import Command, Reply, ReplyData
from dissectors.pop.reader import PopConversation
from dissectors.stream import Event, MessageBytes, MessageEnd, MessageStart, Problem

REST = r"""
C: DELE 1
S: +OK gone
C: RETR 2
S: +OK\r\nSubject: two\r\n\r\n.
C: LIST
S: +OK\r\n2 30\r\n.
C: QUIT
S: +OK bye
"""
IN_PLACE = [("DELE", "+OK"), ("RETR", "+OK"), ("LIST", "+OK"), ("QUIT", "+OK")]


def pop(script: str) -> list[Event]:
    return play(PopConversation(), pieces(script))


def of(kind: Any, events: list[Event]) -> list[Any]:
    return [event for event in events if isinstance(event, kind)]


def replies(events: list[Event]) -> list[tuple[str | None, str]]:
    verbs = {event.number: event.verb for event in of(Command, events)}
    return [(None if event.to is None else verbs[event.to], event.status) for event in of(Reply, events)]


@pytest.mark.parametrize("rest", ["Subject: one\\r\\n\\r\\na\\r\\n.", "half a line\\r\\n+ a\\r\\n.", "ore\nS: .", "."])
def test_a_message_without_its_beginning_is_the_reply_to_its_command(rest):
    events = pop(f"S: +OK x\nC: UIDL\nS: +OK\\r\\n1 a\\r\\n.\nC: RETR 1\nS! 30\nS: {rest}\n{REST.strip()}")
    assert replies(events)[2:] == IN_PLACE
    assert [(start.command, end.complete) for start, end in zip(
        of(MessageStart, events), of(MessageEnd, events), strict=True)] == [(1, False)] * (rest != ".") + [(3, True)]


@pytest.mark.parametrize("asked", ["LIST", "UIDL", "CAPA"])
@pytest.mark.parametrize("rest", ["1 20\\r\\n2 30\\r\\n.", "20\\r\\n2 30\\r\\n.", "."])
def test_neither_is_a_list_without_its_beginning_a_message(asked, rest):
    events = pop(f"S: +OK x\nC: {asked}\nS! 5\nS: {rest}\n{REST.strip()}")
    assert replies(events)[1:] == IN_PLACE
    assert [start.command for start in of(MessageStart, events)] == [2]
    assert of(ReplyData, events)[0].to == 0


def test_a_list_is_no_message_where_replies_to_several_commands_are_missing():
    events = pop("S: +OK x\nC: STAT\nC: UIDL\nC: RETR 1\nS! 9\nS: +OK\\r\\n1 a\\r\\n2 b\\r\\n.\n"
                 "S: +OK\\r\\nSubject: x\\r\\n\\r\\n.")
    assert len(of(MessageStart, events)) == 1
    assert [event.stop - event.start for event in of(MessageBytes, events)] == [len("Subject: x\r\n\r\n")]


def test_of_a_top_whose_beginning_is_missing_a_part_was_asked_for():
    events = pop("S: +OK x\nC: TOP 1 5\nS! 5\nS: Subject: a\\r\\n\\r\\n.\nC: QUIT\nS: +OK")
    assert [start.partial for start in of(MessageStart, events)] == [True]


def test_a_message_whose_beginning_is_missing_behind_other_missing_bytes():
    events = pop("S: +OK x\nC: STAT\nC: RETR 1\nS! 9\nS: +OK\nS! 8\nS: more\\r\\n.\nC: QUIT\nS: +OK bye")
    assert replies(events)[1:] == [("RETR", "+OK"), ("QUIT", "+OK")]
    assert [(start.command, event.stop - event.start) for start, event in zip(
        of(MessageStart, events), of(MessageBytes, events), strict=True)] == [(1, 6)]


def test_the_rest_of_a_reply_of_one_line_is_no_message():
    events = pop(f"S: +OK x\nC: STAT\nS! 5\nS: 20\n{REST.strip()}")
    assert replies(events)[1:] == IN_PLACE
    assert [event.reason for event in of(Problem, events)] == ["bytes are missing", "the line's start is missing"]


def test_lines_that_begin_in_missing_bytes_end_where_the_client_goes_on():
    events = pop(f"S: +OK x\nC: RETR 1\nS! 50\nS: more\nS! 50\n{REST.strip()}")
    assert replies(events)[1:] == IN_PLACE


@pytest.mark.parametrize("rest", ["+OK\\r\\nSubject: three\\r\\n\\r\\n.", "more of three\\r\\n."])
def test_replies_that_are_missing_between_two_messages(rest):
    begin = "S: +OK x\nC: RETR 1\nS: +OK\\r\\nSubject: one\nC: RETR 2\nC: RETR 3\nS! 90\n"
    events = pop(f"{begin}S: {rest}\n{REST.strip()}")
    assert replies(events)[1:] == [("RETR", "+OK")] + [("RETR", "+OK")] * (rest[0] == "+") + IN_PLACE
    assert [start.command for start in of(MessageStart, events)] == [0, 2, 4]
    assert [end.complete for end in of(MessageEnd, events)] == [False, rest[0] == "+", True]


def test_a_client_that_asks_for_several_messages_at_once():
    events = pop("S: +OK x\nC: RETR 1\\r\\nRETR 2\nS: +OK\\r\\nSubject: one\nC: RETR 3\nS! 9\nS: more\\r\\n.\n"
                 "S: +OK\\r\\n.\\r\\n+OK\\r\\n.")
    assert [event.to for event in of(Reply, events)] == [None, 0, 1, 2]
    assert [start.command for start in of(MessageStart, events)] == [0, 1, 2]


def test_a_capture_that_begins_in_a_list_has_no_message_of_it():
    events = pop("S: 7 20\\r\\n8 30\\r\\n.\nC: QUIT\nS: +OK bye")
    assert not of(MessageStart, events)
    assert replies(events) == [("QUIT", "+OK")]


@pytest.mark.parametrize("begin", [
    "S: +OK x\nS: + a\nC! 12\n", "S: +OK x\nC: AUTH LOGIN\nS: + a\nS: + b\nC! 6\n", "", "S: + UGFzczo=\n"])
def test_responses_of_an_auth_that_is_missing_are_secret(begin):
    events = pop(f"{begin}C: Ym9i\nS: + UGFzczo=\nC: c2VjcmV0\nS: +OK\nC: QUIT\nS: +OK")
    assert [(event.verb, event.continuation, event.secret) for event in of(Command, events)][-3:] == [
        ("AUTH", True, (0, 4)), ("AUTH", True, (0, 8)), ("QUIT", False, None)]
    assert replies(events)[-3:] == [("AUTH", "+"), ("AUTH", "+OK"), ("QUIT", "+OK")]


def test_an_auth_with_an_equals_sign_has_a_secret_too():
    command = of(Command, pop("S: +OK x\nC: AUTH=PLAIN AGEAYg==\nS: +OK"))[0]
    assert (command.verb, command.line[slice(*command.secret)]) == ("AUTH", b"AGEAYg==")
