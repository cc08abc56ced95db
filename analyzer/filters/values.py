"""What a filter's names stand for in one packet: the values of fields, and the layers."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from analyzer.filters.syntax import Range
from analyzer.trees import Tree
from dissectors.fields import Field, Layer
from dissectors.transport.tcp import LENGTH

_FURTHER = {"tcp": LENGTH}
"""Layers whose bytes, for filters, go on to the end of what they carry, and the field that says how long that is."""


class Values:
    """The values of a packet's fields, by name, each with the number of its layer among those of its protocol."""

    def __init__(self, known: Mapping[str, Sequence[Any]]) -> None:
        """`known`: values that stand in no tree; they are in the first layer."""
        self._found: dict[str, list[tuple[int, Any]]] = defaultdict(list)
        for name, values in known.items():
            self._found[name] = [(1, value) for value in values]

    def add_tree(self, tree: Tree, names: Collection[str]) -> Values:
        """Adds the values of these fields."""
        number: dict[str, int] = defaultdict(int)
        for layer in tree.layers:
            number[layer.name] += 1
            if layer.name in names:
                self._found[layer.name].append((number[layer.name], _content(tree, layer)))
            pending: list[Field] = layer.fields[::-1]
            while pending:
                field = pending.pop()
                spec = field.spec
                if spec.name in names:
                    value = field.value
                    if spec.factor != 1 and isinstance(value, int):
                        value *= spec.factor
                    self._found[spec.name].append((number[layer.name], value))
                pending += field.children[::-1]
        return self

    def of(self, name: str) -> list[Any]:
        """All values of a field, or the bytes of a protocol's layers."""
        return [value for _, value in self._found.get(name, ())]

    def in_layers(self, name: str, ranges: Sequence[Range]) -> list[Any]:
        """Those that stand in some layers."""
        found = self._found.get(name, ())
        most = max((number for number, _ in found), default=0)
        wanted = {number for one in ranges for number in _numbers(one, most)}
        return [value for number, value in found if number in wanted]


def _numbers(wanted: Range, most: int) -> range:
    """Layer numbers of a range; negative ones count from the last."""
    start = wanted.start if wanted.start >= 0 else most + 1 + wanted.start
    if wanted.stop is None:
        return range(start, most + 1)
    return range(start, min(wanted.stop if wanted.stop > 0 else most + 1 + wanted.stop, most + 1))


def _content(tree: Tree, layer: Layer) -> bytes:
    data = tree.sources[layer.source][layer.pos:]
    further = _FURTHER.get(layer.name)
    if further is None:
        return data[:layer.size]
    sizes = [field.value for field in layer.fields if field.spec is further and isinstance(field.value, int)]
    # of a quoted segment it is not known how long it was
    return data[:layer.size + sizes[0]] if sizes else data
