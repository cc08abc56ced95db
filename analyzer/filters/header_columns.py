"""Filters on fixed headers: what a Layout says of its fields, read from all packets at once."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from analyzer.columns import Array
from analyzer.filters.column import Column, itself
from dissectors.fields import Kind, Spec
from dissectors.layout import Layout
from dissectors.link.ethernet import ETHERNET
from dissectors.network import ip, ipv6
from dissectors.transport import tcp, udp
from dissectors.tree import field_value

if TYPE_CHECKING:
    from analyzer.table import PacketTable

LAYOUTS = {ETHERNET: "", ip.IP: "network_at", ipv6.IPV6: "network_at", tcp.TCP: "transport_at", udp.UDP: "transport_at"}
"""Where the one header of such a kind stands in a packet that has no other."""
_WIDEST = 7
"""Bytes that fit into a number."""
_NUMBERS = frozenset((Kind.UINT, Kind.BOOL))


class HeaderColumns:
    """The fields of headers, and the columns that say them.

    Attributes:
        fields: by the names for filters.
        protocols: the protocols of these, by the name of a field.
    """

    def __init__(self, table: PacketTable) -> None:
        self._table = table
        self.fields: dict[str, Column] = {}
        self._keys: dict[str, tuple[Layout, Spec]] = {}
        for layout in LAYOUTS:
            for name, specs in _by_name(layout).items():
                self.fields[name] = self._column(layout, specs)

    def _column(self, layout: Layout, specs: list[Spec]) -> Column:
        keys = []
        for spec in specs:
            keys.append(key_of(spec))
            self._keys[keys[-1]] = layout, spec
        return Column(tuple(keys), _values(specs), layout.name)

    def key(self, name: str, rows: Array) -> Array:
        """What packets have in a field; the rows' headers must be whole."""
        layout, spec = self._keys[name]
        column = self._table.column
        place = column("offset")[rows] + spec.at
        if LAYOUTS[layout]:
            place += column(LAYOUTS[layout])[rows]
        found = self._table.numbers(place, spec.size)
        if spec.mask:
            found &= spec.mask
            found >>= (spec.mask & -spec.mask).bit_length() - 1
        found *= spec.factor
        return found

    def knows(self, name: str) -> bool:
        """Whether a column is one of a header."""
        return name in self._keys


def key_of(spec: Spec) -> str:
    """What the column of a field is called; a header may have the field in two places."""
    return f"{spec.name} {spec.at}"


def _by_name(layout: Layout) -> dict[str, list[Spec]]:
    found: dict[str, list[Spec]] = {}
    for spec in layout.specs():
        found.setdefault(spec.name, []).append(spec)
    # what the tail changes: a length that is not said
    return {name: specs for name, specs in found.items()
            if name != ip.LENGTH.name and all(0 < spec.size <= _WIDEST and not spec.little for spec in specs)}


def _values(specs: list[Spec]) -> Callable[..., list[Any]]:
    """What makes the values of the masked numbers of fields."""
    if all(spec.kind in _NUMBERS for spec in specs):
        return itself
    return lambda *numbers: list(_read(specs, numbers))


def _read(specs: list[Spec], numbers: tuple[int, ...]) -> Iterator[Any]:
    for spec, number in zip(specs, numbers, strict=True):
        if spec.kind is Kind.TEXT and spec.names:
            yield spec.names[number]
        else:
            yield field_value(spec, number.to_bytes(spec.size, "big"))
