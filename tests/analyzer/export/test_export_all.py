"""All emails of a capture as files, written by one process or by several: the same files, the same manifest."""
from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sample_captures import CAPTURES, FOLDER

import analyzer
from analyzer import mails
from analyzer.errors import OutputError
from analyzer.export.folder import Folder
from analyzer.export.mail import export_mail
from analyzer.export.mail_all import export_all
from analyzer.export.people import Screen, write_table
from analyzer.export.views import EXPORT_SHOWN, export
from analyzer.rows import Row

JOURNEY = FOLDER / "09-journey.pcap"
WITH_MAIL = [path for path in CAPTURES if "dns" not in path.name]
SEVERAL = pytest.mark.parametrize("large", [1 << 60, 0], ids=["one process", "several"])


def contents(folder: Path) -> dict[str, bytes]:
    """The files of an export, the manifest too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def all_of(path: Path, folder: Path, attachments: bool = False) -> Iterator[Row]:
    """Exports a capture, two flows at a time."""
    with analyzer.open(path) as analysis:
        yield from export_all(analysis.mails, folder, attachments=attachments)


@pytest.fixture(autouse=True)
def few_flows_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "FLOWS_A_JOB", 2)


@SEVERAL
@pytest.mark.parametrize("path", WITH_MAIL, ids=lambda path: path.name)
def test_files_and_manifest_are_those_of_the_emails_one_by_one(
        path: Path, large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with analyzer.open(path) as analysis:
        expected = list(export_mail(enumerate(analysis.email_stream()), tmp_path / "a", attachments=True,
                                        capture=analysis.capture))
    monkeypatch.setattr(mails, "LARGE", large)
    assert list(all_of(path, tmp_path / "b", attachments=True)) == expected
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@SEVERAL
def test_contents_that_are_not_kept_are_read_again(large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "LARGE", large)
    assert list(all_of(JOURNEY, tmp_path / "a"))
    monkeypatch.setattr(mails, "CONTENT_WAITING", 0)
    assert list(all_of(JOURNEY, tmp_path / "b"))
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


@SEVERAL
def test_what_is_written_before_a_fault_is_in_the_manifest(
        large: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "LARGE", large)
    write = Folder.write

    def full(folder: Folder, stem: str, suffix: str, data: bytes) -> str:
        if stem.startswith("0002"):
            raise OSError(28, "No space left on device")
        return write(folder, stem, suffix, data)
    monkeypatch.setattr(Folder, "write", full)
    found: list[Row] = []
    with pytest.raises(OutputError, match="No space left"):
        found.extend(all_of(JOURNEY, tmp_path))
    assert [row["email"] for row in found] == [0, 1]
    assert contents(tmp_path).pop("manifest.jsonl").count(b"\n") == 2 == len(contents(tmp_path)) - 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_what_is_written_when_it_is_interrupted_is_in_the_manifest(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mails, "LARGE", 0)
    write, presses = Folder.write, [os.getpid()]     # once: the second time it does not wait

    def interrupting(folder: Folder, stem: str, suffix: str, data: bytes) -> str:
        while presses:
            os.kill(presses.pop(), signal.SIGINT)
        return write(folder, stem, suffix, data)
    monkeypatch.setattr(Folder, "write", interrupting)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)   # a shell's background jobs ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            list(all_of(JOURNEY, tmp_path))
    finally:
        signal.signal(signal.SIGINT, before)
    written = contents(tmp_path)
    assert written.pop("manifest.jsonl").count(b"\n") == len(written) > 0


def test_a_file_whose_bytes_end_in_a_fault_goes(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise MemoryError

    with pytest.raises(MemoryError):
        Folder(tmp_path).write("name", ".eml", pieces())
    assert not list(tmp_path.iterdir())


def test_the_table_is_made_of_the_fields_that_are_kept_for_it(tmp_path: Path) -> None:
    def table(rows: list[Row]) -> bytes:
        written: list[bytes] = []
        write_table(rows, export(), Screen(), written.append)
        return b"".join(written)

    with analyzer.open(FOLDER / "03-mime.pcap") as analysis:
        whole, kept = (list(export_all(analysis.mails, tmp_path / name, attachments=True, wanted=wanted))
                       for name, wanted in (("a", None), ("b", EXPORT_SHOWN)))
    assert table(whole) == table(kept) and set(kept[0]) < set(whole[0])
