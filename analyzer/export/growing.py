"""Rows that come over time, written as they come, in every format."""
from __future__ import annotations

from collections.abc import Sequence

from analyzer.export.csv_text import write_csv
from analyzer.export.json_text import to_json
from analyzer.export.people import View, fit, line, widened
from analyzer.export.tables import Writer, write_json_lines
from analyzer.export.visible import encoded, visible, width
from analyzer.rows import Row, names

_GAP = "  "
_LONGEST = 1_000
"""Characters of a cell that are looked at."""


class Growing:
    """A list of rows that grows; what `add` gets is written when it returns."""

    def __init__(self, writer: Writer, kind: str) -> None:
        self._writer, self._kind = writer, kind
        self._layout: list[tuple[int, int]] = []
        self._rows = 0

    def add(self, rows: Sequence[Row], view: View) -> None:
        """Writes rows; the view is for the table, and the same in all calls but for what the first rows said."""
        if not rows:
            return
        match self._writer.format:
            case "table":
                self._add_to_table(rows, view)
            case "csv":
                self._add_to_csv(rows)
            case "json":
                texts = [to_json(row, self._writer.digits) for row in rows]
                self._writer.write((b",\n" if self._rows else b"[\n") + b",\n".join(texts))
            case _:
                write_json_lines(rows, self._writer.write, self._writer.digits)
        self._rows += len(rows)

    def end(self) -> None:
        """Writes what stands behind the last row."""
        if self._writer.format == "json":
            self._writer.write(b"\n]\n" if self._rows else b"[]\n")

    def _add_to_csv(self, rows: Sequence[Row]) -> None:
        parts: list[bytes] = []
        write_csv(rows, names(self._kind), parts.append, self._writer.digits)
        text = b"".join(parts)
        self._writer.write(text[text.index(b"\n") + 1:] if self._rows else text)

    def _add_to_table(self, rows: Sequence[Row], view: View) -> None:
        """The widths go by the rows that came first; the last column takes what is left of the line."""
        cells = [[visible(column.text(row)[:_LONGEST]) for column in view.columns] for row in rows]
        screen, columns = self._writer.screen, view.columns
        lines = []
        if not self._rows:
            natural = [max(width(column.header), column.least, *(width(one[at]) for one in cells))
                       for at, column in enumerate(columns)]
            self._layout = fit(columns, natural, screen.width, len(_GAP))
            lines.append(screen.bold(line([one.header for one in columns], columns, self._layout, screen.width, _GAP)))
        for one in cells:
            self._layout = widened(self._layout, one, columns, screen.width, len(_GAP))
            lines.append(line(one, columns, self._layout, screen.width, _GAP))
        self._writer.write(encoded("\n".join(lines) + "\n"))
