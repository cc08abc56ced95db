"""The names that a filter may use: fields and protocols, with their types."""
from __future__ import annotations

import difflib
import functools
import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping

import dissectors
from analyzer import frame
from analyzer.filters.rows import SPECS
from analyzer.filters.types import Type
from dissectors.fields import CUT, PROBLEM, Kind, Spec
from dissectors.headers import HEADERS
from dissectors.layout import Layout
from dissectors.options import Option
from dissectors.registry import Registry

_OTHER_LAYERS = {"frame": "Frame", "pkt_comment": "Packet comments", "data": "Data", "imf": "Internet Message Format",
                 PROBLEM.name: PROBLEM.label,
                 CUT.name: CUT.label}
"""Layers that neither a Layout nor a dissector stands for."""


class Catalog:
    """All fields and protocols that trees of these dissectors can have."""

    def __init__(self, registry: Registry) -> None:
        self.fields: dict[str, Type] = {}
        self.protocols: dict[str, str] = dict(_OTHER_LAYERS)
        for layout in HEADERS:
            self.protocols.setdefault(layout.name, layout.label)
        for dissector in registry:
            self.protocols.setdefault(dissector.name, dissector.label)
            self._add(dissector.fields)
        self._add(frame.FIELDS)
        self._add(SPECS.values())
        self._add(_defined())

    def _add(self, specs: Iterable[Spec]) -> None:
        for spec in with_children(specs):
            if spec.name and spec.name not in self.protocols:
                self.fields.setdefault(spec.name, Type(spec.kind, spec))

    def find(self, name: str) -> Type | None:
        """The type of a field or protocol; None where there is none of that name."""
        if name in self.protocols:
            return Type(Kind.BYTES, protocol=True)
        return self.fields.get(name)

    def rows(self) -> Iterator[dict[str, str]]:
        """A row a name, in order of the alphabet."""
        found = {name: ("protocol", label) for name, label in self.protocols.items()} | {
            name: (type_.kind.value, type_.spec.label if type_.spec else "") for name, type_ in self.fields.items()}
        for name, (kind, label) in sorted(found.items()):
            protocol = next((one for one in _prefixes(name) if one in self.protocols), "")
            yield {"name": name, "type": kind, "protocol": protocol, "label": label}

    def alike(self, name: str) -> list[str]:
        """The names that are most like this one."""
        return difflib.get_close_matches(name[:80], [*self.fields, *self.protocols], 3, 0.6)


def _prefixes(name: str) -> Iterator[str]:
    """The name, and what it begins with up to each of its dots, the longest first."""
    while name:
        yield name
        name = name.rpartition(".")[0]


@functools.cache
def _defined() -> tuple[Spec, ...]:
    """Every Spec that a module of ours defines: options of headers stand in no Layout."""
    modules = (importlib.import_module(one.name) for one in pkgutil.walk_packages(
        dissectors.__path__, f"{dissectors.__name__}."))
    return tuple(spec for module in modules for spec in _within(vars(module).values()))


def _within(values: Iterable[object]) -> Iterator[Spec]:
    for value in values:
        if isinstance(value, Spec):
            yield value
        elif isinstance(value, Option):
            yield from (value.spec, *value.fields)
        elif isinstance(value, Layout):
            yield from value.specs()
        elif isinstance(value, tuple | list):
            yield from _within(value)
        elif isinstance(value, Mapping) and not isinstance(value, type):
            yield from _within(value.values())


def with_children(specs: Iterable[Spec]) -> Iterator[Spec]:
    """These, each with all below it."""
    pending = list(specs)
    while pending:
        spec = pending.pop(0)
        yield spec
        pending[:0] = spec.children
