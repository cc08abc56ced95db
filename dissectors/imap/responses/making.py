"""Makes fields of values; a value of another kind than expected is shown as it was sent."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dissectors.fields import Field, Spec
from dissectors.imap.grammar import number
from dissectors.imap.mailbox import decode
from dissectors.imap.responses import specs
from dissectors.imap.responses.values import MAX_TEXT, Group, Value, Word
from dissectors.imf.dates import moment
from dissectors.mime.words import decode_words

Reader = Callable[[Sequence[Value]], Iterator[Field]]
"""Makes fields of values that follow each other."""
Item = Callable[[Value], Iterator[Field]]
"""Makes fields of one value."""


def over(spec: Spec, shown: object, value: Value, children: Sequence[Field] = (), text: str = "") -> Field:
    """A field over a value's bytes."""
    return Field(spec, shown, value.start, value.stop - value.start, text=text, children=list(children))


def other(value: Value, name: str = "") -> Iterator[Field]:
    """A value of which nothing is known but its name."""
    if isinstance(value, Group) or not value.is_nil:
        yield over(specs.VALUE, value.text, value, text=f"{name}: {value.text}" if name else "")


def others(values: Sequence[Value]) -> Iterator[Field]:
    """Values of which nothing is known."""
    for value in values:
        yield from other(value)


def item(spec: Spec, shown: Callable[[Word], object]) -> Item:
    """What makes a field of a word that stands for a value; `shown` gives None for one that stands for none."""
    def make(value: Value) -> Iterator[Field]:
        if isinstance(value, Word) and not value.is_nil and (found := shown(value)) is not None:
            yield over(spec, found, value)
        else:
            yield from other(value, spec.label)
    return make


def text(spec: Spec) -> Item:
    """What makes a field of a word as it is."""
    return item(spec, lambda word: word.text)


def sent(spec: Spec) -> Item:
    """What makes a field of a word or a list as it was sent."""
    return lambda value: iter([over(spec, value.text, value)])


def count(spec: Spec) -> Item:
    """What makes a field of a number."""
    return item(spec, lambda word: number(word.meant))


def time(spec: Spec) -> Item:
    """What makes a field of a date-time (RFC 9051 9), or of a date of a header."""
    return item(spec, lambda word: moment(word.meant))


def mailbox(spec: Spec) -> Item:
    """What makes a field of the name of a mailbox."""
    return item(spec, lambda word: decode(word.meant)[:MAX_TEXT])


def within(make: Item) -> Item:
    """What makes fields of the values in a list, or of a value that stands alone."""
    def make_each(value: Value) -> Iterator[Field]:
        for one in value.items if isinstance(value, Group) else [value]:
            yield from make(one)
    return make_each


def each(make: Item) -> Reader:
    """What makes fields of each value."""
    def make_each(values: Sequence[Value]) -> Iterator[Field]:
        for value in values:
            yield from make(value)
    return make_each


def in_order(*makers: Item) -> Reader:
    """What makes fields of values that have a meaning each by their order; what follows is unknown."""
    def make(values: Sequence[Value]) -> Iterator[Field]:
        for maker, value in zip(makers, values, strict=False):
            yield from maker(value)
        yield from others(values[len(makers):])
    return make


def pairs(values: Sequence[Value]) -> Iterator[tuple[str, Value]]:
    """Names, in upper case, with the value behind each; a name without a value is its own."""
    for at in range(0, len(values), 2):
        key, value = values[at], values[min(at + 1, len(values) - 1)]
        yield (key.name if isinstance(key, Word) else key.text), value


def by_name(makers: dict[str, Item]) -> Reader:
    """What makes fields of values by the name before each."""
    def make(values: Sequence[Value]) -> Iterator[Field]:
        for name, value in pairs(values):
            yield from makers[name](value) if name in makers else other(value, name)
    return make


def listed(make: Reader) -> Item:
    """What makes fields of the values in a list."""
    return lambda value: make(value.items) if isinstance(value, Group) else other(value)


def decoded(spec: Spec) -> Item:
    """What makes a field of a header's text, with encoded words (RFC 2047)."""
    def make(value: Value) -> Iterator[Field]:
        if not isinstance(value, Word) or value.is_nil:
            yield from other(value, spec.label)
            return
        found, guessed = decode_words(value.meant)
        children = [over(specs.GUESSED, True, value)] if guessed else []
        yield over(spec, " ".join(found.split())[:MAX_TEXT], value, children)
    return make


def flags(spec: Spec) -> Item:
    """What makes a field of a list of flags."""
    def make(value: Value) -> Iterator[Field]:
        if isinstance(value, Group):
            names = [one.text for one in value.items]
            yield over(spec, " ".join(names)[:MAX_TEXT], value, [
                over(specs.FLAG, name, one) for name, one in zip(names, value.items, strict=True)])
        else:
            yield from other(value, spec.label)
    return make
