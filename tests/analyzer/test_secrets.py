"""Where secrets stand."""
from __future__ import annotations

from dialogues import talk

from analyzer.secrets import MOST_KNOWN, secret_spans
from dissectors.imap.reader import ImapConversation
from dissectors.stream import Side


def test_the_places_of_secrets_in_the_streams():
    told = talk("imap", ImapConversation, "S: * OK x\nC: a LOGIN bob {6+}\\r\\nsecret\nS: a NO\n"
                "C: b AUTHENTICATE PLAIN AGEAYg==\nS: b OK")
    spans = secret_spans(told)
    assert [told.read(Side.CLIENT, *span) for span in spans[Side.CLIENT]] == [b"{6+}\r\nsecret", b"AGEAYg=="]
    assert spans[Side.SERVER] == []


def test_what_a_server_repeats():
    told = talk("imap", ImapConversation, "S: * OK x\nC: secret LOGIN bob {6+}\\r\\nsecret\n"
                "S: + secret\\r\\n* OK [ALERT] a secret\n"
                "S: * 1 FETCH (BODY[] {6}\\r\\nsecret)\\r\\nsecret NO secret, secrets")
    spans = secret_spans(told)[Side.SERVER]
    assert [told.read(Side.SERVER, *span) for span in spans] == [b"secret"] * 4
    assert [told.read(Side.SERVER, start - 2, start) for start, _ in spans] == [b"+ ", b"a ", b"O ", b", "]


def test_of_very_many_passwords_the_first_are_looked_for():
    tries = "\n".join(f"C: a LOGIN bob password{n:04}\nS: a NO" for n in range(MOST_KNOWN + 1))
    told = talk("imap", ImapConversation, f"S: * OK x\n{tries} password{MOST_KNOWN - 1:04} password{MOST_KNOWN:04}")
    spans = secret_spans(told)
    assert [told.read(Side.SERVER, *span) for span in spans[Side.SERVER]] == [b"password%04d" % (MOST_KNOWN - 1)]
    assert len(spans[Side.CLIENT]) == MOST_KNOWN + 1


def test_behind_a_large_literal_all_is_secret():
    told = talk("imap", ImapConversation, f"S: * OK x\nC: a LOGIN {{9000+}}\\r\\n{'b' * 9000} secret\nS: a NO")
    (start, stop), = secret_spans(told)[Side.CLIENT]
    assert told.read(Side.CLIENT, start, stop).endswith(b"secret\r\n")
