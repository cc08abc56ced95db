"""What packets have to do with the chosen one: they are of its flow, or its fields name them; without Qt."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from analyzer.commands import answered, row_of
from analyzer.services import MAIL
from dissectors.fields import Field, Kind
from gui.models.style import Mark

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array

MOST_NAMED = 1_000
"""Packets that have a sign: a large email has fragments without end."""
MOST_EVENTS = 20_000
"""In longer sessions nobody looks for the reply to a command."""
_ASKED, _ANSWERED = ".response_in", ".response_to"


class Strand(Enum):
    """Where a line stands to the flow of the chosen packet."""
    FIRST = "first"
    WITHIN = "within"
    BESIDE = "beside"       # of another flow, between the first and the last one
    LAST = "last"
    APART = "apart"


class Related(NamedTuple):
    """The rows of the chosen packet's flow, and the signs of rows."""
    rows: Sequence[int] | Array = ()
    marks: Mapping[int, Mark] = {}

    def strand(self, row: int) -> Strand:
        """Where a row stands."""
        at = bisect_left(self.rows, row)
        if len(self.rows) < 2 or at == len(self.rows) or row < self.rows[0]:
            return Strand.APART
        if row != self.rows[at]:
            return Strand.BESIDE
        return Strand.FIRST if at == 0 else Strand.LAST if at == len(self.rows) - 1 else Strand.WITHIN


def related(analysis: Analysis, row: int, fields: Iterable[Field]) -> Related:
    """What has to do with a packet that has these fields."""
    marks: dict[int, Mark] = {}
    for field in fields:
        if field.spec.kind is not Kind.FRAME or not isinstance(field.value, int) or len(marks) >= MOST_NAMED:
            continue
        name, other = field.spec.name, field.value - 1
        marks[other] = (Mark.RESPONSE if name.endswith(_ASKED) else
                        Mark.REQUEST if name.endswith(_ANSWERED) else Mark.RELATED)
        if name.endswith((_ASKED, _ANSWERED)):
            marks[row] = Mark.REQUEST if name.endswith(_ASKED) else Mark.RESPONSE
    flow = int(analysis.packets.column("flow")[row])
    if flow < 0:
        return Related(marks=marks)
    marks |= _in_session(analysis, flow, row)
    return Related(analysis.rows_of(flow), marks)


def _in_session(analysis: Analysis, flow: int, row: int) -> dict[int, Mark]:
    """Which packets of a mail session have the commands whose replies a packet has, and the replies to its commands."""
    talk = analysis.engine.talk(flow) if analysis.services.of(flow) in MAIL else None
    if talk is None or len(talk.events) > MOST_EVENTS:
        return {}
    marks: dict[int, Mark] = {}
    for command, replies in answered(talk):
        asked, said = row_of(talk, command), row_of(talk, replies[-1]) if replies else -1
        if said >= 0 and row in (asked, said) and asked != said:
            marks |= {asked: Mark.REQUEST, said: Mark.RESPONSE}
    return marks
