"""The Statistics tab: packets over time, protocols, latencies, and the names that are asked for most."""
from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from gui.models.counts import RIGHT, SIZE, CountsModel
from gui.statistics import Statistics
from gui.views.bar_chart import BarChart
from gui.views.row_table import RowTable

NAME_SAMPLE = "a-rather-long-name.of-a-host.example"


class StatisticsPage(QWidget):
    """Widgets alone; `filter_wanted` tells the filter of what was clicked or entered."""
    filter_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages, self._notice = QStackedWidget(self), QLabel(self)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setEnabled(False)
        self.over_time = BarChart(self.tr("Packets over time"))
        self.latency = BarChart(self.tr("Latency of DNS lookups"))
        titles = (self.tr("Packets"), self.tr("Share"))
        self.protocols = CountsModel((self.tr("Protocol"), *titles, self.tr("Bytes")), self)
        self.names = CountsModel((self.tr("Name"), self.tr("Lookups"), self.tr("Share")), self)
        self.rcodes = CountsModel((self.tr("Response code"), self.tr("Responses"), self.tr("Share")), self)
        self.tables = [self._table(model) for model in (self.protocols, self.names, self.rcodes)]
        for chart in (self.over_time, self.latency):
            chart.chosen.connect(lambda bar, chart=chart: self.filter_wanted.emit(chart.bars.filter_text(bar)))
        self._lay_out()

    def _table(self, model: CountsModel) -> RowTable:
        table = RowTable(model, RIGHT)
        table.setAccessibleName(str(model.headerData(0, Qt.Orientation.Horizontal)))
        table.activated_line.connect(lambda line: self._activated(model, line))
        return table

    def _activated(self, model: CountsModel, line: int) -> None:
        if model.counts[line].filter_text:
            self.filter_wanted.emit(model.counts[line].filter_text)

    def _lay_out(self) -> None:
        content, layout = QWidget(self), QVBoxLayout(self)
        grid = QGridLayout(content)
        grid.setContentsMargins(10, 8, 10, 10)
        grid.setSpacing(6)
        places = (((0, 0, 1, 2), self.tr("Packets over time"), self.over_time),
                  ((2, 0, 1, 1), self.tr("Latency of DNS lookups"), self.latency),
                  ((2, 1, 1, 1), self.tr("Protocols: a packet counts for each that it has"), self.tables[0]),
                  ((4, 0, 1, 1), self.tr("Names that are asked for"), self.tables[1]),
                  ((4, 1, 1, 1), self.tr("Response codes"), self.tables[2]))
        for (row, column, rows, columns), title, widget in places:
            head = QLabel(title, content)
            font = head.font()
            font.setBold(True)
            head.setFont(font)
            grid.addWidget(head, row, column, rows, columns)
            grid.addWidget(widget, row + 1, column, rows, columns)
        for row in (1, 3, 5):
            grid.setRowStretch(row, 1)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        hint = QLabel(self.tr("Click on a bar, or press Enter in a table, to list its packets"), content)
        hint.setEnabled(False)
        grid.addWidget(hint, 6, 0, 1, 2)
        self._pages.addWidget(self._notice)
        self._pages.addWidget(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    @property
    def notice(self) -> str:
        """The sentence in place of all; "" while statistics are shown."""
        return self._notice.text() if self._pages.currentIndex() == 0 else ""

    def say(self, text: str) -> None:
        """Shows a sentence in place of all."""
        self._notice.setText(text)
        self._pages.setCurrentIndex(0)

    def show_statistics(self, found: Statistics) -> None:
        """Shows what was counted."""
        self.over_time.show_bars(found.over_time)
        self.latency.show_bars(found.latency)
        self.protocols.show(found.protocols, found.packets)
        self.names.show(found.names, found.lookups)
        self.rcodes.show(found.rcodes, sum(one.count for one in found.rcodes))
        self._pages.setCurrentIndex(1)
        for table in self.tables:
            table.fit_columns({0: NAME_SAMPLE, 1: "1,000,000", 2: "100.0%", SIZE: "999 MB"})

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        font = QApplication.font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        for table in self.tables:
            table.setFont(font)
            table.fit_rows()
        for chart in (self.over_time, self.latency):
            chart.setFont(font)
