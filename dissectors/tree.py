"""Reads the fields of fixed headers by their Layouts, for the tree."""
from __future__ import annotations

from functools import lru_cache

from dissectors.fields import Field, Kind, Shared, Spec
from dissectors.header import Header
from dissectors.layout import Layout
from dissectors.malformed import Malformed, Truncated

_KEPT_ADDRESSES, _KEPT_NUMBERS = 8192, 512
_OTHER_SOURCE = 1 << 32
_AS_BYTES = frozenset((Kind.BYTES, Kind.ETHER, Kind.IPV4, Kind.IPV6))


class _Plan:
    """One field of a Layout, with the Fields that were made of it: headers repeat, so most are made once.

    A number with more than _KEPT_NUMBERS values (a checksum, a sequence number) is not worth keeping; addresses are,
    since a few of many make most of the traffic.
    """
    __slots__ = ("at", "kept", "limit", "plain", "spec", "stop")

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.at = spec.at
        self.stop = spec.at + spec.size
        self.plain = spec.kind is Kind.UINT and not spec.mask and not spec.children
        self.kept: dict[tuple[bytes, int], Field] | None = {}
        self.limit = _KEPT_ADDRESSES if spec.kind in _AS_BYTES else _KEPT_NUMBERS

    def make(self, raw: bytes, header: int, source: int, place: int) -> Field:
        """The Field of these bytes in a header at `header`."""
        if self.kept is None:
            if self.plain:
                spec = self.spec
                return Field(spec, int.from_bytes(raw, "big"), header + self.at, spec.size, source, "", [], False,
                             spec.hidden)
            return _make(self.spec, raw, self.at, header, source)
        made = _make(self.spec, raw, self.at, header, source, Shared)
        self.kept[raw, place] = made
        if len(self.kept) > self.limit:
            self.kept = {} if self.spec.kind in _AS_BYTES else None
        return made


def _make(spec: Spec, raw: bytes, at: int, header: int, source: int, kind: type[Field] = Field) -> Field:
    """`raw` are the bytes of a header from `at` on."""
    own = raw[spec.at - at:spec.at - at + spec.size]
    return kind(spec, field_value(spec, own), header + spec.at, spec.size, source,
                 children=[_make(child, raw, at, header, source) for child in spec.children], hidden=spec.hidden)


def field_value(spec: Spec, own: bytes) -> object:
    """The value that a field's bytes stand for."""
    if spec.kind in _AS_BYTES:
        return own
    number = int.from_bytes(own, "big", signed=spec.kind is Kind.INT)
    if spec.mask:
        number = (number & spec.mask) >> ((spec.mask & -spec.mask).bit_length() - 1)
    if spec.kind is Kind.TEXT:
        return spec.names[number] if spec.names else own.decode("utf-8", "replace")
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
        self._plans: dict[Layout, tuple[tuple[_Plan, ...], int]] = {}

    def _planned(self, layout: Layout) -> tuple[tuple[_Plan, ...], int]:
        plans = tuple(_Plan(spec) for spec in layout.fields)
        self._plans[layout] = planned = plans, max((plan.stop for plan in plans), default=0)
        return planned

    def read(self, header: Header, fields: list[Field]) -> None:
        """Adds the header's fields, those of its table and those of its tail.

        Raises:
            Malformed: where the bytes end inside; what stands before is in `fields`.
        """
        layout, data, pos, source = header.layout, header.data, header.pos, header.source
        plans, needed = self._plans.get(layout) or self._planned(layout)
        place = pos + source * _OTHER_SOURCE
        for plan in plans if pos + needed <= header.stop else _fitting(plans, header):
            raw = data[pos + plan.at:pos + plan.stop]
            kept = plan.kept
            field = kept.get((raw, place)) if kept is not None else None
            fields.append(field if field is not None else plan.make(raw, pos, source, place))
        if pos + max(needed, layout.minimum) > header.stop:
            raise short_of(header, pos + max(needed, layout.minimum))
        if layout.tail is not None:
            layout.tail(header, fields)


def _fitting(plans: tuple[_Plan, ...], header: Header) -> tuple[_Plan, ...]:
    """The plans up to the first whose bytes are not all there."""
    for number, plan in enumerate(plans):
        if header.pos + plan.stop > header.stop:
            return plans[:number]
    return plans


def short_of(header: Header, wanted: int) -> Malformed:
    """What to raise where a header's bytes end before `wanted`."""
    if wanted <= header.wire_stop:
        return Truncated(f"the capture ends in the {header.layout.label}", header.stop)
    return Malformed(f"{header.layout.label} ends early", header.stop)
