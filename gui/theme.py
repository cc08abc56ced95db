"""Theme: the colours of the window, light and dark; the system's wish is followed unless the user has another."""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gui.models.style import Mark, Style


class Appearance(Enum):
    """What the user wants."""
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colors:
    """What is not in the palette. `rows`: the ground of a row; `stripes`: the mark at its left edge."""
    rows: dict[Style, QColor]
    stripes: dict[Style, QColor]
    problem_text: QColor
    marked_text: QColor
    faint: QColor
    chosen_bytes: QColor
    layer_bytes: QColor
    client: QColor
    server: QColor
    bars: dict[str, tuple[QColor, QColor]]      # ground and edge of message bars
    marks: dict[Mark, QColor]


@cache
def _colors(dark: bool) -> Colors:
    if dark:
        return Colors(
            rows=_row_colors("#17273a", "#172b20", "#2a2038", "#3b1d20", "#352c12", "#2a2038", "#dfe3e7"),
            stripes=_row_colors("#4a90d9", "#3fa66a", "#9a7bd0", "#e0565b", "#d0a53a", "#9a7bd0", "#ffffff"),
            marks=_marks("#58c086", "#9aa4ae", "#e0b64a", "#f0757a", "#b79ae6", "#7db4f5"),
            problem_text=QColor("#ff9c9f"), marked_text=QColor("#14171a"), faint=QColor("#8b95a1"),
            chosen_bytes=QColor("#2c5fa8"), layer_bytes=QColor("#263544"), client=QColor("#f0a58f"),
            server=QColor("#8fbcf0"),
            bars={"good": (QColor("#1c3526"), QColor("#2f6b47")),
                  "info": (QColor("#1d2f45"), QColor("#2f5680")), "warning": (QColor("#3f3515"), QColor("#7d6a26")),
                  "error": (QColor("#451f22"), QColor("#8a3a3f"))})
    return Colors(
        rows=_row_colors("#eaf3fd", "#e9f7ee", "#f3effb", "#fde7e7", "#fff6dc", "#f3effb", "#24282d"),
        stripes=_row_colors("#3b82d0", "#2f9e5f", "#8463c4", "#d3353b", "#d09a1e", "#8463c4", "#000000"),
        marks=_marks("#1f8a4c", "#6a737d", "#96690a", "#c4262c", "#6f4db5", "#1a5fb4"),
        problem_text=QColor("#a1161c"), marked_text=QColor("#ffffff"), faint=QColor("#6a737d"),
        chosen_bytes=QColor("#a9cdfb"), layer_bytes=QColor("#e6edf5"), client=QColor("#a33a17"),
        server=QColor("#1a56a8"),
        bars={"good": (QColor("#dcf5e4"), QColor("#9ed8b3")),
              "info": (QColor("#e8f1fc"), QColor("#b3d0f2")), "warning": (QColor("#fff4cc"), QColor("#e3c75a")),
              "error": (QColor("#fde4e4"), QColor("#eba9a9"))})


def _row_colors(*names: str) -> dict[Style, QColor]:
    """The colours of all styles but PLAIN, in their order."""
    return dict(zip((style for style in Style if style is not Style.PLAIN), map(QColor, names), strict=True))


def _marks(good: str, empty: str, warning: str, bad: str, odd: str, comment: str) -> dict[Mark, QColor]:
    return {Mark.GOOD: QColor(good), Mark.EMPTY: QColor(empty), Mark.WARNING: QColor(warning), Mark.BAD: QColor(bad),
            Mark.SILENT: QColor(bad), Mark.ODD: QColor(odd),
            **dict.fromkeys((Mark.COMMENT, Mark.REQUEST, Mark.RESPONSE, Mark.RELATED), QColor(comment))}


def is_dark() -> bool:
    """Whether the window is dark now."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colors() -> Colors:
    """The colours of the present theme."""
    return _colors(is_dark())


def apply(app: QApplication, appearance: Appearance) -> None:
    """Puts the palette on."""
    scheme = app.styleHints().colorScheme()
    dark = scheme is Qt.ColorScheme.Dark if appearance is Appearance.SYSTEM else appearance is Appearance.DARK
    app.setPalette(_palette(dark))


def fixed_font() -> QFont:
    """The font of bytes and conversations."""
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)


def row_height(metrics: QFontMetrics) -> int:
    """The height of a row in lists and trees."""
    return metrics.height() + 4


def icon_size() -> QSize:
    """The size of toolbar icons."""
    return QSize(20, 20)


@cache
def _palette(dark: bool) -> QPalette:
    role = QPalette.ColorRole
    names = {
        role.Window: ("#f5f6f8", "#22262b"), role.WindowText: ("#1d2329", "#e2e6ea"),
        role.Base: ("#ffffff", "#191c20"), role.AlternateBase: ("#f7f8fa", "#1e2226"),
        role.Text: ("#1d2329", "#e2e6ea"), role.Button: ("#f0f2f4", "#2b3036"),
        role.ButtonText: ("#1d2329", "#e2e6ea"), role.BrightText: ("#a1161c", "#ff9c9f"),
        role.Highlight: ("#2b6cc4", "#2f68b5"), role.HighlightedText: ("#ffffff", "#ffffff"),
        role.ToolTipBase: ("#ffffff", "#2b3036"), role.ToolTipText: ("#1d2329", "#e2e6ea"),
        role.PlaceholderText: ("#6a737d", "#8b95a1"), role.Link: ("#1a5fb4", "#7db4f5"),
        role.LinkVisited: ("#1a5fb4", "#7db4f5"), role.Light: ("#ffffff", "#3a4048"),
        role.Midlight: ("#e8ebee", "#31363c"), role.Mid: ("#c6ccd2", "#3b4149"), role.Dark: ("#a4acb4", "#15181b"),
        role.Shadow: ("#70777e", "#0c0e10"),
    }
    palette = QPalette()
    for name, pair in names.items():
        palette.setColor(name, QColor(pair[dark]))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor("#6d757e" if dark else "#a0a7ae"))
    palette.setColor(QPalette.ColorGroup.Inactive, role.Highlight, QColor("#39506b" if dark else "#c9d9ec"))
    palette.setColor(QPalette.ColorGroup.Inactive, role.HighlightedText, QColor("#e2e6ea" if dark else "#1d2329"))
    return palette
