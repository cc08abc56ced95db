"""A chart: a heading, what can be done with the picture, and a plot; or a word why there is none."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.counting.bars import Bars
from gui.models.flows import duration_text

if TYPE_CHECKING:
    from gui.views.plot import Plot

SHARPNESS = 2
"""A picture has so many points for one of the screen."""


def count_text(value: float) -> str:
    """A count on a scale; there are no halves."""
    return f"{value:,.0f}" if value == int(value) else ""


class Chart(QWidget):
    """Shows Bars; `filter_wanted` tells the filter of a bar that was clicked or entered."""
    filter_wanted = Signal(str)

    def __init__(self, title: str, empty: str, below: Callable[[float], str] = lambda edge: duration_text(int(edge)),
                 zooms: bool = False) -> None:
        super().__init__()
        self.title = title
        self.bars: Bars | None = None
        self.plot: Plot | None = None
        self._below, self._zooms = below, zooms
        self._left: Callable[[float], str] = count_text
        self._words: dict[str, str] = {"dns": "DNS", "mail": self.tr("mail"), "": self.tr("other")}
        self._word, self._stack, self._empty = empty, QStackedWidget(), QLabel()
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._empty.setEnabled(False)
        self._stack.addWidget(self._empty)
        self._is_drawn, self._soon = True, QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.draw)
        self.head = QHBoxLayout()
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(400, 220)

    def _lay_out(self) -> None:
        heading, self._menu_button = QLabel(self.title), QToolButton()
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        menu = QMenu(self)
        menu.addAction(self.tr("&Copy"), self.copy)
        menu.addAction(self.tr("Save as &PNG…"), lambda: self._ask_file("png"))
        menu.addAction(self.tr("Save as &SVG…"), lambda: self._ask_file("svg"))
        self._menu_button.setText(self.tr("Picture"))
        self._menu_button.setAccessibleName(self.tr("Picture of {0}").format(self.title))
        self._menu_button.setToolTip(self.tr("Copy or save this picture"))
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setMenu(menu)
        self._menu_button.setAutoRaise(True)
        self.head.addWidget(heading)
        self.head.addStretch(1)
        self.head.addWidget(self._menu_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self.head)
        layout.addWidget(self._stack, 1)

    # What is shown.

    def show_bars(self, bars: Bars | None, left: Callable[[float], str] = count_text, is_whole: bool = True) -> None:
        """Shows bars, or the word why there are none: without `is_whole` they may still come."""
        self._empty.setText(self._word if is_whole else self.tr("Counting…"))
        bars = bars if bars is not None and len(bars) else None
        if bars is not self.bars:
            self.bars, self._left, self._is_drawn = bars, left, False
            self._menu_button.setEnabled(bars is not None)
            if self.isVisible():
                self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def draw(self) -> None:
        """Draws what is not drawn yet. A plot takes some 30 ms, so each is drawn when it comes into sight, in a turn of
        its own."""
        if self._is_drawn:
            return
        self._is_drawn = True
        if self.bars is None:
            self._stack.setCurrentIndex(0)
            return
        plot = self._made()
        self._stack.setCurrentWidget(plot)
        words = {name: self._words.get(name, name.upper()) for name in self.bars.series}
        plot.show_bars(self.bars, words, self._below, self._left)

    def _made(self) -> Plot:
        if self.plot is None:
            from gui.views.plot import Plot
            self.plot = Plot(self.told, self._zooms)
            self.plot.setAccessibleName(self.title)
            self.plot.setFont(self.font())
            self.plot.chosen.connect(self._chosen)
            self.plot.copy_wanted.connect(self.copy)
            self.plot.recolor()
            self._stack.addWidget(self.plot)
        return self.plot

    def _chosen(self, bar: int) -> None:
        if self.bars is not None and self.bars.filters[bar]:
            self.filter_wanted.emit(self.bars.filters[bar])

    def told(self, bar: int) -> str:
        """What is said of a bar."""
        assert self.bars is not None
        first, stop = (self._below(edge) for edge in self.bars.edges[bar:bar + 2])
        name = self.bars.names[bar] if self.bars.names else f"{first} – {stop}"
        parts = [f"{self._left(counts[bar])} {self._words.get(series, series.upper())}"
                 for series, counts in self.bars.series.items() if counts[bar]]
        return f"{name}: {', '.join(parts) or '0'}"

    def set_points(self, points: float) -> None:
        """Sets the size of text."""
        font = self.font()
        font.setPointSizeF(points)
        self.setFont(font)
        if self.plot is not None:
            self.plot.setFont(font)
            self.plot.recolor()

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        if self.plot is not None:
            self.plot.recolor()

    # The picture.

    def image(self) -> QImage:
        """The plot, sharp enough for print."""
        self.draw()
        plot = self._made()
        image = QImage(plot.viewport().size() * SHARPNESS, QImage.Format.Format_ARGB32)
        image.fill(self.palette().color(self.palette().ColorRole.Base))
        painter = QPainter(image)
        plot.render(painter)
        painter.end()
        return image

    def copy(self) -> None:
        """Puts the picture into the clipboard."""
        if self.bars is not None:
            QApplication.clipboard().setImage(self.image())

    def save(self, path: str) -> None:
        """Writes the picture; what kind, its name says.

        Raises:
            OSError: where it can't be written.
        """
        Path(path).write_bytes(self.drawing() if path.endswith(".svg") else self._png())

    def _png(self) -> bytes:
        octets = QBuffer()
        octets.open(QIODevice.OpenModeFlag.WriteOnly)
        self.image().save(octets, "PNG")  # type: ignore[call-overload]  # the stubs have bytes, and these are refused
        return bytes(octets.data().data())

    def drawing(self) -> bytes:
        """The plot in SVG."""
        from PySide6.QtSvg import QSvgGenerator
        self.draw()
        octets, plot, generator = QBuffer(), self._made(), QSvgGenerator()
        octets.open(QIODevice.OpenModeFlag.WriteOnly)
        generator.setOutputDevice(octets)
        generator.setTitle(self.title)
        generator.setSize(plot.viewport().size())
        generator.setViewBox(plot.viewport().rect())
        painter = QPainter(generator)
        plot.render(painter)
        painter.end()
        return bytes(octets.data().data())

    def _ask_file(self, kind: str) -> None:
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Save the picture"), f"{self.title}.{kind}", f"*.{kind}")
        if not path:
            return
        path = path if path.endswith(f".{kind}") else f"{path}.{kind}"
        try:
            self.save(path)
        except OSError as error:
            QMessageBox.warning(self, self.title, self.tr("{0} can't be written: {1}").format(path, error.strerror))
