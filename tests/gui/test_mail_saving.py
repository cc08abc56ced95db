"""What leaves the Mail tab: exports with progress and an end on demand, and attachments that are opened."""
from __future__ import annotations

import json
import stat
from email.message import EmailMessage
from pathlib import Path

import pytest
from mail_captures import mail_capture
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QMessageBox
from window_waiting import opened, wait

from gui.mail_steps import ExportWish
from gui.mail_tab import MailTab
from gui.main_window import MainWindow
from gui.views.export_dialog import ExportDialog


def mail_tab(window: MainWindow, name: str | Path) -> MailTab:
    opened(window, name)
    window.actions_["tab_mail"].trigger()
    tab = window.tabs.mail
    wait(lambda: tab.model.rowCount() > 0 and tab.page.pane.source.toPlainText() != "")
    return tab


def with_file(folder: Path, name: str, data: bytes) -> Path:
    made = EmailMessage()
    made["From"], made["Subject"] = "Ann <a@example.com>", "Plans"
    made.set_content("Dear reader\n")
    made.add_attachment(data, "application", "octet-stream", filename=name)
    return mail_capture(folder / "file.pcap", made.as_bytes().replace(b"\n", b"\r\n"))


def dialog(tab: MailTab) -> ExportDialog:
    tab.page.export.click()
    [found] = tab.page.findChildren(ExportDialog)
    return found


def manifest(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_bytes().splitlines()]


def test_all_emails_are_exported_with_attachments(window: MainWindow, tmp_path: Path) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    asked = dialog(tab)
    asked.attachments.setChecked(True)
    asked.folder.setText(str(tmp_path / "out"))
    asked.accept()
    wait(lambda: tab.page.pane.bar.text.startswith("Exported: 4 emails, 12 files, and manifest.jsonl"))
    assert [line["same_as"] for line in manifest(tmp_path / "out") if line["kind"] == "email"] == [
        [1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2]]
    assert len(list((tmp_path / "out").glob("*.eml"))) == 4 and not tab.page.progress.isVisible()


@pytest.mark.parametrize(("button", "written"), [(1, "mail.mbox"), (2, "new")])
def test_selected_emails_are_exported_as_a_store(window: MainWindow, tmp_path: Path, button: int, written: str) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    table = tab.page.table
    table.go_to(1)
    table.selectionModel().select(tab.model.index(3, 0), table.selectionModel().SelectionFlag.Select
                                  | table.selectionModel().SelectionFlag.Rows)
    asked = dialog(tab)
    assert asked.which.checkedButton().text() == "Those &selected (2)"
    asked.kinds.button(button).setChecked(True)
    asked.folder.setText(str(tmp_path / "out"))
    asked.accept()
    wait(lambda: tab.page.pane.bar.text.startswith("Exported: 2 emails"))
    assert [line["email"] for line in manifest(tmp_path / "out") if line["kind"] == "email"] == [1, 3]
    assert (tmp_path / "out" / written).exists()


def test_listed_emails_can_be_chosen(window: MainWindow) -> None:
    tab = mail_tab(window, "10-reply-and-bounce.pcapng")
    tab.page.filters.text.setText("dora")
    tab.page.filters.apply()
    wait(lambda: tab.model.rowCount() == 2)
    assert [button.text() for button in dialog(tab).which.buttons()] == ["&All emails (3)", "Those &listed (2)",
                                                                        "Those &selected (1)"]


def test_an_export_that_is_cancelled_leaves_whole_files_and_a_manifest(window: MainWindow, tmp_path: Path,
                                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    monkeypatch.setattr("gui.mail_steps._chosen", lambda _analysis, mails, _numbers: (
        (number, mails[0]) for number in range(100_000)))
    out = tmp_path / "out"
    tab.saving.export(ExportWish(range(100_000), "eml", False, str(out)))
    wait(lambda: tab.page.progress.isVisible() and tab.page.progress.bar.value() > 2)
    tab.page.progress.cancel.click()
    assert "The export was cancelled after " in tab.page.pane.bar.text
    wait(lambda: (out / "manifest.jsonl").read_bytes().count(b"\n") == len(list(out.glob("*.eml"))) > 0)
    assert {line["path"] for line in manifest(out)} == {path.name for path in out.glob("*.eml")}
    assert not tab.page.progress.isVisible()


def test_an_export_that_can_not_be_written_is_told(window: MainWindow, tmp_path: Path) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    (tmp_path / "file").touch()
    tab.saving.export(ExportWish([0], "eml", False, str(tmp_path / "file")))
    wait(lambda: tab.page.pane.bar.text.startswith("This can't be saved: "))
    assert not tab.page.progress.isVisible()


def test_many_emails_are_read_in_one_go(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.mail_steps.FEW", 1)
    tab = mail_tab(window, "09-journey.pcap")
    tab.saving.export(ExportWish([0, 2], "eml", False, str(tmp_path / "out")))
    wait(lambda: tab.page.pane.bar.text.startswith("Exported: 2 emails"))
    assert [line["email"] for line in manifest(tmp_path / "out")] == [0, 2]


@pytest.fixture
def opened_files(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    found: list[Path] = []
    monkeypatch.setattr("gui.mail_saving.QDesktopServices.openUrl",
                        lambda url: found.append(Path(QUrl(url).toLocalFile())) or True)
    return found


def warning(tab: MailTab) -> QMessageBox:
    wait(lambda: bool(tab.page.findChildren(QMessageBox)))
    return tab.page.findChildren(QMessageBox)[0]


def test_an_attachment_is_opened_only_after_a_warning(window: MainWindow, tmp_path: Path,
                                                     opened_files: list[Path]) -> None:
    tab = mail_tab(window, with_file(tmp_path, "../../plan.PDF", b"%PDF-1.7"))
    tab.page.pane.files.open.click()
    box = warning(tab)
    assert box.textFormat() is Qt.TextFormat.PlainText and "plan.PDF" in box.text() and opened_files == []
    assert box.defaultButton() is box.button(QMessageBox.StandardButton.Cancel)
    box.buttons()[-1 if box.buttons()[0] is box.defaultButton() else 0].click()
    wait(lambda: bool(opened_files))
    [path] = opened_files
    assert path.name == "plan.pdf" and path.read_bytes() == b"%PDF-1.7" and path.parent.name.startswith("pilotfish-")
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700 and not path.stat().st_mode & 0o111
    assert [one.name for one in tmp_path.iterdir() if one.suffix.lower() == ".pdf"] == []


def test_a_warning_that_is_not_agreed_to_opens_nothing(window: MainWindow, tmp_path: Path,
                                                      opened_files: list[Path]) -> None:
    tab = mail_tab(window, with_file(tmp_path, "plan.pdf", b"%PDF-1.7"))
    tab.page.pane.files.open.click()
    warning(tab).defaultButton().click()
    wait(lambda: not warning(tab).isVisible())
    assert opened_files == []


@pytest.mark.parametrize(("name", "data", "why"), [
    ("a.exe", b"MZ", "a program or a script"), ("a.pdf", b"#!/bin/sh", "a program or a script"),
    ("a.desktop", b"x", "files of its kind (.desktop)"), ("a.png", b"%PDF-1.7", "not what its name (.png) says")])
def test_what_is_no_document_is_never_opened(window: MainWindow, tmp_path: Path, opened_files: list[Path], name: str,
                                             data: bytes, why: str) -> None:
    tab = mail_tab(window, with_file(tmp_path, name, data))
    tab.page.pane.files.open.click()
    wait(lambda: "documents only" in tab.page.pane.bar.text)
    assert why in tab.page.pane.bar.text and not tab.page.findChildren(QMessageBox)
    tab.saving.open_part(tab._reading.attachments[0])
    wait(lambda: not window.workspace.session._worker._jobs)
    assert opened_files == []


def test_private_copies_go_with_the_window(window: MainWindow, tmp_path: Path, opened_files: list[Path]) -> None:
    tab = mail_tab(window, with_file(tmp_path, "plan.pdf", b"%PDF-1.7"))
    tab.saving.open_part(tab._reading.attachments[0])
    wait(lambda: bool(opened_files))
    assert opened_files[0].exists()
    tab.saving._folder.cleanup()
    assert not opened_files[0].parent.exists()
