"""Emails that are read together tell what each tells by itself, wherever they lie in the capture."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mail_sessions import CARRIERS, MAILS
from mail_wire import TREATMENTS, capture
from sample_captures import CAPTURES, FOLDER, mutated

import analyzer
from analyzer import email_together, plain, plain_messages
from analyzer.email_contents import Read, read_emails
from analyzer.email_together import read_together
from analyzer.filters.kept import Kept
from analyzer.mail import email_row
from analyzer.plain_messages import PlainMessages
from analyzer.services import MAIL


@pytest.fixture(autouse=True)
def plain_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions are read as plain ones, though the captures are small."""
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", set())


def told(read: Read) -> tuple[Any, ...]:
    """All that is known of an email."""
    row = email_row(read.email, read.rows[0], read.rows[-1], read.told)
    return row, read.number, read.rows, read.told.identity, read.content


def both_ways(path: Path) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """The emails of a capture, together and one by one."""
    with analyzer.open(path) as analysis:
        engine = analysis.engine
        together = read_together(engine.talks(*MAIL), True, PlainMessages(), engine.tcp_streams)
        return list(map(told, together)), list(map(told, read_emails(engine.talks(*MAIL), True)))


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
@pytest.mark.parametrize("room", [1, 3000, 4 << 20])
def test_captures(path: Path, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_messages, "ROOM", room)
    monkeypatch.setattr(email_together, "ROOM", room)
    together, alone = both_ways(path)
    assert together == alone


@pytest.mark.parametrize("seed", range(6))
def test_damaged_captures(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "damaged.pcap"
    path.write_bytes(mutated((FOLDER / "09-journey.pcap").read_bytes(), seed, changes=40))
    together, alone = both_ways(path)
    assert together == alone


def test_emails_of_plain_sessions_are_read_together(monkeypatch: pytest.MonkeyPatch) -> None:
    alone: list[object] = []
    monkeypatch.setattr(email_together, "read_one", lambda *email: alone.append(email))
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        engine = analysis.engine
        found = list(read_together(engine.talks(*MAIL), False, PlainMessages(), engine.tcp_streams))
    assert len(found) == 4 and not alone


@pytest.mark.parametrize("carrier", ["SMTP DATA", "POP3 RETR", "IMAP FETCH whole", "IMAP partials"])
def test_an_email_goes_from_its_first_packet_to_its_last_whatever_their_order(carrier: str, tmp_path: Path) -> None:
    session = CARRIERS[carrier](MAILS["dots"])
    path = tmp_path / "backwards.pcap"
    path.write_bytes(capture((session, sent) for sent in TREATMENTS["reordered"](session)))
    together, alone = both_ways(path)
    assert together == alone
    with analyzer.open(path) as analysis:
        kept = Kept(analysis, analysis.select("tcp"))
        rows = list(analysis.mail_rows())
        assert len(rows) == 4 and all(row["first_packet"] <= row["last_packet"] and kept.email(row) for row in rows)
