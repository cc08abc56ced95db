"""The texts of the window: those of the source, by its syntax trees, and those of the files of translations."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from source_files import sources

from gui.language import FOLDER


class Text(NamedTuple):
    """What is translated: a text, in a context."""
    context: str
    source: str


def name_of(call: ast.Call) -> str:
    """What is called, without what it is of."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@cache
def window_sources() -> dict[str, ast.Module]:
    """The modules of the window."""
    return {module: tree for module, tree in sources().items() if module.partition(".")[0] == "gui"}


def calls(*names: str) -> Iterator[tuple[str, str, ast.Call]]:
    """All calls of functions of these names: the module, the class, the call."""
    for module, tree in window_sources().items():
        pending: list[tuple[ast.AST, str]] = [(tree, "")]
        while pending:
            node, of_class = pending.pop()
            if isinstance(node, ast.Call) and name_of(node) in names:
                yield module, of_class, node
            inside = node.name if isinstance(node, ast.ClassDef) else of_class
            pending += [(child, inside) for child in ast.iter_child_nodes(node)]


@cache
def texts_of_source() -> frozenset[Text]:
    """Every text of the source that is translated: by `self.tr`, by `translate`, or marked by `_`."""
    found: set[Text] = set()
    for _module, of_class, call in calls("tr", "translate", "_"):
        words = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name_of(call) == "translate" and len(words) == 2:
            found.add(Text(*words))
        elif name_of(call) != "translate" and len(words) == 1:
            found.add(Text(of_class if name_of(call) == "tr" else "", words[0]))
    return frozenset(found)


def files() -> list[Path]:
    """The files of translations."""
    return sorted(FOLDER.glob("*.ts"))


@cache
def translations(path: Path) -> dict[Text, str]:
    """What is translated in a file, and finished."""
    return {Text(context.findtext("name", ""), message.findtext("source", "")): message.findtext("translation", "")
            for context in ElementTree.parse(path).getroot().iter("context") for message in context.iter("message")
            if message.find("translation[@type]") is None}
