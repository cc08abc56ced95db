"""The columns of the packet list: ties its header, the menus and the dialog to the settings."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from gui.actions import Actions
from gui.models.nodes import NO_NODE
from gui.packet_columns import DEFAULTS, FURTHER, Align, PacketColumn, placed, same
from gui.settings import Settings
from gui.views.column_dialog import ColumnDialog
from gui.workspace import Workspace


class ColumnControl(QObject):
    """Chooses, places and aligns columns."""

    def __init__(self, workspace: Workspace, actions: Actions, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._space, self._settings, self._window = workspace, settings, window
        self._list = workspace.panes.packet_list
        self._columns = settings.packet_columns
        self._list.show_columns([column for column in self._columns if column.shown])
        self._list.header_menu_wanted.connect(self._open_menu)
        actions.connect(columns=lambda: self._ask(), apply_column=self._apply_field)

    def columns(self) -> tuple[PacketColumn, ...]:
        """All columns as they stand now; those that are not shown keep their place."""
        shown = self._space.packets.columns
        found = [replace(shown[place], width=self._list.columnWidth(place) if self._is_wide(place) else 0)
                 for place in self._list.order()]
        for place, column in enumerate(self._columns):
            if not column.shown:
                found.insert(min(place, len(found)), column)
        return tuple(found)

    def use(self, columns: Sequence[PacketColumn]) -> None:
        """Shows these columns from now on; without any, the usual ones."""
        self._columns = tuple(columns) if any(column.shown for column in columns) else DEFAULTS
        self._list.show_columns([column for column in self._columns if column.shown])
        self._settings.packet_columns = self._columns

    def add(self, column: PacketColumn) -> None:
        """Adds a column, or shows the one that says the same."""
        self.use(placed(self.columns(), column))

    def save(self) -> None:
        """Remembers what was moved and made wider."""
        self._settings.packet_columns = self.columns()

    def _is_wide(self, place: int) -> bool:
        """Whether a column's width is of its own: before a file is open, columns have not been fitted yet; and the last
        one takes what is left."""
        return self._space.panes.fitted and self._list.order()[-1] != place

    def _apply_field(self) -> None:
        nodes, node = self._space.fields.nodes, self._space.panes.field_tree.current_node()
        if nodes is not None and node != NO_NODE and (name := nodes.name(node)):
            self.add(PacketColumn(None, nodes.label(node) if not nodes.is_layer(node) else name, name))

    # The header's menu.

    def _open_menu(self, place: int, at: QPoint) -> None:
        menu = QMenu(self._list)
        menu.aboutToHide.connect(menu.deleteLater)
        if 0 <= place < len(self._space.packets.columns):
            self._add_align(menu, place)
            menu.addAction(self.tr("&Resize to Contents")).triggered.connect(
                lambda: self._change(place, width=0))
            menu.addAction(self.tr("&Edit Column…")).triggered.connect(lambda: self._ask(place))
            remove = menu.addAction(self.tr("Remo&ve this Column"))
            remove.setEnabled(len(self._space.packets.columns) > 1)
            remove.triggered.connect(lambda: self._remove(place))
            menu.addSeparator()
        for number, column in enumerate(self.columns()):
            self._add_switch(menu, number, column)
        menu.addSeparator()
        self._add_further(menu.addMenu(self.tr("&Add Column")))
        menu.addAction(self.tr("Column &Preferences…")).triggered.connect(lambda: self._ask())
        menu.popup(at)

    def _add_align(self, menu: QMenu, place: int) -> None:
        names = {Align.LEFT: self.tr("Align &Left"), Align.CENTER: self.tr("Align &Center"),
                 Align.RIGHT: self.tr("Align R&ight")}
        for align, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(self._space.packets.columns[place].align is align)
            action.triggered.connect(lambda _=False, align=align: self._change(place, align=align))
        menu.addSeparator()

    def _add_switch(self, menu: QMenu, number: int, column: PacketColumn) -> None:
        action = menu.addAction(self._space.packets.title(column).replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(column.shown)
        action.triggered.connect(lambda on: self._switch(number, on))

    def _add_further(self, menu: QMenu) -> None:
        for usual in FURTHER:
            column = replace(usual, title=QCoreApplication.translate("", usual.title))
            menu.addAction(f"{column.title}\t{column.text}").triggered.connect(
                lambda _=False, column=column: self.add(column))

    def _change(self, place: int, align: Align | None = None, width: int | None = None) -> None:
        columns, number = self.columns(), self._number(place)
        kept = columns[number]
        changed = replace(kept, align=align or kept.align, width=kept.width if width is None else width)
        self.use((*columns[:number], changed, *columns[number + 1:]))

    def _switch(self, number: int, on: bool) -> None:
        columns = self.columns()
        self.use((*columns[:number], replace(columns[number], shown=on), *columns[number + 1:]))

    def _remove(self, place: int) -> None:
        columns, number = self.columns(), self._number(place)
        self.use((*columns[:number], *columns[number + 1:]))

    def _number(self, place: int) -> int:
        """The place among all columns of one that is shown."""
        column = self._space.packets.columns[place]
        return next(number for number, one in enumerate(self.columns())
                    if same(one, column))

    def _ask(self, place: int = -1) -> None:
        session = self._space.session
        if session is not None and session.analysis is not None:
            dialog = ColumnDialog(self.columns(), session.analysis.registry, self._space.packets.title, self._window)
            dialog.agreed.connect(self.use)
            dialog.finished.connect(dialog.deleteLater)
            if place >= 0:
                dialog.edit(self._number(place))
            dialog.open()
