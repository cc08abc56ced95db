"""A mail's HTML, made safe: on white ground, as its author expects; shows pictures of the same mail and no others."""
from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QImageReader, QPalette, QTextDocument
from PySide6.QtWidgets import QWidget

from gui.views.rich_text import RichText

WIDEST = 900
MOST_PIXELS = 16_000_000
FORMATS = frozenset((b"png", b"jpeg", b"jpg", b"gif", b"bmp"))


def pictures(images: Mapping[str, bytes]) -> dict[str, QImage]:
    """The pictures that can be read, small enough for a screen; any thread may do this."""
    found = {}
    for name, data in images.items():
        buffer = QBuffer()
        buffer.setData(QByteArray(data))
        reader = QImageReader(buffer)
        size = reader.size()
        if bytes(reader.format().data()) not in FORMATS or size.width() * size.height() > MOST_PIXELS:
            continue
        if size.width() > WIDEST:
            reader.setScaledSize(QSize(WIDEST, max(size.height() * WIDEST // size.width(), 1)))
        image = reader.read()
        if not image.isNull():
            found[name] = image
    return found


class MailHtml(RichText):
    """Shows SafeHtml with its pictures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: Mapping[str, QImage] = {}
        self._nothing = QImage(1, 1, QImage.Format.Format_ARGB32)
        self._nothing.fill(QColor(0, 0, 0, 0))
        palette = QPalette(self.palette())
        for role, color in ((QPalette.ColorRole.Base, "#ffffff"), (QPalette.ColorRole.Text, "#1d2329"),
                            (QPalette.ColorRole.Link, "#1a5fb4"), (QPalette.ColorRole.PlaceholderText, "#6a737d")):
            palette.setColor(role, QColor(color))
        self.setPalette(palette)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)

    def show_html(self, html: str, images: Mapping[str, QImage]) -> None:
        """Shows another mail."""
        self._pictures = images
        self.setHtml(html)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """RFC 2392: `cid:` names a part of the same mail. Nothing else is loaded; and where no picture is given, Qt
        would look for a file of that name, so there is an empty one."""
        url = QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        content_id = QUrl.fromPercentEncoding(QByteArray(url.path().encode()))
        return self._pictures.get(content_id, self._nothing) if url.scheme() == "cid" else self._nothing
