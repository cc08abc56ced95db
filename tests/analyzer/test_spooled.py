"""Large emails: their bytes lie in a file while they are read, and nothing else changes."""
from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest
from mail_captures import mail_capture
from messages import MIXED
from sample_captures import CAPTURES

import analyzer
from analyzer import mails, plain, plain_messages, spooled
from analyzer.export.mail import Kind, export_mail
from analyzer.export.mail_all import export_all
from analyzer.spooled import Spooled, content_of, md5_of, pieces_of, sha256_of

WITH_MAIL = [path for path in CAPTURES if "dns" not in path.name]
SENT = b"Subject: large\r\n\r\n" + b"\r\n".join([b"..a line with a dot"] * 500)
TEXT = SENT.replace(b"\n.", b"\n") + b"\r\n"


def rows_and_files(path: Path, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, bytes]]:
    """The emails of a capture, the manifest of their export, and its files."""
    with analyzer.open(path) as analysis:
        rows = [dict(mail.row) for mail in analysis.email_stream()]
        lines = list(export_all(analysis.mails, folder, attachments=True))
    files = (file for file in folder.rglob("*") if file.is_file())
    return rows, lines, {str(file.relative_to(folder)): file.read_bytes() for file in files}


@pytest.mark.parametrize("path", WITH_MAIL, ids=lambda path: path.name)
def test_captures_tell_the_same(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = rows_and_files(path, tmp_path / "a")
    monkeypatch.setattr(spooled, "LARGE", 0)
    assert rows_and_files(path, tmp_path / "b") == expected


@pytest.mark.parametrize("as_", ["eml", "mbox", "maildir"])
def test_every_store_takes_them(as_: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    capture = mail_capture(tmp_path / "mail.pcap", MIXED)

    def export(folder: Path) -> list[object]:
        with analyzer.open(capture) as analysis:
            lines = list(export_mail(enumerate(analysis.email_stream()), folder, as_=as_, attachments=True))
        return [lines, [file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()]]

    expected = export(tmp_path / "a")
    monkeypatch.setattr(spooled, "LARGE", 0)
    assert export(tmp_path / "b") == expected


def test_several_processes_hand_them_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = next(path for path in WITH_MAIL if "journey" in path.name)
    expected = rows_and_files(path, tmp_path / "a")
    monkeypatch.setattr(spooled, "LARGE", 0)
    monkeypatch.setattr(mails, "LARGE", 0)
    monkeypatch.setattr(mails, "FLOWS_A_JOB", 2)
    assert rows_and_files(path, tmp_path / "b") == expected


def test_a_large_email_is_read_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spooled, "LARGE", len(TEXT) - 1)
    with analyzer.open(mail_capture(tmp_path / "mail.pcap", SENT)) as analysis:
        email, = analysis.mails
        content = content_of(email)
        assert isinstance(content, Spooled)
        assert content[:] == b"".join(pieces_of(content)) == email.bytes() == TEXT
        assert sha256_of(content) == sha256_of(content[:]) == hashlib.sha256(content).hexdigest()
        assert md5_of(content) == md5_of(content[:]) == hashlib.md5(content).hexdigest()
        monkeypatch.setattr(spooled, "LARGE", len(SENT) + 100)
        assert isinstance(content_of(email), bytes)


def test_without_room_for_a_file_it_is_read_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spooled, "LARGE", 0)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with analyzer.open(mail_capture(tmp_path / "mail.pcap", SENT)) as analysis:
        email, = analysis.mails
        assert content_of(email) == TEXT


def test_no_room_is_made_for_them_where_messages_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", set())
    monkeypatch.setattr(plain_messages, "ROOM", 1000)
    with analyzer.open(mail_capture(tmp_path / "mail.pcap", SENT)) as analysis:
        reader = analysis.mails._plain
        assert [(found.emails, found.attachments) for found in analysis.mails.counting()] == [(1, 0)]
        assert len(reader._room) == 0
