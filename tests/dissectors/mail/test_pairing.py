"""Which reply belongs to which command."""
from __future__ import annotations

import re

from dissectors.mail.pairing import WAITING, Pairing


def asked(*verbs: str) -> Pairing:
    pairing = Pairing({"354": "DATA"})
    pairing.synced = True
    for number, verb in enumerate(verbs):
        pairing.ask(number, verb)
    return pairing


def test_replies_come_in_the_order_of_the_commands():
    pairing = asked("MAIL", "RCPT")
    assert [pairing.answer(0, "250"), pairing.answer(1, "250"), pairing.answer(2, "250")] == [
        (0, "MAIL"), (1, "RCPT"), None]


def test_an_anchor_passes_over_commands_whose_replies_are_missing():
    assert asked("MAIL", "RCPT", "DATA").answer(0, "354") == (2, "DATA")
    assert asked("MAIL", "RCPT").answer(0, "354") == (0, "MAIL")


def test_an_early_reply_is_given_to_the_next_command():
    pairing = asked()
    assert pairing.answer(4, "250") is None
    assert pairing.ask(0, "RSET") == (4, "250")


def test_no_reply_is_early_behind_missing_bytes():
    pairing = asked()
    pairing.lose_commands()
    pairing.answer(4, "250")
    assert pairing.ask(0, "RSET") is None


def test_of_missing_replies_the_last_command_still_waits():
    pairing = asked("MAIL", "RCPT", "RSET")
    pairing.lose_replies()
    assert pairing.answer(0, "250") == (2, "RSET")


def test_behind_missing_replies_a_command_has_none_that_it_cannot_have():
    pairing = Pairing({"354": "DATA"}, {"DATA": re.compile("354|[45]")})
    for number, verb in enumerate(("RCPT", "DATA")):
        pairing.ask(number, verb)
    pairing.lose_replies()
    assert [pairing.answer(0, "250"), pairing.answer(1, "354")] == [None, (1, "DATA")]
    pairing.ask(2, "DATA")
    pairing.ask(3, ".")
    assert pairing.answer(2, "250") == (3, ".")


def test_a_command_may_have_several_replies():
    pairing = asked()
    pairing.ask(0, ".", replies=2)
    assert [pairing.answer(0, "250"), pairing.answer(1, "250")] == [(0, "."), (0, ".")]


def test_memory_is_bounded():
    pairing = asked()
    pairing.ask(0, ".", replies=10 ** 12)
    assert len(pairing.waiting) == WAITING
