"""The field trees, the info texts and the likelihoods of the mail protocols."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from dialogues import one_side, pieces, play

from dissectors.fields import Field
from dissectors.imap import IMAP
from dissectors.pop import POP
from dissectors.registry import Context, Dissector
from dissectors.smtp import SMTP
from dissectors.stream import Data, Piece, Side

SHOWING = Context(show_secrets=True)


def bytes_of(said: list[tuple[Side, Piece]]) -> dict[Side, bytes]:
    return {side: b"".join(piece.data for _, piece in one_side(said, side) if isinstance(piece, Data))
            for side in Side}


def described(dissector: Dissector, script: str, context: Context = SHOWING) -> Iterator[tuple[Field, bytes]]:
    """All visible fields of a script with the bytes that they stand for."""
    said = pieces(script)
    streams = bytes_of(said)
    conversation = dissector.conversation(context)
    assert conversation is not None
    for event in play(conversation, said):
        data = streams[event.side][event.start:event.stop]
        pending = list(dissector.describe_event(event, data, context))
        while pending:
            field = pending.pop(0)
            pending[:0] = field.children
            if not field.hidden:
                yield field, data[field.pos:field.pos + field.size]


def names(dissector: Dissector, script: str) -> list[tuple[str, Any, bytes]]:
    return [(field.spec.name, field.value, data) for field, data in described(dissector, script)]


def infos(dissector: Dissector, script: str) -> list[str]:
    conversation = dissector.conversation(Context())
    assert conversation is not None
    said = pieces(script)
    streams = bytes_of(said)
    return [text for event in play(conversation, said)
            if (text := dissector.event_info(event, streams[event.side][event.start:event.stop]))]


SMTP_SCRIPT = ("S: 220 mx\nC: EHLO pc\nS: 250-mx\\r\\n250 SIZE 1\nC: AUTH LOGIN\nS: 334 VXNl\nC: Ym9i\n"
               "S: 334 UGFz\nC: c2VjcmV0\nS: 235 in")


def test_fields_of_smtp():
    assert names(SMTP(), SMTP_SCRIPT)[:11] == [
        ("smtp.response", "220 mx\r\n", b"220 mx\r\n"), ("smtp.response.code", 220, b"220"),
        ("smtp.rsp.parameter", "mx", b"mx"), ("smtp.command_line", "EHLO pc\r\n", b"EHLO pc\r\n"),
        ("smtp.req.command", "EHLO", b"EHLO"), ("smtp.req.parameter", "pc", b"pc"),
        ("smtp.response", "250-mx\r\n", b"250-mx\r\n"), ("smtp.response.code", 250, b"250"),
        ("smtp.rsp.parameter", "mx", b"mx"), ("smtp.rsp.parameter", "SIZE 1", b"SIZE 1"),
        ("smtp.command_line", "AUTH LOGIN\r\n", b"AUTH LOGIN\r\n")]


def test_name_and_password_of_smtp():
    found = {name: data for name, _, data in names(SMTP(), SMTP_SCRIPT)}
    assert (found["smtp.auth.username"], found["smtp.auth.password"]) == (b"Ym9i", b"c2VjcmV0")


def test_what_was_taken_back_is_not_in_the_fields_of_smtp():
    line = b"MAIX\bL FROM:<a@xy\b>\r\n"
    assert names(SMTP(), "S: 220 x\nC: MAIX\\bL FROM:<a@xy\\b>")[3:] == [
        ("smtp.command_line", line.decode(), line), ("smtp.req.command", "MAIL", line),
        ("smtp.req.parameter", "FROM:<a@x>", line)]


def test_fields_of_pop():
    script = "S: +OK hi\nC: list 1\nS: -ERR no\nC: RETR 1\nS: +OK\\r\\na: b\\r\\n.\nC: QUIT\nS: +OK"
    assert [(name, data) for name, _, data in names(POP(), script)] == [
        ("pop.response", b"+OK hi\r\n"), ("pop.response.indicator", b"+OK"), ("pop.response.description", b"hi"),
        ("pop.request", b"list 1\r\n"), ("pop.request.command", b"list"), ("pop.request.parameter", b"1"),
        ("pop.response", b"-ERR no\r\n"), ("pop.response.indicator", b"-ERR"), ("pop.response.description", b"no"),
        ("pop.request", b"RETR 1\r\n"), ("pop.request.command", b"RETR"), ("pop.request.parameter", b"1"),
        ("pop.response", b"+OK\r\n"), ("pop.response.indicator", b"+OK"), ("pop.response.data", b"a: b\r\n"),
        ("pop.response.data", b".\r\n"), ("pop.request", b"QUIT\r\n"), ("pop.request.command", b"QUIT"),
        ("pop.response", b"+OK\r\n"), ("pop.response.indicator", b"+OK")]


def test_fields_of_imap():
    script = "S: * OK hi\nC: a UID FETCH 1 BODY[]\nS: * 1 FETCH (BODY[] {3}\\r\\nx\\r\\n)\\r\\na OK [X] Done it"
    assert [(name, data) for name, _, data in names(IMAP(), script)] == [
        ("imap.line", b"* OK hi\r\n"), ("imap.line", b"a UID FETCH 1 BODY[]\r\n"),
        ("imap.request", b"a UID FETCH 1 BODY[]"), ("imap.request_tag", b"a"), ("imap.request.command.uid", b"UID"),
        ("imap.request.command", b"FETCH"), ("imap.line", b"* 1 FETCH (BODY[] {3}\r\n"), ("imap.line", b")\r\n"),
        ("imap.response", b")"), ("imap.response_tag", b")"),
        ("imap.line", b"a OK [X] Done it\r\n"), ("imap.response", b"a OK [X] Done it"), ("imap.response_tag", b"a"),
        ("imap.response.status", b"OK"), ("imap.response.command", b"[X]")]


def test_folder_name_and_password_of_imap():
    found = {name: (value, data) for name, value, data in names(
        IMAP(), "S: * OK hi\nC: a LOGIN bob \"pw\"\nS: a OK\nC: b SELECT \"My box\"\nS: b OK")}
    assert found["imap.request.folder"] == ('"My box"', b'"My box"')
    assert found["imap.request.username"] == ("bob", b"bob")
    assert found["imap.request.password"] == ("pw", b'"pw"')


def test_a_value_is_ascii_as_wireshark_reads_it_and_the_text_is_what_was_meant():
    script = "S: 220 mx\nC: EHLO x\nS: 250 mx\nC: VRFY z\\xc3\\xbc\nS: 252 z\\xc3\\xbc"
    found = [(field.value, field.text) for field, _ in described(SMTP(), script) if field.text]
    assert found == [("VRFY z\ufffd\ufffd\r\n", "Command Line: VRFY zü\\r\\n"),
                     ("z\ufffd\ufffd", "Request parameter: zü"), ("252 z\ufffd\ufffd\r\n", "Response: 252 zü\\r\\n"),
                     ("z\ufffd\ufffd", "Response parameter: zü")]


@pytest.mark.parametrize(("command", "folder"), [
    ("RENAME old new", "old"), ("COPY 1:2 Drafts", "Drafts"), ("UID copy 1:2 Drafts", "Drafts"), ("COPY 1", None),
    ("SEARCH UNSEEN", None), ("select", None)])
def test_which_argument_of_imap_is_a_folder(command, folder):
    found = {name: value for name, value, _ in names(IMAP(), f"S: * OK hi\nC: a {command}\nS: a OK")}
    assert found.get("imap.request.folder") == folder


def test_a_literal_of_imap_is_lines_without_tags():
    script = "S: * OK hi\nC: a APPEND x {12+}\nC: To: b\nC: \nC: c\nC:  (Draft) {3+}\nC: d\nC: "
    assert [(name, data) for name, _, data in names(IMAP(), script)][6:] == [
        ("imap.line", b"To: b\r\n"), ("imap.request", b"To: b"), ("imap.line", b"\r\n"),
        ("imap.line", b"c\r\n"), ("imap.request", b"c"),
        ("imap.line", b" (Draft) {3+}\r\n"), ("imap.request", b" (Draft) {3+}"),
        ("imap.line", b"d\r\n"), ("imap.request", b"d"), ("imap.line", b"\r\n")]


def test_literals_behind_the_first_of_a_fetch_are_lines_without_tags():
    script = "C: a FETCH 1\nS: * 1 FETCH (A {3}\\r\\nx\\r\\n B {4}\\r\\ny\\r\\nz)"
    assert [(name, data) for name, _, data in names(IMAP(), script)][4:] == [
        ("imap.line", b"* 1 FETCH (A {3}\r\n"), ("imap.line", b" B {4}\r\n"), ("imap.response", b" B {4}"),
        ("imap.line", b"y\r\n"), ("imap.response", b"y"), ("imap.line", b"z)\r\n"), ("imap.response", b"z)")]


@pytest.mark.parametrize(("line", "name"), [
    ("AUTH PLAIN AGIAcHc=", "smtp.auth.username_password"), ("AUTH LOGIN Ym9i", "smtp.auth.username"),
    ("AUTH XOAUTH2 dXNlcj1i", None), ("AUTH PLAIN", None),
    ("AUTH PLAIN\nS: 334\nC: AGIAcHc=", "smtp.auth.username_password"),
    ("AUTH CRAM-MD5\nS: 334 PDE+\nC: Ym9iIGFi", "smtp.auth.password"), ("AUTH LOGIN\nS: 334 x\nC: *", None)])
def test_what_an_authentication_of_smtp_sends(line, name):
    script = f"S: 220 mx\nC: EHLO x\nS: 250 mx\nC: {line}\nS: 235 in"
    assert [found for found, _, _ in names(SMTP(), script) if "auth" in found] == [name] * (name is not None)


@pytest.mark.parametrize(("dissector", "script"), [
    (SMTP(), SMTP_SCRIPT), (SMTP(), "S: 220 x\nC: AUTH PLAIN c2VjcmV0\nS: 235 ok"),
    (POP(), "S: +OK\nC: PASS secret\nS: +OK"), (IMAP(), "S: * OK x\nC: a LOGIN bob secret\nS: a OK"),
    (IMAP(), "S: * OK x\nC: a LOGIN bob {6+}\\r\\nsecret\nS: a OK")])
def test_secrets_show_only_when_asked_for(dissector, script):
    for field, data in described(dissector, script, Context()):
        assert "secret" not in f"{field.value} {field.text}"
        assert "c2VjcmV0" not in f"{field.value} {field.text}"
        assert field.spec.secret or not (b"secret" in data or b"c2VjcmV0" in data)
    assert not any("secret" in text or "c2VjcmV0" in text for text in infos(dissector, script))
    shown = [str(field.value) + field.text for field, _ in described(dissector, script)]
    assert any("secret" in text or "c2VjcmV0" in text for text in shown)


def test_info_texts():
    assert infos(SMTP(), SMTP_SCRIPT) == ["S: 220 mx", "C: EHLO pc", "S: 250-mx | SIZE 1", "C: AUTH LOGIN",
        "S: 334 VXNl",
                                          "C: User: Ym9i", "S: 334 UGFz", "C: Pass: ********", "S: 235 in"]
    assert infos(POP(), "S: +OK hi\nC: STAT\nS: +OK 0 0") == ["S: +OK hi", "C: STAT", "S: +OK 0 0"]
    assert infos(IMAP(), "S: * OK hi\nC: a NOOP\nS: * 1 EXISTS\\r\\na OK") == [
        "Response: * OK hi", "Request: a NOOP", "Response: * 1 EXISTS", "Response: a OK"]


OPENINGS = [
    ("smtp", b"EHLO x\r\n", b"220 mx ESMTP\r\n"), ("smtp", b"LHLO x\r\n", b""), ("smtp", b"MAIL FROM:<a>\r\n",
        b"250 ok\r\n"),
    ("smtp", b"", b"220 mx.example ESMTP Postfix\r\n"), ("pop", b"CAPA\r\n", b"+OK ready\r\n"), ("pop", b"",
        b"+OK\r\n"),
    ("pop", b"RETR 1\r\n", b""), ("imap", b"a1 CAPABILITY\r\n", b"* OK x\r\n"), ("imap", b"", b"* PREAUTH x\r\n"),
    ("imap", b"", b"* 3 EXISTS\r\n"), ("imap", b"x UID FETCH 1 BODY[]\r\n", b""),
    ("", b"AUTH LOGIN\r\n", b"+ VXNl\r\n"), ("imap", b"auth LOGIN a b\r\n", b""),
    ("", b"USER x\r\n", b"220 FTP server\r\n"), ("", b"GET / HTTP/1.1\r\n", b"HTTP/1.1 200 OK\r\n"), ("", b"", b""),
    ("", b"\x16\x03\x01\x02\x00", b"\x16\x03\x03\x00\x00")]


@pytest.mark.parametrize(("name", "client", "server"), OPENINGS)
def test_a_protocol_is_known_by_its_first_bytes(name, client, server):
    likely = {one.name: one.likelihood(client, server) for one in (SMTP(), POP(), IMAP())}
    assert {one for one, sure in likely.items() if sure >= 0.75} == ({name} if name else set())


@pytest.mark.parametrize("dissector", [SMTP(), POP(), IMAP()])
def test_every_field_is_listed(dissector):
    script = {"smtp": SMTP_SCRIPT, "pop": "S: +OK\nC: RETR 1\nS: +OK\\r\\nx\\r\\n.", "imap":
              "S: * OK\nC: a IDLE\nS: +\nC: DONE\nS: a OK"}[dissector.name]
    listed = {spec.name for spec in dissector.fields}
    assert {field.spec.name for field, _ in described(dissector, script)} <= listed
