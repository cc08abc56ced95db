"""The layer `imap_response`: what responses say, out of dialogues."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from dialogues import pieces, play
from hypothesis import given, settings
from hypothesis import strategies as st
from tree_builders import told, within

from dissectors.fields import Field
from dissectors.imap.events import Untagged
from dissectors.imap.reader import ImapConversation
from dissectors.imap.responses.tree import describe_response
from dissectors.imap.responses.values import MAX_PARTS, MAX_VALUES, NESTING
from dissectors.stream import Data, Event, Side

STRUCTURE = (
    '(("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 5 1 NIL NIL NIL NIL)'
    '("image" "png" NIL "<i@d>" "a =?utf-8?q?b=C3=B6?=" "base64" 99 "Q2hlY2s=" '
    """("ATTACHMENT" ("filename*0*" "utf-8''b%C3%B6" "filename*1" ".png")) ("en" "de") "l")"""
    '("message" "rfc822" NIL NIL NIL "7bit" 30 (NIL "inner" NIL NIL NIL NIL NIL NIL NIL NIL) '
    '(("text" "html" NIL NIL NIL "7bit" 1 1) "alternative") 7) "mixed" ("boundary" "x") NIL NIL)')
GREETING = r"* OK [CAPABILITY IMAP4rev1 ID] hello"


def walk(fields: list[Field]) -> Iterator[tuple[str, object]]:
    return told(fields, "imap_response")


def fields_of(event: Event, streams: dict[Side, bytes]) -> list[Field]:
    data = streams[event.side][event.start:event.stop]
    return within(describe_response(event, data), len(data))


def said(*responses: str) -> list[tuple[str, object]]:
    """What a server's responses say, without their own lines."""
    script = "\n".join(f"S: {line}" for line in (GREETING, *responses))
    return [one for fields in trees(script)[1:] for one in list(walk(fields))[1:]]


def trees(script: str) -> list[list[Field]]:
    streams = {side: b"".join(piece.data for other, piece in pieces(script)
                              if other is side and isinstance(piece, Data)) for side in Side}
    made = [fields_of(event, streams) for event in play(ImapConversation(), pieces(script))]
    return [fields for fields in made if fields]


def names(fields: list[tuple[str, object]], name: str) -> list[object]:
    return [value for other, value in fields if other == name]


def untagged(line: bytes) -> list[tuple[str, object]]:
    event = Untagged(side=Side.SERVER, start=0, stop=len(line), name="X")
    return list(walk(fields_of(event, {Side.SERVER: line})))


def test_items_of_fetch():
    assert said(r'* 3 FETCH (UID 12 FLAGS (\\Seen $Work) INTERNALDATE "21-Nov-2026 10:00:00 +0100" RFC822.SIZE 44'
                r' MODSEQ (917) EMAILID (M6d) THREADID NIL X-GM-MSGID 1278)') == [
        ("number", 3), ("uid", 12), ("flags", r"\Seen $Work"), ("flag", r"\Seen"), ("flag", "$Work"),
        ("internaldate", 1795251600 * 10 ** 9), ("size", 44), ("modseq", 917), ("emailid", "M6d"), ("value", "1278")]


def test_sections_of_a_message_with_their_sizes():
    assert said(r'* 1 FETCH (BODY[HEADER.FIELDS (TO)] {4}\r\na:b\n BODY[1.2]<10> "x\\"y" RFC822.TEXT NIL BINARY[2]'
                r' ~{1}\r\n( BINARY.SIZE[2] 77)') == [
        ("number", 1), ("section", "HEADER.FIELDS (TO)"), ("section.size", 4), ("section", "1.2"),
        ("section.offset", 10), ("section.size", 3), ("section", "TEXT"), ("section", "2"), ("section.size", 1),
        ("section", "2"), ("section.size", 77)]


def test_uidfetch_has_the_uid_where_fetch_has_the_number():
    assert said("* 7 UIDFETCH (FLAGS ())") == [("uid", 7), ("flags", "")]


def test_an_envelope():
    found = said(r'* 1 FETCH (ENVELOPE ("Sat, 21 Nov 2026 09:00:00 +0000" {7}\r\nG"r =?x'
                 r' (("=?utf-8?q?Zo=C3=AB?=" NIL "zoe" "x.example")) NIL NIL ((NIL NIL "team" NIL)'
                   r'(NIL NIL "a" "b")(NIL NIL NIL NIL)("C" NIL "c" "d")) NIL NIL "<q@x>" "<m@x>"))')
    assert found == [
        ("number", 1), ("envelope", ""), ("envelope.date", 1795251600 * 10 ** 9), ("envelope.subject", 'G"r =?x'),
        ("envelope.from", "Zoë <zoe@x.example>"), ("envelope.address", "Zoë <zoe@x.example>"),
        ("envelope.to", "a@b, C <c@d>"), ("envelope.group", "team"), ("envelope.address", "a@b"),
        ("envelope.address", "C <c@d>"), ("envelope.in_reply_to", "<q@x>"), ("envelope.message_id", "<m@x>")]


def test_a_date_that_is_none_is_shown_as_it_is():
    assert said('* 1 FETCH (ENVELOPE ("yesterday" NIL))')[2:] == [("value", "yesterday")]


def test_the_parts_of_a_bodystructure():
    found = said(f"* 1 FETCH (BODYSTRUCTURE {STRUCTURE})")
    assert names(found, "part") == ["TEXT", "1", "2", "3", "3.TEXT", "3.1"]
    assert names(found, "part.content_type") == [
        "multipart/mixed", "text/plain", "image/png", "message/rfc822", "multipart/alternative", "text/html"]
    assert names(found, "part.parameter") == ["boundary=x", "charset=utf-8"]
    assert names(found, "part.size") == [5, 99, 30, 1]
    assert names(found, "part.lines") == [1, 1, 7]
    assert names(found, "envelope.subject") == ["inner"]


def test_what_else_is_said_of_a_part():
    found = said(f"* 1 FETCH (BODYSTRUCTURE {STRUCTURE})")
    assert [one for one in found if one[0] in (
        "part.content_id", "part.description", "part.md5", "part.disposition", "part.filename", "part.language",
        "part.location")] == [
        ("part.content_id", "<i@d>"), ("part.description", "a bö"), ("part.md5", "Q2hlY2s="),
        ("part.disposition", "attachment"), ("part.filename", "bö.png"), ("part.language", "en"),
        ("part.language", "de"), ("part.location", "l")]


def test_a_message_of_one_part():
    found = said('* 1 FETCH (BODY ("text" "plain" ("name" "a.txt") NIL NIL "8bit" 9 2))')
    assert names(found, "part") == ["1"]
    assert names(found, "part.filename") == ["a.txt"]


@pytest.mark.parametrize(("response", "fields"), [
    (r'LIST (\\HasNoChildren \\Sent) "/" "Entw&APw-rfe" (CHILDINFO ("SUBSCRIBED") "OLDNAME" ("&U,BTFw-"))', [
        ("attribute", r"\HasNoChildren"), ("special_use", r"\Sent"), ("delimiter", "/"), ("mailbox", "Entwürfe"),
        ("child_info", "SUBSCRIBED"), ("old_name", "台北")]),
    (r"LSUB () NIL {3}\r\na b", [("mailbox", "a b")]),
    ('STATUS "a b" (MESSAGES 2 UIDNEXT 3 HIGHESTMODSEQ 7 MAILBOXID (F1) SIZE 9 NEW 1)', [
        ("mailbox", "a b"), ("messages", 2), ("uidnext", 3), ("highestmodseq", 7), ("mailboxid", "F1"),
        ("total_size", 9), ("value", "1")]),
    ('NAMESPACE (("" "/")("#mh/" NIL)) NIL (("Public." "." "X" ("y")))', [
        ("namespace", "personal"), ("namespace.prefix", ""), ("delimiter", "/"), ("namespace", "personal"),
        ("namespace.prefix", "#mh/"), ("namespace", "shared"), ("namespace.prefix", "Public."), ("delimiter", "."),
        ("value", "X"), ("value", '("y")')]),
    ('QUOTA "" (STORAGE 10 512 MESSAGE 1 2)', [
        ("quota.root", ""), ("quota.resource", "STORAGE"), ("quota.usage", 10), ("quota.limit", 512),
        ("quota.resource", "MESSAGE"), ("quota.usage", 1), ("quota.limit", 2)]),
    ('QUOTAROOT INBOX "" b', [("mailbox", "INBOX"), ("quota.root", ""), ("quota.root", "b")]),
    ("ACL INBOX fred rwip -anyone l", [
        ("mailbox", "INBOX"), ("acl.identifier", "fred"), ("acl.rights", "rwip"), ("acl.identifier", "-anyone"),
        ("acl.rights", "l")]),
    ("LISTRIGHTS INBOX fred la r swi", [
        ("mailbox", "INBOX"), ("acl.identifier", "fred"), ("acl.required", "la"), ("acl.optional", "r"),
        ("acl.optional", "swi")]),
    ("MYRIGHTS INBOX lrs", [("mailbox", "INBOX"), ("acl.rights", "lrs")]),
    ('METADATA "" (/shared/comment "hi" /private/x NIL)', [
        ("mailbox", ""), ("metadata.entry", "/shared/comment"), ("metadata.value", "hi"),
        ("metadata.entry", "/private/x")]),
    ("METADATA INBOX /shared/comment", [("mailbox", "INBOX"), ("metadata.entry", "/shared/comment")]),
    ("CAPABILITY IMAP4rev2 AUTH=PLAIN", [("capability", "IMAP4rev2"), ("capability", "AUTH=PLAIN")]),
    ("ENABLED CONDSTORE", [("enabled", "CONDSTORE")]),
    ('ID ("name" "Box" "os" NIL)', [("id", "name=Box"), ("id", "os=")]),
    ("ID NIL", []), ("FLAGS (a)", [("flags", "a"), ("flag", "a")]), ("4 EXISTS", [("number", 4)]),
    ("SEARCH 2 5 (MODSEQ 9)", [("found", 2), ("found", 5), ("modseq", 9)]),
    ('ESEARCH (TAG "a7") UID MIN 2 COUNT 3 ALL 2,10:11 PARTIAL (1:5 2)', [
        ("search.tag", "a7"), ("search.uid", True), ("search.min", 2), ("search.count", 3), ("search.all", "2,10:11"),
        ("search.partial", "(1:5 2)")]),
    ("THREAD (2)(3 6 (4 23)(44))", [("thread", "(2)"), ("thread", "(3 6 (4 23)(44))")]),
    ("VANISHED (EARLIER) 41,43:116", [("vanished.earlier", True), ("vanished", "41,43:116")]),
    ("LANGUAGE (EN)", [("value", "(EN)")]),
], ids=lambda one: one.split(" ")[0] if isinstance(one, str) else "")
def test_responses(response, fields):
    assert said(f"* {response}") == fields


@pytest.mark.parametrize(("code", "fields"), [
    ("UIDVALIDITY 7", [("uidvalidity", 7)]), ('MYRIGHTS "lr"', [("acl.rights", "lr")]),
    ("HIGHESTMODSEQ 715", [("highestmodseq", 715)]),
    (r"PERMANENTFLAGS (\\Seen \\*)", [("permanent_flags", r"\Seen \*"), ("flag", r"\Seen"), ("flag", r"\*")]),
    ("APPENDUID 38 3955:3957", [("uidvalidity", 38), ("uids", "3955:3957")]),
    ("COPYUID 38 304,319 3:4", [("uidvalidity", 38), ("source_uids", "304,319"), ("destination_uids", "3:4")]),
    ("MODIFIED 7,9", [("uids", "7,9")]), ("MAILBOXID (F2)", [("mailboxid", "F2")]),
    ("BADCHARSET ({})", [("value", "({})")]), ('NOUPDATE "B]2"', [("value", "B]2")]), ("TRYCREATE", [])])
@pytest.mark.parametrize("status", ["* OK", "a1 NO"])
def test_response_codes(status, code, fields):
    assert said(f"{status} [{code}] in words") == [("code", code.split(" ")[0]), *fields, ("text", "in words")]


def test_a_greeting_with_its_code_is_a_response_too():
    assert list(walk(trees(f"S: {GREETING}")[0])) == [
        ("name", "OK"), ("code", "CAPABILITY"), ("capability", "IMAP4rev1"), ("capability", "ID"), ("text", "hello")]


def test_a_status_without_a_code_is_not_shown_again():
    assert said("* OK still here", "a1 OK done", "+ go on") == []


@pytest.mark.parametrize(("response", "problem"), [
    (b"* 1 FETCH (UID 1\r\n", "a list is not closed (byte 10)"),
    (b"* 1 FETCH )(UID 1)\r\n", "a parenthesis closes nothing (byte 10)"),
    (b"* 1 FETCH (BODY[] {9}\r\nabc", "a literal is not whole (byte 18)"),
    (b"* SEARCH " + b"(" * (NESTING + 1), f"lists are too deep (byte {9 + NESTING})"),
    (b"* SEARCH " + b"1 " * (MAX_VALUES + 1), f"further values are not shown (byte {9 + 2 * MAX_VALUES})")],
    ids=["open", "closed", "literal", "deep", "many"])
def test_what_breaks_the_grammar_is_told(response, problem):
    assert names(untagged(response), "problem") == [problem]


def test_missing_bytes_are_told():
    event = Untagged(side=Side.SERVER, start=0, stop=50, name="FETCH")
    fields = list(walk(list(describe_response(event, b"* 1 FETCH (UID 5)\r\n"))))
    assert names(fields, "uid") == [5]
    assert "31 bytes are missing" in str(names(fields, "problem"))


def test_parts_have_a_limit():
    inner = b"(" * (MAX_PARTS + 9) + b'"text" "plain" NIL NIL NIL "7bit" 1 1' + b' "mixed")' * (MAX_PARTS + 9)
    found = untagged(b"* 1 FETCH (BODY " + inner + b")\r\n")
    assert len(names(found, "part")) == MAX_PARTS + 1
    assert len(names(found, "value")) == 1


SESSION = [
    '* 1 FETCH (ANNOTATION (/a (b "c" d) /e f))', "* 1 FETCH (ANNOTATION (a) ANNOTATION b)",
    "* 3 FETCH (UID 12 FLAGS (\\\\Seen) BODY[TEXT] {4}\\r\\na)( ENVELOPE (NIL {2}\\r\\nhi ((NIL NIL \"a\" NIL)) NIL))",
    f"* 1 FETCH (BODYSTRUCTURE {STRUCTURE})", '* LIST (\\\\Sent) "/" {3}\\r\\na&- ("X" ("y"))',
    '* ESEARCH (TAG "a7") UID MIN 2 ALL 2', "* QUOTA a (STORAGE 10 512)", "* OK [COPYUID 38 304 3] done",
    '* NAMESPACE (("" "/")) NIL NIL', "* ACL a b c", '* METADATA "" (/a "b")',
    '* ID ("a" NIL)', "* VANISHED (EARLIER) 4"]
RESPONSES = [line.encode().decode("unicode_escape").encode("latin-1") + b"\r\n" for line in SESSION]


def test_annotations_of_a_message():
    assert said('* 1 FETCH (ANNOTATION (/comment (value.priv "mine" value.shared NIL size.priv "4") /x ()))')[1:] == [
        ("metadata.entry", "/comment"), ("metadata.value", "mine"), ("metadata.value", "4"), ("metadata.entry", "/x")]


@pytest.mark.parametrize("response", RESPONSES, ids=range(len(RESPONSES)))
def test_every_truncation_gives_fields_within_the_bytes(response):
    for stop in range(len(response)):
        cut = untagged(response[:stop])
        assert all(name for name, _ in cut)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(st.sampled_from(RESPONSES), st.lists(st.tuples(st.integers(0, 999), st.sampled_from(
    b'\0\r\n ()[]{}"\\~%*&-09A=?\xff')), max_size=8))
def test_mutated_responses_give_fields_within_the_bytes(response, changes):
    changed = bytearray(response)
    for at, value in changes:
        changed[at % len(changed)] = value
    for name, _ in untagged(bytes(changed)):
        assert name


@pytest.mark.parametrize("response", [
    b"* 1 FETCH (BODYSTRUCTURE " + b"(" * 500_000, b"* 1 FETCH (BODY " + (b"(" * 90 + b")" * 90) * 5000,
    b"* 1 FETCH (" + b"{0}\r\n " * 150_000, b"* OK [" + b'"' * 1_000_000, b"* FLAGS (" + b"\\a " * 300_000,
    b'* LIST () "/" "' + b"&" * 1_000_000 + b'"', b"* OK " + b" " * 1_000_000 + b"["],
    ids=["deep", "pairs", "literals", "quotes", "flags", "shifts", "blanks"])
def test_large_responses_are_read_as_far_as_the_limits_go(response):
    assert len(list(untagged(response + b"\r\n"))) <= 3 * MAX_VALUES
