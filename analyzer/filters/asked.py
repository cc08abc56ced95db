"""What is known of a filter's answer: of its leaves, of the whole, and what packets have to be asked for the rest."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.filters.bits import Bits
from analyzer.filters.program import Inverse, Leaf, Plan
from analyzer.filters.syntax import Test


class Answer(NamedTuple):
    """For each packet whether it is kept, and whether that is known; `kept` is False where it is not."""
    kept: Bits
    known: Bits


class Asked:
    """A filter while packets are asked that columns say nothing of.

    Attributes:
        rows: these packets.
        leaves: what they are to be asked.
    """

    def __init__(self, plan: Plan, found: Mapping[Test, Answer], rows: Array, first: int) -> None:
        """`found` is what leaves say so far; from row `first` on all is wanted."""
        self._plan, self._found, self._first = plan, found, first
        self.rows = rows
        self.leaves = [leaf for leaf in {leaf.test: leaf for leaf in leaves_of(plan)}.values()
                       if not found[leaf.test].known.of(rows).all()]

    def answers(self) -> list[Answer]:
        """What is known of the leaves."""
        return [self._found[leaf.test] for leaf in self.leaves]

    def learn(self, rows: Array, kept: bytes) -> None:
        """Is told what packets say: for each a byte a leaf."""
        table = np.frombuffer(kept, bool).reshape(len(rows), len(self.leaves))
        for number, leaf in enumerate(self.leaves):
            answer = self._found[leaf.test]
            answer.kept.add(rows[table[:, number] & ~answer.known.of(rows)])
            answer.known.add(rows)

    def kept(self) -> Array:
        """The rows that the filter keeps, when all are asked."""
        found: Array = np.flatnonzero(joined(self._plan, self._found).kept.mask()[self._first:]) + self._first
        return found


def joined(plan: Plan, found: Mapping[Test, Answer]) -> Answer:
    """The answer of a filter from those of its leaves."""
    if isinstance(plan, Leaf):
        return found[plan.test]
    if isinstance(plan, Inverse):
        kept, known = joined(plan.of, found)
        return Answer(known & ~kept, known)
    answer = joined(plan.parts[0], found)
    for part in plan.parts[1:]:
        answer = _JOINED[plan.sign](answer, joined(part, found))
    return answer


def leaves_of(plan: Plan) -> Iterator[Leaf]:
    """The leaves of a filter."""
    pending = [plan]
    while pending:
        part = pending.pop()
        if isinstance(part, Leaf):
            yield part
        else:
            pending += [part.of] if isinstance(part, Inverse) else part.parts


def _and(left: Answer, right: Answer) -> Answer:
    kept = left.kept & right.kept
    return Answer(kept, left.known & right.known | left.known & ~left.kept | right.known & ~right.kept)


def _or(left: Answer, right: Answer) -> Answer:
    kept = left.kept | right.kept
    return Answer(kept, left.known & right.known | kept)


def _xor(left: Answer, right: Answer) -> Answer:
    known = left.known & right.known
    return Answer((left.kept ^ right.kept) & known, known)


_JOINED = {"and": _and, "or": _or, "xor": _xor}
