"""The list of interfaces: their names, what passes them now, and their addresses."""
from __future__ import annotations

from collections import deque
from enum import IntEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from analyzer.live.links import Link
from analyzer.live.settings import ANY
from gui.live_questions import Seen
from gui.theme import row_height
from gui.views.header_style import HEADER_STYLE
from gui.views.sparkline import POINTS, VALUES, SparklineDelegate

TRAFFIC_WIDTH = 150
MOST_ADDRESSES = 3
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ALIGNED = "QHeaderView::section, QHeaderView::section:first { padding-left: 3px; padding-right: 3px; }"
"""Titles stand where the items' texts do."""


class InterfaceColumn(IntEnum):
    """The columns, in their order."""
    NAME = 0
    TRAFFIC = 1
    RATE = 2
    ADDRESSES = 3


class InterfaceList(QTreeWidget):
    """Several can be chosen; Enter or two clicks want a capture."""
    start_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._rates: dict[str, deque[float]] = {}
        self._before: Seen | None = None
        self._wanted: tuple[str, ...] = ()      # to be chosen when they are there
        self.setAccessibleName(self.tr("Interfaces"))
        self.setHeaderLabels([self.tr("Interface"), self.tr("Traffic"), self.tr("Packets/s"), self.tr("Addresses")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setItemDelegateForColumn(InterfaceColumn.TRAFFIC, SparklineDelegate(self))
        header = self.header()
        header.setSectionsMovable(False)
        header.setSectionResizeMode(InterfaceColumn.NAME, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(InterfaceColumn.RATE, QHeaderView.ResizeMode.ResizeToContents)
        self.setColumnWidth(InterfaceColumn.TRAFFIC, TRAFFIC_WIDTH)
        header.setStyleSheet(HEADER_STYLE + ALIGNED)
        self.headerItem().setTextAlignment(InterfaceColumn.RATE, RIGHT)
        self.itemActivated.connect(lambda _item, _column: self.start_wanted.emit())

    def chosen(self) -> list[str]:
        """The names of the chosen interfaces, in their order; `any`, which is all of them, stands alone."""
        found = [name for name, item in self._items.items() if item.isSelected()]
        return [ANY] if ANY in found else found

    def choose(self, names: tuple[str, ...]) -> None:
        """Chooses interfaces; those that are not there yet when they come."""
        self._wanted = names
        self._choose_wanted()

    def show_seen(self, seen: Seen) -> None:
        """Shows what was seen now; rates are those since the last time."""
        links = {link.name: link for link in seen.links}
        self._keep_only([*links, ANY])
        for name in (*links, ANY):
            self._show(name, links.get(name), seen)
        self._before = seen
        self._choose_wanted()
        if not self.selectedItems() and self._items and not self.hasFocus():
            next(iter(self._items.values())).setSelected(True)

    def _keep_only(self, names: list[str]) -> None:
        """Takes the names as they stand; the list is made anew only where there are others."""
        if list(self._items) == names:
            return
        chosen = self.chosen()
        for name in self._items.keys() - set(names):
            self.takeTopLevelItem(self.indexOfTopLevelItem(self._items.pop(name)))
        for place, name in enumerate(names):
            item = self._items.get(name) or self._new_item(name)
            if self.indexOfTopLevelItem(item) != place:
                self.takeTopLevelItem(self.indexOfTopLevelItem(item))
                self.insertTopLevelItem(place, item)
                item.setSelected(name in chosen)
        self._items = {name: self._items[name] for name in names}

    def _new_item(self, name: str) -> QTreeWidgetItem:
        item = self._items[name] = QTreeWidgetItem([name])
        item.setSizeHint(InterfaceColumn.NAME, QSize(0, row_height(self.fontMetrics()) + 6))
        item.setTextAlignment(InterfaceColumn.RATE, RIGHT)
        self.addTopLevelItem(item)
        return item

    def _show(self, name: str, link: Link | None, seen: Seen) -> None:
        item, rates = self._items[name], self._rates.setdefault(name, deque(maxlen=POINTS))
        now, before = seen.traffic.get(name), self._before.traffic.get(name) if self._before is not None else None
        if now is not None and before is not None and self._before is not None and seen.time > self._before.time:
            rates.append(max(now.packets - before.packets, 0) / (seen.time - self._before.time))
        item.setData(InterfaceColumn.TRAFFIC, VALUES, list(rates))
        item.setText(InterfaceColumn.RATE, f"{rates[-1]:,.0f}" if rates else "")
        item.setText(InterfaceColumn.ADDRESSES, self._about(link))
        item.setToolTip(InterfaceColumn.ADDRESSES, "\n".join(link.addresses) if link is not None else "")
        item.setToolTip(InterfaceColumn.NAME, self._kind(link))
        item.setDisabled(link is not None and link.state == "down")

    def _about(self, link: Link | None) -> str:
        """Addresses, or what is in the way."""
        if link is None:
            return self.tr("all interfaces, also those that come later")
        state = {"down": self.tr("is down"), "no carrier": self.tr("has no carrier")}.get(link.state, "")
        addresses = [address.partition("/")[0] for address in link.addresses]
        more = [self.tr("{0} more").format(len(addresses) - MOST_ADDRESSES)] if len(addresses) > MOST_ADDRESSES else []
        return ", ".join([*([state] if state else []), *addresses[:MOST_ADDRESSES], *more])

    def _kind(self, link: Link | None) -> str:
        if link is None:
            return self.tr("None of them is promiscuous")
        kind = {"loopback": self.tr("This machine with itself"), "ethernet": self.tr("Ethernet, or what acts so"),
                "tunnel": self.tr("Tunnel")}.get(link.kind, self.tr("Only dumpcap captures on this kind"))
        return f"{kind} · {link.mac}" if link.mac else kind

    def _choose_wanted(self) -> None:
        if self._wanted and any(name in self._items for name in self._wanted):
            for name, item in self._items.items():
                item.setSelected(name in self._wanted)
            self._wanted = ()
