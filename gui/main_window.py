"""The main window: menus, toolbar, status bar, opening and closing of captures."""
from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from analyzer import __version__
from gui import theme
from gui.actions import Actions
from gui.color_control import ColorControl
from gui.filter_menus import FilterMenus
from gui.find_control import FindControl
from gui.packet_filter import PacketFilter
from gui.session import Session
from gui.settings import Settings
from gui.tabs import Tabs
from gui.theme import Appearance
from gui.timing import Timing
from gui.views.load_status import LoadStatus
from gui.views.message_bar import MessageBar
from gui.views.start_page import StartPage
from gui.workspace import Workspace

LAYOUT_VERSION = 1
FIRST_SIZE = (1280, 800)
OF_PACKETS = ("follow", "reveal", "all", "mark", "time_reference")
"""Further actions in the menu of the packet list."""
CLOSE_SECONDS = 5.0
CAPTURES = "*.pcap *.pcapng *.cap *.ntar *.pcap.gz *.pcapng.gz *.cap.gz *.zst *.lz4"


class MainWindow(QMainWindow):
    """A window for one capture."""
    reading_ended = Signal()

    def __init__(self, settings: Settings, timing: Timing | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.workspace = Workspace()
        self.actions_ = Actions(self)
        self.start_page, self.error_bar, self.load_status = StartPage(), MessageBar("error"), LoadStatus()
        self._opening: Session | None = None
        self._retired: list[Session] = []
        self._timing = timing
        self._laid_out = False
        self._pages = QStackedWidget()
        self.tabs = Tabs(self.workspace)
        self.filter = PacketFilter(self.workspace.panes.filter_line, settings, self)
        self.coloring = ColorControl(self.workspace, self.actions_, settings, self)
        self.finding = FindControl(self.workspace, self.actions_, self)
        self.menus = FilterMenus(self.tabs, self.filter, [self.actions_[name] for name in OF_PACKETS],
                                 [self.actions_[name] for name in ("expand", "collapse")])
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(self.tabs)
        self.setCentralWidget(self._middle())
        self._recent_menu = QMenu(self.tr("Open &recent"), self)
        self._fill_menus()
        self._fill_toolbar()
        self.statusBar().addWidget(self.load_status.where, 1)
        self.statusBar().addPermanentWidget(self.load_status)
        self._connect()
        self._restore()
        self.setAcceptDrops(True)

    def _middle(self) -> QWidget:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.error_bar)
        layout.addWidget(self._pages)
        return middle

    def _fill_menus(self) -> None:
        actions, bar = self.actions_, self.menuBar()
        file, edit = bar.addMenu(self.tr("&File")), bar.addMenu(self.tr("&Edit"))
        view, go = bar.addMenu(self.tr("&View")), bar.addMenu(self.tr("&Go"))
        analyze, help_ = bar.addMenu(self.tr("&Analyze")), bar.addMenu(self.tr("&Help"))
        file.addAction(actions["open"])
        file.addMenu(self._recent_menu)
        _add(file, actions, "reload", "stop", "", "close", "quit")
        _add(edit, actions, "copy_line", "", "find", "find_next", "find_previous", "", "mark", "next_mark",
             "previous_mark", "unmark_all", "", "time_reference")
        _add(view, actions, "tab_packets", "tab_dns", "tab_mail", "tab_statistics", "")
        for dock in self.workspace.panes.docks:
            view.addAction(dock.toggleViewAction())
        _add(view, actions, "reset", "", "expand", "collapse", "fit", "", "zoom_in", "zoom_out", "zoom_normal",
             "full_screen", "", "colorize", "color_rules", "")
        view.addMenu(self._appearance_menu())
        _add(go, actions, "goto", "", "next", "previous", "next_in_flow", "previous_in_flow", "first", "last")
        _add(analyze, actions, "filter")
        field = analyze.addMenu(self.tr("&Chosen field"))
        field.aboutToShow.connect(lambda: self.menus.fill_analyze(field))
        _add(analyze, actions, "", "follow", "reveal", "all")
        _add(help_, actions, "about")

    def _appearance_menu(self) -> QMenu:
        menu, group = QMenu(self.tr("&Appearance"), self), QActionGroup(self)
        names = {Appearance.SYSTEM: self.tr("As the &system"), Appearance.LIGHT: self.tr("&Light"),
                 Appearance.DARK: self.tr("&Dark")}
        for choice, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(choice is self.settings.appearance)
            action.triggered.connect(lambda _=False, choice=choice: self._set_appearance(choice))
            group.addAction(action)
        return menu

    def _fill_toolbar(self) -> None:
        bar = self.addToolBar(self.tr("Toolbar"))
        bar.setObjectName("toolbar")
        bar.setIconSize(theme.icon_size())
        bar.setMovable(False)
        for name in ("open", "reload", "close", "", "previous", "next", "goto", "first", "last", "find", "",
                     "follow", "all", "", "zoom_in", "zoom_out"):
            if name:
                bar.addAction(self.actions_[name])
            else:
                bar.addSeparator()

    def _connect(self) -> None:
        space, panes = self.workspace, self.workspace.panes
        self.actions_.connect(
            open=self._ask_file, close=self.close_file, reload=self._reload, stop=self.stop_reading, quit=self._quit,
            copy_line=panes.packet_list.copy_line, next=lambda: self._step(1), previous=lambda: self._step(-1),
            next_in_flow=lambda: space.go_in_flow(1), previous_in_flow=lambda: space.go_in_flow(-1),
            first=lambda: panes.packet_list.go_to(0),
            last=lambda: panes.packet_list.go_to(space.packets.rowCount() - 1), goto=self._ask_packet,
            follow=space.follow, all=lambda: space.state.choose_flow(None), expand=panes.field_tree.expandAll,
            collapse=panes.field_tree.collapseAll, zoom_in=lambda: self._zoom(1), zoom_out=lambda: self._zoom(-1),
            zoom_normal=lambda: self._zoom(0), full_screen=self._toggle_full_screen, fit=panes.fit_columns_anew,
            reset=panes.arrange, about=self._about, **self.tabs.slots())
        self.start_page.open_wanted.connect(self._ask_file)
        self.start_page.file_wanted.connect(self.open_file)
        self.load_status.cancelled.connect(self.stop_reading)
        space.status_changed.connect(self.load_status.where.setText)
        space.counts_changed.connect(self._show_counts)
        space.all_wanted.connect(self.filter.lift)
        self.filter.kept.connect(space.keep)
        self.tabs.filter_wanted.connect(self.filter.apply)
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        QApplication.styleHints().colorSchemeChanged.connect(self._scheme_changed)
        if self._timing is not None:
            panes.packet_list.painted.connect(self._timing.note_painted)

    # Opening and closing.

    def open_file(self, path: str) -> None:
        """Opens a capture; what is open stays until that has worked."""
        self._drop_opening()
        self.error_bar.hide()
        session = Session(path)
        self._opening = session
        session.opened.connect(self._opened)
        session.failed.connect(self._failed)
        session.stopped.connect(self._reading_ended)
        self.load_status.start(Path(path).name)
        self._update_actions()
        session.begin()

    def close_file(self) -> None:
        """Closes the capture, or gives up opening one."""
        self._drop_opening()
        if self.workspace.session is not None:
            self._retire(self.workspace.session)
            self._show_session(None)
        self._show_start_page()

    def stop_reading(self) -> None:
        """Gives up opening, or stops reading; what was read stays."""
        if self._opening is not None:
            self._drop_opening()
        elif self.workspace.session is not None:
            self.workspace.session.cancel()

    def _opened(self) -> None:
        session, self._opening = self._opening, None
        if session is None:
            return
        if self.workspace.session is not None:
            self._retire(self.workspace.session)
        self._show_session(session)
        self.settings.add_recent(session.path)
        self._pages.setCurrentWidget(self.tabs)
        if not self._laid_out:
            self._laid_out = True
            self.tabs.restore(self.settings)
        self.workspace.panes.packet_list.setFocus()
        self.setWindowTitle(Path(session.path).name)
        self._update_actions()

    def _show_session(self, session: Session | None) -> None:
        self.workspace.show(session)
        self.tabs.show_session(session)
        self.filter.show(session)

    def _failed(self, message: str) -> None:
        if self._opening is not None:
            self.settings.forget_recent(str(Path(self._opening.path).absolute()))
            self._drop_opening()
        self.error_bar.say(self.tr("This can't be opened. {0}").format(message))
        if self.workspace.session is None:
            self._show_start_page()

    def _drop_opening(self) -> None:
        if self._opening is not None:
            self._retire(self._opening)
            self._opening = None
            self.load_status.finish()
        self._update_actions()

    def _retire(self, session: Session) -> None:
        """Closes a session, and keeps it until its thread has come to an end."""
        session.close()
        self._retired = [other for other in (*self._retired, session) if other.at_work]

    def _reading_ended(self) -> None:
        self.load_status.finish()
        self._update_actions()
        self._show_counts()
        if self._timing is not None:
            self._timing.note_loaded()
        self.reading_ended.emit()

    def _reload(self) -> None:
        if self.workspace.session is not None:
            self.open_file(self.workspace.session.path)

    def _show_start_page(self) -> None:
        self.start_page.show_recent(self.settings.recent)
        self._pages.setCurrentWidget(self.start_page)
        self.setWindowTitle("")
        self.load_status.clear()
        self._update_actions()

    def _update_actions(self) -> None:
        session = self.workspace.session
        self.actions_.enable(session is not None)
        self.actions_["stop"].setEnabled(self._opening is not None or (session is not None and session.loading))
        self.actions_["all"].setEnabled(session is not None and self.workspace.state.flow is not None)

    def _show_counts(self) -> None:
        space, session = self.workspace, self.workspace.session
        if session is None or session.progress is None:
            return
        listed, total = space.packets.rowCount(), session.progress.rows
        text = self.tr("{0:,} packets").format(total)
        if listed != total:
            text = self.tr("displayed {0:,} of {1}").format(listed, text)
        self.load_status.show_counts(self.tr("{0} · {1:,} flows").format(text, session.progress.flows))
        if session.loading:
            self.load_status.show_progress(session.progress.share, Path(session.path).name)
        self._update_actions()

    # What the user does.

    def _ask_file(self) -> None:
        recent = self.settings.recent
        folder = str(Path(recent[0]).parent) if recent else ""
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Open a capture"), folder,
                                              self.tr("Captures ({0});;All files (*)").format(CAPTURES))
        if path:
            self.open_file(path)

    def _ask_packet(self) -> None:
        dialog = QInputDialog(self)
        dialog.setInputMode(QInputDialog.InputMode.IntInput)
        dialog.setWindowTitle(self.tr("Go to packet"))
        dialog.setLabelText(self.tr("Number of the packet:"))
        progress = self.workspace.session.progress if self.workspace.session is not None else None
        dialog.setIntRange(1, max(progress.rows if progress else 1, 1))
        dialog.setIntValue((self.workspace.state.packet or 0) + 1)
        dialog.intValueSelected.connect(lambda number: self.workspace.go_to_packet(number - 1))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _step(self, step: int) -> None:
        packet_list = self.workspace.panes.packet_list
        line = packet_list.current_line() + step
        if 0 <= line < self.workspace.packets.rowCount():
            packet_list.go_to(line)

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self.settings.recent:
            self._recent_menu.addAction(path.replace("&", "&&")).triggered.connect(
                lambda _=False, path=path: self.open_file(path))
        self._recent_menu.addSeparator()
        clear = self._recent_menu.addAction(self.tr("&Clear this list"))
        clear.setEnabled(bool(self.settings.recent))
        clear.triggered.connect(self._forget_recent)

    def _forget_recent(self) -> None:
        self.settings.forget_recent()
        self.start_page.show_recent([])

    def _zoom(self, step: int) -> None:
        self.settings.zoom = min(max(self.settings.zoom + step, -4), 16) if step else 0
        self.tabs.set_points(self.settings.zoom)

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _set_appearance(self, choice: Appearance) -> None:
        self.settings.appearance = choice
        self._scheme_changed()

    def _scheme_changed(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self.settings.appearance)

    def _about(self) -> None:
        QMessageBox.about(self, self.tr("About pilotfish"), self.tr(
            "<h3>pilotfish {0}</h3><p>Shows what DNS and mail servers said in a packet capture, and the mail itself."
            "</p><p>Free software under the GNU General Public License, version 2 or later.</p>").format(__version__))

    def _quit(self) -> None:
        self.close()

    # Events of the window.

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "load_status"):
            self.actions_.recolor()
            self.error_bar.recolor()
            self.workspace.panes.recolor()
            self.tabs.recolor()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_file(os.path.normpath(paths[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.save_layout("window", self.saveGeometry())
        if self._laid_out:
            self.tabs.save(self.settings)
        self._drop_opening()
        if self.workspace.session is not None:
            self.workspace.session.close(CLOSE_SECONDS)
        super().closeEvent(event)

    def _restore(self) -> None:
        geometry = self.settings.layout("window")
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(*FIRST_SIZE)
        self.tabs.set_points(self.settings.zoom)
        self._show_start_page()


def _add(menu: QMenu, actions: Actions, *names: str) -> None:
    for name in names:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()
