"""The main window: menus, toolbar, status bar, opening and closing of captures."""
from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gui.actions import Actions
from gui.color_control import ColorControl
from gui.column_control import ColumnControl
from gui.comment_control import CommentControl
from gui.companion_control import CompanionControl
from gui.export_control import ExportControl
from gui.file_choice import FileChoice
from gui.filter_menus import FilterMenus
from gui.find_control import FindControl
from gui.help_control import HelpControl
from gui.live_control import LiveControl
from gui.live_updates import LiveUpdates
from gui.load_control import LoadControl
from gui.looks import Looks
from gui.navigation import Navigation
from gui.opening import Opening
from gui.overview_control import OverviewControl
from gui.packet_filter import PacketFilter
from gui.save_control import SaveControl
from gui.session import Session
from gui.settings import Settings
from gui.sort_control import SortControl
from gui.tabs import Tabs
from gui.time_control import TimeControl
from gui.timing import Timing
from gui.views.load_status import LoadStatus
from gui.views.message_bar import MessageBar
from gui.views.start_page import StartPage
from gui.window_menus import WindowMenus
from gui.workspace import Workspace

LAYOUT_VERSION = 1
FIRST_SIZE = (1280, 800)


class MainWindow(QMainWindow):
    """A window for one capture."""
    reading_ended = Signal()
    window_wanted = Signal(str)     # another one, for a capture or ""
    closed = Signal()

    def __init__(self, settings: Settings, timing: Timing | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.workspace = Workspace()
        self.actions_ = Actions(self)
        self.start_page, self.error_bar, self.load_status = StartPage(), MessageBar("error"), LoadStatus()
        self._opening = Opening(self)
        self.live = LiveControl(self, self._opening, self.actions_, settings)
        self._timing, self._laid_out = timing, False
        self._pages = QStackedWidget()
        self._files = FileChoice(settings, self)
        self.tabs = Tabs(self.workspace)
        self._loading = LoadControl(self.tabs, self._opening, self.load_status)
        self.filter = PacketFilter(self.workspace.panes.filter_line, settings, self)
        self.coloring = ColorControl(self.workspace, self.actions_, settings, self)
        self.overview = OverviewControl(self.workspace, self)
        self.columns = ColumnControl(self.workspace, self.actions_, settings, self)
        self.sorting = SortControl(self.workspace, self)
        self.finding = FindControl(self.workspace, self.actions_, self)
        self.companion = CompanionControl(self.workspace, self.actions_, self)
        self._help = HelpControl(self.actions_, self)
        self._navigation = Navigation(self.workspace, self.actions_, self)
        self._looks = Looks(self.tabs, self.actions_, settings, self)
        self.updates = LiveUpdates(self.tabs, self.filter, self.actions_)
        self.saving = SaveControl(self.workspace, self.actions_, self)
        self.exporting = ExportControl(self.tabs, self.saving, self.actions_, self)
        self.times = TimeControl(self.workspace, settings, self)
        self.comments = CommentControl(self.workspace, self.actions_, self)
        self.menus = FilterMenus(self.tabs, self.filter, self.actions_, self.comments.menu)
        self._pages.addWidget(self.start_page)
        self._pages.addWidget(self.tabs)
        self.setCentralWidget(self._middle())
        self._window_menus = WindowMenus(self, self.actions_, settings)
        self._window_menus.fill(self.workspace.panes, self.menus, self.comments.menu, self.times.menu)
        self._fill_status_bar()
        self._connect()
        self._restore()
        self.setAcceptDrops(True)

    def _fill_status_bar(self) -> None:
        self.statusBar().addWidget(self.load_status.where, 1)
        for widget in (self.live.status, self.load_status):
            self.statusBar().addPermanentWidget(widget)

    def _middle(self) -> QWidget:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.error_bar)
        layout.addWidget(self.saving.strip)
        layout.addWidget(self.live.bar)
        layout.addWidget(self._pages)
        return middle

    def _connect(self) -> None:
        space, panes = self.workspace, self.workspace.panes
        self.actions_.connect(
            open=self._files.ask, close=self.close_file, reload=self._reload, stop=self._opening.stop,
            quit=QApplication.closeAllWindows, new_window=lambda: self.window_wanted.emit(""),
            copy_line=panes.packet_list.copy_line, follow=space.follow, all=lambda: space.state.choose_flow(None),
            expand=panes.field_tree.expandAll, collapse=panes.field_tree.collapseAll, fit=panes.fit_columns_anew,
            reset=panes.arrange, **self.tabs.slots())
        self.start_page.open_wanted.connect(self._files.ask)
        self._files.file_wanted.connect(self.open_file)
        self._files.further_wanted.connect(self.window_wanted)
        self.start_page.file_wanted.connect(self.open_file)
        self.start_page.capture.start_wanted.connect(self.live.start)
        self.start_page.capture.options_wanted.connect(self.live.ask_options)
        self.live.changed.connect(self._live_changed)
        self.filter.kept_more.connect(space.keep_more)
        space.counts_changed.connect(self._update_actions)
        space.all_wanted.connect(self.filter.lift)
        space.reload_wanted.connect(self._reload)
        self.filter.kept.connect(space.keep)
        self.tabs.filter_wanted.connect(self.filter.apply)
        self._window_menus.file_wanted.connect(self.open_file)
        self.saving.failed.connect(self.error_bar.say)
        self.saving.saved_as.connect(self._saved_as)
        self.comments.changed.connect(self._live_changed)
        self._window_menus.recent_forgotten.connect(self._forget_recent)
        self._window_menus.appearance_chosen.connect(self._looks.set_appearance)
        self._opening.opened.connect(self._opened)
        self._opening.failed.connect(self._failed)
        self._opening.changed.connect(self._update_actions)
        self._opening.reading_ended.connect(self._reading_ended)
        if self._timing is not None:
            panes.packet_list.painted.connect(self._timing.note_painted)

    # Opening and closing.

    def open_file(self, path: str) -> None:
        """Opens a capture; what is open stays until that has worked."""
        self.saving.leave(lambda: self.live.leave(lambda: self._open(path)))

    def _open(self, path: str) -> None:
        self.error_bar.hide()
        self._opening.begin(path)

    def close_file(self) -> None:
        """Closes the capture, or gives up opening one."""
        self.saving.leave(lambda: self.live.leave(self._close_file))

    def _close_file(self) -> None:
        self._opening.close()
        self.live.status.hide()
        if self.workspace.session is not None:
            self._show_session(None)
        self._show_start_page()

    def _opened(self, session: Session) -> None:
        self._show_session(session)
        if self.live.keeping.keeps(session):
            self.settings.add_recent(session.path)
        if session.live:
            self.load_status.finish()
        else:
            self.live.status.hide()
        self._pages.setCurrentWidget(self.tabs)
        if not self._laid_out:
            self._laid_out = True
            self.tabs.restore(self.settings)
        self.workspace.panes.packet_list.setFocus()
        self._live_changed()

    def _show_session(self, session: Session | None) -> None:
        self.workspace.show(session)
        self.tabs.show_session(session)
        self.filter.show(session)
        self.updates.show(session)
        self.companion.show(session)

    def _live_changed(self) -> None:
        """A capture runs now, or no longer, or is saved."""
        session = self.workspace.session
        star = "*" if self.saving.is_changed else ""     # as Wireshark has it
        self.setWindowTitle(star + self.live.title(session) if session is not None else "")
        self._update_actions()

    def _failed(self, path: str, message: str) -> None:
        if path:
            self.settings.forget_recent(str(Path(path).absolute()))
        self.error_bar.say(self.tr("This can't be opened. {0}").format(message))
        if self.workspace.session is None:
            self._show_start_page()

    def _reading_ended(self) -> None:
        self._loading.reading_ended()
        self._live_changed()
        if self._timing is not None:
            self._timing.note_loaded()
        self.reading_ended.emit()

    def _saved_as(self, path: str) -> None:
        """The open packets have another file now."""
        assert self.workspace.session is not None
        self.workspace.session.path = path
        self.settings.add_recent(path)
        self._live_changed()

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
        self.actions_["stop"].setEnabled(self._opening.at_work)
        self.actions_["all"].setEnabled(session is not None and self.workspace.state.flow is not None)
        self.live.update_actions(self._opening.at_work)
        self.actions_["save"].setEnabled(self.saving.is_changed and not self.live.at_stake)
        self.actions_["save_as"].setEnabled(session is not None and not self.live.at_stake)

    # What the user does.

    def _forget_recent(self) -> None:
        self.settings.forget_recent()
        self.start_page.show_recent([])

    # Events of the window.

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "load_status"):
            self.actions_.recolor()
            self.error_bar.recolor()
            self.live.recolor()
            self.start_page.capture.recolor()
            self.workspace.panes.recolor()
            self.tabs.recolor()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._files.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._files.takes(event.mimeData()):
            event.acceptProposedAction()
            self._files.take(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.saving.is_changed:
            event.ignore()
            self.saving.leave(lambda: QTimer.singleShot(0, self.close))
            return
        if self.live.at_stake:
            event.ignore()
            self.live.leave(lambda: QTimer.singleShot(0, self.close))
            return
        self.settings.save_layout("window", self.saveGeometry())
        if self._laid_out:
            self.tabs.save(self.settings)
            self.columns.save()
        self._opening.end()
        self.companion.end()
        self.start_page.capture.choice.end()
        super().closeEvent(event)
        self.closed.emit()

    def _restore(self) -> None:
        geometry = self.settings.layout("window")
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(*FIRST_SIZE)
        self._show_start_page()
        self.live.keeping.offer(self.live.bar, self._open)
