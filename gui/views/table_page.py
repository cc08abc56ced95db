"""A table page: a filter bar, a sortable table and what is chosen below it; or a sentence in their place."""
from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from gui.views.filter_bar import FilterBar
from gui.views.row_table import RowTable


class TablePage(QWidget):
    """Widgets alone; what they show is brought by others."""
    wish_changed = Signal()
    line_chosen = Signal(int)
    packet_wanted = Signal(int)

    def __init__(self, table: RowTable, filters: FilterBar, detail: QWidget, sorted_by: int,
                 least: dict[int, str], widest: dict[int, int], parent: QWidget | None = None) -> None:
        """`least`, `widest`: see RowTable.fit_columns."""
        super().__init__(parent)
        self.table, self.filters, self.detail = table, filters, detail
        self.fitted = False
        self._least, self._widest = least, widest
        self._notice = QLabel(self)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.setWordWrap(True)
        self._notice.setEnabled(False)
        self._pages = QStackedWidget(self)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._lay_out()
        table.line_chosen.connect(self.line_chosen)
        filters.changed.connect(self.wish_changed)
        header = table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(sorted_by, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(lambda _column, _order: self.wish_changed.emit())

    def _lay_out(self) -> None:
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        content = QWidget(self)
        self._inside = inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.filters)
        inside.addWidget(self.splitter, 1)
        self._pages.addWidget(self._notice)
        self._pages.addWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def put_below_filters(self, widget: QWidget) -> None:
        """Puts something between the filters and the table."""
        self._inside.insertWidget(1, widget)

    @property
    def sorted_by(self) -> int:
        """The column by which the table is sorted."""
        return self.table.horizontalHeader().sortIndicatorSection()

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""
        return self.table.horizontalHeader().sortIndicatorOrder() is Qt.SortOrder.DescendingOrder

    @property
    def notice(self) -> str:
        """The sentence in place of the table; "" while that is shown."""
        return self._notice.text() if self._pages.currentIndex() == 0 else ""

    def say(self, text: str) -> None:
        """Shows a sentence in place of the table."""
        self._notice.setText(text)
        self._pages.setCurrentIndex(0)

    def show_content(self) -> None:
        """Shows the table; its columns are fitted to the first lines, once."""
        self._pages.setCurrentIndex(1)
        if not self.fitted:
            self.fitted = True
            self.table.fit_columns(self._least, self._widest)

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        font = QApplication.font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        self.table.setFont(font)
        self.table.fit_rows()
