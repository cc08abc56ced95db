"""SMTP conversations of which the capture has only a part."""
from __future__ import annotations

import pytest
from dialogues import one_side, pieces, play
from smtp_scripts import SESSION, of, replies, sent, smtp

from dissectors.registry import Context
from dissectors.smtp import SMTP
from dissectors.smtp.events import Command
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import MessageBytes, MessageEnd, MessageStart, Problem, Side


def test_only_the_client_was_captured():
    said = one_side(pieces(SESSION), Side.CLIENT)
    events = play(SmtpConversation(), said)
    assert sent(SESSION, events) == [b"Subject: one\r\n\r\n..dot\r\n", b"Subject: 2\r\n\r\n.\r\n\n"]
    assert [event.verb for event in of(Command, events)][-4:] == ["RCPT", "BDAT", "BDAT", "QUIT"]


def test_a_client_alone_that_gave_up_after_data():
    script = "C: EHLO x\nC: DATA\nC: QUIT"
    assert not of(MessageStart, smtp(script))


def test_only_the_server_was_captured():
    events = play(SmtpConversation(), one_side(pieces(SESSION), Side.SERVER))
    assert {verb for verb, _ in replies(events)} == {None}
    assert not of(Problem, events)


def test_a_capture_that_begins_in_a_message():
    script = "C: second half\\r\\nof it\\r\\n.\\r\\nQUIT\nS: 250 ok\\r\\n221 bye"
    events = smtp(script)
    assert sent(script, events) == [b"second half\r\nof it\r\n"]
    assert [event.complete for event in of(MessageEnd, events)] == [False]
    assert replies(events) == [(".", "250"), ("QUIT", "221")]


def test_a_connection_that_is_cut_in_a_message():
    script = "S: 220 x\nC: DATA\nS: 354 go\nC: half of\\"
    events = smtp(script)
    assert sent(script, events) == [b"half of"]
    assert [event.complete for event in of(MessageEnd, events)] == [False]


def test_bytes_missing_in_a_message():
    events = smtp("S: 220 x\nC: DATA\nS: 354 go\nC: one\nC! 100\nC: three\\r\\n.\\r\\nQUIT\nS: 250 ok\\r\\n221 bye")
    assert [(event.start, event.stop, event.missing) for event in of(MessageBytes, events)] == [
        (6, 11, False), (11, 111, True), (111, 118, False)]
    assert [event.complete for event in of(MessageEnd, events)] == [False]
    assert replies(events) == [("DATA", "354"), (".", "250"), ("QUIT", "221")]


def test_a_message_whose_end_is_missing_ends_where_the_server_says_so():
    events = smtp("S: 220 x\nC: DATA\nS: 354 go\nC: one\nS: 250 ok\nC! 100\nC: QUIT\nS: 221 bye")
    assert [event.complete for event in of(MessageEnd, events)] == [False]
    assert replies(events) == [("DATA", "354"), (None, "250"), ("QUIT", "221")]


def test_commands_go_on_behind_missing_bytes():
    events = smtp("S: 220 x\nC: EHLO a\nS: 250 x\nC: MAIL FRO\\\nC! 10\nC: ng\nC: RSET\nS: 250 ok")
    assert replies(events) == [("EHLO", "250"), ("RSET", "250")]
    assert of(Problem, events)


def test_a_data_that_is_missing_is_known_by_its_reply():
    script = "S: 220 x\nC: EHLO a\nS: 250 x\nC! 6\nS: 354 go\nC: the body\\r\\n.\nS: 250 ok"
    events = smtp(script)
    assert sent("C: EHLO a\nC: DATA\nC: the body\\r\\n.", events) == [b"the body\r\n"]
    assert [event.complete for event in of(MessageEnd, events)] == [False]


def test_replies_go_on_behind_missing_ones():
    events = smtp("S: 220 x\nC: EHLO a\nS: 250 x\nC: RSET\nC: DATA\nS! 8\nS: 354 go\nC: x\\r\\n.\nS: 250 ok")
    assert replies(events) == [("EHLO", "250"), ("DATA", "354"), (".", "250")]


@pytest.mark.parametrize("sent", ["C: MAIL FROM:<a>\nC: RCPT TO:<b>\nC: DATA\nS! 8", "C! 9\nC: DATA\nS: 250 a",
                                  "C! 9\nC: DATA\nS: 550 a"])
def test_a_message_where_commands_that_came_together_or_their_replies_are_missing(sent):
    events = smtp(f"S: 220 x\nC: EHLO a\nS: 250 x\n{sent}\nS: 250 b\nS: 354 go\n"
                  "C: Subject: x\\r\\n\\r\\nMAIL FROM:<c>\\r\\n.\nS: 250 queued\nC: QUIT\nS: 221 bye")
    assert replies(events)[-2:] == [(".", "250"), ("QUIT", "221")]
    assert [event.complete for event in of(MessageEnd, events)] == [True]
    assert [event.verb for event in of(Command, events)][-3:] == ["DATA", ".", "QUIT"]


def test_bytes_missing_in_a_chunk_are_counted():
    events = smtp("S: 220 x\nC: BDAT 10 LAST\\r\\nabc\\\nC! 4\nC: xyzQUIT\nS: 250 ok\\r\\n221 bye")
    assert [(event.stop - event.start, event.missing) for event in of(MessageBytes, events)] == [
        (3, False), (4, True), (3, False)]
    assert replies(events) == [("BDAT", "250"), ("QUIT", "221")]


BEGIN = "S: 220 x\nC: EHLO a\nS: 250 a\n"
MASKED = ("AUTH", True, True)


def secrets(script: str) -> list[tuple[str, bool, bool]]:
    events = smtp(script)
    assert not of(MessageStart, events)
    return [(event.verb, event.continuation, event.secret == (0, len(event.line.rstrip())))
            for event in of(Command, events)]


@pytest.mark.parametrize("begin", [BEGIN + "S: 334 a\nC! 12\n", "", "S: 334 a\n", "S: 235 a\nC! 30\n"])
@pytest.mark.parametrize("status", ["235", "535"])
def test_responses_of_an_auth_that_is_missing_are_secret(begin, status):
    found = secrets(f"{begin}C: Ym9i\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: {status} x\nC: RSET\nS: 250 x")
    assert found[-3:] == [MASKED, MASKED, ("RSET", False, False)]


@pytest.mark.parametrize("begin", [BEGIN + "C: AUTH LOGIN\nS: 334 a\nS: 334 b\nC! 6\n", "S: 334 b\n", "", "C! 9\n"])
def test_a_password_whose_name_is_missing(begin):
    events = smtp(f"{begin}C: c2VjcmV0\nS: 235 ok\nC: RSET\nS: 250 x")
    assert replies(events)[-2:] == [("AUTH", "235"), ("RSET", "250")]
    assert secrets(f"{begin}C: c2VjcmV0\nS: 235 ok\nC: RSET\nS: 250 x")[-2] == MASKED


def test_the_response_of_a_client_alone_whose_auth_is_missing():
    assert secrets("C: AGJvYgBzZWNyZXQ=\nC: MAIL FROM:<a@x>") == [MASKED, ("MAIL", False, False)]


def test_a_line_of_base64_to_which_the_server_says_nothing_is_of_a_message():
    events = smtp("C: YWJjZGVmZ2g=\nC: YWJj\\r\\n.\nS: 250 queued")
    assert [event.verb for event in of(Command, events)] == ["."]
    assert of(MessageStart, events)


LMTP = [
    "S: 220 x", "C: LHLO a", "S: 250 x", "C: MAIL FROM:<a>", "S: 250 x", "C: RCPT TO:<b>", "S: 250 x", "C: RCPT TO:<c>",
    "S: 250 x", "C: DATA", "S: 354 go", "C: hi\\r\\n.", "S: 250 for b\\r\\n450 for c", "C: QUIT", "S: 221 bye"]


@pytest.mark.parametrize("lost", range(3, 11))
def test_replies_for_each_recipient_of_lmtp_behind_missing_bytes(lost):
    side = LMTP[lost][0]
    said = [line for number, line in enumerate(LMTP) if number != lost]
    said.insert(next(number for number in range(lost, len(said)) if said[number][0] == side), f"{side}! 9")
    assert replies(smtp("\n".join(said)))[-3:] == [(".", "250"), (".", "450"), ("QUIT", "221")]


def test_of_a_port_of_lmtp_the_greeting_may_be_missing():
    said = pieces("\n".join(["S: 220 x", "S: 250 x", "C! 9", *LMTP[3:]]))
    events = play(SMTP().conversation(Context(destination_port=24)), said)
    assert replies(events)[-3:] == [(".", "250"), (".", "450"), ("QUIT", "221")]
