"""Going from packet to packet: ties the actions of the menu Go to the packet list."""
from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QWidget

from gui.actions import Actions
from gui.workspace import Workspace


class Navigation(QObject):
    """Steps in the list and in a flow, and goes to a packet by its number."""

    def __init__(self, workspace: Workspace, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._space, self._window = workspace, window
        packet_list = workspace.panes.packet_list
        actions.connect(
            next=lambda: self._step(1), previous=lambda: self._step(-1),
            next_in_flow=lambda: workspace.go_in_flow(1), previous_in_flow=lambda: workspace.go_in_flow(-1),
            first=lambda: packet_list.go_to(0), last=lambda: packet_list.go_to(workspace.packets.rowCount() - 1),
            goto=self._ask_packet)

    def _step(self, step: int) -> None:
        packet_list = self._space.panes.packet_list
        line = packet_list.current_line() + step
        if 0 <= line < self._space.packets.rowCount():
            packet_list.go_to(line)

    def _ask_packet(self) -> None:
        dialog = QInputDialog(self._window)
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setWindowTitle(self.tr("Go to packet"))
        dialog.setLabelText(self.tr("Number of the packet:"))
        progress = self._space.session.progress if self._space.session is not None else None
        dialog.setIntRange(1, max(progress.rows if progress else 1, 1))
        dialog.setIntValue((self._space.state.packet or 0) + 1)
        dialog.intValueSelected.connect(lambda number: self._space.go_to_packet(number - 1))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
