"""How the series of a chart look: a colour and a pattern each, for light and dark."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor

from gui.theme import colors, is_dark

BLUE, GREEN, ORANGE = ("#0072b2", "#4aa3df"), ("#009e73", "#3fc79a"), ("#e69f00", "#f0c24b")
PINK, RED, SKY = ("#cc79a7", "#dd9cc0"), ("#d55e00", "#f08a4b"), ("#56b4e9", "#8fd0f5")
"""Colours that the colour-blind tell apart (Okabe and Ito), for light and dark."""
OWN = {"dns": (BLUE, Qt.BrushStyle.SolidPattern), "smtp": (GREEN, Qt.BrushStyle.SolidPattern),
       "mail": (GREEN, Qt.BrushStyle.SolidPattern), "imap": (ORANGE, Qt.BrushStyle.BDiagPattern),
       "pop": (PINK, Qt.BrushStyle.FDiagPattern)}
"""What always looks the same. The pattern is beside the colour, so that this is not all that tells them apart."""
FURTHER = ((RED, Qt.BrushStyle.DiagCrossPattern), (SKY, Qt.BrushStyle.HorPattern), (ORANGE, Qt.BrushStyle.VerPattern),
           (PINK, Qt.BrushStyle.CrossPattern), (GREEN, Qt.BrushStyle.Dense4Pattern), (RED, Qt.BrushStyle.Dense3Pattern))


def looks(names: Iterable[str]) -> Iterator[QBrush]:
    """How series are filled; what has no name is the rest."""
    further = iter(FURTHER)
    for name in names:
        if name:
            color, pattern = OWN.get(name) or next(further)
            yield QBrush(QColor(color[is_dark()]), pattern)
        else:
            yield QBrush(colors().faint, Qt.BrushStyle.Dense6Pattern)
