"""Feeds the minimap: asks for the styles of all packets, again when there are more, or other rules."""
from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gui.overview import overview
from gui.workspace import Workspace

if TYPE_CHECKING:
    from analyzer.columns import Array

LATER_MS = 400
"""While packets come, it is not asked more often."""


class OverviewControl(QObject):
    """Shows the minimap while the packet list is coloured."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._space, self._minimap = workspace, workspace.panes.minimap
        self._known: tuple[object, ...] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self._ask)
        workspace.counts_changed.connect(self._look)
        workspace.colored.connect(self._look)

    def _look(self) -> None:
        """Asks where there is something new."""
        self._minimap.setVisible(self._space.packets.is_colored)
        if self._wanted() != self._known and not self._later.isActive():
            self._later.start()

    def _wanted(self) -> tuple[object, ...]:
        """What the styles depend on."""
        space, session = self._space, self._space.session
        rows = session.progress.rows if session is not None and session.progress is not None else 0
        return session, rows, tuple(space.rules), space.packets.is_colored

    def _ask(self) -> None:
        session = self._space.session
        if self._known[:1] != (session,):
            self._minimap.show_styles(None)
        if session is None or session.analysis is None or session.loading or not self._space.packets.is_colored:
            return
        self._known = self._wanted()
        session.ask(overview(session.analysis, self._space.rules), self._came, "overview", background=True)

    def _came(self, styles: Array | None) -> None:
        if styles is not None:
            self._minimap.show_styles(styles)
            self._space.packets.expect(styles)
