"""The program: help, version, usage errors, and what it costs to say so."""
from __future__ import annotations

import subprocess
import sys

import pytest
from program import ROOT, run

from analyzer.cli.options import COMMANDS

HEAVY = {"numpy", "numba", "orjson", "shutil", "dataclasses", "shtab", "analyzer.analysis", "PySide6", "unicodedata"}


def test_help_lists_the_commands() -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "") and all(f"\n  {name} " in out for name in COMMANDS)
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("later", ["findings", "batch", "query", "--keylog"])
def test_what_comes_later_is_not_in_the_help(later: str) -> None:
    assert f"  {later} " not in run("--help").out
    code, out, err = run(later, "x.pcap") if later[0] != "-" else run("dns", "x.pcap", later, "x")
    assert (code, out) == (2, "") and err.count("\n") == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_help_with_examples(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(name, "--help")
    assert (code, err) == (0, "") and f"usage: pilotfish {name} " in out and "examples:\n  pilotfish" in out
    assert out == run("help", name).out
    assert max(len(line) for line in out.partition("examples:")[0].splitlines()) <= 80


@pytest.mark.parametrize("arguments", [["--help"], ["dns", "--help"], ["show", "-n", "x"], ["nothing"],
                                       ["follow", "x.pcap"], ["export", "x.pcap"]])
def test_help_and_usage_errors_import_nothing_heavy(arguments: list[str]) -> None:
    code = f"import sys; from analyzer.cli.main import main; main({arguments}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.splitlines()[-1].split())
    # an error line is made safe for the terminal
    assert not loaded & (HEAVY - ({"unicodedata"} if "pilotfish:" in done.stderr else set()))


@pytest.mark.parametrize(("arguments", "says"), [
    (["summry", "x"], "did you mean summary?"),
    (["day.pcap"], "pilotfish summary FILE"),
    (["--format", "json"], "unknown option --format"),
    (["dns"], "the following arguments are required: FILE"),
    (["dns", "x", "--form", "json"], "unrecognized arguments"),              # options are not abbreviated
    (["dns", "x", "--format", "yaml"], "invalid choice: 'yaml'"),
    (["dns", "x", "--dig", "--messages"], "not allowed with argument"),
    (["dns", "x", "--dig", "--format", "csv"], "--dig prints text for people"),
    (["show", "x", "-n", "0"], "'0' is no whole number from 1 on"),
    (["show", "x", "-n", "9" * 5_000], "is no whole number"),
    (["show", "x", "--hex", "--format", "pdml"], "--hex goes with trees for people"),
    (["follow", "x", "-1"], "FLOW"),
    (["follow", "x", "1", "--raw", "both"], "invalid choice: 'both'"),
    (["follow", "x", "1", "--raw", "client", "--format", "json"], "--raw writes bytes"),
    (["export", "x"], "the following arguments are required: --out"),
    (["export", "x", "--out", ""], "argument --out: names no folder"),
    (["packets", "a", "b\n\x1b[31m"], r"b\n\x1b[31m"),                       # one line, and nothing acts on it
])
def test_usage_errors_are_one_line_and_exit_2(arguments: list[str], says: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "") and says in err
    assert err.startswith("pilotfish: ") and err.count("\n") == 1 and err.endswith("\n")


def test_version_is_told() -> None:
    code, out, _ = run("--version")
    assert code == 0 and out.startswith("pilotfish ")


def test_the_module_is_the_program() -> None:
    done = subprocess.run([sys.executable, "-m", "analyzer", "--help"], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == run("--help").out
