"""SMTP and LMTP conversations."""
from __future__ import annotations

import pytest
from dialogues import check_cuts, check_mutations, check_truncations, one_side, pieces, play
from smtp_scripts import SESSION, of, replies, sent, smtp

from dissectors.smtp.events import Command, Greeting, Reply
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import MessageBytes, MessageEnd, MessageStart, Side, StartTls


def test_replies_stand_with_their_commands():
    assert replies(smtp(SESSION)) == [
        ("EHLO", "250"), ("MAIL", "250"), ("RCPT", "250"), ("RCPT", "550"), ("DATA", "354"), (".", "250"),
        ("MAIL", "250"), ("RCPT", "250"), ("BDAT", "250"), ("BDAT", "250"), ("QUIT", "221")]


def test_messages_of_data_and_bdat():
    events = smtp(SESSION)
    assert sent(SESSION, events) == [b"Subject: one\r\n\r\n..dot\r\n", b"Subject: 2\r\n\r\n.\r\n\n"]
    assert [event.complete for event in of(MessageEnd, events)] == [True, True]
    assert [event.stuffed for event in of(MessageBytes, events)] == [True, False, False]


def test_a_greeting_and_a_reply_of_many_lines():
    events = smtp(SESSION)
    assert [event.text for event in of(Greeting, events)] == ["mx ESMTP"]
    assert of(Reply, events)[0].text == "mx\nPIPELINING\nCHUNKING"


def test_arguments_are_as_sent():
    events = smtp(SESSION)
    assert [(event.verb, event.argument) for event in of(Command, events)][:3] == [
        ("EHLO", "pc"), ("MAIL", "FROM:<a@x> SIZE=20"), ("RCPT", "TO:<b@y>")]


@pytest.mark.parametrize("body", ["", ".", "a", "\\r\\n", "\\n.\\n", "x\\r\\n..\\r\\n", "\\r\\n.\\r"])
def test_bodies_end_at_the_dot_alone_only(body):
    script = f"S: 220 x\nC: DATA\nS: 354 go\nC: {body}q\nC: .\nC: QUIT\nS: 250 ok\\r\\n221 bye"
    events = smtp(script)
    assert sent(script, events) == [(body + "q\\r\\n").encode().decode("unicode_escape").encode()]
    assert replies(events) == [("DATA", "354"), (".", "250"), ("QUIT", "221")]


def test_an_empty_message():
    events = smtp("S: 220 x\nC: DATA\nS: 354 go\nC: .\nS: 250 ok")
    assert [event.complete for event in of(MessageEnd, events)] == [True]
    assert not of(MessageBytes, events)


def test_a_refused_data_is_followed_by_commands():
    events = smtp("S: 220 x\nC: DATA\nS: 503 no\nC: QUIT\nS: 221 bye")
    assert replies(events) == [("DATA", "503"), ("QUIT", "221")]
    assert not of(MessageStart, events)


def test_lmtp_has_a_reply_for_each_accepted_recipient():
    events = smtp("S: 220 x\nC: LHLO a\nS: 250 x\nC: MAIL FROM:<a>\\r\\nRCPT TO:<b>\\r\\nRCPT TO:<c>\\r\\nRCPT TO:<d>"
                  "\\r\\nDATA\nS: 250 a\\r\\n250 b\\r\\n550 c\\r\\n250 d\\r\\n354 go\nC: x\\r\\n.\\r\\nQUIT\n"
                  "S: 250 b\\r\\n452 d\\r\\n221 bye")
    assert replies(events)[-3:] == [(".", "250"), (".", "452"), ("QUIT", "221")]


PRDR = ("S: 220 x\nC: EHLO a\nS: 250-x\\r\\n250 PRDR\n"
        "C: MAIL FROM:<a> PRDR\\r\\nRCPT TO:<b>\\r\\nRCPT TO:<c>\\r\\nRCPT TO:<d>\n"
        "S: 250 a\\r\\n250 b\\r\\n550 c\\r\\n250 d\n")


@pytest.mark.parametrize(("end", "verb"), [
    ("C: DATA\nS: 354 go\nC: x\\r\\n.\nC: QUIT\n", "."), ("C: BDAT 3 LAST\\r\\nx\nC: QUIT\n", "BDAT")])
def test_a_reply_for_each_recipient_where_the_server_says_so(end, verb):
    # draft-hall-prdr: 353, one for each recipient that was accepted, one for the message
    events = smtp(PRDR + end + "S: 353 each\\r\\n250 b\\r\\n550 d does not want it\\r\\n250 taken\\r\\n221 bye")
    assert replies(events)[-5:] == [(verb, "353"), (verb, "250"), (verb, "550"), (verb, "250"), ("QUIT", "221")]
    assert sent(PRDR + end, events) == [b"x\r\n"]


def test_a_server_that_needs_no_reply_for_each_recipient_gives_one():
    events = smtp(PRDR + "C: DATA\nS: 354 go\nC: x\\r\\n.\nC: QUIT\nS: 250 taken\\r\\n221 bye")
    assert replies(events)[-2:] == [(".", "250"), ("QUIT", "221")]


def test_what_sendmail_says_meanwhile_answers_nothing():
    events = smtp("S: 220 x\nC: VERB\nS: 250 Verbose mode\nC: DATA\nS: 354 go\nC: x\\r\\n.\\r\\nNOOP\n"
                  "S: 050 <b>... Connecting to local...\\r\\n050 <b>... Sent\\r\\n250 taken\\r\\n250 ok")
    assert replies(events)[2:] == [(None, "050"), (None, "050"), (".", "250"), ("NOOP", "250")]


def test_a_reply_that_was_captured_before_its_command():
    events = smtp("S: 220 x\nS: 250 x\nC: EHLO a\nC: RSET\nS: 250 ok")
    assert [event.answered_by for event in of(Command, events)] == [1, None]
    assert replies(events) == [(None, "250"), ("RSET", "250")]


def test_a_reply_too_many_moves_no_other():
    events = smtp("S: 220 x\nS: 250 odd\nC: EHLO a\nS: 250 x\nC: RSET\nS: 250 ok")
    assert replies(events) == [(None, "250"), ("EHLO", "250"), ("RSET", "250")]


def test_a_session_typed_by_hand_has_bare_line_feeds():
    script = "S: 220 x\nC: DATA\\n\\\nS: 354 go\nC: a\\n..b\\n.\\nQUIT\\n\\\nS: 250 ok\\r\\n221 bye"
    events = smtp(script)
    assert sent(script, events) == [b"a\n..b\n"]
    assert of(MessageStart, events)[0].line_end == b"\n"


def test_commands_as_a_hand_types_them_and_a_mail_with_crlf():
    script = ("S: 220 x\nC: DATA\\n\\\nS: 354 go\nC: a\\r\\n..b\\r\\n.\nS: 250 ok\nC: DATA\\n\\\nS: 354 go\n"
              "C: c\\n.\\n\\\nS: 250 ok\nC: QUIT\\n\\\nS: 221 bye")
    events = smtp(script)
    assert sent(script, events) == [b"a\r\n..b\r\n", b"c\n"]
    assert [event.complete for event in of(MessageEnd, events)] == [True, True]
    assert [event.verb for event in of(Command, events)] == ["DATA", ".", "DATA", ".", "QUIT"]


AUTH_LOGIN = ("S: 220 x\nC: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YWxpY2U=\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0\nS: {}\n"
              "C: RSET\nS: 250 ok")


@pytest.mark.parametrize("status", ["235", "535"])
def test_auth_login_hides_the_password_and_not_the_name(status):
    events = smtp(AUTH_LOGIN.format(status + " x"))
    commands = of(Command, events)
    assert [(event.verb, event.argument, event.continuation, event.secret) for event in commands] == [
        ("AUTH", "LOGIN", False, None), ("AUTH", "YWxpY2U=", True, None), ("AUTH", "c2VjcmV0", True, (0, 8)),
        ("RSET", "", False, None)]
    assert replies(events) == [("AUTH", "334"), ("AUTH", "334"), ("AUTH", status), ("RSET", "250")]


def test_auth_of_which_only_the_client_was_captured():
    events = play(SmtpConversation(), one_side(pieces("C: EHLO a\n" + AUTH_LOGIN.format("235 x")), Side.CLIENT))
    assert [event.secret for event in of(Command, events)] == [None, None, None, (0, 8), None]


def test_auth_with_an_initial_response():
    events = smtp("S: 220 x\nC: AUTH PLAIN  AGEAYg==\nS: 235 ok\nC: QUIT\nS: 221 bye")
    command = of(Command, events)[0]
    assert command.line[slice(*command.secret)] == b"AGEAYg=="


def test_a_password_that_is_sent_although_the_server_refuses():
    events = smtp("S: 220 x\nC: AUTH PLAIN\nS: 504 no\nC: AGEAYg==\nS: 500 what\nC: QUIT\nS: 221 bye")
    assert [event.secret for event in of(Command, events)] == [None, (0, 8), None]


@pytest.mark.parametrize("command", ["AUTH", "HELO", "help", "AUTH LOGIN"])
def test_a_command_behind_a_refused_auth_is_no_response(command):
    events = smtp(f"S: 220 x\nC: AUTH PLAIN\nS: 504 no\nC: {command}\nS: 500 what")
    assert [(event.continuation, event.secret) for event in of(Command, events)] == [(False, None)] * 2


def test_an_auth_with_an_equals_sign_has_secrets_too():
    events = smtp("S: 220 x\nC: AUTH=LOGIN\nS: 334 a\nC: Ym9i\nS: 334 b\nC: c2VjcmV0\nS: 235 ok\n"
                  "C: auth=plain AGEAYg==")
    assert [(event.verb, event.argument, event.secret) for event in of(Command, events)] == [
        ("AUTH", "=LOGIN", None), ("AUTH", "Ym9i", None), ("AUTH", "c2VjcmV0", (0, 8)),
        ("AUTH", "=plain AGEAYg==", (11, 19))]


HELLO = r"\x16\x03\x01\x00\x05hello\x16\x03"


def test_starttls_begins_behind_the_servers_agreement():
    events = smtp(f"S: 220 x\nC: STARTTLS\nC: NOOP\nS: 220 go\nC: {HELLO}\\\nS: {HELLO}\\")
    assert [(event.client_at, event.server_at) for event in of(StartTls, events)] == [(16, 15)]
    assert [event.verb for event in of(Command, events)] == ["STARTTLS", "NOOP"]


def test_starttls_that_is_refused():
    events = smtp("S: 220 x\nC: STARTTLS\nS: 454 no\nC: QUIT\nS: 221 bye")
    assert replies(events) == [("STARTTLS", "454"), ("QUIT", "221")]
    assert not of(StartTls, events)


def test_starttls_of_which_only_the_client_was_captured():
    events = smtp(f"C: EHLO x\nC: STARTTLS\nC: {HELLO}\\")
    assert [event.client_at for event in of(StartTls, events)] == [18]


def test_what_is_text_after_starttls_is_read_on():
    events = smtp("S: 220 x\nC: STARTTLS\nS: 220 go\nC: EHLO again\nS: 250 hi")
    assert replies(events) == [("STARTTLS", "220"), ("EHLO", "250")]


def test_chunks_that_the_client_takes_back():
    events = smtp("S: 220 x\nC: BDAT 3\\r\\nabc\\\nS: 250 ok\nC: RSET\nS: 250 ok")
    assert [event.complete for event in of(MessageEnd, events)] == [False]


def test_a_side_that_speaks_something_else_is_given_up():
    noise = "\\n" * 3000
    events = smtp(f"S: 220 x\nC: {noise}\\\nS: {noise}\\")
    assert len(events) < 500


@pytest.mark.parametrize("script", [
    SESSION, AUTH_LOGIN.format("535 x"), f"S: 220 x\nC: STARTTLS\nS: 220 go\nC: {HELLO}\\"])
def test_every_way_of_cutting_the_stream(script):
    check_cuts(SmtpConversation, script)


def test_every_truncation():
    check_truncations(SmtpConversation, SESSION)


def test_mutated_bytes():
    check_mutations(SmtpConversation, SESSION)


BLIND = "C: EHLO a\\r\\nDATA\\r\\nSubject: s\\r\\n\\r\\nbody\\r\\n.\\r\\nQUIT"


@pytest.mark.parametrize("refused", ["503 no", "550 no\nS: 500 a"])
def test_a_message_that_was_sent_although_its_data_was_refused(refused):
    events = smtp(f"S: 220 x\n{BLIND}\nS: 250 x\nS: {refused}\nS: 500 b\nS: 500 c\nS: 500 d\nS: 221 bye")
    answered = [pair for pair in replies(events) if pair[0] is not None]
    assert answered == [("EHLO", "250"), ("DATA", refused[:3]), (".", "500"), ("QUIT", "221")]


def test_commands_behind_a_refused_data_have_their_replies():
    events = smtp("S: 220 x\nC: DATA\\r\\nRSET\\r\\nRCPT TO:<a>\\r\\nQUIT\n"
                  "S: 503 no\\r\\n500 a\\r\\n550 b\\r\\n221 bye")
    assert replies(events) == [("DATA", "503"), ("RSET", "500"), ("RCPT", "550"), ("QUIT", "221")]


def test_the_bytes_of_xexch50_are_passed_over():
    script = ("S: 220 x\nC: EHLO a\nS: 250 x\nC: XEXCH50 8 2\nS: {}\nC: \\x01\\x02\\n\\0Q\\n\\r\\n\\\nS: 250 done\n"
              "C: NOOP\nS: 250 ok")
    events = smtp(script.format("354 send"))
    assert [event.verb for event in of(Command, events)] == ["EHLO", "XEXCH50", "NOOP"]
    assert replies(events)[1:] == [("XEXCH50", "354"), ("XEXCH50", "250"), ("NOOP", "250")]
    assert not of(MessageStart, events)


def test_where_xexch50_is_refused_commands_follow():
    events = smtp("S: 220 x\nC: EHLO a\nS: 250 x\nC: XEXCH50 8 2\nS: 504 no\nC: NOOP\nS: 250 ok")
    assert replies(events)[1:] == [("XEXCH50", "504"), ("NOOP", "250")]
