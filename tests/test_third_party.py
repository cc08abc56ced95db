"""A dissector of another party: installed into a fresh environment, it is listed and used like our own."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from capture_builders import pcap
from frame_builders import ACK, FIN, SYN, ethernet, ipv4, tcp

HERE = Path(__file__).resolve().parent
PORTS = {"source": 4000, "destination": 79}
BACK = {"source": 79, "destination": 4000}
FRAMES = [
    ethernet(ipv4(tcp(b"", **PORTS, sequence=0, flags=SYN), 6)),
    ethernet(ipv4(tcp(b"", **BACK, sequence=0, acknowledgment=1, flags=SYN | ACK), 6, "10.0.0.2", "10.0.0.1")),
    ethernet(ipv4(tcp(b"alice\r\n", **PORTS, sequence=1, acknowledgment=1), 6)),
    ethernet(ipv4(tcp(b"Login: alice\r\n", **BACK, sequence=1, acknowledgment=8, flags=FIN | ACK), 6,
                  "10.0.0.2", "10.0.0.1")),
]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the Finger package; our own libraries are lent to it."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    fresh = folder / "bin" / "python"
    quiet = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_CACHE_DIR": "1"}
    pip = [sys.executable, "-m", "pip", "--quiet"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder),
                    str(copied(folder / "finger"))], check=True, env=quiet)
    subprocess.run([*pip, "--python", str(fresh), "install", "--no-index", "--no-deps",
                    *map(str, folder.glob("*.whl"))], check=True, env=quiet)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    lent = folder / "lib" / version / "site-packages" / "lent.pth"
    lent.write_text(f"{sysconfig.get_path('purelib')}\n{HERE.parent}\n")
    return fresh


def copied(folder: Path) -> Path:
    """The package in a folder where building it may leave things."""
    folder.mkdir()
    for file in (HERE / "finger").glob("*.*"):
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    return folder


def pilotfish(python: Path, *arguments: str) -> str:
    return subprocess.run([str(python), "-m", "analyzer", *arguments], check=True, capture_output=True, text=True,
                          cwd=python.parent).stdout


def test_it_is_listed_with_the_package_that_brings_it(python: Path) -> None:
    rows = [json.loads(line) for line in pilotfish(python, "dissectors", "--format", "jsonl").splitlines()]
    finger = next(row for row in rows if row["name"] == "finger")
    assert finger["origin"] == "pilotfish-finger"


def test_it_dissects(python: Path, tmp_path: Path) -> None:
    capture = tmp_path / "finger.pcap"
    capture.write_bytes(pcap(enumerate(FRAMES)))
    shown = pilotfish(python, "show", str(capture), "-n", "3")
    assert "Query: alice" in shown
    flow = json.loads(pilotfish(python, "flows", str(capture), "--format", "jsonl"))
    assert (flow["service"], flow["server_port"]) == ("finger", 79)
