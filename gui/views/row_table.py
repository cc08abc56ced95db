"""RowTable: a table of many uniform rows that draws all rows in sight in one go, instead of asking for each cell.

Qt's own drawing asks the model some seven things a cell; in Python that is too slow for scrolling, and while another
thread computes, each question would wait for its turn. Here a screen costs one call.
"""
from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QToolTip, QWidget

from gui.icons import mark
from gui.models.lines import Index, Line
from gui.models.style import Style
from gui.packet_columns import Align
from gui.text import hint
from gui.theme import Colors, colors, row_height
from gui.views.column_texts import paint_texts
from gui.views.header_style import HEADER_STYLE, PADDING, STRIPE

MARK_GAP = 5
SAMPLE_LINES = 60
WIDEST = 330
USUAL_WIDTH = 1_280
NO_LIMITS: dict[int, int] = {}


class LineModel(Protocol):
    """What a model has for a RowTable, beside what Qt asks."""

    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop)."""

    def rowCount(self) -> int:
        """How many lines there are."""


class RowTable(QTableView):
    """Shows a LineModel; one line is current."""
    painted = Signal(int)       # how many lines were drawn
    line_chosen = Signal(int)
    activated_line = Signal(int)
    _is_made = False
    is_held = False
    """Whether a key that is held down chooses the current line: more will follow at once."""
    menu_wanted = Signal(int, int, QPoint)      # for a cell: line, column, and where on the screen

    def __init__(self, model: LineModel, right: Collection[int], parent: QWidget | None = None,
                 mark_column: int = -1) -> None:
        """`mark_column`: where the lines' marks stand, before the text."""
        super().__init__(parent)
        self._lines, self._mark_column = model, mark_column
        self.aligned: dict[int, Align] = dict.fromkeys(right, Align.RIGHT)
        self.setModel(model)  # type: ignore[arg-type]  # the Protocol can't say that it is a Qt model as well
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        vertical, horizontal = self.verticalHeader(), self.horizontalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        horizontal.setSectionsMovable(True)
        horizontal.setHighlightSections(False)
        horizontal.setStretchLastSection(True)
        horizontal.setMinimumSectionSize(30)
        horizontal.setStyleSheet(HEADER_STYLE)
        self._is_made = True
        self.activated.connect(lambda index: self.activated_line.emit(index.row()))
        self.fit_rows()

    def fit_rows(self) -> None:
        """Sets the height of the rows by the font."""
        height = row_height(self.fontMetrics())
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def fit_columns(self, least: dict[int, str], widest: dict[int, int] = NO_LIMITS) -> None:
        """Sets the width of the columns by the first lines. `least`: a text for which there is to be room; `widest`:
        the most characters for which there is, in a table of the usual width."""
        lines = self._lines.lines(0, SAMPLE_LINES)
        measure = self.fontMetrics().horizontalAdvance
        room = max(self.viewport().width() / USUAL_WIDTH, 1.0)
        for column in range(self.model().columnCount() - 1):
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal))
            texts = [title + "  ", least.get(column, ""), *(line.cells[column] for line in lines)]
            width = max(map(measure, texts)) + 2 * PADDING + (STRIPE if column == 0 else 0) + self._mark_room(column)
            most = int(measure("x" * widest[column]) * room) if column in widest else WIDEST
            self.setColumnWidth(column, min(width, most))

    def go_to(self, line: int) -> None:
        """Makes a line current, and moves it into sight."""
        if not 0 <= line < self._lines.rowCount():
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        index = self.model().index(line, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def current_line(self) -> int:
        """The current line; -1 for none."""
        return self.currentIndex().row()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() and current.isValid():
            self.line_chosen.emit(current.row())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._is_made:
            header = self.horizontalHeader()
            header.setStyleSheet("")    # or else it keeps the colours that it took from the palette before
            header.setStyleSheet(HEADER_STYLE)

    def viewportEvent(self, event: QEvent) -> bool:
        if not isinstance(event, QHelpEvent):
            return super().viewportEvent(event)
        index = self.indexAt(event.pos())
        said = str(index.data(Qt.ItemDataRole.ToolTipRole) or "") if index.isValid() else ""
        QToolTip.showText(event.globalPos(), hint(said), self.viewport())
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        bar = self.horizontalScrollBar()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_line()
        elif event.key() == Qt.Key.Key_Home and plain:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End and plain:
            self.go_to(self._lines.rowCount() - 1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain:
            bar.setValue(bar.value() + (1 if event.key() == Qt.Key.Key_Right else -1) * bar.singleStep())
        else:
            self.is_held = event.isAutoRepeat()
            super().keyPressEvent(event)
            self.is_held = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            at = self.visualRect(index).bottomLeft() if by_key else event.pos()
            self.menu_wanted.emit(index.row(), index.column(), self.viewport().mapToGlobal(at))

    def cells(self, line: int) -> tuple[str, ...]:
        """What a line says."""
        return self._lines.lines(line, line + 1)[0].cells

    def selected_lines(self) -> list[int]:
        """The lines that are selected, from the top down; there may be several where the table lets choose several."""
        return list(self._selected(0, self._lines.rowCount()))

    def _selected(self, first: int, stop: int) -> Iterator[int]:
        """The selected lines in [first, stop)."""
        chosen = self.selectionModel().selection()
        spans = [chosen.at(number) for number in range(chosen.count())]
        for top, bottom in sorted((span.top(), span.bottom() + 1) for span in spans):
            yield from range(max(top, first), min(bottom, stop))

    def copy_line(self) -> None:
        """Copies the selected lines as text, their cells separated by tabs."""
        lines = self.selected_lines()
        if lines:
            QApplication.clipboard().setText("\n".join("\t".join(self.cells(line)) for line in lines))

    def lines_in_sight(self) -> range:
        """The lines for which there is room now; the last ones may not be there."""
        first = max(self.rowAt(0), 0)
        return range(first, first + self.viewport().height() // self.verticalHeader().defaultSectionSize() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        height, sight = self.verticalHeader().defaultSectionSize(), self.lines_in_sight()
        first, lines = sight.start, self._lines.lines(sight.start, sight.stop)
        painter = QPainter(self.viewport())
        painter.translate(0, self.rowViewportPosition(first) if lines else 0)   # at the end, the first row is cut
        chosen = {line - first for line in self._selected(first, first + len(lines))}
        self._paint_grounds(painter, lines, chosen, height)
        self._paint_cells(painter, lines, chosen, height)
        painter.end()
        self.painted.emit(len(lines))

    def _paint_grounds(self, painter: QPainter, lines: list[Line], chosen: set[int], height: int) -> None:
        theme, width = colors(), self.viewport().width()
        for number, line in enumerate(lines):
            area = QRect(0, number * height, width, height)
            if number in chosen:
                painter.fillRect(area, self.palette().color(self._group(), QPalette.ColorRole.Highlight))
            elif line.style in theme.rows:
                painter.fillRect(area, theme.rows[line.style])
            if line.style in theme.stripes:
                painter.fillRect(QRect(0, number * height, STRIPE - 1, height), theme.stripes[line.style])

    def _paint_cells(self, painter: QPainter, lines: list[Line], chosen: set[int], height: int) -> None:
        header, metrics, theme = self.horizontalHeader(), self.fontMetrics(), colors()
        text_color = self.palette().color(QPalette.ColorRole.Text)
        chosen_color = self.palette().color(self._group(), QPalette.ColorRole.HighlightedText)
        painter.setFont(self.font())
        pens = [chosen_color if number in chosen else _text_color(line, theme) or text_color
                for number, line in enumerate(lines)]
        for column in range(len(lines[0].cells) if lines else 0):
            left = header.sectionViewportPosition(column) + PADDING + (STRIPE if header.visualIndex(column) == 0 else 0)
            room = header.sectionViewportPosition(column) + header.sectionSize(column) - PADDING - left
            if column == self._mark_column and not header.isSectionHidden(column):
                self._paint_marks(painter, lines, pens, chosen_color, left, height)
            left, room = left + self._mark_room(column), room - self._mark_room(column)
            if header.isSectionHidden(column) or left > self.viewport().width() or left + room < 0 or room <= 0:
                continue
            paint_texts(painter, [line.cells[column] for line in lines], pens, left, room, height,
                        self.aligned.get(column, Align.LEFT), metrics)

    def _mark_room(self, column: int) -> int:
        return self._mark_size() + MARK_GAP if column == self._mark_column else 0

    def _mark_size(self) -> int:
        return max(self.fontMetrics().ascent(), 8)

    def _paint_marks(self, painter: QPainter, lines: list[Line], pens: list[QColor], chosen: QColor, left: int,
                     height: int) -> None:
        size, ratio, found = self._mark_size(), self.devicePixelRatioF(), colors().marks
        for number, line in enumerate(lines):
            if line.mark is not None:
                color = chosen if pens[number] is chosen else found[line.mark]
                painter.drawPixmap(left, number * height + (height - size) // 2,
                                   mark(line.mark, color.name(), size, ratio))

    def _group(self) -> QPalette.ColorGroup:
        return QPalette.ColorGroup.Active if self.hasFocus() else QPalette.ColorGroup.Inactive


def _text_color(line: Line, theme: Colors) -> QColor | None:
    return {Style.PROBLEM: theme.problem_text, Style.MARKED: theme.marked_text}.get(line.style)
