"""The Statistics tab: a list of what is counted, and beside it the charts and tables of what is chosen there."""
from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.models.counts import RIGHT, SIZE, CountsModel
from gui.models.flows import size_text
from gui.statistics import Statistics
from gui.views.chart import Chart
from gui.views.row_table import RowTable
from gui.views.timeline_chart import TimelineChart

SAMPLES = {0: "a-rather-long-name.of-a-host.example", 1: "1,000,000", 2: "100.0%", SIZE: "999 MB"}
Place = tuple[int, int, int, int]


class StatisticsPage(QWidget):
    """Widgets alone; `filter_wanted` tells the filter of what was clicked or entered."""
    filter_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages, self._notice = QStackedWidget(self), QLabel(self)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setEnabled(False)
        self.sections, self.section_pages = QListWidget(), QStackedWidget()
        self._make_charts()
        share, packets = self.tr("Share"), self.tr("Packets")
        self.protocols = CountsModel((self.tr("Protocol"), packets, share, self.tr("Bytes")), self)
        self.conversations = CountsModel((self.tr("Conversation"), packets, share, self.tr("Bytes")), self)
        self.endpoints = CountsModel((self.tr("Address"), packets, share, self.tr("Bytes")), self)
        self.names = CountsModel((self.tr("Name"), self.tr("Lookups"), share), self)
        self.models = (self.protocols, self.conversations, self.endpoints, self.names)
        self.tables = [self._table(model) for model in self.models]
        self._lay_out()

    def _make_charts(self) -> None:
        nobody = self.tr("No lookups in this capture. The DNS tab would list them.")
        no_mail = self.tr("No emails in this capture. In encrypted sessions they can't be seen.")
        self.over_time = TimelineChart(self.tr("Packets over time"))
        self.latency = Chart(self.tr("Latency of DNS lookups"), nobody)
        self.types = Chart(self.tr("Types that are asked for"), nobody)
        self.rcodes = Chart(self.tr("Response codes"), nobody)
        self.sizes = Chart(self.tr("Sizes of emails"), no_mail, size_text_of)
        self.hours = Chart(self.tr("Emails by hour of the day"), no_mail)
        self.charts = (self.over_time, self.latency, self.types, self.rcodes, self.sizes, self.hours)
        for chart in self.charts:
            chart.filter_wanted.connect(self.filter_wanted)

    def _table(self, model: CountsModel) -> RowTable:
        table = RowTable(model, RIGHT)
        table.setAccessibleName(str(model.headerData(0, Qt.Orientation.Horizontal)))
        table.activated_line.connect(lambda line: self._activated(model, line))
        return table

    def _activated(self, model: CountsModel, line: int) -> None:
        if model.counts[line].filter_text:
            self.filter_wanted.emit(model.counts[line].filter_text)

    def _lay_out(self) -> None:
        protocols, conversations, endpoints, names = self.tables
        self._add_section(self.tr("Traffic"), ((0, 0, 1, 1), self.over_time), (
            (1, 0, 1, 1), headed(self.tr("Protocols: a packet counts for each that it has"), protocols)))
        self._add_section(self.tr("Conversations"), ((0, 0, 1, 1), headed(self.tr("Who spoke to whom"), conversations)))
        self._add_section(self.tr("Endpoints"), ((0, 0, 1, 1), headed(self.tr("Who sent and received"), endpoints)))
        self._add_section(self.tr("DNS"), ((0, 0, 1, 1), self.latency), ((0, 1, 1, 1), self.types), (
            (1, 0, 1, 1), headed(self.tr("Names that are asked for"), names)), ((1, 1, 1, 1), self.rcodes))
        self._add_section(self.tr("Mail"), ((0, 0, 1, 1), self.sizes), ((1, 0, 1, 1), self.hours))
        self.sections.setSpacing(3)
        self.sections.setAccessibleName(self.tr("What is counted"))
        self.sections.setFixedWidth(self.sections.sizeHintForColumn(0) + 36)
        self.sections.currentRowChanged.connect(self.section_pages.setCurrentIndex)
        self.sections.setCurrentRow(0)
        content, layout = QWidget(self), QVBoxLayout(self)
        row, column = QHBoxLayout(content), QVBoxLayout()
        hint = QLabel(self.tr("Click on a bar, or press Enter on it or in a table, to list its packets"), content)
        hint.setEnabled(False)
        column.addWidget(self.section_pages, 1)
        column.addWidget(hint)
        row.setContentsMargins(10, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self.sections)
        row.addLayout(column, 1)
        self._pages.addWidget(self._notice)
        self._pages.addWidget(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _add_section(self, title: str, *parts: tuple[Place, QWidget]) -> None:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        for (row, column, rows, columns), widget in parts:
            grid.addWidget(widget, row, column, rows, columns)
            grid.setRowStretch(row, 1)
            grid.setColumnStretch(column, 1)
        self.sections.addItem(title)
        self.section_pages.addWidget(page)

    @property
    def notice(self) -> str:
        """The sentence in place of all; "" while statistics are shown."""
        return self._notice.text() if self._pages.currentIndex() == 0 else ""

    def say(self, text: str) -> None:
        """Shows a sentence in place of all."""
        self._notice.setText(text)
        self._pages.setCurrentIndex(0)
        self.over_time.forget()

    def show_statistics(self, found: Statistics | None) -> None:
        """Shows what was counted; None is a sign that counting goes on."""
        if found is None:
            return
        self.over_time.show_timeline(found.timeline)
        lookups, emails = found.lookups, found.emails
        lists = ((found.protocols, found.packets), (found.conversations, found.packets),
                 (found.endpoints, found.packets), (lookups.names, lookups.count) if lookups else ((), 0))
        for model, table, (counts, total) in zip(self.models, self.tables, lists, strict=True):
            if counts is not model.counts:
                model.show(counts, total)
                table.fit_columns(SAMPLES)
        of_dns = (lookups.latency, lookups.types, lookups.rcodes) if lookups else (None, None, None)
        of_mail = (emails.sizes, emails.hours) if emails else (None, None)
        for chart, bars in zip(self.charts[1:], (*of_dns, *of_mail), strict=True):
            chart.show_bars(bars, is_whole=found.is_whole)
        self._pages.setCurrentIndex(1)

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        font = QApplication.font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        for table in self.tables:
            table.setFont(font)
            table.fit_rows()
        for chart in self.charts:
            chart.set_points(font.pointSizeF())

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        for chart in self.charts:
            chart.recolor()


def size_text_of(edge: float) -> str:
    """The edge of a bar of sizes."""
    return size_text(int(edge))


def headed(title: str, table: QWidget) -> QWidget:
    """A table below its heading."""
    made, heading = QWidget(), QLabel(title)
    font = heading.font()
    font.setBold(True)
    heading.setFont(font)
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(heading)
    layout.addWidget(table, 1)
    return made
