"""Colouring the packet list: the switch, and the dialog of the rules."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from analyzer.errors import FilterError
from gui.actions import Actions
from gui.coloring import Rule, colored
from gui.settings import Settings
from gui.views.color_dialog import ColorDialog
from gui.workspace import Workspace

REST_MS = 60
"""Rows that are only passed in scrolling have the colours that columns let expect."""
_COLORS = "colors"


class ColorControl(QObject):
    """Ties the actions to the packet list and to the settings, and asks for the colours of what is in sight."""

    def __init__(self, workspace: Workspace, actions: Actions, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._settings, self._window = workspace, settings, window
        self._at_rest = QTimer(self)
        self._at_rest.setSingleShot(True)
        self._at_rest.setInterval(REST_MS)
        self._at_rest.timeout.connect(self._color)
        workspace.panes.packet_list.painted.connect(lambda _lines: self._at_rest.start())
        self._switch = actions["colorize"]
        self._switch.setChecked(settings.is_colored)
        actions.connect(colorize=self._apply, color_rules=self._ask)
        self._apply()

    def _apply(self) -> None:
        if self._workspace.session is not None:
            self._workspace.session.drop(_COLORS)       # what is under way goes by other rules
        self._settings.is_colored = self._switch.isChecked()
        self._workspace.color(self._settings.color_rules, self._switch.isChecked())

    def _color(self) -> None:
        space, session = self._workspace, self._workspace.session
        if session is None or session.analysis is None or session.loading or not space.packets.is_colored:
            return
        if rows := space.packets.uncolored(space.panes.packet_list.lines_in_sight()):
            session.ask(colored(session.analysis, space.rules, rows), space.packets.paint, _COLORS,
                        on_fault=self._not_colored)

    def _not_colored(self, fault: BaseException) -> None:
        if not isinstance(fault, FilterError):
            raise fault
        self._workspace.status_changed.emit(self.tr("A colouring rule can't be applied: {0}").format(fault))

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
