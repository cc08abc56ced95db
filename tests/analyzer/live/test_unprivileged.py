"""Someone who may not capture is told why and the one command that helps; and that command helps."""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest
import unprivileged
from unprivileged import Nobody

from analyzer.capture import open_capture
from analyzer.live import dumpcap

CAPTURE = ("-m", "analyzer", "capture", "-i", "lo", "-a", "1", "-w", "x.pcapng")
BESIDE = "/usr/sbin:/sbin"
TOLD = re.compile(r"no rights to capture; `([^`]+)` [^`]+\n")


@pytest.fixture
def nobody() -> Iterator[Nobody]:
    with unprivileged.nobody() as user:
        if reason := unprivileged.why_not(user):
            pytest.skip(reason)
        yield user


@pytest.mark.parametrize("command", [CAPTURE, (*CAPTURE, "--backend", "scapy"),
                                     ("-m", "analyzer", "summary", "--live", "-i", "lo")])
def test_who_may_not_capture_is_told_why_and_one_command(nobody: Nobody, command: tuple[str, ...]) -> None:
    done = nobody.run(*command)
    assert (done.returncode, done.stdout) == (1, "") and list(nobody.home.iterdir()) == []
    told = TOLD.fullmatch(done.stderr.removeprefix("pilotfish: "))
    assert told and told[1].startswith(("sudo ", "su -c "))
    doctor = nobody.run("-m", "analyzer", "doctor", "--format", "jsonl")
    first = json.loads(doctor.stdout.splitlines()[0])
    assert doctor.returncode == 1 and (first["check"], first["works"]) == ("capture", False)
    assert f"`{told[1]}`" in first["detail"]


def test_who_may_not_capture_can_do_the_rest(nobody: Nobody) -> None:
    names = json.loads(nobody.run("-m", "analyzer", "interfaces", "--format", "jsonl").stdout.splitlines()[0])
    assert names["name"] == "lo"


@pytest.fixture
def python(nobody: Nobody) -> Path:
    """A virtual environment of its own, in which a copy of Python may be made."""
    place = nobody.home.parent / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    packages = place / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    (packages / "all.pth").write_text(sysconfig.get_paths()["purelib"])
    return place / "bin" / "python"


with_setcap = pytest.mark.skipif(
    not shutil.which("setcap", path=BESIDE) or bool(os.statvfs(gettempdir()).f_flag & os.ST_NOSUID),
    reason="needs setcap (Debian: libcap2-bin), and a folder in which programs may have rights")


@with_setcap
def test_the_command_helps(nobody: Nobody, python: Path) -> None:
    def capture() -> subprocess.CompletedProcess[str]:
        return nobody.run(*CAPTURE, python=python, PATH="")     # without dumpcap and sudo

    told = TOLD.fullmatch(capture().stderr.removeprefix("pilotfish: "))
    assert told and subprocess.run(["sh", "-c", told[1]]).returncode == 0
    done = capture()
    assert done.returncode == 0 and "0 dropped" in done.stderr
    with open_capture(nobody.home / "x.pcapng") as file:
        assert sum(map(len, file.blocks())) == int(done.stderr.split()[1]) and not file.damage
        assert [one.name for one in file.interfaces] == ["lo"]


@with_setcap
@pytest.mark.skipif(dumpcap.path() is None, reason="needs dumpcap")
def test_dumpcap_captures_where_it_alone_may(nobody: Nobody) -> None:
    program = shutil.copy(str(dumpcap.path()), nobody.home.parent)
    subprocess.run(["setcap", "cap_net_raw,cap_net_admin=eip", program], check=True, env={"PATH": BESIDE})
    done = nobody.run(*CAPTURE, PATH=str(nobody.home.parent))
    assert done.returncode == 0 and "0 dropped" in done.stderr, done.stderr
    file = nobody.home / "x.pcapng"
    assert b"Dumpcap" in file.read_bytes() and file.stat().st_uid == unprivileged.USER
