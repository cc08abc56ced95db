"""The panes of an open capture: the packet list in the middle, the others around it, movable."""
from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDockWidget, QHBoxLayout, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from gui.models.flows import FlowsModel
from gui.models.packets import PacketsModel
from gui.models.tree import TreeModel
from gui.settings import Settings
from gui.views.bytes_pane import BytesPane
from gui.views.dialogue import Dialogue
from gui.views.field_pane import FieldPane
from gui.views.field_tree import FieldTree
from gui.views.filter_line import FilterLine
from gui.views.find_bar import FindBar
from gui.views.flow_list import FlowList
from gui.views.message_bar import MessageBar
from gui.views.minimap import Minimap
from gui.views.packet_list import PacketList
from gui.views.progress_strip import ProgressStrip

LAYOUT_VERSION = 1
WIDE = 1_600
"""From this width on there is room for three panes side by side."""
AREA = Qt.DockWidgetArea


class Panes(QMainWindow):
    """A window inside of the window, since Qt has movable panes only around the middle of one."""

    def __init__(self, packets: PacketsModel, flows: FlowsModel, fields: TreeModel) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.packet_list, self.flow_list = PacketList(packets), FlowList(flows)
        self.minimap = Minimap(self.packet_list, packets)
        self.field_tree, self.bytes, self.dialogue = FieldTree(fields), BytesPane(), Dialogue()
        self.field_pane = FieldPane(self.field_tree, fields)
        self.filter_line, self.find_bar = FilterLine(), FindBar()
        self.damage_bar, self.flow_bar = MessageBar("warning"), MessageBar("info")
        self.sort_strip = ProgressStrip()
        self.fitted = False
        self.setCentralWidget(self._middle())
        self.setDockNestingEnabled(True)
        self.setTabPosition(AREA.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setDockOptions(self.dockOptions() | QMainWindow.DockOption.GroupedDragging)
        self.flow_dock = self._dock("flow_dock", self.tr("Flows"), self.flow_list)
        self.flow_dock.setTitleBarWidget(self.flow_list.head)
        self.field_dock = self._dock("field_dock", self.tr("Fields"), self.field_pane)
        self.bytes_dock = self._dock("bytes_dock", self.tr("Bytes"), self.bytes)
        self.dialogue_dock = self._dock("dialogue_dock", self.tr("Dialogue"), self.dialogue)
        self._tidy = QTimer(self)
        self._tidy.setSingleShot(True)
        self._tidy.timeout.connect(self._drop_double_titles)
        for dock in self.docks[1:]:
            dock.dockLocationChanged.connect(lambda _area: self._tidy.start())
            dock.topLevelChanged.connect(lambda _floats: self._tidy.start())
            dock.visibilityChanged.connect(lambda _shown: self._tidy.start())
        self.arrange()

    @property
    def docks(self) -> tuple[QDockWidget, ...]:
        """All movable panes."""
        return self.flow_dock, self.field_dock, self.bytes_dock, self.dialogue_dock

    def arrange(self) -> None:
        """Puts the panes where they were first; where there is room, bytes and dialogue stand side by side."""
        self.addDockWidget(AREA.TopDockWidgetArea, self.flow_dock)
        self.addDockWidget(AREA.BottomDockWidgetArea, self.field_dock)
        self.splitDockWidget(self.field_dock, self.bytes_dock, Qt.Orientation.Horizontal)
        if self.width() >= WIDE:
            self.splitDockWidget(self.bytes_dock, self.dialogue_dock, Qt.Orientation.Horizontal)
        else:
            self.tabifyDockWidget(self.bytes_dock, self.dialogue_dock)
        for dock in self.docks:
            dock.setFloating(False)
            dock.show()
        self.bytes_dock.raise_()
        self._share()

    def _drop_double_titles(self) -> None:
        """A pane in a tab needs no title of its own."""
        for dock in self.docks[1:]:
            tabbed = not dock.isFloating() and any(other.isVisibleTo(self) or not other.isHidden()
                                                   for other in self.tabifiedDockWidgets(dock))
            title = dock.titleBarWidget()
            if tabbed and title is None:
                dock.setTitleBarWidget(QWidget())
            elif not tabbed and title is not None:
                dock.setTitleBarWidget(None)  # type: ignore[arg-type]  # brings Qt's own title back
                title.deleteLater()

    def _share(self) -> None:
        """Shares the room among the panes."""
        height, width = max(self.height(), 600), max(self.width(), 900)
        self.resizeDocks([self.flow_dock, self.field_dock], [height * 22 // 100, height * 37 // 100],
                         Qt.Orientation.Vertical)
        shares = (36, 31, 33) if width >= WIDE else (45, 55)
        self.resizeDocks(list(self.docks[1:1 + len(shares)]), [width * share // 100 for share in shares],
                         Qt.Orientation.Horizontal)

    def fit_columns(self) -> None:
        """Fits columns to the first lines, unless they were restored."""
        if not self.fitted:
            self.fitted = True
            self.packet_list.fit()
            self.flow_list.fit()

    def fit_columns_anew(self) -> None:
        """Fits columns to the first lines."""
        self.packet_list.fit(anew=True)
        self.flow_list.fit()

    def raise_dialogue(self) -> None:
        """Brings the dialogue into sight."""
        self.dialogue_dock.raise_()

    def raise_bytes(self) -> None:
        """Brings the bytes into sight."""
        self.bytes_dock.raise_()

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        base = QApplication.font()
        base.setPointSizeF(max(base.pointSizeF() + larger_by, 4.0))
        for view in (self.packet_list, self.flow_list.table, self.field_tree, self.field_pane.what):
            view.setFont(base)
        self.packet_list.fit_rows()
        self.flow_list.table.fit_rows()
        self.bytes.view.set_points(larger_by)
        self.dialogue.set_points(larger_by)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        for bar in (self.damage_bar, self.flow_bar):
            bar.recolor()
        self.filter_line.recolor()
        self.find_bar.recolor()
        self.dialogue.recolor()

    def save(self, settings: Settings) -> None:
        """Remembers panes and columns."""
        settings.save_layout("panes", self.saveState(LAYOUT_VERSION))
        if self.fitted:
            settings.save_layout("flows", self.flow_list.table.horizontalHeader().saveState())

    def restore(self, settings: Settings) -> None:
        """Restores panes and columns."""
        panes = settings.layout("panes")
        if panes.isEmpty() or not self.restoreState(panes, LAYOUT_VERSION):
            self.arrange()
        layout: QByteArray = settings.layout("flows")
        if not layout.isEmpty() and self.flow_list.table.horizontalHeader().restoreState(layout):
            self.fitted = True

    def _middle(self) -> QWidget:
        middle = QWidget()
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.filter_line, self.find_bar, self.damage_bar, self.flow_bar):
            layout.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.packet_list)
        row.addWidget(self.minimap)
        layout.addLayout(row, 1)
        layout.addWidget(self.sort_strip)
        return middle

    def _dock(self, name: str, title: str, widget: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(widget)
        return dock
