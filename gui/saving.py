"""Saving packets to another file: which of them, in which form, in steps for a Worker; without Qt."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from analyzer.errors import UsageError
from gui.wording import translate

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.capture.writer import Form
    from analyzer.columns import Array

_SPAN = re.compile(r"\s*([0-9]{1,12})?\s*(-)?\s*([0-9]{1,12})?\s*")


class Which(Enum):
    """Which packets are meant, as in Wireshark."""
    ALL = "all"
    DISPLAYED = "displayed"
    SELECTED = "selected"
    MARKED = "marked"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be saved: `rows` are packets of the capture in their order."""
    rows: Array
    path: str
    form: Form


def rows_in(text: str, count: int) -> Array:
    """The rows of packets whose numbers are written `1-20, 40, 50-`, among the first `count`.

    Raises:
        UsageError: where it can't be understood.
    """
    kept = np.zeros(count, bool)
    for part in text.split(","):
        found = _SPAN.fullmatch(part)
        if found is None or not (found[1] or found[3]):
            raise _no_range(part.strip() or repr(text))
        first = int(found[1] or 1)
        last = (int(found[3]) if found[3] else count) if found[2] else first
        if not 1 <= first <= last:
            raise _no_range(part.strip())
        kept[first - 1:last] = True
    return np.flatnonzero(kept)


def _no_range(text: str) -> UsageError:
    return UsageError(translate("Saving", "{0} is no range of packets: 1-20, 40").format(text))


def save(analysis: Analysis, wish: Wish) -> Iterator[float]:
    """Writes the file; tells how far it is, from 0 to 1.

    Raises:
        CaptureError: where it can't be written.
    """
    from analyzer.capture.records import Records
    from analyzer.capture.writer import Content, write_capture
    rows: Sequence[int] = wish.rows.tolist()
    records = Records(*(analysis.packets.column(name)[wish.rows] for name in Records.__dataclass_fields__))
    comments = analysis.comments
    content = Content(analysis.capture, records, lambda place: comments.of(rows[place]), comments.general())
    yield from write_capture(content, wish.path, wish.form)
