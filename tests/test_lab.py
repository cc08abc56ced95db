"""Mail that real servers and clients carried is what pilotfish exports (captures/lab/prove.py)."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROVE = Path(__file__).parents[1] / "captures" / "lab" / "prove.py"


@pytest.mark.skipif(not os.environ.get("PILOTFISH_LAB"),
                    reason="PILOTFISH_LAB=1 runs it; it needs root, Postfix, Dovecot, tcpdump, and no other lab")
def test_what_clients_handed_over_and_got_is_exported() -> None:
    done = subprocess.run([sys.executable, PROVE], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
