"""Untagged responses of commands that complete in another order than that in which they were begun."""
from __future__ import annotations

import pytest
from dialogues import talk

from analyzer.commands import command_rows
from analyzer.emails import emails
from dissectors.imap.reader import ImapConversation

FETCHES = "C: a UID FETCH 1 BODY[]\\r\\nb UID FETCH 2 BODY[]\n"
RESPONSE = "* 2 FETCH (UID 2 BODY[] {2}\\r\\nhi)\\r\\n"


def counts(script: str) -> list[int]:
    said = talk("imap", ImapConversation, "S: * OK x\n" + script)
    return [row["untagged"] for row in command_rows(said)][1:]


def test_an_email_has_the_status_of_the_command_that_ends_next():
    one, = emails(talk("imap", ImapConversation, f"S: * OK x\n{FETCHES}S: {RESPONSE}b OK yes\\r\\na NO never"))
    assert one.status == "OK yes"


@pytest.mark.parametrize(("commands", "answers", "found"), [
    ("UID FETCH 5 FLAGS, UID SEARCH ALL", "* SEARCH 1, b OK, * 1 FETCH (UID 5), a OK", [1, 1]),
    ("SEARCH ALL, SEARCH SEEN", '* ESEARCH (TAG "b"), b OK, * ESEARCH (TAG "a"), a OK', [1, 1]),
    ("FETCH 1 FLAGS, NOOP", "* 1 FETCH (UID 5), b OK, a OK", [1, 0]),           # NOOP does not ask for it
    ("FETCH 1 FLAGS, SEARCH ALL", "* SEARCH 1, * 1 FETCH (UID 5), a OK, b OK", [1, 1]),
    ("FETCH 1 FLAGS, FETCH 2 FLAGS", "* 1 FETCH (UID 5), x OK, b OK, a OK", [1, 0]),
])
def test_whose_response_it_is(commands: str, answers: str, found: list[int]) -> None:
    asked = "\\r\\n".join(f"{tag} {command}" for tag, command in zip("ab", commands.split(", "), strict=True))
    assert counts(f"C: {asked}\nS: " + answers.replace(", ", "\\r\\n")) == found


def test_what_was_said_before_the_command_was_begun():
    assert counts("C: a FETCH 1 FLAGS\nS: * 1 FETCH (UID 5)\nC: b FETCH 2 FLAGS\nS: b OK\\r\\na OK") == [1, 0]


def test_the_tagged_response_may_be_missing():
    assert counts("C: a FETCH 1 FLAGS\\r\\nb FETCH 2 FLAGS\nS: * 1 FETCH (UID 5)\nS! 6\nS: b OK") == [1, 0]


def test_responses_before_and_behind_starttls():
    assert counts("C: a NOOP\\r\\nb STARTTLS\nS: * 1 EXISTS\\r\\nb OK\nC: c NOOP\\r\\nd NOOP\n"
                  "S: * 2 EXISTS\\r\\nd OK\\r\\nc OK") == [0, 1, 0, 1]
