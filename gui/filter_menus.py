"""Context menus of the field tree and the tables: apply or prepare as filter, in Wireshark's words, and copy."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from gui import byte_texts
from gui.dig_line import dig_line
from gui.filter_texts import How, joined
from gui.models.nodes import NO_NODE
from gui.text import plain

if TYPE_CHECKING:
    from gui.actions import Actions
    from gui.packet_filter import PacketFilter
    from gui.tabs import Tabs
    from gui.views.row_table import RowTable

LONGEST_TITLE = 70
OF_PACKETS = ("follow", "follow_stream", "reveal", "all", "mark", "time_reference")
OF_FIELDS, OF_BYTES = ("apply_column", "export_bytes", "expand", "collapse"), ("export_bytes",)
"""Further actions in the menus of the packet list, the field tree and the bytes."""


class FilterMenus(QObject):
    """Opens the menus, and does what is chosen in them."""

    def __init__(self, tabs: Tabs, packet_filter: PacketFilter, actions: Actions, comments: QMenu) -> None:
        super().__init__(tabs)
        self._tabs, self._space, self._filter = tabs, tabs.workspace, packet_filter
        self._of_fields, self._of_bytes = ([actions[name] for name in names] for names in (OF_FIELDS, OF_BYTES))
        panes = self._space.panes
        panes.field_tree.menu_wanted.connect(self._open_fields)
        panes.bytes.menu_wanted.connect(self._open_bytes)
        self._serve(panes.packet_list, self._space.filter_of_packet,
                    [*(actions[name] for name in OF_PACKETS), comments.menuAction()])
        self._serve(panes.flow_list.table, self._space.filter_of_flow)
        self._serve(tabs.flows.page.table, tabs.flows.filter_of)
        self._serve(tabs.dns.page.table, tabs.dns.filter_of)
        self._serve(tabs.mail.page.table, tabs.mail.filter_of)

    def _serve(self, table: RowTable, text_of: Callable[[int, int], str], further: Sequence[QAction] = ()) -> None:
        table.menu_wanted.connect(lambda line, column, at: self._open_table(
            table, text_of(line, column), line, column, at, further))

    # The menus.

    def fill_analyze(self, menu: QMenu) -> None:
        """What can be done with the chosen field, for a menu of the window."""
        menu.clear()
        nodes, node = self._space.fields.nodes, self._space.panes.field_tree.current_node()
        self._add_uses(menu, nodes.filter_text(node) if nodes is not None and node != NO_NODE else "")

    def _open_table(self, table: RowTable, text: str, line: int, column: int, at: QPoint,
                    further: Sequence[QAction]) -> None:
        menu = self._menu()
        self._add_uses(menu, text)
        menu.addSeparator()
        copy, cells = menu.addMenu(self.tr("&Copy")), table.cells(line)
        self._add_copy(copy, self.tr("&Value"), cells[column])
        self._add_copy(copy, self.tr("As &Filter"), text)
        self._add_copy(copy, self.tr("&Line"), "\t".join(cells))
        if further:
            menu.addSeparator()
            menu.addActions(list(further))
        menu.popup(at)

    def _open_fields(self, node: int, at: QPoint) -> None:
        nodes = self._space.fields.nodes
        if nodes is None:
            return
        menu, text, octets = self._menu(), nodes.filter_text(node), nodes.octets(node)
        self._add_uses(menu, text)
        menu.addSeparator()
        copy = menu.addMenu(self.tr("&Copy"))
        for title, what in (
                (self.tr("&Description"), nodes.text(node)), (self.tr("Field &Name"), nodes.name(node)),
                (self.tr("&Value"), nodes.show(node)), (self.tr("As &Filter"), text)):
            self._add_copy(copy, title, what)
        copy.addSeparator()
        self._add_bytes(copy, octets)
        copy.addSeparator()
        self._add_copy(copy, self.tr("DNS Question as a &dig Command"), dig_line(nodes))
        menu.addSeparator()
        menu.addActions(self._of_fields)
        menu.popup(at)

    def _open_bytes(self, at: QPoint) -> None:
        menu = self._menu()
        self._add_bytes(menu.addMenu(self.tr("&Copy")), self._space.panes.bytes.marked())
        menu.addActions(self._of_bytes)
        menu.popup(at)

    def _add_bytes(self, menu: QMenu, octets: bytes) -> None:
        """Adds the ways in which bytes can be copied; the text is made when it is wanted."""
        for title, write in (
                (self.tr("Bytes as Hex &Dump"), byte_texts.hex_dump), (self.tr("Bytes as a &Hex Stream"), bytes.hex),
                (self.tr("Bytes as Printable &Text"), byte_texts.printable),
                (self.tr("Bytes as &C Array"), byte_texts.c_array),
                (self.tr("Bytes as &Escaped String"), byte_texts.escaped),
                (self.tr("Bytes as &Base64"), byte_texts.base64_text)):
            action = menu.addAction(title)
            action.setEnabled(bool(octets))
            action.triggered.connect(lambda _=False, write=write: QApplication.clipboard().setText(write(octets)))

    def _menu(self) -> QMenu:
        menu = QMenu(self._tabs)
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _add_copy(self, menu: QMenu, title: str, text: str) -> None:
        action = menu.addAction(title)
        action.setEnabled(bool(text))
        action.triggered.connect(lambda: QApplication.clipboard().setText(text))

    def _add_uses(self, menu: QMenu, text: str) -> None:
        """Adds "Apply as Filter" and "Prepare as Filter"; grey where there is no filter."""
        for title, use in ((self.tr("&Apply as Filter"), self._apply), (self.tr("&Prepare as Filter"), self._prepare)):
            below = menu.addMenu(title)
            below.setEnabled(bool(text))
            below.addAction(_short(text)).setEnabled(False)
            below.addSeparator()
            for how, name in self._names().items():
                below.addAction(name).triggered.connect(lambda _=False, how=how, use=use: use(
                    joined(self._filter.line.edit.text().strip(), text, how)))

    def _names(self) -> dict[How, str]:
        return {How.SELECTED: self.tr("&Selected"), How.NOT: self.tr("&Not Selected"),
                How.AND: self.tr("…&and Selected"), How.OR: self.tr("…&or Selected"),
                How.AND_NOT: self.tr("…a&nd not Selected"), How.OR_NOT: self.tr("…o&r not Selected")}

    def _apply(self, text: str) -> None:
        self._tabs.setCurrentWidget(self._space.panes)
        self._filter.apply(text)

    def _prepare(self, text: str) -> None:
        self._tabs.setCurrentWidget(self._space.panes)
        self._filter.prepare(text)
        self._filter.line.edit.setFocus()


def _short(text: str) -> str:
    text = plain(text).replace("&", "&&")
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE - 1] + "…"

