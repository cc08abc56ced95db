"""The columns of the packet list: the usual ones, and those that show a field or what a filter says; without Qt."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from typing import Any

from gui.wording import _


class Column(IntEnum):
    """The usual columns, in their usual order."""
    NUMBER = 0
    TIME = 1
    SOURCE = 2
    DESTINATION = 3
    PROTOCOL = 4
    LENGTH = 5
    INFO = 6


class Align(Enum):
    """The side on which a column's texts stand."""
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


RIGHT = frozenset((Column.NUMBER, Column.TIME, Column.LENGTH))


@dataclass(frozen=True, slots=True)
class PacketColumn:
    """A column.

    Attributes:
        kind: which of the usual columns it is; None for one with a text of its own.
        title: what stands above it; "" for the usual title.
        text: fields (`dns.qry.name`, `tcp.port || udp.port`), an expression (`len(dns.qry.name)`) or a filter.
        width: in pixels; 0 where it is to fit.
    """
    kind: Column | None
    title: str = ""
    text: str = ""
    align: Align = Align.LEFT
    width: int = 0
    shown: bool = True


DEFAULTS = tuple(PacketColumn(kind, align=Align.RIGHT if kind in RIGHT else Align.LEFT) for kind in Column)
FURTHER = (PacketColumn(None, _("Delta"), "frame.time_delta", Align.RIGHT),
           PacketColumn(None, _("Source port"), "tcp.srcport || udp.srcport", Align.RIGHT),
           PacketColumn(None, _("Destination port"), "tcp.dstport || udp.dstport", Align.RIGHT),
           PacketColumn(None, _("Flow"), "flow.flow", Align.RIGHT), PacketColumn(None, _("Name"), "dns.qry.name"),
           PacketColumn(None, _("Latency"), "dns.latency", Align.RIGHT))
"""Columns that are often wanted, with titles that are still to be translated."""


def placed(columns: Sequence[PacketColumn], new: PacketColumn) -> tuple[PacketColumn, ...]:
    """The columns with a new one: before Info, where that is the last; a column that is there is shown."""
    for place, column in enumerate(columns):
        if same(column, new):
            return (*columns[:place], replace(column, shown=True), *columns[place + 1:])
    end = len(columns) - (1 if columns and columns[-1].kind is Column.INFO else 0)
    return (*columns[:end], new, *columns[end:])


def to_json(columns: Iterable[PacketColumn]) -> list[Any]:
    """As settings keep it."""
    return [[column.kind.name if column.kind is not None else "", column.title, column.text, column.align.value,
             column.width, column.shown] for column in columns]


def from_json(found: Iterable[Any]) -> tuple[PacketColumn, ...]:
    """What settings kept; what somebody else wrote there is left out."""
    columns = tuple(column for one in found if (column := _read(one)) is not None)
    return columns if any(column.shown for column in columns) else DEFAULTS


def same(column: PacketColumn, other: PacketColumn) -> bool:
    """Whether two columns show the same."""
    return (column.kind, column.text) == (other.kind, other.text)


def _read(one: Any) -> PacketColumn | None:
    if not isinstance(one, list) or [type(part) for part in one] != [str, str, str, str, int, bool]:
        return None
    name, title, text, align, width, shown = one
    usual = name in Column.__members__
    if align not in _ALIGNS or not (usual or text) or (name and not usual):
        return None
    return PacketColumn(Column[name] if usual else None, title, text, _ALIGNS[align], max(width, 0), shown)


_ALIGNS = {align.value: align for align in Align}
