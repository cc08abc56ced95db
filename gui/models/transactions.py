"""The DNS tab's model: reads the columns of the transactions in sight; holds no transactions."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from gui.dns_table import NO_LATENCY, SortBy
from gui.models.flows import duration_text
from gui.models.lines import LINES_KEPT, Line, RowsModel
from gui.models.style import Mark, Style
from gui.packet_times import since_text
from gui.text import plain

if TYPE_CHECKING:
    from analyzer.columns import Array
    from gui.dns_table import DnsTable

TEXTS_KEPT = 20_000
RIGHT = frozenset((SortBy.PACKET, SortBy.TIME, SortBy.REPEATS, SortBy.LATENCY))
_GOOD, _EMPTY, _WARNING, _BAD, _SILENT, _ODD, *_ = Mark
_LOOKS = (      # by State
    (_GOOD, Style.PLAIN), (_EMPTY, Style.PLAIN), (_EMPTY, Style.PLAIN), (_WARNING, Style.WARNING),
    (_WARNING, Style.WARNING), (_WARNING, Style.WARNING), (_ODD, Style.ODD), (_BAD, Style.PROBLEM),
    (_BAD, Style.PROBLEM), (_SILENT, Style.PROBLEM))


class TransactionsModel(RowsModel):
    """Transactions in the order of an array of numbers. What was answered is worked out elsewhere: `wanted` names the
    transactions that were drawn without, `fill` brings the texts."""
    right = RIGHT
    wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table: DnsTable | None = None
        self._numbers: Array = np.zeros(0, np.int64)
        self._line_of: Array = np.zeros(0, np.int64)
        self._origin, self._digits = 0, 6
        self._lines: dict[int, Line] = {}
        self._answers: dict[int, str] = {}
        self._asked: set[int] = set()

    def show(self, table: DnsTable | None, origin: int = 0, digits: int = 6) -> None:
        """Lists the transactions of a table, none of them yet; times count from `origin`."""
        self.beginResetModel()
        self._table, self._origin, self._digits = table, origin, digits
        self._numbers = np.zeros(0, np.int64)
        self._lines, self._answers, self._asked = {}, {}, set()
        self.endResetModel()

    def show_numbers(self, numbers: Array, line_of: Array) -> None:
        """Lists these transactions; `line_of`: for each transaction its line, or -1."""
        self.beginResetModel()
        self._numbers, self._line_of = numbers, line_of
        self.endResetModel()

    @property
    def numbers(self) -> Array:
        """The transactions as they are listed."""
        return self._numbers

    def number_of(self, line: int) -> int:
        """The transaction of a line."""
        return int(self._numbers[line])

    def line_of(self, number: int) -> int:
        """The line of a transaction; -1 where it is not listed."""
        return int(self._line_of[number]) if 0 <= number < len(self._line_of) else -1

    def lines(self, first: int, stop: int) -> list[Line]:
        """The lines [first, stop); asks for the answers that are not known."""
        numbers = self._numbers[first:min(stop, len(self._numbers))].tolist()
        if len(self._lines) > LINES_KEPT:
            self._lines = {}
        found = [self._lines.get(number) or self._read(number) for number in numbers]
        unknown = [number for number in numbers if number not in self._answers]
        if unknown and not self._asked.issuperset(unknown):
            self._asked = set(unknown)
            self.wanted.emit(unknown)
        return found

    def fill(self, answers: dict[int, str]) -> None:
        """Brings what was answered."""
        if len(self._answers) > TEXTS_KEPT:
            self._answers = {}
        self._answers.update(answers)
        for number in answers:
            self._lines.pop(number, None)
        lines = [line for line in map(self.line_of, answers) if line >= 0]
        if lines:
            self.dataChanged.emit(self.index(min(lines), SortBy.ANSWER), self.index(max(lines), SortBy.ANSWER))

    def _read(self, number: int) -> Line:
        table = self._table
        assert table is not None
        query, response, latency = (int(column[number]) for column in (table.query, table.response, table.latency))
        text = table.found.messages.address_text
        state, kind = int(table.state[number]), int(table.kind[number])
        repeats = int(table.found.retransmissions[number]) + int(table.found.duplicates[number])
        mark, style = _LOOKS[state]
        line = self._lines[number] = Line((
            str((query if query >= 0 else response) + 1),
            since_text(int(table.time[number]) - self._origin, self._digits), self.state_words()[state],
            text(int(table.client[number])) or "", text(int(table.server[number])) or "", plain(table.name(number)),
            table.kind_name(kind), duration_text(latency) if latency != NO_LATENCY else "",
            str(repeats) if repeats else "", self._answers.get(number, "")), style, mark)
        return line

    def state_words(self) -> tuple[str, ...]:
        """What each State is called."""
        return (self.tr("Answered"), self.tr("No data"), self.tr("Referral"), self.tr("No such name"),
                self.tr("Truncated"), self.tr("Conflicting"), self.tr("Unsolicited"), self.tr("Failed"),
                self.tr("Malformed"), self.tr("No answer"))

    def titles(self) -> tuple[str, ...]:
        """The columns' titles."""
        return (self.tr("Packet"), self.tr("Time"), self.tr("State"), self.tr("Client"), self.tr("Server"),
                self.tr("Name"), self.tr("Type"), self.tr("Latency"), self.tr("Repeats"), self.tr("Answer"))

    def explanations(self) -> tuple[str, ...]:
        """What stands in the columns."""
        return (self.tr("The packet with the query; where there is none, with the response"),
                self.tr("Seconds since the first packet of the capture"),
                self.tr("What became of the query"), self.tr("Who asked"), self.tr("Who answered, or was asked"),
                self.tr("The name in the question"), self.tr("The type of records in the question"),
                self.tr("From the first query to the response"),
                self.tr("How often the same query or the same response was seen again"),
                self.tr("What the records of the answer say; else the response code"))
