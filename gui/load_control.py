"""How far opening a capture is, how much there is in it, and what is selected: in the status bar."""
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from gui.opening import Opening
from gui.selected_status import SelectedStatus
from gui.tabs import Tabs
from gui.views.load_status import LoadStatus


class LoadControl(QObject):
    """Ties the workspace and what is being opened to the status bar's widgets."""

    def __init__(self, tabs: Tabs, opening: Opening, status: LoadStatus) -> None:
        super().__init__(tabs)
        self._space, self._opening, self._status = tabs.workspace, opening, status
        self._selected = SelectedStatus(tabs, status.selected)
        self._space.status_changed.connect(status.where.setText)
        self._space.counts_changed.connect(self.show_counts)
        opening.changed.connect(self._opening_changed)
        status.cancelled.connect(opening.stop)

    def _opening_changed(self) -> None:
        if self._opening.pending is not None:
            self._status.start(Path(self._opening.pending.path).name)
        else:
            self._status.finish()

    def show_counts(self) -> None:
        """Says how much is listed, and how far reading is."""
        session = self._space.session
        if session is None or session.progress is None:
            return
        listed, total = self._space.packets.rowCount(), session.progress.rows
        text = self.tr("{0:,} packets").format(total)
        if listed != total:
            text = self.tr("displayed {0:,} of {1}").format(listed, text)
        self._status.show_counts(self.tr("{0} · {1:,} flows").format(text, session.progress.flows))
        if session.loading:
            self._status.show_progress(session.progress.share, Path(session.path).name)

    def reading_ended(self) -> None:
        """Says how much there is, and how long it took."""
        session = self._space.session
        self._status.finish()
        self._status.spent.show_spent(session.spent if session is not None and not session.live else None)
        self.show_counts()
