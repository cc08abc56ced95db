"""Who may import whom: the layers, from the bottom up. An arrow that is not in this list fails."""
from __future__ import annotations

import sys
from graphlib import TopologicalSorter

import pytest
from source_files import ROOT, Import, imports, sources

LEVELS = (
    ("version", "errors", "help", "seconds", "rows", "columns", "memory", "workers", "guard", "blocks", "comments",
     "beside"),
    ("capture",),
    ("live",),
    ("program", "scan", "addresses", "fragments", "tcp", "tcp_slices", "table"),
    ("flows", "services", "stream", "streams", "tcp_state"),
    ("conversations", "inflated", "plain", "talk"),
    ("engine",),
    # what protocols mean, and rows and trees of it
    ("secrets", "cut_secrets", "messages", "spooled", "fetched", "fetched_*", "untagged", "commands", "emails",
     "email_*", "mail", "mails", "plain_messages", "journey", "journey_*", "dns", "dns_*", "dig", "infos", "walk",
     "frame", "tree_input", "trees", "packet_*", "flow_*", "follow", "follow_*"),
    ("protocols", "summary", "filters", "analysis", "ahead"),
    ("companion", "companion_*"),
    ("following",),
    ("export",),
    ("cli",),
    ("__main__", ""),
)
"""Of `analyzer`: a module imports its own level and those before it. A new module gets its place here."""

BESIDE = {"numpy", *sys.stdlib_module_names}
ON_FIRST_USE = {"numba", "orjson", "zstandard", "lz4", "charset_normalizer", "shtab", "llvmlite", "pybase64", "regex",
                "scapy"}
"""Imported inside of functions, so that a program that does not need them starts at once."""
COMPANION = {"pyshark", "lxml"}
"""For analyzer/companion_process.py, which is a process of its own."""


def level(module: str) -> int:
    name = module.split(".")[1] if "." in module else ""
    for number, members in enumerate(LEVELS):
        if name in members or f"{name.partition('_')[0]}_*" in members:
            return number
    pytest.fail(f"{module} has no level: put it into LEVELS")


def shown(found: list[Import]) -> str:
    return "\n".join(f"{one.module} imports {one.name}" for one in found)


def allowed(one: Import, *packages: str) -> bool:
    return one.package in packages or one.package in BESIDE or (one.package in ON_FIRST_USE and one.first_use)


def test_dissectors_stand_on_the_standard_library_and_numpy() -> None:
    wrong = [one for one in imports() if one.module.startswith("dissectors") and not allowed(one, "dissectors")]
    assert not wrong, shown(wrong)


def test_analyzer_stands_on_dissectors_and_knows_no_window() -> None:
    wrong = [one for one in imports() if one.module.startswith("analyzer")
             and not allowed(one, "analyzer", "dissectors")
             and not (one.module == "analyzer.companion_process" and one.package in COMPANION)]
    assert not wrong, shown(wrong)


def test_within_analyzer_imports_go_downward() -> None:
    wrong = [one for one in imports() if one.module.startswith("analyzer") and one.package == "analyzer"
             and level(one.name) > level(one.module)]
    assert not wrong, shown(wrong)


def test_no_module_imports_itself_by_a_detour() -> None:
    graph: dict[str, set[str]] = {module: set() for module in sources()}
    for one in imports():
        if one.name in graph and not one.types and not one.first_use:
            graph[one.module].add(one.name)
    assert list(TopologicalSorter(graph).static_order())  # raises CycleError with the way round


def test_only_the_gui_imports_qt() -> None:
    wrong = [one for one in imports() if one.package in ("PySide6", "shiboken6", "pyqtgraph")
             and not one.module.startswith("gui")]
    assert not wrong, shown(wrong)


def test_nothing_imports_the_gui() -> None:
    wrong = [one for one in imports() if one.package == "gui" and not one.module.startswith("gui")]
    assert not wrong, shown(wrong)


def test_every_package_is_looked_at() -> None:
    assert {module.partition(".")[0] for module in sources()} >= {"analyzer", "dissectors"}
    assert (ROOT / "pyproject.toml").exists()
