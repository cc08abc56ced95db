"""What a column of one's own says of a packet: values of fields, or a tick where a filter keeps it; without Qt."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gui.text import plain

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.filters.catalog import Catalog
    from analyzer.filters.known import Known
    from analyzer.filters.syntax import Operand, Test
    from analyzer.filters.types import Type
    from analyzer.filters.values import Values
    from dissectors.registry import Registry

ROWS_A_STEP = 8
MOST_VALUES = 20
"""So many values stand in a cell; a message may have thousands."""
TICK = "✓"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands there, and the filter that it stands for."""
    text: str
    filter: str


Cells = dict[str, dict[int, Cell]]
"""By the column's text and the row."""


def cells(analysis: Analysis, texts: Sequence[str], rows: Sequence[int]) -> Iterator[Cells]:
    """What columns say of packets, bit by bit; where one can't be understood, its cells say why."""
    from analyzer.errors import FilterError
    from analyzer.filters.select import PacketValues, catalog
    columns: dict[str, _Column] = {}
    faults: Cells = {}
    for text in texts:
        try:
            columns[text] = _Column(text, catalog(analysis.registry))
        except FilterError as fault:
            faults[text] = dict.fromkeys(rows, Cell(plain(str(fault)), ""))
    yield faults
    packets = PacketValues(analysis, frozenset[str]().union(*(column.names for column in columns.values())))
    for start in range(0, len(rows), ROWS_A_STEP):
        found: Cells = {text: {} for text in columns}
        for row in rows[start:start + ROWS_A_STEP]:
            values = packets.of(row, show_secrets=False)
            for text, column in columns.items():
                found[text][row] = column.cell(values)
        yield found


def fault_in(text: str, registry: Registry) -> str:
    """Why a column's text can't be understood; "" where it can."""
    from analyzer.errors import FilterError
    from analyzer.filters.select import catalog
    try:
        _Column(text, catalog(registry))
    except FilterError as fault:
        return str(fault).partition(": ")[2]
    return ""


class _Column:
    """A column's text, made ready.

    Raises:
        FilterError: where it can't be understood.
    """

    def __init__(self, text: str, catalog: Catalog) -> None:
        from analyzer.filters.operands import Operands
        from analyzer.filters.parser import parse
        from analyzer.filters.program import Program
        self._text = text
        shown = _operands(parse(text))
        operands = Operands(catalog)
        self._known = [(operands.known(one), _written(one, text)) for one in shown]
        self._program = None if shown else Program(text, catalog)
        self.names = frozenset(operands.names) if self._program is None else self._program.names

    def cell(self, values: Values) -> Cell:
        """What it says of the packet with these values."""
        if self._program is not None:
            kept = self._program.keeps(values)
            return Cell(TICK if kept else "", self._text if kept else f"!({self._text})")
        texts, filters = [], []
        for known, name in self._known:
            given = known.read(values)
            texts += _shown(known, given)
            filters += [_filter_of(known.type, name, value) for value in given[:1]]
        return Cell(plain(", ".join(texts)), filters[0] if filters else f"!({self._text})" if self._is_plain else "")

    @property
    def _is_plain(self) -> bool:
        """Whether the text is a filter as well: names of fields, which are there or not."""
        return not any(known.function for known, _ in self._known)


def _operands(test: Test) -> list[Operand]:
    """The operands that a column shows; none where it is a filter that keeps or does not."""
    from analyzer.filters.syntax import Holds, Joined
    if isinstance(test, Holds):
        return [test.of]
    if isinstance(test, Joined) and test.sign == "or":
        found = [_operands(one) for one in test.tests]
        return [operand for part in found for operand in part] if all(found) else []
    return []


def _written(operand: Operand, text: str) -> str:
    """How a filter names an operand."""
    from analyzer.filters.syntax import Word
    return operand.text if isinstance(operand, Word) else text


def _shown(known: Known, given: Sequence[Any]) -> list[str]:
    if known.type.protocol:
        return [TICK] if given else []
    texts = [_value_text(known.type, value) for value in given[:MOST_VALUES]]
    return texts if len(given) <= MOST_VALUES else [*texts, "…"]


def _value_text(type_: Type, value: Any) -> str:
    """A value as people read it: by its name where it has one."""
    spec = type_.spec
    if spec is not None and spec.names and isinstance(value, int):
        name = spec.names.get(value // spec.factor)
        if name is not None:
            return name
    return _written_value(type_, value)


def _written_value(type_: Type, value: Any) -> str:
    from dissectors.fields import Field, Kind, Spec
    from dissectors.show import form
    spec = type_.spec
    if spec is None or (spec.factor != 1 and isinstance(value, int)):
        spec = Spec("value", "", type_.kind)    # what was worked out is a plain value
    if type_.kind is Kind.TEXT:
        return str(value)
    return form(spec).show(Field(spec, value, 0, spec.size or 4))


def _filter_of(type_: Type, name: str, value: Any) -> str:
    from dissectors.fields import Field, Spec
    from gui.filter_texts import of_item
    if type_.protocol:
        return name
    item = Field(type_.spec or Spec(name, "", type_.kind), value, 0, 0)
    found = of_item(item, b"")
    return name + found.removeprefix(item.spec.name)
