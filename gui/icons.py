"""Icons: our own, drawn as SVG in the colour of the text."""
from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication, QIcon, QPalette, QPixmap

from gui.models.style import Mark

_SHAPES = {     # on a ground of 24 by 24
    "open": "<path d='M3 6.5h6l2 2.5h10v10H3z'/><path d='M3 12h18'/>",
    "reload": "<path d='M19 8a8 8 0 1 0 1 6'/><path d='M20 3v5.5h-5.5'/>",
    "close": "<path d='M6 6l12 12M18 6L6 18'/>",
    "previous": "<path d='M5 14l7-7 7 7'/>",
    "next": "<path d='M5 10l7 7 7-7'/>",
    "first": "<path d='M5 5h14M5 17l7-7 7 7'/>",
    "last": "<path d='M5 19h14M5 7l7 7 7-7'/>",
    "goto": "<path d='M4 6h16M4 18h16M4 12h9'/><path d='M15 9l4 3-4 3'/>",
    "follow": "<path d='M4 5h11v7H9l-3 3v-3H4z'/><path d='M18 9h2v7h-2v3l-3-3h-4'/>",
    "all": "<path d='M4 6h16M4 10h16M4 14h16M4 18h16'/>",
    "zoom-in": "<circle cx='10' cy='10' r='6'/><path d='M14.5 14.5L20 20M10 7.5v5M7.5 10h5'/>",
    "zoom-out": "<circle cx='10' cy='10' r='6'/><path d='M14.5 14.5L20 20M7.5 10h5'/>",
    "capture": "<circle cx='12' cy='12' r='8'/><circle cx='12' cy='12' r='3.500'/>",
    "capture-stop": "<path d='M6 6h12v12H6z'/>",
    "autoscroll": "<path d='M5 4h14M5 8h14M12 11v8M7.500 14.500l4.500 4.500 4.500-4.500'/>",
    "file": "<path d='M6 3h8l4 4v14H6z'/><path d='M14 3v4h4M9 12h6M9 16h6'/>",
    "save": "<path d='M4 4h12l4 4v12H4z'/><path d='M8 4v5h7V4M8 20v-6h8v6'/>",
    "mark-good": "<circle cx='12' cy='12' r='9.500'/><path d='M7.500 12.500l3.200 3.200 5.800-7'/>",
    "mark-empty": "<circle cx='12' cy='12' r='9'/><path d='M8 12h8'/>",
    "mark-warning": "<path d='M12 3.500l9.500 16.500h-19z'/><path d='M12 10v4.500M12 17.200v.1'/>",
    "mark-bad": "<path d='M8 3h8l5 5v8l-5 5H8l-5-5V8z'/><path d='M9 9l6 6M15 9l-6 6'/>",
    "mark-silent": "<circle cx='12' cy='12' r='9' stroke-dasharray='3 3.300'/>"
                   "<path d='M9.500 9.500l5 5M14.500 9.500l-5 5'/>",
    "mark-odd": "<path d='M12 2.500l9.500 9.500-9.500 9.500L2.500 12z'/>"
                "<path d='M10 10a2 2 0 1 1 2.600 2c-.4.2-.6.5-.6 1.300M12 16v.1'/>",
    "mark-request": "<path d='M2.500 12h18M13 4.500l7.500 7.500-7.500 7.500'/>",
    "mark-response": "<path d='M21.500 12h-18M11 4.500L3.500 12l7.500 7.500'/>",
    "mark-related": "<circle cx='12' cy='12' r='2.500'/>",
    "mark-comment": "<path d='M3 4.500h18v12h-9l-5 4.500v-4.500H3z'/><path d='M7.500 10.500h9'/>",
    "apply": "<path d='M4 12h14M12.500 6.500L18 12l-5.500 5.500'/>",
    "history": "<path d='M6 9.500l6 6 6-6'/>",
    "find": "<circle cx='10.500' cy='10.500' r='6'/><path d='M15 15l5.500 5.500'/>",
    "bookmark": "<path d='M7 4h10v16l-5-4.500L7 20z'/>",
    "up": "<path d='M12 19V5M6 11l6-6 6 6'/>",
    "down": "<path d='M12 5v14M6 13l6 6 6-6'/>",
    "sent": "<path d='M3 6h13v10H3zM3 6.500l6.500 5 6.500-5'/>"
            "<path d='M13 19.500h8M18.500 17l2.500 2.500-2.500 2.500'/>",
    "fetched": "<path d='M4 14v6h16v-6'/><path d='M12 3v11M7.500 10l4.500 4.500 4.500-4.500'/>",
    "trace": "<path d='M5 20h14M7 16.500h10v-2.500h-3c-1-3 1.500-4.500 1.500-7a3.500 3.500 0 0 0-7 0c0 2.500 2.500 4 "
             "1.500 7H7z'/>",
    "service-mail": "<path d='M3 6h18v12H3zM3 6.500l9 7 9-7'/>",
    "service-dns": "<circle cx='12' cy='12' r='9'/><path d='M3 12h18M12 3c-4 5-4 13 0 18M12 3c4 5 4 13 0 18'/>",
    "service-tls": "<path d='M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3'/>",
    "service-other": "<path d='M4 8.500h15M15.500 5l3.500 3.500-3.500 3.500M20 15.500H5M8.500 12L5 15.500 8.500 19'/>",
    "packets": "<path d='M4 6h16M4 10h16M4 14h16M4 18h10'/>",
}
_LINES = ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' width='{size}' height='{size}' fill='none' "
          "stroke='{color}' stroke-width='{width}' stroke-linecap='round' stroke-linejoin='round'>{shape}</svg>")
PILOTFISH = """<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64' width='{size}' height='{size}'>
<path d='M4 33c8-14 30-17 43-5l12-8c-1 5-2 9-2 13s1 8 2 13l-12-8C34 50 12 47 4 33z' fill='#3b82d0'/>
<path d='M18 22.500l3 22.500M27 20l3 27M36 21.500l2 23.500' stroke='#17395f' stroke-width='4' fill='none'/>
<path d='M24 19c4-5 9-7 15-7l-3 8z' fill='#2a69b3'/><circle cx='12' cy='31' r='2.300' fill='#ffffff'/></svg>"""
_MARKS = frozenset(name for name in _SHAPES if name.startswith(("mark-", "service-")))
WIDE, NARROW = 2.5, 1.7
"""Lines of signs, which are small, and of icons."""
_SIZES = (16, 20, 24, 32, 40, 48, 64, 144)


def icon(name: str) -> QIcon:
    """An icon in the colours of the present theme."""
    role, group = QPalette.ColorRole.ButtonText, QPalette.ColorGroup
    palette = QGuiApplication.palette()
    found = QIcon()
    for mode, colors in ((QIcon.Mode.Normal, group.Active), (QIcon.Mode.Disabled, group.Disabled)):
        for size in _SIZES:
            found.addPixmap(_pixmap(name, size, palette.color(colors, role).name()), mode)
    return found


@cache
def mark(mark: Mark, color: str, size: int, ratio: float) -> QPixmap:
    """A sign of a size in points, sharp on a screen with so many pixels a point."""
    return sign(f"mark-{mark.value}", color, size, ratio)


@cache
def sign(name: str, color: str, size: int, ratio: float) -> QPixmap:
    """A shape of a size in points, sharp on a screen with so many pixels a point."""
    pixmap = _pixmap(name, round(size * ratio), color)
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def _pixmap(name: str, size: int, color: str) -> QPixmap:
    if name == "pilotfish":
        text = PILOTFISH.format(size=size)
    else:
        text = _LINES.format(size=size, color=color, shape=_SHAPES[name], width=WIDE if name in _MARKS else NARROW)
    pixmap = QPixmap()
    pixmap.loadFromData(QByteArray(text.encode()), "SVG")
    return pixmap
