"""The menu Help: the page of keys, and what the program is."""
from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow, QMessageBox

from analyzer import __version__
from gui.actions import Actions
from gui.views.keys_dialog import KeysDialog


class HelpControl(QObject):
    """Opens what the menu has."""

    def __init__(self, actions: Actions, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        actions.connect(keys=self._show_keys, about=self._about)

    def _show_keys(self) -> None:
        dialog = KeysDialog(self._window.menuBar(), self._window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _about(self) -> None:
        QMessageBox.about(self._window, self.tr("About pilotfish"), self.tr(
            "<h3>pilotfish {0}</h3><p>Shows what DNS and mail servers said in a packet capture, and the mail itself."
            "</p><p>Free software under the GNU General Public License, version 2 or later.</p>").format(__version__))
