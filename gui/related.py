"""What packets have to do with the chosen one: they are of its flow, or its fields name them; without Qt."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from analyzer.commands import command_rows
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
    """The flow of the chosen packet, its first and its last row, and the signs of rows."""
    flow: int = -1
    first: int = -1
    last: int = -1
    marks: Mapping[int, Mark] = {}

    def strands(self, rows: Sequence[int], flows: Array) -> list[Strand]:
        """Where rows stand; `flows` are those of all packets."""
        if self.first == self.last:
            return [Strand.APART] * len(rows)
        return [self._strand(row, flow) for row, flow in zip(rows, flows[list(rows)].tolist(), strict=True)]

    def _strand(self, row: int, flow: int) -> Strand:
        if not self.first <= row <= self.last:
            return Strand.APART
        if row in (self.first, self.last):
            return Strand.FIRST if row == self.first else Strand.LAST
        return Strand.WITHIN if flow == self.flow else Strand.BESIDE


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
    rows = analysis.rows_of(flow)
    return Related(flow, int(rows[0]), int(rows[-1]), marks)


def _in_session(analysis: Analysis, flow: int, row: int) -> dict[int, Mark]:
    """Which packets of a mail session have the commands whose replies a packet has, and the replies to its commands."""
    talk = analysis.engine.talk(flow) if analysis.services.of(flow) in MAIL else None
    if talk is None or len(talk.events) > MOST_EVENTS:
        return {}
    marks: dict[int, Mark] = {}
    for said in command_rows(talk):
        asked, answered = said["packet"] - 1, (said["reply_packet"] or 0) - 1
        if said["command"] is not None and answered >= 0 and row in (asked, answered) and asked != answered:
            marks |= {asked: Mark.REQUEST, answered: Mark.RESPONSE}
    return marks
