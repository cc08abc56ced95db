"""Options of IP and TCP headers: a table of forms, read one after the other."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dissectors.fields import Field, Kind, Shared, Spec
from dissectors.header import Header
from dissectors.tree import read_field, shared_field


@dataclass(frozen=True, eq=False, slots=True)
class Option:
    """One option of a header.

    Attributes:
        spec: the option as a whole; its `label` names it in summaries.
        fields: Specs whose places count from the option's first byte.
        length: what its length byte must say; 0 where it may vary.
        more: adds fields that the table can't say.
    """
    spec: Spec
    fields: tuple[Spec, ...] = ()
    length: int = 0
    more: Callable[[Header, Field], None] | None = None


class OptionTable(NamedTuple):
    """The options of a header: the Specs of type and length, the forms by type, which types are a single byte, and
    which of these ends the list; how many bytes of an option its length leaves out."""
    kind: Spec
    length: Spec
    options: Mapping[int, Option]
    single: frozenset[int]
    last: int
    unknown: Option
    uncounted: int = 0

    def read(self, header: Header, pos: int, end: int) -> tuple[list[Field], list[str]]:
        """The options from `pos` to `end`, up to the first that is out of bounds, and their names."""
        fields: list[Field] = []
        names: list[str] = []
        end = min(end, header.stop)
        while pos < end:
            kind = header.data[pos]
            option = self.options.get(kind, self.unknown)
            size = self._size(header.data, kind, pos, end)
            if not size or pos + size > end:
                names.append(f"{option.spec.label} (length {size} is out of bounds)")
                break
            fields.append(self._read_one(header, option, pos, size))
            names.append(option.spec.label)
            if kind == self.last:
                break
            pos += size
        return fields, names

    def _size(self, data: bytes, kind: int, pos: int, end: int) -> int:
        """The option's length; 0 where it can't be read or is less than its own two bytes."""
        if kind in self.single:
            return 1
        size = data[pos + 1] + self.uncounted if pos + 1 < end else 0
        return size if size >= 2 else 0

    def _read_one(self, header: Header, option: Option, pos: int, size: int) -> Field:
        data, source = header.data, header.source
        if size == 1 and option.more is None:
            return _single(option.spec, self.kind, data[pos:pos + 1], pos, source)
        children: list[Field] = [shared_field(self.kind, data[pos:pos + 1], pos, source)]
        if size > 1:
            children.append(shared_field(self.length, data[pos:pos + 2], pos, source))
        right = not option.length or option.length == size
        if right:
            children += [read_field(spec, data, pos, source) for spec in option.fields if spec.at + spec.size <= size]
        value = data[pos:pos + size] if option.spec.kind is Kind.BYTES else None
        found = Field(option.spec, value, pos, size, source, children=children)
        if right and option.more is not None:
            option.more(header, found)
        return found


@lru_cache(1024)
def _single(option: Spec, kind: Spec, raw: bytes, pos: int, source: int) -> Field:
    """An option of one byte: padding, which stands in nearly every packet."""
    return Shared(option, raw if option.kind is Kind.BYTES else None, pos, 1, source,
                  children=[shared_field(kind, raw, pos, source)])
