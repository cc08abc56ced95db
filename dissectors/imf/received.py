"""`Received` fields (RFC 5321 4.4): the way of a message, with how long each hop took."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from dissectors.imf.dates import moment
from dissectors.imf.words import MAX_BYTES, Kind, words

MAX_HOPS = 200
"""Fields of a message that are read; RFC 5321 6.3 takes 100 for a loop."""

CLAUSES = ("from", "by", "via", "with", "id", "for")


@dataclass(slots=True)
class Hop:
    """A hop of a message.

    Attributes:
        clauses: what stands behind `from`, `by`, `via`, `with`, `id` and `for`, comments in parentheses.
        time: when the message was received, nanoseconds since 1970; None where that can't be read.
        delay: nanoseconds since the hop before; negative where clocks differ, None where either time is not known.
    """
    clauses: dict[str, str] = field(default_factory=dict)
    time: int | None = None
    delay: int | None = None


def hops(values: Iterable[bytes]) -> list[Hop]:
    """The hops in order of time, out of fields in the order of the header, where the last hop is the first."""
    found = [hop(value) for value, _ in zip(values, range(MAX_HOPS), strict=False)]
    found.reverse()
    for before, after in pairwise(found):
        if before.time is not None and after.time is not None:
            after.delay = after.time - before.time
    return found


def hop(value: bytes) -> Hop:
    """One field."""
    clauses: dict[str, list[str]] = {}
    current: list[str] = []
    for kind, text in words(value):
        if kind is Kind.SIGN and text == ";":
            break
        name = text.lower()
        if kind is Kind.ATOM and name in CLAUSES and name not in clauses:
            current = clauses[name] = []
        else:
            current.append(f"({text})" if kind is Kind.COMMENT else text)
    date = value[-MAX_BYTES:].rpartition(b";")[2]
    return Hop({name: " ".join(said) for name, said in clauses.items()}, moment(date))
