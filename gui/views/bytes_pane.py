"""The hex pane: the bytes of the chosen packet; a tab for each further source of bytes."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from gui.models.nodes import Origin
from gui.state import Span
from gui.views.hex import HexView


class BytesPane(QWidget):
    """The sources of bytes of a packet in tabs; no tabs where there is only the frame."""
    byte_chosen = Signal(int, int)      # source, position
    byte_hovered = Signal(int, int)
    menu_wanted = Signal(QPoint)        # where on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = HexView(self)
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.hide()
        self._sources: list[bytes] = []
        self._marks: tuple[Span | None, Span | None] = (None, None)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.view)
        layout.addWidget(self.tabs)
        self.setFocusProxy(self.view)
        self.tabs.currentChanged.connect(self._show_source)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.view.viewport().mapToGlobal(at)))
        self.view.byte_chosen.connect(lambda pos: self.byte_chosen.emit(self.source(), pos))
        self.view.byte_hovered.connect(lambda pos: self.byte_hovered.emit(self.source(), pos))

    def source(self) -> int:
        """The source in sight."""
        return max(self.tabs.currentIndex(), 0)

    def show_sources(self, sources: list[bytes], origins: Sequence[tuple[Origin, str]]) -> None:
        """Shows the bytes of another packet; `origins`: what they are."""
        self._sources, self._marks = sources, (None, None)
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for source, (origin, of) in zip(sources, origins, strict=True):
            name = " ".join((self._names()[origin], of)).strip().replace("&", "&&")
            self.tabs.addTab(self.tr("{0} ({1:,} bytes)").format(name, len(source)))
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(sources) > 1)
        self._show_source(0)

    def marked(self) -> bytes:
        """The chosen bytes of the source in sight; all of it where none are chosen."""
        span, data = self._marks[0], self._sources[self.source()] if self._sources else b""
        return data[span.pos:span.pos + span.size] if span is not None and span.source == self.source() else data

    def _names(self) -> dict[Origin, str]:
        return {Origin.FRAME: self.tr("Frame"), Origin.DATAGRAM: self.tr("Reassembled datagram"),
                Origin.STREAM: self.tr("Reassembled"), Origin.DECODED: self.tr("Decoded"),
                Origin.OTHER: self.tr("Further bytes")}

    def mark(self, span: Span | None, layer: Span | None) -> None:
        """Lights bytes, in the source where they are."""
        self._marks = span, layer
        if span is not None and span.source != self.source() and span.source < len(self._sources):
            self.tabs.setCurrentIndex(span.source)      # which marks them as well
        else:
            self._show_marks()

    def _show_source(self, number: int) -> None:
        self.view.show_bytes(self._sources[number] if 0 <= number < len(self._sources) else b"")
        self._show_marks()

    def _show_marks(self) -> None:
        places = [(span.pos, span.size) if span is not None and span.source == self.source() else None
                  for span in self._marks]
        self.view.mark(places[0], places[1])
