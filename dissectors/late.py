"""Fields that are gathered when someone first asks for them: a cold start wants a protocol's ports, not its fields."""
from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import overload

from dissectors.fields import Spec


class LateFields(Sequence[Spec]):
    """The Specs that stand in FIELDS of a module, which is imported when they are first asked for."""

    def __init__(self, module: str) -> None:
        self._module = module

    @overload
    def __getitem__(self, place: int) -> Spec: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Spec]: ...
    def __getitem__(self, place: int | slice) -> Spec | Sequence[Spec]:
        return self._all()[place]

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> Sequence[Spec]:
        fields: Sequence[Spec] = import_module(self._module).FIELDS
        return fields
