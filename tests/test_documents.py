"""The documents: links lead somewhere, commands are all told, and every example runs and prints what stands there."""
from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from program import run

from analyzer.cli.options import COMMANDS
from analyzer.rows import names

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "benchmarks" / "README.md",
                    ROOT / "captures" / "lab" / "README.md"])
PYTHON = ROOT / "docs" / "python.md"
COMMAND_LINE = ROOT / "docs" / "command-line.md"
DISSECTORS = ROOT / "docs" / "dissectors.md"
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")
ANCHOR = re.compile(r"\]\(#([^)\s]+)\)")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
CONSOLE_WIDTH = "118"
"""For which the documents' tables were made."""


class Command(NamedTuple):
    """A command of a console block; `printed` are the lines below it, "" where they went through other programs."""
    words: list[str]
    printed: list[str]


def blocks(document: Path, language: str) -> list[tuple[str, str]]:
    """The code of that language, and the text below it that it prints."""
    return [(code, printed) for kind, code, printed in BLOCK.findall(document.read_text()) if kind == language]


def commands(document: Path) -> Iterator[Command]:
    """The commands of pilotfish in a document; not what other programs do with their output."""
    for code, _ in blocks(document, "console"):
        for entry in re.split(r"^\$ ", code, flags=re.MULTILINE)[1:]:
            line, _, below = entry.partition("\n")
            words = shlex.split(line)
            if words[0] == "pilotfish":
                ours = [*words, "|"].index("|"), [*words, ">"].index(">")
                printed = below.splitlines() if min(ours) >= len(words) else []
                yield Command(words[1:min(ours)], printed)


def beginning(line: str) -> str:
    """A line as the documents have it, which may leave its end out."""
    return line.removesuffix(" …").rstrip()


EXAMPLES = [pytest.param(command, id=" ".join(command.words))
            for document in DOCUMENTS for command in commands(document)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files(document: Path) -> None:
    text = document.read_text()
    assert not [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    headings = {re.sub(r"[^\w -]", "", line.lstrip("# ")).strip().lower().replace(" ", "-")
                for line in text.splitlines() if line.startswith("#")}
    assert set(ANCHOR.findall(text)) <= headings


def test_every_command_has_its_place() -> None:
    headings = "\n".join(line for line in COMMAND_LINE.read_text().splitlines() if line.startswith("## "))
    assert not [name for name in COMMANDS if f"`{name}`" not in headings]


@pytest.mark.parametrize("command", EXAMPLES)
def test_command_prints_what_stands_there(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "captures").symlink_to(ROOT / "captures")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", CONSOLE_WIDTH)
    result = run(*command.words)
    assert (result.code, result.err) == (0, "")
    lines = iter(result.out.splitlines())
    for wanted in (line for line in command.printed if line != "…"):
        assert any(line.startswith(beginning(wanted)) for line in lines), f"not there: {wanted}"


@pytest.mark.parametrize(("code", "printed"), blocks(PYTHON, "python"))
def test_python_prints_what_stands_there(code: str, printed: str) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == printed


def test_dissectors_of_the_page_work(tmp_path: Path) -> None:
    page = tmp_path / "test_page.py"
    page.write_text("".join(code for code, _ in blocks(DISSECTORS, "python")))
    pytest_here = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml")]
    done = subprocess.run([*pytest_here, str(page)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


@pytest.mark.parametrize("kind", ["packets", "flows", "dns", "dns messages", "commands", "mail", "summary"])
def test_all_columns_are_told(kind: str) -> None:
    rows = PYTHON.read_text().partition("## Rows")[2].partition("```")[0]
    assert ", ".join(f"`{name}`" for name in names(kind)) in " ".join(rows.split())
