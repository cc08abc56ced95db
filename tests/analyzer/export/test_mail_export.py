"""Exports of emails: names, stores, attachments, manifest."""
from __future__ import annotations

import hashlib
import json
import mailbox
import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from messages import MIXED, message
from sample_captures import FOLDER

import analyzer
from analyzer.errors import OutputError
from analyzer.export import mail
from analyzer.export.attachments import MAX_REPEATED_BYTES
from analyzer.export.mail import export_mail, export_steps
from analyzer.export.mbox import quote, separator
from analyzer.seconds import Nanoseconds

PLAIN = message("Subject: x\n\nFrom here\n>From there\n.\n") + b"\r\n"
TIME = Nanoseconds(1795251600_123456789)     # 2026-11-21 09:00:00 UTC


@dataclass
class Mail:
    data: bytes = PLAIN
    subject: str | None = "x"
    more: dict[str, Any] = field(default_factory=dict)
    packets: list[int] = field(default_factory=lambda: [4, 5])

    @property
    def row(self) -> Mapping[str, Any]:
        return {"email": 7, "time": TIME, "envelope_from": "alice@harbor.example", "subject": self.subject,
                "size": len(self.data), "sha256": hashlib.sha256(self.data).hexdigest(), "attachments": [1],
                **self.more}

    def content(self) -> bytes:
        return self.data


def export(folder: Path, *mails: Mail, as_: mail.Kind = "eml", attachments: bool = False) -> list[dict[str, Any]]:
    return list(export_mail(enumerate(mails), folder, as_=as_, attachments=attachments))


def files(folder: Path) -> list[str]:
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted(name for name in found if not name.endswith("manifest.jsonl"))


def manifest(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_bytes().splitlines()]


def test_each_email_is_a_file_with_the_bytes_as_transferred(tmp_path: Path) -> None:
    export(tmp_path / "new" / "out", Mail(), Mail(MIXED, "Grüße: ★"), Mail(subject=None), Mail(subject="../../x"))
    assert files(tmp_path) == [f"new/out/{name}" for name in (
        "0000-x.eml", "0001-Grüße_ ★.eml", "0002-no-subject.eml", "0003-.._.._x.eml")]
    assert (tmp_path / "new/out/0001-Grüße_ ★.eml").read_bytes() == MIXED


def test_the_manifest_has_a_line_a_file_with_the_mails_fields_and_digests(tmp_path: Path) -> None:
    rows = export(tmp_path, Mail())
    line, = manifest(tmp_path)
    assert line == {
        "path": "0000-x.eml", "kind": "email", "email": 7, "time": 1795251600.123456789, "subject": "x",
        "envelope_from": "alice@harbor.example", "attachments": [1], "size": len(PLAIN), "message_size": len(PLAIN),
        "sha256": hashlib.sha256(PLAIN).hexdigest(), "message_sha256": hashlib.sha256(PLAIN).hexdigest(),
        "md5": hashlib.md5(PLAIN).hexdigest(), "packets": [4, 5], "program": f"pilotfish {analyzer.__version__}"}
    assert [row["path"] for row in rows] == ["0000-x.eml"]
    assert b'"time":1795251600.123456789' in (tmp_path / "manifest.jsonl").read_bytes()


def test_attachments_are_decoded_below_a_folder_a_mail(tmp_path: Path) -> None:
    export(tmp_path, Mail(), Mail(MIXED), attachments=True)
    assert files(tmp_path) == ["0000-x.eml", "0001-x.eml", "0001/boat.png", "0001/part-3.eml", "0001/plan.pdf"]
    assert (tmp_path / "0001/boat.png").read_bytes() == b"\x89PNG\r\n"
    image = manifest(tmp_path)[2]
    assert (image["path"], image["kind"], image["part"], image["size"]) == ("0001/boat.png", "attachment", "2", 6)
    assert (image["message_size"], image["subject"], "attachments" in image) == (len(MIXED), "x", False)


def test_every_line_of_the_manifest_has_the_digests_of_its_file(tmp_path: Path) -> None:
    export(tmp_path, Mail(MIXED), Mail(), attachments=True)
    for line in manifest(tmp_path):
        data = (tmp_path / line["path"]).read_bytes()
        assert (line["size"], line["md5"]) == (len(data), hashlib.md5(data).hexdigest())
        assert line["sha256"] == hashlib.sha256(data).hexdigest()


def attached(*names: str) -> bytes:
    parts = "".join(f'--b\nContent-Type: image/png\nContent-Disposition: attachment; filename="{name}"\n\nx\n'
                    for name in names)
    return message(f"Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--")


def test_names_of_attachments_stay_in_their_folder_and_differ_on_every_platform(tmp_path: Path) -> None:
    hostile = ("../../up.txt", "/etc/passwd", "C:\\x.txt", "nul", "A.TXT", "a.txt", "a.txt", "..", "a\x00.txt", " ")
    export(tmp_path / "out", Mail(attached(*hostile)), attachments=True)
    assert files(tmp_path) == sorted(f"out/{name}" for name in (
        "0000-x.eml", "0000/up.txt", "0000/passwd", "0000/x.txt", "0000/_nul", "0000/A.TXT", "0000/a-2.txt",
        "0000/a-3.txt", "0000/part-8", "0000/a-4.txt", "0000/part-10"))


def test_a_second_export_overwrites_nothing(tmp_path: Path) -> None:
    export(tmp_path, Mail(MIXED), attachments=True)
    export(tmp_path, Mail(MIXED, "X"), attachments=True)
    assert files(tmp_path) == ["0000-X-2.eml", "0000-x.eml", "0000/boat-2.png", "0000/boat.png", "0000/part-3-2.eml",
                               "0000/part-3.eml", "0000/plan-2.pdf", "0000/plan.pdf"]
    assert len(manifest(tmp_path)) == 8


def test_a_manifest_that_was_cut_in_a_line_goes_on_in_the_next(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_bytes(b'{"path"')
    export(tmp_path, Mail())
    assert (tmp_path / "manifest.jsonl").read_bytes().startswith(b'{"path"\n{"path":"0000-x.eml"')


def test_links_lead_nowhere(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "0000").symlink_to(elsewhere)
    (out / "0000-x.eml").symlink_to(elsewhere / "x.eml")
    export(out, Mail(MIXED), attachments=True)
    assert os.listdir(elsewhere) == []
    assert (out / "0000-2" / "boat.png").exists() and (out / "0000-x-2.eml").exists()


def test_a_manifest_that_is_a_link_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").symlink_to(tmp_path / "other")
    with pytest.raises(OutputError, match=r"can't write to .*manifest\.jsonl"):
        export(tmp_path, Mail())
    assert not (tmp_path / "other").exists()


def test_a_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="out"):
        export(tmp_path / "out", Mail())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no device that is always full")
def test_a_full_disk_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def full(path: str, flags: int, mode: int = 0o777) -> int:
        number = opened(path, flags, mode)
        if not str(path).endswith(".eml"):
            return number
        os.close(number)
        return opened("/dev/full", os.O_WRONLY)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", full)
        with pytest.raises(OutputError, match="No space left"):
            export(tmp_path, Mail())
    assert files(tmp_path) == []


def test_the_repeated_fields_of_very_many_attachments_are_left_out(tmp_path: Path) -> None:
    many = Mail(attached("a", "b"), more={"to": ["x" * 1000] * (MAX_REPEATED_BYTES // 2000)})
    export(tmp_path, many, attachments=True)
    lines = manifest(tmp_path)
    assert "to" in lines[0] and "to" not in lines[1]
    assert [line["email"] for line in lines] == [7, 0, 0]


def test_an_mbox_gives_the_messages_back(tmp_path: Path) -> None:
    export(tmp_path, Mail(), Mail(MIXED), as_="mbox")
    raw = (tmp_path / "mail.mbox").read_bytes()
    assert raw.startswith(b"From alice@harbor.example Sat Nov 21 09:00:00 2026\nSubject: x\r\n\r\n>From here\r\n>>From")
    box = mailbox.mbox(tmp_path / "mail.mbox")
    assert [len(box), box[0]["Subject"], box[1]["Subject"]] == [2, "x", "two files"]
    box.close()
    for line, data in zip(manifest(tmp_path), (PLAIN, MIXED), strict=False):
        stored = raw[line["start"]:line["stop"]].partition(b"\n")[2].removesuffix(b"\n")
        assert stored.replace(b"\r\n>", b"\r\n").removesuffix(b"\n" if data is MIXED else b"") == data


def test_the_last_line_of_an_mbox_manifest_is_the_file(tmp_path: Path) -> None:
    export(tmp_path, Mail(MIXED), as_="mbox", attachments=True)
    line, raw = manifest(tmp_path)[-1], (tmp_path / "mail.mbox").read_bytes()
    assert (line["kind"], line["size"], line["sha256"]) == ("store", len(raw), hashlib.sha256(raw).hexdigest())
    assert "0000/boat.png" in files(tmp_path)


@pytest.mark.parametrize(("sender", "time_ns", "line"), [
    (None, None, b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"),
    ("<a@x>", TIME, b"From a@x Sat Nov 21 09:00:00 2026\n"),
    ("a\nFrom b", 10**30, b"From a_From_b Fri Dec 31 23:59:59 9999\n"),
    ("", -1, b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"),
])
def test_the_line_before_an_email_can_not_be_broken(sender: str | None, time_ns: int | None, line: bytes) -> None:
    assert separator(sender, time_ns) == line


def test_the_line_before_an_email_is_ascii_as_readers_expect(tmp_path: Path) -> None:
    export(tmp_path, Mail(more={"envelope_from": "jörg@höfe.example"}), Mail(), as_="mbox")
    with closing(mailbox.mbox(tmp_path / "mail.mbox")) as read:
        assert [found.get_from().split()[0] for found in read] == ["j\\xf6rg@h\\xf6fe.example", "alice@harbor.example"]


def test_quoting_is_undone_by_taking_one_sign_away() -> None:
    assert quote(b"From a\nFrom: b\n>From c\n >From d") == b">From a\nFrom: b\n>>From c\n >From d"


def test_a_maildir_is_read_by_the_standard_library(tmp_path: Path) -> None:
    rows = export(tmp_path, Mail(), Mail(MIXED), as_="maildir")
    assert files(tmp_path) == ["new/1795251600.M123456Q0000.pilotfish", "new/1795251600.M123456Q0001.pilotfish"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["cur", "new", "tmp"]
    assert (tmp_path / rows[1]["path"]).read_bytes() == MIXED
    assert sorted(found["Subject"] for found in mailbox.Maildir(tmp_path)) == ["two files", "x"]


def test_a_maildir_is_added_to(tmp_path: Path) -> None:
    export(tmp_path, Mail(), as_="maildir")
    export(tmp_path, Mail(), as_="maildir")
    assert len(os.listdir(tmp_path / "new")) == 2 and os.listdir(tmp_path / "tmp") == []


def test_the_manifest_has_what_is_known_only_behind_the_last_email(tmp_path: Path) -> None:
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        rows = list(export_mail(enumerate(analysis.email_stream()), tmp_path))
    manifest = [json.loads(line) for line in (tmp_path / "manifest.jsonl").read_text().splitlines()]
    assert [row["same_as"] for row in manifest] == [[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]]
    assert len(rows) == len(manifest)


def test_lines_say_which_packets_of_which_capture_written_by_what(tmp_path: Path) -> None:
    path = FOLDER / "09-journey.pcap"
    with analyzer.open(path) as analysis:
        list(export_mail(enumerate(analysis.email_stream()), tmp_path, capture=analysis.capture))
        for line in manifest(tmp_path):
            assert (line["capture"], line["program"]) == (str(path), f"pilotfish {analyzer.__version__}")
            assert line["capture_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
            numbers = line["packets"]
            assert numbers == sorted(set(numbers)) and numbers[::len(numbers) - 1] == [
                line["first_packet"], line["last_packet"]]


def test_of_a_damaged_email_each_attachment_says_whether_it_is_whole(tmp_path: Path) -> None:
    gaps = [{"at": MIXED.index(b"--out", MIXED.index(b"boat.png")) - 2, "size": 700}]
    export(tmp_path, Mail(MIXED, more={"complete": False, "missing_bytes": 700, "gaps": gaps}), attachments=True)
    told = {line["path"]: (line["complete"], line["missing_bytes"]) for line in manifest(tmp_path)}
    assert told.pop("0000/boat.png") == told.pop("0000-x.eml") == (False, 700)
    assert set(told.values()) == {(True, 0)}
    assert manifest(tmp_path)[-1]["message_missing_bytes"] == 700


def test_files_within_a_text_become_files(tmp_path: Path) -> None:
    content = b"#86)C\r\n`\r\nend\r\n"
    export(tmp_path, Mail(b"Subject: x\r\n\r\nbegin 644 \r\n" + content + b"begin 644 a.txt\r\n" + content),
           attachments=True)
    assert files(tmp_path) == ["0000-x.eml", "0000/a.txt", "0000/part-1-1.bin"]
    assert (tmp_path / "0000" / "a.txt").read_bytes() == b"abc"


@pytest.mark.parametrize("as_", ["eml", "mbox", "maildir"])
def test_an_export_that_ends_early_has_a_manifest_of_what_was_written(tmp_path: Path, as_: mail.Kind) -> None:
    steps = export_steps(enumerate([Mail(), Mail(), Mail()]), tmp_path, as_=as_)
    first = next(steps)
    steps.close()
    assert [line["path"] for line in manifest(tmp_path)] == [line["path"] for line in first] == files(tmp_path)
