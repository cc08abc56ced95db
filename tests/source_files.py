"""The project's source files, parsed, and what they import."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("analyzer", "dissectors", "gui")


class Import(NamedTuple):
    """`module` imports `name`; `first_use` where that stands inside of a function, `types` where only for types."""
    module: str
    name: str
    first_use: bool
    types: bool

    @property
    def package(self) -> str:
        return self.name.partition(".")[0]


@cache
def sources() -> dict[str, ast.Module]:
    """Module name to parsed source."""
    return {module_name(path): ast.parse(path.read_text()) for package in PACKAGES
            for path in sorted((ROOT / package).rglob("*.py"))}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def file_of(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def imports() -> tuple[Import, ...]:
    """Every import of the project."""
    return tuple(found for module, tree in sources().items() for found in _imports(module, tree))


def _imports(module: str, tree: ast.Module) -> Iterator[Import]:
    pending: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
    while pending:
        node, inside, types = pending.pop()
        for name in _names(node):
            yield Import(module, name, inside, types)
        inside = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        guarded = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        pending += [(child, inside, types or guarded) for child in ast.iter_child_nodes(node)]


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0 and node.module, "imports are absolute"
        for alias in node.names:
            submodule = f"{node.module}.{alias.name}"
            yield submodule if submodule in sources() else node.module
