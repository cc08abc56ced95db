"""Mutated mail is read without an exception (benchmarks/fuzz_mail.py, which does this at length, and in time)."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[2] / "benchmarks" / "fuzz_mail.py"


@pytest.mark.parametrize("options", [("--count", "150"), ("--shapes", "1000")])
def test_mutated_mail_is_read(options: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, FUZZ, "--untimed", *options], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
