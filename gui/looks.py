"""How the window looks: size of text, full screen, light or dark."""
from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from gui import theme
from gui.actions import Actions
from gui.settings import Settings
from gui.tabs import Tabs
from gui.theme import Appearance

LEAST_ZOOM, MOST_ZOOM = -4, 16


class Looks(QObject):
    """Ties the actions of the menu View to the window and to the settings."""

    def __init__(self, tabs: Tabs, actions: Actions, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._tabs, self._settings, self._window = tabs, settings, window
        actions.connect(zoom_in=lambda: self._zoom(1), zoom_out=lambda: self._zoom(-1),
                        zoom_normal=lambda: self._zoom(0), full_screen=self._toggle_full_screen)
        QApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        tabs.set_points(settings.zoom)

    def set_appearance(self, choice: Appearance) -> None:
        """Makes the window light or dark, or as the system."""
        self._settings.appearance = choice
        self._scheme_changed()

    def _zoom(self, step: int) -> None:
        self._settings.zoom = min(max(self._settings.zoom + step, LEAST_ZOOM), MOST_ZOOM) if step else 0
        self._tabs.set_points(self._settings.zoom)

    def _toggle_full_screen(self) -> None:
        if self._window.isFullScreen():
            self._window.showNormal()
        else:
            self._window.showFullScreen()

    def _scheme_changed(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self._settings.appearance)
