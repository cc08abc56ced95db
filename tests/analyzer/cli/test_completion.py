"""`pilotfish completion`."""
from __future__ import annotations

import shutil
import subprocess

import pytest
from program import run

from analyzer.cli.completion import SHELLS
from analyzer.cli.options import COMMANDS


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_knows_all_commands_and_options(shell: str) -> None:
    code, out, err = run("completion", shell)
    assert (code, err) == (0, "")
    assert all(word in out for word in (*COMMANDS, "messages", "show-secrets", "attachments", "pdml"))


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_takes_the_script(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    done = subprocess.run([shell, "-n"], input=run("completion", shell).out, text=True, capture_output=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_shell_is_a_usage_error() -> None:
    assert run("completion", "dos").code == 2
