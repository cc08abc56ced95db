"""Rows of emails as lines of JSON: what is known of all emails only is put into the line that was made before."""
from __future__ import annotations

import orjson
import pytest
from sample_captures import CAPTURES

import analyzer
from analyzer import mails
from analyzer.export.json_text import to_json
from analyzer.mail import MOST_SAME, numbered, same_mails, told_by, with_same


@pytest.mark.parametrize("large", [0, mails.LARGE])
def test_lines_are_the_rows(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "LARGE", large)
    monkeypatch.setattr(mails, "FLOWS_A_JOB", 2)
    same = 0
    for capture in CAPTURES:
        with analyzer.open(capture) as analysis:
            rows = list(analysis.mail_rows())
            assert list(analysis.mail_lines(to_json)) == [to_json(row) for row in rows]
            same += sum(len(row["same_as"]) for row in rows)
    assert same


@pytest.mark.parametrize("subject", ['"same_as":[]', '\\"same_as":[]', '{"email":0', '\\', '","same_as":[],"'])
def test_texts_like_keys_stay(subject: str) -> None:
    row = {"email": 0, "subject": subject, "same_as": [], "flags": [subject]}
    line = with_same(numbered(orjson.dumps(row), 123), [4, 56])
    assert orjson.loads(line) == row | {"email": 123, "same_as": [4, 56]}


def test_of_many_transfers_the_first_are_named() -> None:
    found = list(same_mails(["a", None, *["b"] * (MOST_SAME + 5), None, "a"]))
    assert found[0] == [MOST_SAME + 8] and found[-1] == [0] and found[1] == []
    assert found[2] == list(range(3, MOST_SAME + 3))
    assert found[MOST_SAME + 6] == list(range(2, MOST_SAME + 2))


def test_without_a_message_id_what_the_author_wrote_tells_mails_apart() -> None:
    mail = b"From: a@x\r\nSubject: s\r\nDate: d\r\n\r\nok\r\n"
    assert told_by(mail).identity == told_by(b"Received: by y\r\n" + mail).identity
    for old, new in ((b"a@x", b"b@x"), (b": s", b": t"), (b": d", b": e"), (b"ok", b"no")):
        assert told_by(mail).identity != told_by(mail.replace(old, new)).identity
    assert told_by(b"Message-ID: <1>\r\n" + mail).identity == told_by(b"Message-ID: <1>\r\n\r\nother").identity
