"""Colouring the packet list: the switch, and the dialog of the rules."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.actions import Actions
from gui.coloring import Rule
from gui.settings import Settings
from gui.views.color_dialog import ColorDialog
from gui.workspace import Workspace


class ColorControl(QObject):
    """Ties the actions to the packet list and to the settings."""

    def __init__(self, workspace: Workspace, actions: Actions, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._settings, self._window = workspace, settings, window
        self._switch = actions["colorize"]
        self._switch.setChecked(settings.is_colored)
        actions.connect(colorize=self._apply, color_rules=self._ask)
        self._apply()

    def _apply(self) -> None:
        self._settings.is_colored = self._switch.isChecked()
        self._workspace.color(self._settings.color_rules, self._switch.isChecked())

    def _ask(self) -> None:
        session = self._workspace.session
        if session is not None and session.analysis is not None:
            dialog = ColorDialog(self._settings.color_rules, session.analysis.registry, self._window)
            dialog.agreed.connect(self.use)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def use(self, rules: Sequence[Rule]) -> None:
        """Colours by these rules from now on."""
        self._settings.color_rules = tuple(rules)
        self._switch.setChecked(True)
        self._apply()
