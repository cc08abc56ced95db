"""Completion of field names in a filter line: a list with each name's type and label."""
from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, QRect, Qt
from PySide6.QtWidgets import QCompleter, QHeaderView, QLineEdit, QTreeView

from gui.filtering import FieldName
from gui.models.lines import NOWHERE, ROLE, Index

MOST = 200
FEW = 12
"""With fewer names that begin so, those with the word elsewhere are offered too."""
LINES = 12
_WORD = re.compile(r"[A-Za-z_][\w.-]*$")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def word_before(text: str) -> str:
    """The name that a text ends with; "" where it ends within quotes or with something else."""
    rest = _QUOTED.sub(lambda found: " " * len(found.group()), text)
    found = _WORD.search(rest)
    return found.group() if found and '"' not in rest else ""


class Names(QAbstractTableModel):
    """The names that fit a word."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[FieldName] = ()
        self._keys: list[str] = []
        self.found: list[FieldName] = []

    def fill(self, names: Sequence[FieldName]) -> None:
        """Brings all names, in order of the alphabet."""
        self._all, self._keys = names, [one.name for one in names]

    def find(self, word: str) -> None:
        """Lists the names that begin with a word, then those with it elsewhere, in name or label."""
        first, low = bisect_left(self._keys, word), word.lower()
        last = bisect_left(self._keys, word + "\U0010ffff")
        found = list(self._all[first:min(last, first + MOST)])
        if len(found) < FEW:
            found += [one for one in self._all if not one.name.startswith(word)
                      and (low in one.name.lower() or low in one.label.lower())][:MOST - len(found)]
        self.beginResetModel()
        self.found = [] if [one.name for one in found] == [word] else found
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.found)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 3

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if role in (ROLE.DisplayRole, ROLE.EditRole):
            one = self.found[index.row()]
            return (one.name, one.kind, one.label)[index.column()]
        return None


class NameCompleter(QCompleter):
    """Offers names for the word before the cursor of a line."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._line, self._names = line, Names(self)
        view = QTreeView()
        view.setRootIsDecorated(False)
        view.setHeaderHidden(True)
        view.setUniformRowHeights(True)
        view.setStyleSheet("QTreeView::item { padding: 2px 10px 2px 4px; }")
        view.setAccessibleName(self.tr("Names that fit"))
        self.setModel(self._names)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setMaxVisibleItems(LINES)
        self.setWidget(line)
        self.setPopup(view)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.header().setStretchLastSection(True)
        self._view = view
        self.activated.connect(self._insert)

    def fill(self, names: Sequence[FieldName]) -> None:
        """Brings all names."""
        self._names.fill(names)

    @property
    def is_open(self) -> bool:
        """Whether names are offered now."""
        return self._view.isVisible()

    @property
    def has_choice(self) -> bool:
        """Whether one of them is lit."""
        return self.is_open and self._view.currentIndex().isValid()

    @property
    def offered(self) -> list[FieldName]:
        """The names that are offered."""
        return self._names.found if self.is_open else []

    def offer(self) -> None:
        """Offers names for the word before the cursor, if it is one."""
        word = word_before(self._line.text()[:self._line.cursorPosition()])
        self._names.find(word) if word else None
        if not word or not self._names.found:
            self.close_list()
            return
        width = sum(self._view.sizeHintForColumn(column) for column in range(3)) + 60
        area = self._line.cursorRect()
        self.complete(QRect(area.left(), 0, max(width, 360), self._line.height()))
        self._view.setCurrentIndex(self._names.index(-1, 0))

    def take_first(self) -> None:
        """Takes the name that is lit, or the first."""
        line = max(self._view.currentIndex().row(), 0)
        self._insert(self._names.found[line].name)
        self.close_list()

    def close_list(self) -> None:
        """Offers nothing any longer."""
        self._view.hide()

    def _insert(self, name: object) -> None:
        at, text = self._line.cursorPosition(), self._line.text()
        before = text[:at].removesuffix(word_before(text[:at]))
        self._line.setText(f"{before}{name}{text[at:]}")
        self._line.setCursorPosition(len(f"{before}{name}"))
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
