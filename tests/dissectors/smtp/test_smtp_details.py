"""The layer `smtp_details`: keywords of EHLO, parameters of MAIL and RCPT, enhanced codes."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from dialogues import talk
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_builders import told, within

from analyzer.packet_dialogue import hellos
from dissectors.fields import Field
from dissectors.mail.events import Command
from dissectors.smtp.details.parameters import unitext
from dissectors.smtp.details.tree import describe_details
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import Event

GREETED = "S: 220 2.0.0 mx\nC: EHLO pc\nS: 250 mx\n"


def walk(fields: list[Field]) -> Iterator[tuple[str, object]]:
    return told(fields, "smtp_details")


def fields_of(event: Event, data: bytes, hellos: dict[int, bool]) -> list[Field]:
    return within(describe_details(event, data, hellos), len(data))


def said(script: str) -> list[tuple[str, object]]:
    spoken = talk("smtp", SmtpConversation, script)
    return [one for event in spoken.events for one in walk(fields_of(
        event, spoken.read(event.side, event.start, event.stop), hellos(spoken)))]


def command(line: bytes) -> list[tuple[str, object]]:
    event = Command(side=0, start=0, stop=len(line), number=0, verb=line[:4].decode().upper(), line=line)
    return list(walk(fields_of(event, line, {})))


def test_keywords_of_the_reply_to_ehlo():
    assert said(r"""
S: 220 mx
C: EHLO pc.example
S: 250-mx.example hi\r\n250-size 100\r\n250-AUTH PLAIN LOGIN\r\n250-AUTH=OLD\r\n250-X-Y 2.0.0\r\n250 DSN
""") == [("domain", "pc.example"), ("domain", "mx.example"), ("keyword", "SIZE"), ("size_limit", 100),
         ("keyword", "AUTH"), ("mechanism", "PLAIN"), ("mechanism", "LOGIN"), ("keyword", "AUTH"), ("mechanism", "OLD"),
         ("keyword", "X-Y"), ("keyword.parameter", "2.0.0"), ("keyword", "DSN")]


def test_keywords_are_those_of_a_reply_to_ehlo_only():
    assert said(GREETED + r"C: NOOP\r\nHELP" + "\n" + r"S: 250 ok\r\n214-SIZE\r\n214 DSN") == [
        ("domain", "pc"), ("domain", "mx")]


def test_keywords_after_starttls_and_of_lmtp():
    script = GREETED + "C: STARTTLS\nS: 220 go on\nC: LHLO pc\n" + r"S: 250-lmtp\r\n250 DSN"
    assert said(script)[-3:] == [("domain", "pc"), ("domain", "lmtp"), ("keyword", "DSN")]


@pytest.mark.parametrize(("line", "fields"), [
    (b"MAIL FROM:<a@x> SIZE=20 BODY=8BITMIME SMTPUTF8\r\n", [
        ("from", "a@x"), ("parameter", "SIZE=20"), ("size", 20), ("parameter", "BODY=8BITMIME"), ("body", "8BITMIME"),
        ("parameter", "SMTPUTF8")]),
    (b"MAIL FROM:<> RET=HDRS ENVID=QQ+2B1+3D AUTH=e+40x\r\n", [
        ("from", "<>"), ("parameter", "RET=HDRS"), ("ret", "HDRS"), ("parameter", "ENVID=QQ+2B1+3D"),
        ("envid", "QQ+1="), ("parameter", "AUTH=e+40x"), ("auth", "e@x")]),
    (b"RCPT TO:<@r:b@y> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+2Bc@y\r\n", [
        ("to", "b@y"), ("parameter", "NOTIFY=SUCCESS,DELAY"), ("notify", "SUCCESS,DELAY"),
        ("parameter", "ORCPT=rfc822;b+2Bc@y"), ("orcpt", "rfc822;b+c@y")]),
    (rb'RCPT TO:<"a>b"@y> ORCPT=utf-8;\x{E9}@y' + b"\r\n", [
        ("to", '"a>b"@y'), ("parameter", r"ORCPT=utf-8;\x{E9}@y"), ("orcpt", "utf-8;é@y")]),
    (b"MAIL FROM:x@y\r\n", [("from", "x@y")]), (b"mail  from: <gr\xc3\xbcn@y> size=1\r\n", [
        ("from", "grün@y"), ("parameter", "size=1"), ("size", 1)]),
    (b"MAIL FROM:<a@xx\b> SIZE=a\r\n", [("from", "a@x"), ("parameter", "SIZE=a")]), (b"MAIL\r\n", []),
    (b"RCPT TO\r\n", []), (b"HELO pc\r\n", [("domain", "pc")]), (b"NOOP SIZE=1\r\n", [])])
def test_parameters_of_commands(line, fields):
    assert command(line) == fields


def test_places_are_those_of_the_line():
    line = b"MAIL FROM:<a@x> SIZE=20\r\n"
    event = Command(side=0, start=0, stop=len(line), number=0, verb="MAIL", line=line)
    mailbox, size = describe_details(event, line, ())
    assert [line[one.pos:one.pos + one.size] for one in (mailbox, size, *size.children)] == [b"a@x", b"SIZE=20", b"20"]


def test_enhanced_codes_of_replies():
    found = said(GREETED + "C: RCPT TO:<b@y>\n" + r"S: 550-5.1.1 no\r\n550-5.1.1 such\r\n550 5.7.1 user")
    assert found[-8:] == [
        ("status", "5.1.1"), ("status.class", 5), ("status.subject", 1), ("status.detail", 1), ("status", "5.7.1"),
        ("status.class", 5), ("status.subject", 7), ("status.detail", 1)]


@pytest.mark.parametrize("reply", ["250 4.1.0 other class", "250 2.1 short", "250 2.0.0.1 address", "250 2.1.0000 x",
                                   "354 3.0.0 not yet"])
def test_what_looks_like_an_enhanced_code(reply):
    assert said(f"{GREETED}C: NOOP\nS: {reply}") == [("domain", "pc"), ("domain", "mx")]


def test_authentication_shows_nothing():
    script = GREETED + "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: 334 \nC: c2VjcmV0\nS: 235 2.7.0 ok"
    assert {name for name, _ in said(script)} == {
        "domain", "status", "status.class", "status.subject", "status.detail"}


@pytest.mark.parametrize(("text", "meant"), [(r"\x{1F600}", "😀"), (r"\x{D800}", r"\x{D800}"),
                                             (r"\x{110000}", r"\x{110000}"), (r"\x{}", r"\x{}")])
def test_characters_by_their_numbers(text, meant):
    assert unitext(text) == meant


LINES = [b"MAIL FROM:<a@x> SIZE=20 BODY=8BITMIME RET=HDRS ENVID=Q+2B AUTH=<>\r\n",
         rb'RCPT TO:<"a\"b"@y> NOTIFY=NEVER ORCPT=utf-8;\x{E9}' + b"\r\n", b"EHLO \b\bpc\r\n"]


@pytest.mark.parametrize("line", LINES)
def test_every_truncation_gives_fields_within_the_bytes(line):
    for stop in range(4, len(line)):
        assert all(name for name, _ in command(line[:stop]))


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.sampled_from(LINES), st.lists(st.tuples(st.integers(4, 99), st.integers(0, 255)), max_size=6))
def test_mutated_commands_give_fields_within_the_bytes(line, changes):
    changed = bytearray(line)
    for at, value in changes:
        changed[at % (len(line) - 4) + 4] = value
    assert all(name for name, _ in command(bytes(changed)))


@pytest.mark.parametrize("rest", [b'"' * 16_000, b"FROM:" * 3_000, b"<" * 16_000, b" a=+3D" * 2_500])
def test_long_lines_are_read_to_the_end(rest):
    assert command(b"MAIL FROM:<" + rest)
    assert command(b"MAIL FROM:<a> ENVID=" + rest)
