"""Saving tables and field trees: ties the actions to what the tabs list, and asks for the file."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from analyzer.export.table_files import TABLE_FORMATS, TREE_FORMATS
from gui.actions import Actions
from gui.exporting import export_bytes, export_mails, export_rows, export_trees
from gui.save_control import SaveControl
from gui.tabs import Tabs

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array

Steps = Callable[["Analysis", str, str], Iterator[float]]
"""Writes a file, of a form."""


class ExportControl(QObject):
    """What is displayed is written, in the order in which it stands; a tab that nobody has looked at yet lists all."""

    def __init__(self, tabs: Tabs, saving: SaveControl, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._tabs, self._space, self._saving, self._window = tabs, tabs.workspace, saving, window
        actions.connect(
            export_list=lambda: self._rows("packets", self._listed()),
            export_flows=lambda: self._rows("flows", self._listed()), export_dns=lambda: self._rows("dns", self._dns()),
            export_mail=self._mails, export_field_trees=lambda: self._trees(self._listed()),
            export_field_tree=self._tree, export_bytes=self._bytes)

    def _listed(self) -> Array:
        return self._space.packets.listed.all_rows()

    def _dns(self) -> Array | None:
        return self._tabs.dns.model.numbers if self._tabs.dns.table is not None else None

    def _rows(self, kind: str, chosen: Array | None) -> None:
        self._ask(kind, TABLE_FORMATS, lambda analysis, path, form: export_rows(analysis, kind, chosen, path, form))

    def _mails(self) -> None:
        model = self._tabs.mail.model
        rows = [model.entries[model.place_of(line)].row for line in range(model.rowCount())] if model.entries else None
        self._ask("mail", TABLE_FORMATS, lambda analysis, path, form: export_mails(analysis, rows, path, form))

    def _tree(self) -> None:
        if self._space.state.packet is not None:
            self._trees(np.array([self._space.state.packet]))

    def _trees(self, rows: Array) -> None:
        self._ask("fields", TREE_FORMATS, lambda analysis, path, form: export_trees(analysis, rows, path, form))

    def _bytes(self) -> None:
        """Saves the chosen bytes, or those of the frame or buffer in sight."""
        session, octets = self._space.session, self._space.panes.bytes.marked()
        if session is None or not octets:
            return
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save {0:,} bytes").format(len(octets)),
                                                str(Path(session.path).with_name("bytes.bin")))
        if chosen:
            self._saving.run(export_bytes(octets, chosen), chosen, lambda: self._space.status_changed.emit(
                self.tr("Saved: {0}").format(chosen)))

    def _ask(self, what: str, forms: Sequence[str], steps: Steps) -> None:
        """Asks for a file; its name says which form is meant."""
        session = self._space.session
        if session is None or session.analysis is None:
            return
        stem = Path(session.path).name.split(".pcap")[0]
        proposed = Path(session.path).with_name(f"{stem}-{what}.{forms[0]}")
        chosen, kind = QFileDialog.getSaveFileName(self._window, self.tr("Export"), str(proposed),
                                                   ";;".join(f"{self._name(form)} (*.{form})" for form in forms))
        if not chosen:
            return
        form = Path(chosen).suffix[1:].lower()
        if form not in forms:
            form = next((one for one in forms if f"(*.{one})" in kind), forms[0])
            chosen = f"{chosen}.{form}"
        self._saving.run(steps(session.analysis, chosen, form), chosen, lambda: self._space.status_changed.emit(
            self.tr("Saved: {0}").format(chosen)))

    def _name(self, form: str) -> str:
        return {"csv": self.tr("CSV"), "json": self.tr("JSON"), "jsonl": self.tr("JSON lines"), "pdml": self.tr("PDML"),
                "txt": self.tr("Text")}[form]
