"""Commands of a mail session, each with the server's reply."""
from __future__ import annotations

from typing import Any

from dialogues import talk

from analyzer.commands import command_rows
from dissectors.imap.reader import ImapConversation
from dissectors.pop.reader import PopConversation
from dissectors.smtp.reader import SmtpConversation


def said(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(row["command"], row["argument"], row["status"], row["reply"]) for row in rows]


def smtp(script: str, *, show_secrets: bool = False) -> list[dict[str, Any]]:
    return list(command_rows(talk("smtp", SmtpConversation, script), show_secrets))


def test_a_row_has_where_and_when():
    row = smtp("S: 220 x\nC: NOOP\nC: RSET\nS: 250 a\nS: 250 b")[2]
    assert (row["flow"], row["protocol"], row["packet"], row["reply_packet"], row["tag"]) == (7, "smtp", 3, 5, None)
    assert (row["time"], row["reply_time"], row["latency"]) == (2_000_000, 4_000_000, 2_000_000)


def test_the_greeting_is_a_row_without_command():
    row = smtp("S: 220 mx ready")[0]
    assert said([row]) == [(None, None, "220", "mx ready")]
    assert (row["packet"], row["reply_packet"], row["latency"]) == (1, 1, None)


def test_a_command_without_reply():
    assert said(smtp("S: 220 x\nC: QUIT"))[1] == ("QUIT", "", None, None)


def test_the_end_of_data_is_a_row():
    rows = smtp("S: 220 x\nC: DATA\nS: 354 go\nC: hi\\r\\n.\nS: 250 queued")
    assert said(rows)[1:] == [("DATA", "", "354", "go"), (".", "", "250", "queued")]


def test_lines_of_a_reply_are_joined():
    assert smtp("S: 220 x\nC: ehlo a\nS: 250-one\\r\\n250 two")[1]["reply"] == "one\ntwo"


AUTH = "S: 220 x\nC: AUTH LOGIN\nS: 334 VXNlcjo=\nC: Ym9i\nS: 334 UGFzczo=\nC: c2VjcmV0\nS: 535 not c2VjcmV0 nor secret"


def test_secrets_are_masked():
    assert said(smtp(AUTH))[1:] == [
        ("AUTH", "LOGIN", "334", "VXNlcjo="), ("AUTH", "Ym9i", "334", "UGFzczo="),
        ("AUTH", "********", "535", "not ******** nor ********")]


def test_secrets_are_shown_as_sent():
    assert [row["argument"] for row in smtp(AUTH, show_secrets=True)][1:] == ["LOGIN", "Ym9i", "c2VjcmV0"]


def test_commands_after_starttls_have_their_own_replies():
    rows = smtp("S: 220 x\nC: EHLO a\nS: 250 a\nC: STARTTLS\nS: 220 go\nC: EHLO b\nS: 250 b")
    assert [row["reply"] for row in rows] == ["x", "a", "go", "b"]


def test_a_reply_that_was_captured_first():
    row = smtp("S: 220 x\nS: 250 hi\nC: EHLO a")[1]
    assert (row["status"], row["latency"]) == ("250", -1_000_000)


def test_replies_of_lmtp_are_joined():
    rows = smtp("S: 220 x\nC: LHLO a\nS: 250 x\nC: RCPT TO:<a>\nS: 250 ok\nC: RCPT TO:<b>\nS: 250 ok\nC: DATA\n"
        "S: 354 go\n"
                "C: .\nS: 250 for a\\r\\n452 for b")
    assert said(rows)[-1] == (".", "", "452", "for a\nfor b")


def test_pop_shows_no_data_of_replies():
    rows = list(command_rows(talk("pop", PopConversation, "S: +OK x\nC: PASS a b\nS: -ERR [AUTH] no\nC: list\n"
        "S: +OK 1\\r\\n1 2\\r\\n.")))
    assert said(rows)[1:] == [("PASS", "********", "-ERR", "[AUTH] no"), ("LIST", "", "+OK", "1")]


def test_imap_has_tags_and_counts_untagged_responses():
    rows = list(command_rows(talk("imap", ImapConversation, "S: * OK hi\nC: a login bob \"pass word\"\nS: a OK in\n"
                                  "C: b uid fetch 1 UID\nS: * 1 FETCH (UID 1)\\r\\n* 2 FETCH (UID 2)\\r\\nb OK done")))
    assert [(row["tag"], row["untagged"]) for row in rows] == [("*", None), ("a", 0), ("b", 2)]
    assert said(rows) == [(None, None, "OK", "hi"), ("LOGIN", "bob ********", "OK", "in"),
                          ("UID", "fetch 1 UID", "OK", "done")]


def test_a_password_as_a_literal_is_masked():
    script = "S: * OK hi\nC: a LOGIN {3+}\\r\\nbob {6+}\\r\\nsecret\nS: a OK in"
    rows = list(command_rows(talk("imap", ImapConversation, script)))
    assert rows[1]["argument"] == "{3+}\r\nbob ********"
    shown = list(command_rows(talk("imap", ImapConversation, script), True))
    assert shown[1]["argument"] == "{3+}\r\nbob {6+}\r\nsecret"
