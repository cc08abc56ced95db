"""What is known of packets beside the columns of their table: what others work out for the rows in sight."""
from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from gui.models.style import Style, style_of
from gui.overview import STYLES

if TYPE_CHECKING:
    from analyzer.columns import Array
    from gui.packet_cells import Cell, Cells
    from gui.questions import Texts

TEXTS_KEPT = 20_000
_NO_CELLS: dict[int, Cell] = {}


class PacketTexts:
    """Protocols, infos, cells of columns with a text of their own, and styles, by row."""

    def __init__(self) -> None:
        self._texts: Texts = {}
        self._cells: Cells = {}
        self._styles: dict[int, Style] = {}     # as rules say
        self._expected: Array | None = None     # as far as columns say it, by the numbers of STYLES
        self._asked: set[int] = set()           # rows whose texts were asked for last

    def unknown(self, rows: Sequence[int], own: Sequence[str]) -> list[int]:
        """The rows without texts, in the columns `own` too; none where these were asked for last."""
        cells = [self._cells.get(text, _NO_CELLS) for text in own]
        found = [row for row in rows if self.text(row)[1] is None or any(row not in known for known in cells)]
        if self._asked.issuperset(found):
            return []
        self._asked = set(found)
        return found

    def uncolored(self, rows: Sequence[int]) -> list[int]:
        """The rows of which no rule has said a style."""
        return [row for row in rows if row not in self._styles]

    def text(self, row: int) -> tuple[str, str | None]:
        """Protocol and info; None for an info that is not known."""
        return self._texts.get(row, ("", None))

    def cell(self, row: int, column: str) -> Cell | None:
        """What a column with a text of its own says."""
        return self._cells.get(column, _NO_CELLS).get(row)

    def style(self, row: int, protocol: str, flags: int) -> Style:
        """As a rule says; until that is known, as columns or the protocol let expect."""
        if row in self._styles:
            return self._styles[row]
        if self._expected is not None and row < len(self._expected):
            return STYLES[self._expected[row]]
        return style_of(protocol, flags)

    # What comes.

    def add(self, texts: Texts) -> None:
        """Takes protocols and infos."""
        if len(self._texts) > TEXTS_KEPT:
            self._texts = {}
        self._texts.update(texts)

    def add_cells(self, cells: Cells) -> set[int]:
        """Takes what columns with a text of their own say; gives the rows."""
        changed: set[int] = set()
        for text, found in cells.items():
            known = self._cells.setdefault(text, {})
            if len(known) > TEXTS_KEPT:
                known.clear()
            known.update(found)
            changed |= found.keys()
        return changed

    def add_styles(self, styles: dict[int, Style]) -> None:
        """Takes the styles that rules give."""
        if len(self._styles) > TEXTS_KEPT:
            self._styles = {}
        self._styles.update(styles)

    def expect(self, styles: Array | None) -> None:
        """Takes the styles of all packets, as far as columns say them."""
        self._expected = styles

    # What goes.

    def keep_columns(self, texts: Collection[str]) -> None:
        """Forgets what columns other than these said."""
        self._cells = {text: found for text, found in self._cells.items() if text in texts}
        self._asked = set()

    def clear(self) -> None:
        """Forgets everything."""
        self._texts, self._cells, self._styles, self._asked = {}, {}, {}, set()
        self._expected = None
