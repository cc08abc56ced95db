"""Emails of SMTP and POP conversations, and of IMAP's APPEND."""
from __future__ import annotations

import pytest
from dialogues import one_side, pieces, play, talk

from analyzer.email_imap import uid_at
from analyzer.email_transfers import path_in
from analyzer.emails import emails
from analyzer.messages import Email
from dissectors.imap.reader import ImapConversation
from dissectors.pop.reader import PopConversation
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import Side


def smtp(script: str) -> list[Email]:
    return emails(talk("smtp", SmtpConversation, script))


HELLO = "S: 220 x\nC: EHLO a\nS: 250 x\n"


def test_the_envelope_is_what_the_server_accepted():
    one, = smtp(HELLO + "C: MAIL FROM:<a@x>\\r\\nRCPT TO:<b@y>\\r\\nRCPT TO:<c@y>\\r\\nDATA\n"
                "S: 250 ok\\r\\n550 no\\r\\n250 ok\\r\\n354 go\nC: ..hi\\r\\n.\nS: 250 2.0.0 queued")
    assert (one.direction, one.envelope_from, one.envelope_to, one.complete) == ("sent", "a@x", ["c@y"], True)
    assert (one.bytes(), one.status) == (b".hi\r\n", "250 2.0.0 queued")


def test_several_mails_in_a_connection():
    first, second = smtp(HELLO + "C: MAIL FROM:<a>\nS: 250 ok\nC: RCPT TO:<b>\nS: 250 ok\nC: DATA\nS: 354 go\n"
        "C: 1\\r\\n.\n"
                         "S: 250 one\nC: MAIL FROM:<>\nS: 250 ok\nC: RCPT TO:<c>\nS: 250 ok\n"
                             "C: BDAT 3 LAST\\r\\n2\\r\\n\\\nS: 552 two")
    assert (first.envelope_from, first.envelope_to, first.status) == ("a", ["b"], "250 one")
    assert (second.envelope_from, second.envelope_to, second.status) == ("", ["c"], "552 two")


def test_rset_empties_the_envelope():
    one, = smtp(HELLO + "C: MAIL FROM:<a>\nS: 250 ok\nC: RCPT TO:<b>\nS: 250 ok\nC: RSET\nS: 250 ok\nC: DATA\n"
        "S: 354 go\nC: .\nS: 250 ok")
    assert (one.envelope_from, one.envelope_to, one.bytes()) == (None, [], b"")


def test_a_mail_that_was_refused_says_so():
    one, = smtp(HELLO + "C: DATA\nS: 354 go\nC: x\\r\\n.\nS: 550 5.7.1 spam")
    assert (one.status, one.complete) == ("550 5.7.1 spam", True)


def test_a_mail_that_was_cut():
    one, = smtp(HELLO + "C: DATA\nS: 354 go\nC: half\\\nS: 421 too slow")
    assert (one.bytes(), one.complete, one.status) == (b"half", False, "421 too slow")


def test_chunks_are_joined():
    one, = smtp(HELLO + "C: BDAT 3\\r\\na.\\nBDAT 4 LAST\\r\\n\\n..b\\\nS: 250 more\\r\\n250 done")
    assert (one.bytes(), one.status, one.complete) == (b"a.\n\n..b", "250 done", True)


def test_a_mail_of_which_only_the_client_was_captured():
    told = talk("smtp", SmtpConversation, "C: EHLO a\nC: MAIL FROM:<a>\nC: RCPT TO:<b>\nC: DATA\nC: hi\\r\\n.\nC: QUIT")
    told.events = play(SmtpConversation(), one_side(pieces("C: EHLO a\nC: MAIL FROM:<a>\nC: RCPT TO:<b>\nC: DATA\n"
        "C: hi\\r\\n.\nC: QUIT"), Side.CLIENT))
    one, = emails(told)
    assert (one.envelope_from, one.envelope_to, one.bytes(), one.complete) == ("a", ["b"], b"hi\r\n", True)


def test_missing_bytes_of_a_mail():
    one, = smtp(HELLO + "C: DATA\nS: 354 go\nC: one\nC! 100\nC: .\\r\\nthree\\r\\n.\nS: 250 ok")
    assert (one.complete, one.missing_bytes, one.bytes()) == (False, 100, b"one\r\n.\r\nthree\r\n")


@pytest.mark.parametrize(("argument", "path"), [
    ("FROM:<a@b> SIZE=1", "a@b"), ("to: <a@b>", "a@b"), ("FROM:a@b", "a@b"), ("FROM:<>", ""),
    ('TO:<"a>b"@c>', '"a>b"@c'), ("TO:<@x,@y:a@b>", "a@b"), ("what", None),
    ("TO:<@x,@y:u@[IPv6:::1]>", "u@[IPv6:::1]"), ('TO:<@x:"a:b"@y>', '"a:b"@y'), ("TO:<@[IPv6:::1]:a@b>", "a@b"),
    ("TO:<@[:a@b>", "a@b"), ("TO:<@x>", "@x"), ("TO:Joe <joe@y>", "joe@y"), ('TO: "Joe X" <joe@y> A=B', "joe@y"),
    ("TO : <sc@y>", "sc@y"), ("TO:joe@y ORCPT=rfc822;<z>", "joe@y"), ("TO:joe", "joe"), ("TO:<joe", "<joe")])
def test_the_path_in_an_argument(argument, path):
    assert path_in(argument) == path


def test_pop_fetches_whole_messages_and_parts():
    whole, part = emails(talk("pop", PopConversation, "S: +OK x\nC: RETR 1\\r\\nTOP 1 0\n"
                              "S: +OK 12 octets\\r\\na: b\\r\\n\\r\\n..\\r\\n.\\r\\n+OK\\r\\na: b\\r\\n\\r\\n.\n"
                                  "C: QUIT\nS: +OK"))
    assert (whole.bytes(), whole.complete, whole.direction, whole.status) == (
        b"a: b\r\n\r\n.\r\n", True, "fetched", "+OK 12 octets")
    assert (part.bytes(), part.complete) == (b"a: b\r\n\r\n", False)


def test_append_names_mailbox_and_uids():
    first, second = emails(talk("imap", ImapConversation, "S: * OK x\n"
        "C: a APPEND \"Entw&APw-rfe\" {2+}\\r\\nhi {2+}\\r\\nyo\n"
                                "S: a OK [APPENDUID 1 9,4:5] done"))
    assert [(one.direction, one.mailbox, one.uid, one.complete) for one in (first, second)] == [
        ("sent", "Entwürfe", 9, True), ("sent", "Entwürfe", 4, True)]
    assert (first.bytes(), second.bytes(), first.status) == (b"hi", b"yo", "OK [APPENDUID 1 9,4:5] done")


def test_replace_brings_a_message():
    found = emails(talk("imap", ImapConversation, "S: * OK x\nC: a REPLACE 4 Drafts (\\\\Draft) {2+}\\r\\nhi\nS: a OK\n"
                        "C: b UID REPLACE 9 {3+}\\r\\nx y {2+}\\r\\nyo\nS: b OK\n"
                        "C: c UID SEARCH TEXT {2+}\\r\\nno\nS: c OK"))
    assert [(one.mailbox, one.bytes(), one.complete) for one in found] == [
        ("Drafts", b"hi", True), ("x y", b"yo", True)]


def test_replace_tells_the_uid_before_it_is_done():
    first, second = emails(talk("imap", ImapConversation, "S: * OK x\nC: a REPLACE 4 Drafts {2+}\\r\\nhi\n"
        "S: * OK [APPENDUID 1 9] ready\\r\\n* 4 EXPUNGE\\r\\na OK\nC: b APPEND Sent {2+}\\r\\nyo\n"
        "S: * OK [APPENDUID 1 8] what?\\r\\nb OK"))
    assert [(first.mailbox, first.uid), (second.mailbox, second.uid)] == [("Drafts", 9), ("Sent", None)]


@pytest.mark.parametrize("parts", [
    'URL "/a;UID=1" TEXT {2+}\\r\\nhi', 'url x URL "y \\\\" z" TEXT {2+}\\r\\nhi', "URL {1+}\\r\\nx TEXT {2+}\\r\\nhi",
    "TEXT {2+}\\r\\nhi URL x"])
def test_flags_before_catenate(parts):
    one, = emails(talk("imap", ImapConversation, f"S: * OK x\nC: a APPEND x (\\\\Seen a) CATENATE ({parts})\nS: a OK"))
    assert (one.bytes(), one.flags) == (b"hi", ("\\Seen", "a"))


@pytest.mark.parametrize(("enabled", "name", "mailbox"), [
    ("UTF8=ACCEPT", '"a &AGE-"', "a &AGE-"), ("condstore Utf8=Accept", "&AGE-", "&AGE-"), ("CONDSTORE", "&AGE-", "a"),
    ("IMAP4rev2", "&AGE-", "&AGE-"), ("CONDSTORE", '"\\xc3\\xbc &AGE-"', "ü &AGE-")])
def test_names_of_mailboxes_in_utf8(enabled, name, mailbox):
    found = emails(talk("imap", ImapConversation, f"S: * OK x\nC: e ENABLE X\nS: * ENABLED {enabled}\\r\\ne OK\n"
        f"C: a APPEND {name} {{2+}}\\r\\nhi\nS: a OK\nC: b SELECT {name}\nS: b OK\nC: c FETCH 1 RFC822\n"
        "S: * 1 FETCH (RFC822 {2}\\r\\nhi)\\r\\nc OK"))
    assert [one.mailbox for one in found] == [mailbox, mailbox]


def test_append_says_flags():
    found = emails(talk("imap", ImapConversation, "S: * OK x\n"
        "C: a APPEND Sent (\\\\Seen $x) \"01-Jan-2026 00:00:00 +0000\" {1+}\\r\\na "
        "(\\\\Draft) ~{1+}\\r\\nb {1+}\\r\\nc"))
    assert [one.flags for one in found] == [("\\Seen", "$x"), ("\\Draft",), ()]


@pytest.mark.parametrize(("uids", "place", "uid"), [("3:5,9", 2, 5), ("3:5,9", 3, 9), ("3:5,9", 4, None), ("7", 0, 7),
                                                    ("5:3", 0, 3), (",", 0, None),
                                                    ("1:5:5", 0, None), ("x", 0, None), ("1:" + "9" * 3000, 1, None)])
def test_uids_of_a_set(uids, place, uid):
    assert uid_at(uids, place) == uid


def test_what_a_hand_takes_back_is_left_out():
    one, = smtp("S: 220 x\nC: mailx\\x08 from:<a@b>\\n\\\nS: 250 ok\nC: rcpt to:<x\\x7fc@d>\nS: 250 ok\n"
                "C: daa\\x08ta\\n\\\nS: 354 go\nC: hi\\n..dot\\n.\\n\\\nS: 250 done")
    assert (one.envelope_from, one.envelope_to, one.status, one.bytes()) == ("a@b", ["c@d"], "250 done", b"hi\n.dot\n")


def test_whatever_the_server_takes_for_data_is_followed_by_a_message():
    one, = smtp(HELLO + "C: DATTA\nS: 354 go\nC: hi\\r\\n.\nS: 250 done")
    assert (one.bytes(), one.complete, one.status) == (b"hi\r\n", True, "250 done")


@pytest.mark.parametrize("dot", ["\\n.\\r\\n", "\\n.\\n"])
def test_a_dot_alone_that_only_the_server_takes_for_the_end(dot):
    one, = smtp(HELLO + f"C: DATA\nS: 354 go\nC: a\\r\\nhi{dot}\\\nS: 250 done\nC: QUIT\nS: 221 bye")
    assert (one.bytes(), one.complete, one.status) == (b"a\r\nhi\n", True, "250 done")


def test_lmtp_answers_the_last_chunk_for_each_recipient():
    first, second = smtp(
        "S: 220 x\nC: LHLO a\nS: 250 x\nC: MAIL FROM:<a>\\r\\nRCPT TO:<b>\\r\\nRCPT TO:<c>\\r\\nBDAT 2\\r\\nhi"
        "BDAT 2 LAST\\r\\nhoMAIL FROM:<z>\\r\\nRCPT TO:<b>\\r\\nBDAT 1 LAST\\r\\nx\\\n"
        "S: 250 1\\r\\n250 2\\r\\n250 3\\r\\n250 4\\r\\n250 for b\\r\\n452 for c\\r\\n250 5\\r\\n250 6\\r\\n250 last")
    assert (first.status, second.status) == ("250 for b\n452 for c", "250 last")


def test_a_final_reply_that_is_not_there_is_not_known():
    one, = smtp(HELLO + "C: DATA\nS: 354 go\nC: half\\")
    assert (one.status, one.complete) == (None, False)


def test_chunks_behind_missing_bytes_may_not_be_all():
    one, = smtp(HELLO + "C: MAIL FROM:<a>\nS: 250 ok\nC! 20\nC: BDAT 2 LAST\\r\\nhi\\\nS: 250 ok")
    assert (one.bytes(), one.complete, one.missing_bytes) == (b"hi", False, 0)


@pytest.mark.parametrize(("script", "missing"), [
    ("C: ab\nC! 9\nS: 250 done\nC: QUIT", 6), ("C: ab\\r\\n\\\nC! 3\nS: 250 done\nC: QUIT", 0),
    ("C: ab\\r\\n.\\\nC! 2\nS: 250 done\nC: QUIT", 0), ("C: ab\nC! 9\nC: .\nS: 250 done\nC: QUIT", 9)])
def test_a_message_whose_end_is_missing_ends_before_the_next_command(script, missing):
    one, = smtp(HELLO + "C: DATA\nS: 354 go\n" + script + "\nS: 221 bye")
    assert one.bytes().rstrip() == b"ab"
    assert (one.missing_bytes, one.complete, one.status) == (missing, not missing, "250 done")


def test_pop_servers_that_end_lines_in_line_feeds():
    one, = emails(talk("pop", PopConversation,
                       "S: +OK\\n\\\nC: RETR 1\nS: +OK\\na: b\\n\\n..c\\n.\\n\\\nC: QUIT\nS: +OK\\n\\"))
    assert (one.bytes(), one.complete) == (b"a: b\n\n.c\n", True)


@pytest.mark.parametrize(("said", "sent"), [
    ('x CATENATE (TEXT {2+}\\r\\nab TEXT {2+}\\r\\ncd)', [(b"abcd", True)]),
    ('{1+}\\r\\nx CATENATE (TEXT {2+}\\r\\nab URL "/y" TEXT {2+}\\r\\ncd)', [(b"abcd", False)]),
    ('x CATENATE (TEXT {2+}\\r\\nab URL "/y)")', [(b"ab", False)]),
    ('x CATENATE (URL {4+}\\r\\n/a/b TEXT {2+}\\r\\nab)', [(b"ab", False)]),
    ('x CATENATE (TEXT {2+}\\r\\nab) ($Junk) CATENATE (URL y TEXT {2+}\\r\\ncd) {1+}\\r\\ne {1+}\\r\\nf CATENATE (TEXT '
     '{1+}\\r\\ng TEXT {1+}\\r\\nh)', [(b"ab", True), (b"cd", False), (b"e", True), (b"f", True), (b"gh", True)])])
def test_messages_of_catenate_are_whole_where_no_part_is_elsewhere(said, sent):
    found = emails(talk("imap", ImapConversation, "S: * OK x\nC: a APPEND " + said + "\nS: a OK done\nC: b NOOP"))
    assert [(one.bytes(), one.complete) for one in found] == sent


def test_what_catenate_has_of_a_message_is_one_email():
    one, = emails(talk("imap", ImapConversation, "S: * OK x\n"
        "C: a APPEND x CATENATE (TEXT {2+}\\r\\nab URL \"/y\" TEXT {2+}\\r\\ncd)\n"
        "S: a OK [APPENDUID 1 7] done"))
    assert (one.bytes(), one.complete, one.uid) == (b"abcd", False, 7)
