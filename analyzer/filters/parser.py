"""Reads display filters: Wireshark's grammar, from `or` down to slices."""
from __future__ import annotations

from collections.abc import Callable

from analyzer.errors import FilterError
from analyzer.filters.lexer import Sort, Token, tokens
from analyzer.filters.ranges import ranges
from analyzer.filters.syntax import (
    Arithmetic,
    Call,
    Compare,
    Holds,
    Joined,
    Layers,
    Member,
    Negative,
    Not,
    Operand,
    Quoted,
    Range,
    Slice,
    Test,
    Word,
)

DEEPEST = 60
"""Brackets in brackets."""
MOST_TESTS = 200
"""Comparisons and tests of presence in a filter: each is asked for all packets."""
MOST_STEPS = 100
"""Calculations, slices and arguments of functions in a filter."""
COMPARISONS = frozenset(("==", "!=", "===", "~=", "<", "<=", ">", ">="))
_LEVELS = (("&",), ("+", "-"), ("*", "/", "%"))


def parse(text: str) -> Test:
    """The test that a filter is.

    Raises:
        FilterError: with the column where it can't be understood.
    """
    parser = _Parser(list(tokens(text)))
    test = parser.joined()
    parser.expect_end()
    return test


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens, self._at = found, 0
        self._depth, self._tests, self._steps = 0, 0, 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _is(self, *signs: str) -> bool:
        return self._next.sort is Sort.SIGN and self._next.text in signs

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _accept(self, *signs: str) -> Token | None:
        return self._take() if self._is(*signs) else None

    def _expect(self, sign: str) -> Token:
        if not self._is(sign):
            raise self._unexpected()
        return self._take()

    def expect_end(self) -> None:
        """Raises FilterError where something is left."""
        if self._next.sort is not Sort.END:
            raise self._unexpected()

    def _unexpected(self) -> FilterError:
        if self._next.sort is Sort.END:
            return FilterError("the filter ends too early", self._next.column)
        return FilterError(f"{self._next.written} is not expected here", self._next.column)

    def _deeper(self, read: Callable[[], Test] | Callable[[], Operand]) -> Test | Operand:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FilterError(f"more than {DEEPEST} brackets in each other", self._next.column)
        found = read()
        self._depth -= 1
        return found

    def _count_step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise FilterError(f"more than {MOST_STEPS} calculations, slices and arguments", self._next.column)

    def joined(self, signs: tuple[str, ...] = ("or", "xor", "and")) -> Test:
        """Tests joined by the first of the signs, whose parts are joined by the others."""
        if not signs:
            return self._negated()
        parts = [self.joined(signs[1:])]
        while self._accept(signs[0]):
            parts.append(self.joined(signs[1:]))
        return Joined(signs[0], tuple(parts)) if len(parts) > 1 else parts[0]

    def _negated(self) -> Test:
        times = 0
        while self._accept("not"):
            times += 1
        found = self._in_brackets() if self._is("(") else self._relation()
        return Not(found) if times % 2 else found

    def _in_brackets(self) -> Test:
        self._take()
        found = self._deeper(self.joined)
        self._expect(")")
        return found  # type: ignore[return-value]

    def _count_test(self) -> None:
        self._tests += 1
        if self._tests > MOST_TESTS:
            raise FilterError(f"more than {MOST_TESTS} tests; in {{…}} may list many values", self._next.column)

    def _relation(self) -> Test:
        self._count_test()
        quantifier = self._accept("any", "all")
        word = quantifier.text if quantifier else ""
        column = self._next.column
        left = self._arithmetic()
        negated = self._is("not") and self._tokens[self._at + 1].text == "in" and bool(self._take())
        if self._accept("in"):
            found: Test = Member(left, self._members(), word, column)
            return Not(found) if negated else found
        if sign := self._accept("contains", "matches"):
            return Compare(sign.text, left, self._arithmetic(), word, column)
        if not self._is(*COMPARISONS):
            if quantifier:
                raise self._unexpected()
            return Holds(left, column)
        return self._chain(left, word, column)

    def _chain(self, left: Operand, quantifier: str, column: int) -> Test:
        found: list[Test] = []
        while sign := self._accept(*COMPARISONS):
            if found:
                self._count_test()
            right_column, right = self._next.column, self._arithmetic()
            found.append(Compare(sign.text, left, right, quantifier, column))
            left, column = right, right_column
        return Joined("and", tuple(found)) if len(found) > 1 else found[0]

    def _members(self) -> tuple[tuple[Operand, Operand | None], ...]:
        self._expect("{")
        found = [self._member()]
        while self._accept(","):
            found.append(self._member())
        self._expect("}")
        return tuple(found)

    def _member(self) -> tuple[Operand, Operand | None]:
        first = self._signed()
        return first, self._signed() if self._accept("..") else None

    def _arithmetic(self, level: int = 0) -> Operand:
        if level == len(_LEVELS):
            return self._signed()
        left = self._arithmetic(level + 1)
        while sign := self._accept(*_LEVELS[level]):
            self._count_step()
            left = Arithmetic(sign.text, left, self._arithmetic(level + 1), sign.column)
        return left

    def _signed(self) -> Operand:
        sign = self._accept("-", "+")
        if sign is None:
            return self._sliced()
        of = self._sliced()
        if isinstance(of, Word) and of.text[0].isdigit():
            return Word(("-" if sign.text == "-" else "") + of.text, sign.column)
        return Negative(of, sign.column) if sign.text == "-" else of

    def _sliced(self) -> Operand:
        found = self._value()
        while self._next.sort is Sort.RANGES:
            self._count_step()
            token = self._take()
            found = Slice(found, ranges(token), token.column)
        return found

    def _value(self) -> Operand:
        token = self._next
        if token.sort is Sort.STRING or token.sort is Sort.CHARACTER:
            self._take()
            return Quoted(token.text, token.column, token.sort is Sort.CHARACTER)
        if self._accept("{"):
            found = self._deeper(self._arithmetic)
            self._expect("}")
            return found  # type: ignore[return-value]
        if token.sort is not Sort.WORD:
            raise self._unexpected()
        self._take()
        if self._is("("):
            return self._call(token)
        word = Word(token.text.removeprefix("."), token.column, token.text[0] == ".")
        return Layers(word, self._layers(), token.column) if self._accept("#") else word

    def _call(self, name: Token) -> Call:
        self._take()
        found: list[Operand] = []
        if not self._is(")"):
            found.append(self._deeper(self._arithmetic))  # type: ignore[arg-type]
            while self._accept(","):
                self._count_step()
                found.append(self._deeper(self._arithmetic))  # type: ignore[arg-type]
        self._expect(")")
        return Call(name.text, tuple(found), name.column)

    def _layers(self) -> tuple[Range, ...]:
        token = self._take()
        if token.sort is Sort.RANGES:
            return ranges(token)
        if token.sort is Sort.WORD and token.text.isdecimal():
            return (Range(int(token.text), int(token.text) + 1),)
        raise FilterError("a layer's number is expected behind #", token.column)
