"""Saving packets: ties the actions, the dialogs and the worker together, and asks before comments are lost."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from analyzer.capture.source import STANDARD_INPUT
from analyzer.errors import ReportedError
from gui.actions import Actions
from gui.saving import Which, Wish, save
from gui.views.progress_strip import ProgressStrip
from gui.views.save_dialog import SaveDialog
from gui.workspace import Workspace

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.capture.writer import Form
    from analyzer.columns import Array

STEPS = 1_000


class SaveControl(QObject):
    """Save, Save as, Export packets; one at a time."""
    saved_as = Signal(str)      # all packets, in a file that takes the place of the open one
    failed = Signal(str)

    def __init__(self, workspace: Workspace, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._space, self._actions, self._window = workspace, actions, window
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self.cancel)
        self._then: Callable[[], object] | None = None
        actions.connect(save=self.save, save_as=lambda: self.ask(Which.ALL, replaces=True),
                        export_packets=lambda: self.ask(Which.DISPLAYED))

    @property
    def is_changed(self) -> bool:
        """Whether comments were made that no file has."""
        analysis = self._analysis
        return analysis is not None and analysis.comments.changed

    @property
    def _analysis(self) -> Analysis | None:
        return self._space.session.analysis if self._space.session is not None else None

    def save(self) -> None:
        """Saves the capture in its place, where that can hold comments; else asks for another."""
        analysis, session = self._analysis, self._space.session
        if analysis is None or session is None:
            return
        if analysis.capture.format == "pcapng" and session.path != STANDARD_INPUT and session.complete:
            self._begin(Wish(np.arange(analysis.packets.rows), session.path, self._form(analysis)), replaces=True)
        else:
            self.ask(Which.ALL, replaces=True)

    def ask(self, which: Which, replaces: bool = False) -> None:
        """Asks which packets are to be saved, how and where. `replaces`: the file takes the place of the open one,
        if it has all packets."""
        analysis = self._analysis
        if analysis is None:
            return
        rows, form = self._rows(analysis), self._form(analysis)
        dialog = SaveDialog(rows, analysis.packets.rows, form, self._loses, self._window)
        dialog.setWindowTitle(self.tr("Save as") if replaces else self.tr("Export packets"))
        dialog.choose(which)
        dialog.agreed.connect(lambda rows, form: self._ask_place(rows, form, replaces))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def leave(self, then: Callable[[], object]) -> None:
        """Does something that ends the open capture; asks before, where comments would be lost, and saves them if that
        is wished for."""
        if not self.is_changed:
            then()
            return
        buttons = QMessageBox.StandardButton
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Save comments?"),
                          self.tr("Comments of packets were changed, and no file has them yet."),
                          buttons.Save | buttons.Discard | buttons.Cancel, self._window)
        box.setDefaultButton(buttons.Save)
        box.finished.connect(box.deleteLater)
        box.finished.connect(lambda answer: self._answered(buttons(answer), then))
        box.open()

    def _answered(self, answer: QMessageBox.StandardButton, then: Callable[[], object]) -> None:
        if answer == QMessageBox.StandardButton.Save:
            self._then = then
            self.save()
        elif answer == QMessageBox.StandardButton.Discard and self._analysis is not None:
            self._analysis.comments.changed = False
            then()

    def cancel(self) -> None:
        """Gives up saving; nothing is left of the file."""
        if self._space.session is not None:
            self._space.session.drop("save")
        self._then = None
        self.strip.hide()

    def _rows(self, analysis: Analysis) -> dict[Which, Array]:
        listed, row = self._space.packets.listed, self._space.state.packet
        return {Which.ALL: np.arange(analysis.packets.rows), Which.DISPLAYED: listed.all_rows(),
                Which.SELECTED: np.array([] if row is None else [row], int),
                Which.MARKED: np.array(sorted(self._space.packets.marked), int)}

    def _form(self, analysis: Analysis) -> Form:
        from analyzer.capture.writer import Form
        return Form("pcapng" if analysis.comments.changed else analysis.capture.format, analysis.capture.compression)

    def _loses(self, form: Form) -> str:
        if form.format == "pcapng" or self._analysis is None:
            return ""
        return self.tr("A pcap file has no comments, names and descriptions of interfaces.")

    def _ask_place(self, rows: Array, form: Form, replaces: bool) -> None:
        assert self._space.session is not None
        path = Path("capture" if self._space.session.path == STANDARD_INPUT else self._space.session.path)
        stem = path.name.split(".pcap")[0]
        proposed = path.with_name(stem + form.suffix)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("Save packets"), os.fspath(proposed),
            self.tr("Captures ({0});;All files (*)").format(f"*{form.suffix}"))
        if chosen:
            whole = self._analysis is not None and len(rows) == self._analysis.packets.rows
            self._begin(Wish(rows, chosen, form), replaces and whole)

    def _begin(self, wish: Wish, replaces: bool) -> None:
        if self._analysis is not None:
            self.run(save(self._analysis, wish), wish.path, lambda: self._ended(wish, replaces))

    def run(self, steps: Iterator[float], path: str, on_end: Callable[[], object]) -> None:
        """Has the worker write a file, in steps that say how far it is; shows that, and what goes wrong."""
        if self._space.session is None:
            return
        if not self.strip.isHidden():
            self.failed.emit(self.tr("Another file is being written; this one is not."))
            return
        text = self.tr("Saving {0}…").format(Path(path).name)
        self.strip.show_progress(0, STEPS, text)

        def ended() -> None:
            self.strip.hide()
            on_end()
        self._space.session.ask(steps, lambda share: self.strip.show_progress(int(share * STEPS), STEPS, text), "save",
                                on_end=ended, on_fault=self._fault, background=True)

    def _ended(self, wish: Wish, replaces: bool) -> None:
        self._space.status_changed.emit(self.tr("{0:,} packets saved: {1}").format(len(wish.rows), wish.path))
        if replaces and self._analysis is not None:
            if wish.form.format == "pcapng":
                self._analysis.comments.changed = False
            self.saved_as.emit(wish.path)
        then, self._then = self._then, None
        if then is not None and not self.is_changed:
            then()

    def _fault(self, fault: BaseException) -> None:
        self.strip.hide()
        self._then = None
        if not isinstance(fault, ReportedError):
            raise fault
        self.failed.emit(str(fault))
