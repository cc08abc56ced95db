"""docs/syllabus.md: each of the lecture's words finds a field or a command, and what the table names shows it."""
from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from program import run

from analyzer.cli.options import COMMANDS
from analyzer.filters.catalog import Catalog
from analyzer.help import explain
from analyzer.help.search import about
from dissectors.registry import BUILT_IN, Registry

ROOT = Path(__file__).resolve().parent.parent


class Point(NamedTuple):
    title: str
    words: list[str]
    command: list[str]          # empty where no capture shows it
    fields: list[str]


def points() -> list[Point]:
    lines = [line.strip("|").split(" | ") for line in (ROOT / "docs" / "syllabus.md").read_text().splitlines()
             if line.startswith("| ") and not line.startswith("| Point")]
    return [Point(title.strip(), re.findall(r"\*(.+?)\*", words),
                  [] if command.strip() == "—" else shlex.split(command.strip().strip("`")),
                  re.findall(r"`(.+?)`", fields)) for title, words, command, fields in lines]


@cache
def catalog() -> Catalog:
    return Catalog(Registry(BUILT_IN))


@cache
def explained() -> list[dict[str, str]]:
    commands = [{"name": f"pilotfish {name}", "label": label} for name, label in COMMANDS.items()]
    found = [(row, explain(row["name"])) for row in (*catalog().rows(), *commands)]
    return [row | {"about": one.about, "reference": one.reference} for row, one in found if one]


each_point = pytest.mark.parametrize("point", points(), ids=lambda point: point.title)


def test_the_whole_lecture_is_there() -> None:
    assert len(points()) > 35
    assert sum(not point.command for point in points()) <= 4


@each_point
def test_words_find_something(point: Point) -> None:
    assert point.words
    assert not [words for words in point.words if not about(explained(), words)]


@each_point
def test_fields_are_known_and_explained(point: Point) -> None:
    assert point.fields
    assert not [name for name in point.fields if catalog().find(name) is None or explain(name) is None]


@pytest.mark.parametrize("point", [point for point in points() if point.command], ids=lambda point: point.title)
def test_command_shows_it(point: Point, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    program, *arguments = point.command
    result = run(*arguments)
    assert (program, result.code, result.err) == ("pilotfish", 0, "")
    assert len(result.out.splitlines()) > 1


def test_eight_messages_find_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    point = next(point for point in points() if point.title.startswith("Eight messages"))
    assert len(run(*point.command[1:], "--format", "jsonl").rows()) == 8
