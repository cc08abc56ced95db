"""The captures that the jobs read: made when first needed, kept by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_GENERATOR = Path(__file__).parents[1] / "generate.py"
PACKETS = {"1k": 1_000, "100k": 100_000, "1m": 1_000_000, "2m": 2_000_000, "5m": 5_000_000, "dns-1m": 1_000_000,
           "mail-1m": 1_000_000}
_ONE = {"mail-200m": 200_000_000}
"""Bytes of the one email that a capture has."""
NAMES = {*PACKETS, *_ONE}
_SHARES = {"dns-": "0", "mail-": "1"}
"""How much of a capture whose name begins so is mail; the others are a mixture."""


def capture(work: Path, name: str) -> Path:
    """The capture of that name, made if it is not there yet."""
    mail = next((share for begin, share in _SHARES.items() if name.startswith(begin)), "")
    path = work / (f"{name}.pcap" if mail else f"dns-mail-{name}.pcap")
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        wanted = (["--one", str(_ONE[name])] if name in _ONE else
                  ["--packets", str(PACKETS[name]), "--mail", mail or "0.2"])
        subprocess.run([sys.executable, str(_GENERATOR), *wanted, "--seed", "1", str(unfinished)], check=True,
                       stdout=sys.stderr)
        unfinished.rename(path)
    return path
