"""Which packets a list shows, and in which lines: all, those of a flow, those that a filter keeps."""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analyzer.columns import Array
from gui.packet_order import Order


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows that are listed, in their order.

    Attributes:
        known: rows of the packet table that are seen.
        flow, flow_rows: what the list is narrowed to; -1 and None for all flows.
        kept: the rows that a filter keeps; None for all.
        rows: what is both of the flow and kept; None for all.
        order: these in another order than that of the capture.
    """
    known: int = 0
    flow: int = -1
    flow_rows: Array | None = None
    kept: Array | None = None
    rows: Array | None = None
    order: Order | None = None

    def __len__(self) -> int:
        return self.known if self.rows is None else len(self.rows)

    def grown(self, known: int, flows: Array) -> Listed:
        """With the packets that were read meanwhile; `flows`: for each packet its flow. What a filter keeps of them is
        said later."""
        if self.flow_rows is None:
            new = np.arange(self.known, known) if self.kept is None else np.zeros(0, np.int64)
            return replace(self, known=known, order=self._order_with(new, known))
        new = np.flatnonzero(flows[self.known:known] == self.flow) + self.known
        flow_rows = np.concatenate([self.flow_rows, new])
        if self.kept is not None:
            return replace(self, known=known, flow_rows=flow_rows)
        return replace(self, known=known, flow_rows=flow_rows, rows=flow_rows, order=self._order_with(new, known))

    def _order_with(self, rows: Array, known: int) -> Order | None:
        return self.order.with_more(rows, known) if self.order is not None else None

    def narrowed(self, flow: int, rows: Array | None, known: int) -> Listed:
        """Only the packets of a flow: `rows`, among the first `known`; None for those of all flows."""
        return replace(self, flow=flow, flow_rows=rows, known=known)._chosen()

    def filtered(self, rows: Array | None) -> Listed:
        """Only what a filter keeps."""
        return replace(self, kept=rows)._chosen()

    def _chosen(self) -> Listed:
        """With `rows` worked out, in the order of the capture."""
        if self.kept is None or self.flow_rows is None:
            return replace(self, rows=self.flow_rows if self.kept is None else self.kept, order=None)
        return replace(self, rows=self.flow_rows[_among(self.flow_rows, self.kept)], order=None)

    def row_of(self, line: int) -> int:
        """The packet of a line."""
        rows = self.rows if self.order is None else self.order.rows
        return line if rows is None else int(rows[line])

    def line_of(self, row: int) -> int:
        """The line of a packet; -1 where it is not listed."""
        if self.order is not None:
            return int(self.order.lines[row]) if 0 <= row < len(self.order.lines) else -1
        if self.rows is None:
            return row if 0 <= row < self.known else -1
        line = int(np.searchsorted(self.rows, row))
        return line if line < len(self.rows) and self.rows[line] == row else -1

    def line_near(self, row: int) -> int:
        """The line of a packet, or where it is not listed, of the next one; -1 where there is none."""
        if self.order is not None:
            return min(max(self.line_of(row), 0), len(self) - 1)
        line = row if self.rows is None else int(np.searchsorted(self.rows, row))
        return min(line, len(self) - 1)

    def all_rows(self) -> Array:
        """The rows as an array, in the order of the lines."""
        return self.captured_rows() if self.order is None else self.order.rows

    def captured_rows(self) -> Array:
        """The rows as an array, in the order of the capture."""
        return np.arange(self.known, dtype=np.int32) if self.rows is None else self.rows

    def rows_from(self, line: int, step: int) -> Array:
        """The packets that are listed, from a line on, forwards (1) or backwards (-1), around the end to the line."""
        rows = self.all_rows()
        ahead = np.concatenate([rows[line + 1:], rows[:line + 1]])
        return ahead if step > 0 else np.concatenate([rows[:max(line, 0)][::-1], rows[max(line, 0):][::-1]])


def _among(rows: Array, others: Array) -> Array:
    """Which rows stand among others too; both are in order."""
    places = np.searchsorted(others, rows)
    found: Array = np.append(others, -1)[places] == rows
    return found
