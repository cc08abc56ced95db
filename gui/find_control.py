"""Finding and marking packets: ties the bar and the actions to the packet list."""
from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from analyzer.errors import UsageError
from gui.actions import Actions
from gui.finding import Found, find
from gui.workspace import Workspace


class FindControl(QObject):
    """Finds forwards and backwards from the chosen packet among those that are listed, around the ends."""

    def __init__(self, workspace: Workspace, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._space, self._packets, self.bar = workspace, workspace.packets, workspace.panes.find_bar
        self.bar.wanted.connect(self.find)
        self.bar.closed.connect(self._leave)
        actions.connect(
            find_next=lambda: self.find(1), find_previous=lambda: self.find(-1), mark=self._mark,
            next_mark=lambda: self._to_mark(1), previous_mark=lambda: self._to_mark(-1),
            unmark_all=lambda: self._packets.mark(set()), time_reference=self._refer)

    def find(self, step: int) -> None:
        """Finds the next (1) or the previous (-1) packet."""
        session, search = self._space.session, self.bar.search()
        if session is None or session.analysis is None:
            return
        if not search.text:
            self.bar.enter()
            return
        rows = self._packets.listed.rows_from(self._space.panes.packet_list.current_line(), step)
        session.ask(find(session.analysis, rows, search), lambda part: self._part_came(part, step), "find",
                    on_fault=self._failed, background=True)

    def _part_came(self, part: float | Found, step: int) -> None:
        if isinstance(part, float):
            self.bar.said.setText(self.tr("{0} % looked at").format(int(part * 100)))
        elif part.row is None:
            self.bar.said.setText(self.tr("Not found"))
        else:
            before = self._space.state.packet or 0
            self.bar.said.setText(self.tr("Found around the end") if (part.row - before) * step <= 0 else "")
            self._space.go_to_packet(part.row)

    def _failed(self, fault: BaseException) -> None:
        if not isinstance(fault, UsageError):
            raise fault
        self.bar.said.setText(str(fault))

    def _leave(self) -> None:
        if self._space.session is not None:
            self._space.session.drop("find")
        self._space.panes.packet_list.setFocus()

    # Marks and time references.

    def _mark(self) -> None:
        row = self._space.state.packet
        if row is not None:
            self._packets.mark(self._packets.marked ^ {row})

    def _to_mark(self, step: int) -> None:
        line = self._space.panes.packet_list.current_line()
        lines = [found for found in map(self._packets.line_of, self._packets.marked) if found >= 0]
        after = [found for found in lines if (found - line) * step > 0]
        if lines:
            self._space.panes.packet_list.go_to((min if step > 0 else max)(after or lines))

    def _refer(self) -> None:
        row = self._space.state.packet
        if row is not None:
            self._packets.refer(self._packets.references ^ {row})
