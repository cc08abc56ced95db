"""The menus and the toolbar of the main window."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from gui import theme
from gui.language import Language
from gui.theme import Appearance

if TYPE_CHECKING:
    from gui.actions import Actions
    from gui.filter_menus import FilterMenus
    from gui.settings import Settings
    from gui.views.panes import Panes

Choice = TypeVar("Choice", bound=Enum)

TOOLBAR = ("open", "reload", "close", "", "capture_start", "capture_stop", "autoscroll", "", "previous", "next", "goto",
           "first", "last", "find", "", "follow", "all", "", "zoom_in", "zoom_out")
"""Names of actions; "" is a line between them, as in the menus."""


class WindowMenus(QObject):
    """Puts the actions into menus and toolbar, with the menus that are more than actions."""
    file_wanted = Signal(str)
    recent_forgotten = Signal()
    appearance_chosen = Signal(object)

    def __init__(self, window: QMainWindow, actions: Actions, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._actions, self._settings = window, actions, settings
        self._recent = QMenu(self.tr("Open recen&t"), window)
        self._recent.aboutToShow.connect(self._fill_recent)

    def fill(self, panes: Panes, filter_menus: FilterMenus, comments: QMenu, times: QMenu) -> None:
        """Fills the menu bar and the toolbar."""
        self._fill_file_and_edit(comments)
        self._fill_view(panes, times)
        self._fill_others(filter_menus)
        self._fill_toolbar()

    def _fill_file_and_edit(self, comments: QMenu) -> None:
        file = self._menu(self.tr("&File"), "new_window", "open")
        file.addMenu(self._recent)
        self._add(file, "reload", "stop", "save_capture", "save", "save_as", "")
        self._add(file.addMenu(self.tr("&Export")), "export_packets", "", "export_list", "export_flows",
                  "export_dns", "export_mail", "", "export_field_tree", "export_field_trees", "export_bytes")
        self._add(file, "", "close", "quit")
        edit = self._menu(
            self.tr("&Edit"), "copy_line", "", "find", "find_next", "find_previous", "", "mark", "next_mark",
            "previous_mark", "unmark_all", "", "time_reference", "")
        edit.addMenu(comments)

    def _fill_view(self, panes: Panes, times: QMenu) -> None:
        view = self._menu(self.tr("&View"), "tab_packets", "tab_flows", "tab_dns", "tab_mail", "tab_statistics", "")
        for dock in panes.docks:
            view.addAction(dock.toggleViewAction())
        self._add(view, "reset", "", "expand", "collapse", "fit", "columns", "", "zoom_in", "zoom_out", "zoom_normal",
                  "full_screen", "", "colorize", "color_rules", "")
        view.addMenu(times)
        view.addMenu(self._appearance_menu())
        view.addMenu(self._language_menu())

    def _fill_others(self, filter_menus: FilterMenus) -> None:
        self._menu(self.tr("&Capture"), "capture_options", "", "capture_start", "capture_stop", "capture_restart", "",
                   "autoscroll")
        self._menu(self.tr("&Go"), "goto", "", "next", "previous", "next_in_flow", "previous_in_flow", "first", "last")
        analyze = self._menu(self.tr("&Analyze"), "filter")
        field = analyze.addMenu(self.tr("&Chosen field"))
        field.aboutToShow.connect(lambda: filter_menus.fill_analyze(field))
        self._add(analyze, "apply_column", "", "follow", "follow_stream", "reveal", "all", "", "ask_tshark")
        self._menu(self.tr("&Help"), "keys", "", "about")

    def _appearance_menu(self) -> QMenu:
        names = {Appearance.SYSTEM: self.tr("As the &system"), Appearance.LIGHT: self.tr("&Light"),
                 Appearance.DARK: self.tr("&Dark")}
        return self._choice_menu(self.tr("&Appearance"), names, self._settings.appearance, self.appearance_chosen.emit)

    def _language_menu(self) -> QMenu:
        names = {Language.SYSTEM: self.tr("As the &system"), Language.ENGLISH: "&English", Language.GERMAN: "&Deutsch"}
        return self._choice_menu(self.tr("&Language (from the next start)"), names, self._settings.language,
                                 self._keep_language)

    def _keep_language(self, choice: Language) -> None:
        self._settings.language = choice

    def _choice_menu(self, title: str, names: Mapping[Choice, str], now: Choice,
                     choose: Callable[[Choice], object]) -> QMenu:
        menu, group = QMenu(title, self._window), QActionGroup(self)
        for choice, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(choice is now)
            action.triggered.connect(lambda _=False, choice=choice: choose(choice))
            group.addAction(action)
        return menu

    def _fill_toolbar(self) -> None:
        bar = self._window.addToolBar(self.tr("Toolbar"))
        bar.setObjectName("toolbar")
        bar.setIconSize(theme.icon_size())
        bar.setMovable(False)
        for name in TOOLBAR:
            if name:
                bar.addAction(self._actions[name])
            else:
                bar.addSeparator()

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._settings.recent:
            self._recent.addAction(path.replace("&", "&&")).triggered.connect(
                lambda _=False, path=path: self.file_wanted.emit(path))
        self._recent.addSeparator()
        clear = self._recent.addAction(self.tr("&Clear this list"))
        clear.setEnabled(bool(self._settings.recent))
        clear.triggered.connect(self.recent_forgotten)

    def _menu(self, title: str, *names: str) -> QMenu:
        menu = self._window.menuBar().addMenu(title)
        self._add(menu, *names)
        return menu

    def _add(self, menu: QMenu, *names: str) -> None:
        for name in names:
            if name:
                menu.addAction(self._actions[name])
            else:
                menu.addSeparator()
