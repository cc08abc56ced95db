"""What leaves the Mail tab: exports of emails, saved mails and attachments, and attachments that are opened."""
from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox

from analyzer.errors import ReportedError
from analyzer.export.attachments import file_name
from analyzer.export.filenames import safe_name
from analyzer.mails import MailWithRow
from dissectors.mime import Part
from gui.mail_steps import Copy, Exported, ExportWish, copy_to_open, export, judge, save_file, save_files
from gui.models.mails import MailsModel
from gui.safe_opening import DOCUMENTS, Reason, Verdict
from gui.session import Session
from gui.text import plain
from gui.views.export_dialog import ExportDialog
from gui.views.mail_page import MailPage


class MailSaving(QObject):
    """Ties the buttons of a MailPage that write files to a Session."""

    def __init__(self, page: MailPage, model: MailsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page, self._model = page, model
        self._session: Session | None = None
        self._place: int | None = None
        self._attachments: Sequence[Part] = ()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._exported = Exported(0, 0)
        pane = page.pane
        pane.save_mail_wanted.connect(self._ask_for_mail)
        pane.save_part_wanted.connect(self._ask_for_part)
        pane.save_all_wanted.connect(self._ask_for_all)
        pane.open_part_wanted.connect(self._ask_to_open)
        page.export_wanted.connect(self.ask_export)
        page.progress.cancelled.connect(self.cancel)

    def show(self, session: Session | None) -> None:
        """Saves from another capture."""
        self._session, self._place, self._attachments = session, None, ()
        self._page.progress.hide()

    def show_mail(self, place: int | None, attachments: Sequence[Part] = ()) -> None:
        """Another email is read."""
        self._place, self._attachments = place, attachments

    # Exports.

    def ask_export(self) -> None:
        """Opens the dialog for exporting emails."""
        listed = [self._model.place_of(line) for line in range(self._model.rowCount())]
        selected = [self._model.place_of(line) for line in self._page.table.selected_lines()]
        everything = list(range(len(self._model.entries)))
        if not everything:
            return
        dialog = ExportDialog(everything, listed, selected, str(Path.home() / "emails"), self._page)
        dialog.wished.connect(self.export)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self, wish: ExportWish) -> None:
        """Writes emails into a folder."""
        session = self._session
        if session is None or session.analysis is None:
            return
        mails = [entry.mail for entry in self._model.entries]
        self._part_exported(Exported(0, 0), wish)
        session.ask(export(session.analysis, mails, wish), lambda part: self._part_exported(part, wish), "export",
                    lambda: self._all_exported(wish), self._not_exported, background=True)

    def cancel(self) -> None:
        """Gives up exporting; what is written stays, with a manifest."""
        if self._session is not None:
            self._session.drop("export")
        self._page.progress.hide()
        self._page.pane.tell(self.tr("The export was cancelled after {0:,} emails; manifest.jsonl lists what is "
                                     "written.").format(self._exported.emails))

    def _part_exported(self, part: Exported, wish: ExportWish) -> None:
        self._exported = part
        self._page.progress.show_progress(part.emails, len(wish.numbers), self.tr("Exporting {0:,} of {1:,}…").format(
            part.emails, len(wish.numbers)))

    def _all_exported(self, wish: ExportWish) -> None:
        self._page.progress.hide()
        self._page.pane.tell(self.tr("Exported: {0:,} emails, {1:,} files, and manifest.jsonl, in {2}").format(
            self._exported.emails, self._exported.files, plain(wish.folder)))

    def _not_exported(self, fault: BaseException) -> None:
        self._page.progress.hide()
        self._not_saved(fault)

    # Saving.

    def _ask_for_mail(self) -> None:
        if self._place is not None:
            entry = self._model.entries[self._place]
            stem, _ = safe_name(f"{entry.row['subject'] or ''}.eml", f"mail-{self._place}")
            self._ask_path(entry.mail, f"{stem}.eml")

    def _ask_for_part(self, part: Part) -> None:
        stem, suffix = file_name(part)
        self._ask_path(part, stem + suffix)

    def _ask_path(self, what: Part | MailWithRow, name: str) -> None:
        """Asks for a path; the dialog asks before something is overwritten."""
        path, _ = QFileDialog.getSaveFileName(self._page, self.tr("Save as"), str(Path.home() / name))
        if path:
            self.save(what, path)

    def save(self, what: Part | MailWithRow, path: str) -> None:
        """Writes an attachment or an email."""
        if self._session is not None:
            self._session.ask(save_file(what, path), self._saved, "save", on_fault=self._not_saved)

    def _ask_for_all(self) -> None:
        folder = QFileDialog.getExistingDirectory(self._page, self.tr("Save all attachments into"), str(Path.home()))
        if folder:
            self.save_all(folder)

    def save_all(self, folder: str) -> None:
        """Writes all attachments into a folder; nothing there is overwritten."""
        if self._session is not None:
            names: list[str] = []
            self._session.ask(save_files(self._attachments, folder), names.append, "save", lambda: self._saved(
                self.tr("{0} in {1}").format(", ".join(names), folder)), self._not_saved)

    def _saved(self, where: str) -> None:
        self._page.pane.tell(self.tr("Saved: {0}").format(plain(where)))

    def _not_saved(self, fault: BaseException) -> None:
        if not isinstance(fault, ReportedError):
            raise fault
        self._page.pane.tell(self.tr("This can't be saved: {0}").format(plain(str(fault))))

    # Opening.

    def _ask_to_open(self, part: Part) -> None:
        if self._session is not None:
            self._session.ask(judge(part), lambda found: self._judged(part, found), "open")

    def _judged(self, part: Part, found: Verdict) -> None:
        if not found.allowed:
            self._refuse(found)
            return
        name = plain("".join(file_name(part)))
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Open an attachment"), self.tr(
            "Open “{0}” with the program that this system has for {1}?").format(name, found.suffix),
            QMessageBox.StandardButton.Cancel, self._page)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(self.tr(
            "Whoever sent this mail wrote the file, and may have written it to harm the program that shows it, or to "
            "learn that it was opened. A copy is written to a private folder and removed when pilotfish ends."))
        agreed = box.addButton(self.tr("&Open anyway"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.buttonClicked.connect(lambda button: self.open_part(part) if button is agreed else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def open_part(self, part: Part) -> None:
        """Opens an attachment, if the rule allows that; whoever calls this has warned."""
        if self._session is not None:
            self._session.ask(copy_to_open(part, self._private_folder()), self._copied, "open",
                              on_fault=self._not_saved)

    def _copied(self, copy: Copy) -> None:
        if not copy.verdict.allowed:
            self._refuse(copy.verdict)
        elif QDesktopServices.openUrl(QUrl.fromLocalFile(copy.path)):
            self._page.pane.tell(self.tr("Opened: {0}").format(plain(copy.path)))
        else:
            self._page.pane.tell(self.tr("This system has no program for {0}.").format(copy.verdict.suffix))

    def _private_folder(self) -> str:
        """A folder that only this user can look into; it goes when the program ends."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="pilotfish-", ignore_cleanup_errors=True)
            app = QCoreApplication.instance()
            assert app is not None
            app.aboutToQuit.connect(self._folder.cleanup)
            self._page.destroyed.connect(self._folder.cleanup)
        return self._folder.name

    def _refuse(self, found: Verdict) -> None:
        why = {
            Reason.EXECUTABLE: self.tr("it is a program or a script, or leads to one"),
            Reason.KIND: self.tr("files of its kind ({0}) may run something or load something").format(
                found.suffix or self.tr("without a suffix")),
            Reason.CONTENT: self.tr("its content is not what its name ({0}) says").format(found.suffix),
            Reason.MACROS: self.tr("it has macros")}[found.reason]
        self._page.pane.tell(self.tr("Not opened, by the rule “documents only”: {0}. It can be saved. Opened are {1}."
                                     ).format(plain(why), " ".join(DOCUMENTS)))
