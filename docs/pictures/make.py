"""Takes all pictures of the documents anew, light and dark, from the sample captures; without a screen.

    python docs/pictures/make.py            all of them
    python docs/pictures/make.py dns mail   these

The picture of the start page (capture.png) shows the interfaces of a machine, so it is not taken here.
"""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
MAIL, DNS = "09-journey.pcap", "06-dns-iterative.pcap"
PICTURES = {
    "window": (MAIL, "--service", "mail", "--packet", "41"),
    "filter": (DNS, "--packet", "5", "--filter", "dns and dns.flags.r"),
    "flows": (MAIL, "--tab", "flows", "--line", "0"),
    "follow": (MAIL, "--follow", "25"),
    "dns": (DNS, "--tab", "dns", "--sort", "-8", "--line", "2"),
    "mail": (MAIL, "--tab", "mail", "--line", "0"),
    "journey": (MAIL, "--tab", "mail", "--line", "0", "--view", "2"),
    "statistics": (MAIL, "--tab", "statistics"),
    "statistics-dns": (DNS, "--tab", "statistics", "--view", "3"),
}
"""By the names of the files: the capture, and what take.py is to choose in it."""
SUFFIXES = {"light": "", "dark": "-dark"}


def take(name: str, appearance: str) -> bool:
    """Takes one picture; whether that worked."""
    capture, *choice = PICTURES[name]
    out = FOLDER / f"{name}{SUFFIXES[appearance]}.png"
    command = [sys.executable, str(FOLDER / "take.py"), f"captures/{capture}", str(out), "--appearance", appearance]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "TZ": "UTC",
                   "LC_ALL": "C.UTF-8"}
    ended = subprocess.run([*command, *choice], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True,
                           check=False)
    if ended.returncode:
        print(f"{out.name}: {ended.stderr.strip()}", file=sys.stderr)
    return ended.returncode == 0


def main(names: list[str]) -> int:
    """Takes the pictures of these names; returns how many failed."""
    unknown = [name for name in names if name not in PICTURES]
    if unknown:
        sys.exit(f"no picture is called {unknown[0]}; there are {', '.join(PICTURES)}")
    return sum(not take(name, appearance) for name in names or PICTURES for appearance in SUFFIXES)


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
