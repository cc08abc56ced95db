"""How the source is laid out: each module says what it is for, files and functions stay small, no error is hidden."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from source_files import file_of, sources

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_KERNEL = 80
"""A kernel is one loop; calls into further kernels cost where they are interpreted."""
MAY_CATCH_ALL = {"analyzer.guard"}
"""The one place where a fault of a dissector is kept from the rest of the packet list."""

every_module = pytest.mark.parametrize("module", sources())


@every_module
def test_module_says_what_it_is_for(module: str) -> None:
    if sources()[module].body:
        assert ast.get_docstring(sources()[module])


@every_module
def test_file_is_small(module: str) -> None:
    lines = len(file_of(module).read_text().splitlines())
    assert lines <= LONGEST_FILE, f"{lines} lines: split it by task"


@every_module
def test_functions_are_short(module: str) -> None:
    long = [f"{one.name}: {size(one)} lines" for one in functions(module)
            if size(one) > (LONGEST_KERNEL if is_kernel(one) else LONGEST_FUNCTION)]
    assert not long, long


@every_module
def test_no_error_is_swallowed(module: str) -> None:
    caught = {ast.unparse(one.type) if one.type else "everything" for one in ast.walk(sources()[module])
              if isinstance(one, ast.ExceptHandler)}
    wide = caught & {"everything", "Exception"}
    assert not wide or module in MAY_CATCH_ALL, f"{module} catches {wide}"


def functions(module: str) -> Iterator[ast.FunctionDef]:
    return (one for one in ast.walk(sources()[module]) if isinstance(one, ast.FunctionDef))


def size(function: ast.FunctionDef) -> int:
    """Lines without the docstring."""
    assert function.end_lineno is not None
    text = ast.get_docstring(function, clean=False)
    return function.end_lineno - function.lineno + 1 - (len(text.splitlines()) if text else 0)


def is_kernel(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(one) == "kernel" for one in function.decorator_list)


@every_module
def test_no_possessive_quantifier_stands_behind_a_group(module: str) -> None:
    """Python before 3.11.5 matches them wrongly (CPython gh-106052); `(?>(?:…)*)` is the same and right."""
    patterns = [one.value for one in ast.walk(sources()[module])
                if isinstance(one, ast.Constant) and isinstance(one.value, str | bytes)]
    text = "\n".join(part.decode("latin-1") if isinstance(part, bytes) else part for part in patterns)
    assert not re.search(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+", text)
