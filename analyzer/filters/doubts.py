"""Filters that can be understood and hardly mean what their author wants; an editor warns of them."""
from __future__ import annotations

from collections.abc import Iterator

from analyzer.filters.lexer import Sort, tokens
from analyzer.filters.parser import parse
from analyzer.filters.syntax import Compare, Joined, Not, Test, Word

_OF_BOTH_ENDS = frozenset(("ip.addr", "ipv6.addr", "eth.addr", "tcp.port", "udp.port", "ip.host", "ipv6.host"))
"""Fields that a packet has twice, once of its sender and once of its receiver."""


def doubt(text: str) -> str:
    """What is doubtful in a filter; "" for nothing.

    Raises:
        FilterError: where it can't be understood.
    """
    return next(_doubts(text, parse(text)), "")


def _doubts(text: str, whole: Test) -> Iterator[str]:
    if _mixes(text):
        yield "and binds stronger than or; brackets say what belongs together"
    pending = [whole]
    while pending:
        test = pending.pop()
        if isinstance(test, Not):
            pending.append(test.of)
        elif isinstance(test, Joined):
            pending += test.tests
            if test.sign == "or" and (field := _excluded_twice(test.tests)):
                yield f"nearly every packet with {field} is kept, as it differs from one of the values; use and"
        elif isinstance(test, Compare) and test.sign == "~=" and not test.quantifier and _name(test) in _OF_BOTH_ENDS:
            yield f"{_name(test)} stands for both ends, one of which nearly always differs; use !="


def _mixes(text: str) -> bool:
    """Whether `and` and `or` stand side by side in the same brackets."""
    joined: list[set[str]] = [set()]
    for token in tokens(text):
        if token.sort is not Sort.SIGN:
            continue
        if token.text in ("(", "{"):
            joined.append(set())
        elif token.text in (")", "}"):
            joined.pop()
        elif token.text in ("and", "or"):
            joined[-1].add(token.text)
            if len(joined[-1]) > 1:
                return True
    return False


def _excluded_twice(tests: tuple[Test, ...]) -> str:
    """A field that must not equal one value, or must not equal another."""
    seen: set[str] = set()
    for test in tests:
        if isinstance(test, Compare) and test.sign == "!=" and (name := _name(test)):
            if name in seen:
                return name
            seen.add(name)
    return ""


def _name(test: Compare) -> str:
    return test.left.text if isinstance(test.left, Word) else ""
