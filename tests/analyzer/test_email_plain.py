"""Emails of plain sessions are those that are found in the events of their conversations."""
from __future__ import annotations

import random
from dataclasses import fields
from typing import Any

import pytest
from dialogues import ScriptTalk, cut, pieces, play
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_scripts import MUTATIONS, READERS, SCRIPTS
from plain_talks import Said, mutated, session
from sample_captures import CAPTURES

import analyzer
from analyzer import plain
from analyzer.emails import emails
from analyzer.messages import Email

SERVICES = ("pop", "smtp", "imap")
OF_THE_WAY = {"talk", "dotted"}


def told(email: Email) -> dict[str, Any]:
    """All that is known of an email, with its bytes and packets."""
    known = {field.name: getattr(email, field.name) for field in fields(email) if field.name not in OF_THE_WAY}
    return known | {"bytes": email.bytes(), "rows": email.rows()}


def both_ways(service: str, said: Said) -> tuple[list[dict[str, Any]], list[dict[str, Any]]] | None:
    """The emails of a session, from what was said and from its events; None where it is not plain."""
    reader, conversation = READERS[service]
    found = session(reader, said)
    if found is None:
        return None
    talks = [ScriptTalk(service, list(said), play(conversation(), said), plain=one) for one in (found, None)]
    first, second = ([told(email) for email in emails(talk)] for talk in talks)
    return first, second


IMAP_STATUSES = ["OK", "OK", "OK [APPENDUID 3 9] done", "NO"]


@pytest.mark.parametrize(("service", "statuses"), [
    ("smtp", ["250 queued", "250 an empty one"]), ("pop", ["+OK 20 octets", "+OK"]), ("imap", IMAP_STATUSES)])
def test_emails_of_a_plain_session_are_those_of_its_events(service: str, statuses: list[str]) -> None:
    found = both_ways(service, pieces(SCRIPTS[service]))
    assert found is not None and found[0] == found[1]
    assert [email["status"] for email in found[0]] == statuses


@settings(deadline=None, derandomize=True, max_examples=150)
@given(service=st.sampled_from(SERVICES), seed=st.integers(0, 1 << 32), largest=st.integers(1, 60))
def test_emails_of_a_session_cut_anyhow(service: str, seed: int, largest: int) -> None:
    chance = random.Random(seed)
    found = both_ways(service, list(cut(pieces(SCRIPTS[service]), lambda: chance.randint(1, largest))))
    assert found is None or found[0] == found[1]


@settings(deadline=None, derandomize=True, max_examples=600)
@given(service=st.sampled_from(SERVICES), mutations=MUTATIONS, replacing=st.booleans())
def test_emails_of_a_mutated_session(service: str, mutations: list[tuple[int, bytes]], replacing: bool) -> None:
    found = both_ways(service, mutated(pieces(SCRIPTS[service]), mutations, replacing))
    assert found is None or found[0] == found[1]


HELLO = "S: 220 x\nC: EHLO a\nS: 250 x\n"
SENT = "C: DATA\nS: 354 go\nC: hi\\r\\n.\nS: 250 done\n"


@pytest.mark.parametrize("path", [
    "<a@b>", "<>", " <a@b>", "a@b", "<@x,@y:a@b>", '<"a>b"@c>', '<"a b"@c>', "<a@b> SIZE=1", "<a@b>x", "<a\\xff@b>",
    "<a\\xc3\\xa9@b>", "<a b@c>", "<a<b>", "<a@b", "", "<a\\tb@c>", "<a\\\\b@c>", "<>>", "<=a@b>",
    "<@x:u@[IPv6:::1]>", '<@x:"a:b"@y>', "Joe <joe@y>"])
@pytest.mark.parametrize("to", ["FROM:", "to:", "FROM :", " FROM:", "\\tFROM:", ""])
def test_paths_of_mail_and_rcpt(path: str, to: str) -> None:
    script = HELLO + f"C: MAIL {to}{path}\nS: 250 ok\nC: rcpt  {to}{path}\nS: 250 ok\nC: RCPT {to}{path}\nS: 251 ok\n"
    found = both_ways("smtp", pieces(script + SENT))
    assert found is not None and found[0] == found[1] and len(found[0]) == 1


@pytest.mark.parametrize("between", ["RSET", "EHLO b", "HELO b", "NOOP", "MAIL FROM:<>", "VRFY x"])
@pytest.mark.parametrize("reply", ["250 ok", "550 no", "250-a\\r\\n250  b ", "251"])
def test_what_changes_the_envelope(between: str, reply: str) -> None:
    script = HELLO + (f"C: MAIL FROM:<a>\\r\\nRCPT TO:<b>\\r\\n{between}\\r\\nRCPT TO:<c>\n"
                      f"S: 250 ok\\r\\n250 ok\\r\\n{reply}\\r\\n250 ok\n{SENT}")
    found = both_ways("smtp", pieces(script + SENT.replace("250 done", reply)))
    assert found is not None and found[0] == found[1] and len(found[0]) == 2


IMAP_HELLO = "S: * OK ready\nC: a LOGIN u p\nS: a OK in\n"
IMAP_END = "C: z LOGOUT\nS: * BYE\\r\\nz OK bye\n"
FETCHED = r"* 1 FETCH (UID 7 FLAGS (\\Seen) BODY[] {4}\r\nhi\r\n)\r\n"


@pytest.mark.parametrize("select", ["SELECT inbox", 'EXAMINE "a b"', "SELECT &AOk-", "CLOSE", "UNSELECT", "NOOP"])
@pytest.mark.parametrize("status", ["OK done", "NO never", "BAD what"])
@pytest.mark.parametrize("between", [
    "1 EXPUNGE", "2 EXISTS", "VANISHED 7", "OK EXPUNGE", "9 EXPUNGE", "VANISHED (EARLIER) 7", "vanished 6:8",
    "OK [UIDVALIDITY 4] x", "ok [uidvalidity 4]", "1 FETCH (FLAGS (a b))"])
def test_mailboxes_and_uids_of_fetched_emails(select: str, status: str, between: str) -> None:
    found = both_ways("imap", pieces(
        f"{IMAP_HELLO}C: b SELECT sent\nS: b OK\nC: c {select}\nS: c {status}\nC: d FETCH 1 BODY[]\n"
        f"S: {FETCHED}* {between}\\r\\n{FETCHED.replace('UID 7 ', '')}d OK fetched\n{IMAP_END}"))
    assert found is not None and found[0] == found[1] and len(found[0]) == 2


@pytest.mark.parametrize("between", [
    "OK [UIDVALIDITY 3] x\\r\\n* 1 FETCH (UID 7)", "OK [UIDVALIDITY 4] x\\r\\n* 1 FETCH (UID 7)", "1 FETCH (UID 7)"])
@pytest.mark.parametrize("mailbox", ["inbox", "Other"])
@pytest.mark.parametrize("status", ["OK", "NO"])
def test_flags_are_of_a_mailbox_and_its_uidvalidity(between: str, mailbox: str, status: str) -> None:
    found = both_ways("imap", pieces(
        f"{IMAP_HELLO}C: b SELECT INBOX\nS: * OK [UIDVALIDITY 3]\\r\\nb OK\nC: c FETCH 1 FLAGS\n"
        f"S: * 1 FETCH (UID 7 FLAGS (a))\\r\\nc OK\nC: d SELECT {mailbox}\\r\\ne FETCH 1 RFC822\n"
        f"S: * {between}\\r\\nd {status}\\r\\n* 1 FETCH (RFC822 {{2}}\\r\\nhi)\\r\\ne OK\n{IMAP_END}"))
    assert found is not None and found[0] == found[1] and len(found[0]) == 1


@pytest.mark.parametrize("reply", ["OK", "NO"])
@pytest.mark.parametrize("items", ["UID 7 RFC822 {2}\\r\\nhi", "FLAGS (a)"])
def test_what_comes_before_the_reply_to_a_select(reply: str, items: str) -> None:
    found = both_ways("imap", pieces(
        f"{IMAP_HELLO}C: b SELECT INBOX\nS: b OK\nC: c SELECT Other\\r\\nd FETCH 1 RFC822\n"
        f"S: * 1 FETCH ({items})\\r\\nc {reply}\\r\\n* 1 FETCH (RFC822 {{2}}\\r\\nhi)\\r\\nd OK\n{IMAP_END}"))
    assert found is not None and found[0] == found[1] and len(found[0]) in (1, 2)


@pytest.mark.parametrize("enabled", ["UTF8=ACCEPT", "X utf8=accept", "CONDSTORE"])
@pytest.mark.parametrize("name", ["&AGE-", '"a &AGE-"', '"\\xc3\\xbc &AGE-"'])
def test_names_in_utf8(enabled: str, name: str) -> None:
    found = both_ways("imap", pieces(
        f"{IMAP_HELLO}C: b ENABLE X\nS: * ENABLED {enabled}\\r\\nb OK\nC: c APPEND {name} {{4}}\nS: + go\n"
        f"C: hi\\r\\n\nS: * OK [APPENDUID 1 9]\\r\\nc OK\nC: d SELECT {name}\nS: d OK\nC: e FETCH 1 BODY[]\n"
        f"S: {FETCHED}e OK\n{IMAP_END}"))
    assert found is not None and found[0] == found[1] and len(found[0]) == 2


def test_the_status_of_what_nobody_asked_for() -> None:
    found = both_ways("imap", pieces(f"{IMAP_HELLO}S: {FETCHED}* 1 EXISTS\nC: b NOOP\nS: b OK nothing new\n{IMAP_END}"))
    assert found is not None and found[0] == found[1]
    assert [email["status"] for email in found[0]] == ["OK nothing new"]


@pytest.mark.parametrize("flags", ["", r"(\\Seen) ", r'(\\Seen a) "1-Jan-2026 00:00:00 +0000" '])
@pytest.mark.parametrize("status", ["OK [APPENDUID 1 5] done", "NO full", "OK"])
def test_appended_emails(flags: str, status: str) -> None:
    found = both_ways("imap", pieces(
        f"{IMAP_HELLO}C: b APPEND sent {flags}{{4}}\nS: + go on\nC: hi\\r\\n\nS: b {status}\n{IMAP_END}"))
    assert found is not None and found[0] == found[1] and len(found[0]) == 1


def test_emails_of_captures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", set())      # which other tests may have added to
    services = []
    for capture in CAPTURES:
        with analyzer.open(capture) as analysis:
            for talk in analysis.engine.talks(*SERVICES):
                if talk.plain is not None:
                    found = [told(email) for email in emails(talk)]
                    assert talk.events, "which are kept"
                    talk.plain = None
                    assert found == [told(email) for email in emails(talk)]
                    services += [talk.service] * len(found)
    assert set(services) == set(SERVICES)
