"""What Qt for Python does to `import` is undone."""
from __future__ import annotations

import subprocess
import sys

SHOW = "import builtins; before = builtins.__import__; import gui.app; print(builtins.__import__ is before)"


def test_import_stays_python_s_own() -> None:
    assert subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=True).stdout == "True\n"
