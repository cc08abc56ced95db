"""Reads the fields of fixed headers by their Layouts, for the tree."""
from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from dissectors.fields import Field, Kind, Shared, Spec
from dissectors.header import Header
from dissectors.layout import Layout
from dissectors.malformed import Malformed, Truncated

_MOST_KEPT = 16_384
"""Groups of fields that a reader keeps; with their fields they take a few kilobytes each at most."""
_MOST_PLACES = 256
_AS_BYTES = frozenset((Kind.BYTES, Kind.ETHER, Kind.IPV4, Kind.IPV6))


class _Group:
    """Fields that stand next to each other in the header at one place, and what was made of them: headers repeat, so
    most fields are made once. Each address is a group of its own, and so is a field that varies; of such ones numbers
    are not kept.
    """
    __slots__ = ("kept", "size", "specs", "start", "stop")

    def __init__(self, spec: Spec, pos: int) -> None:
        self.specs = [spec]
        self.start, self.stop = pos + spec.at, pos + spec.at + spec.size
        self.kept: dict[bytes, tuple[Field, ...]] | None = None if _plain(spec) and spec.varies else {}

    def takes(self, spec: Spec, pos: int) -> bool:
        """Whether a field may join."""
        if spec.varies or self.specs[0].varies:
            return False
        inside = pos + spec.at < self.stop
        return inside or not (spec.kind in _AS_BYTES or self.specs[0].kind in _AS_BYTES)


def _plain(spec: Spec) -> bool:
    return spec.kind is Kind.UINT and not spec.mask and not spec.children


def _groups(layout: Layout, pos: int) -> list[_Group]:
    groups: list[_Group] = []
    for spec in layout.fields:
        if groups and groups[-1].takes(spec, pos):
            groups[-1].specs.append(spec)
            groups[-1].stop = max(groups[-1].stop, pos + spec.at + spec.size)
        else:
            groups.append(_Group(spec, pos))
    return groups


def _make(spec: Spec, raw: bytes, at: int, header: int, source: int, kind: type[Field] = Field) -> Field:
    """`raw` are the bytes of a header from `at` on."""
    own = raw[spec.at - at:spec.at - at + spec.size]
    return kind(spec, field_value(spec, own), header + spec.at, spec.size, source,
                 children=[_make(child, raw, at, header, source) for child in spec.children], hidden=spec.hidden)


def field_value(spec: Spec, own: bytes) -> object:
    """The value that a field's bytes stand for."""
    if spec.kind in _AS_BYTES:
        return own
    number = int.from_bytes(own, "little" if spec.little else "big", signed=spec.kind is Kind.INT)
    if spec.mask:
        number = (number & spec.mask) >> ((spec.mask & -spec.mask).bit_length() - 1)
    if spec.kind is Kind.TEXT:
        return spec.names[number] if spec.names else own.split(b"\0", 1)[0].decode("utf-8", "replace")
    if spec.kind is Kind.BOOL and number < 2:
        return bool(number)
    return number


def read_field(spec: Spec, data: bytes, pos: int, source: int = 0) -> Field:
    """One Field, of a Spec whose places count from `pos`. The caller has seen to it that the bytes are there."""
    return _make(spec, data[pos + spec.at:pos + spec.at + spec.size], spec.at, pos, source)


@lru_cache(8192)
def shared_field(spec: Spec, raw: bytes, pos: int, source: int) -> Shared:
    """A Field out of bytes that repeat, of a Spec whose places count from `pos`, where `raw` begins."""
    made = _make(spec, raw, 0, pos, source, Shared)
    assert isinstance(made, Shared)
    return made


class HeaderReader:
    """Reads headers; keeps the Fields that repeat, which must therefore not be changed."""

    def __init__(self) -> None:
        self._plans: dict[tuple[Layout, int, int], tuple[list[_Group], int]] = {}
        self._kept = 0

    def read(self, header: Header, fields: list[Field]) -> None:
        """Adds the header's fields, those of its table and those of its tail.

        Raises:
            Malformed: where the bytes end inside; what stands before is in `fields`.
        """
        layout, data, pos, source = header.layout, header.data, header.pos, header.source
        groups, needed = self._plans.get((layout, pos, source)) or self._plan(layout, pos, source)
        if needed > header.stop:
            fields += _fitting(header)
            raise short_of(header, needed)
        for group in groups:
            raw, kept = data[group.start:group.stop], group.kept
            if kept is None:
                spec = group.specs[0]
                fields.append(Field(spec, int.from_bytes(raw, "big"), group.start, spec.size, source, "", [], False,
                                    spec.hidden))
            else:
                fields += kept.get(raw) or self._keep(group, raw, pos, source)
        if layout.tail is not None:
            layout.tail(header, fields)

    def _plan(self, layout: Layout, pos: int, source: int) -> tuple[list[_Group], int]:
        """The groups of a header at a place, and where its fields and what it must have end."""
        if len(self._plans) >= _MOST_PLACES:
            self._forget()
        groups = _groups(layout, pos)
        needed = max([pos + layout.minimum, *(group.stop for group in groups)])
        self._plans[layout, pos, source] = planned = groups, needed
        return planned

    def _keep(self, group: _Group, raw: bytes, pos: int, source: int) -> tuple[Field, ...]:
        at = group.start - pos
        made = tuple(_make(spec, raw, at, pos, source, Shared) for spec in group.specs)
        if self._kept >= _MOST_KEPT:
            self._forget()
        assert group.kept is not None
        group.kept[raw] = made
        self._kept += 1
        return made

    def _forget(self) -> None:
        self._plans.clear()
        self._kept = 0


def _fitting(header: Header) -> list[Field]:
    """The fields up to the first whose bytes are not all there."""
    data, pos = header.data, header.pos
    fits = takewhile(lambda spec: pos + spec.at + spec.size <= header.stop, header.layout.fields)
    return [read_field(spec, data, pos, header.source) for spec in fits]


def short_of(header: Header, wanted: int) -> Malformed:
    """What to raise where a header's bytes end before `wanted`."""
    if wanted <= header.wire_stop:
        return Truncated(f"the capture ends in the {header.layout.label}", header.stop)
    return Malformed(f"{header.layout.label} ends early", header.stop)
