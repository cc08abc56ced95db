"""Who captures: chosen by rights; and what someone is told who has none."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analyzer.errors import CaptureError, UsageError
from analyzer.live import advice, dumpcap, events, rights, session
from analyzer.live.doctor import examine
from analyzer.live.session import Session
from analyzer.live.settings import Settings

WITHOUT_RIGHTS = """
import sys
from analyzer.live import rights
rights.drop()
from analyzer.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def no_rights(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(rights, "may_capture", lambda: False)
    monkeypatch.setattr(dumpcap, "usable", lambda: False)
    monkeypatch.setattr(rights, "helper_usable", lambda: False)
    return monkeypatch


def program(folder: Path, name: str, text: str = "exit 0", mode: int = 0o755) -> str:
    """A program of that name, found before others."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(mode)
    return str(path)


def test_who_has_rights_captures(no_rights: pytest.MonkeyPatch) -> None:
    no_rights.setattr(rights, "may_capture", lambda: True)
    assert session.choose("auto") == session.choose("scapy") == "scapy"


def test_dumpcap_captures_where_only_it_may(no_rights: pytest.MonkeyPatch) -> None:
    no_rights.setattr(dumpcap, "usable", lambda: True)
    assert session.choose("auto") == "dumpcap" and session.choose("auto", sudo=True) == "scapy"
    with pytest.raises(CaptureError, match="no rights to capture"):
        session.choose("scapy")


def test_a_copy_of_python_that_may_capture_is_used(no_rights: pytest.MonkeyPatch) -> None:
    no_rights.setattr(rights, "helper_usable", lambda: True)
    assert session.choose("auto") == "scapy" and session._command(False)[0] == rights.helper()
    no_rights.setattr(rights, "may_capture", lambda: True)
    assert session._command(False)[0] == sys.executable


def test_dumpcap_is_not_run_by_sudo(no_rights: pytest.MonkeyPatch) -> None:
    no_rights.setattr(dumpcap, "path", lambda: "/usr/bin/dumpcap")
    with pytest.raises(UsageError, match="needs no sudo"):
        session.choose("dumpcap", sudo=True)


def test_who_has_no_rights_is_told_one_command(no_rights: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_rights.setattr(dumpcap, "path", lambda: None)
    no_rights.setattr(advice.shutil, "which", lambda name, path="": str(tmp_path) if name != "setcap" else None)
    assert "`sudo pilotfish capture …`" in advice.for_rights()
    no_rights.setattr(advice.shutil, "which", lambda name, path="": str(tmp_path) if name != "sudo" else None)
    assert "`su -c 'install -m 750 -g " in advice.for_rights() and "setcap cap_net_raw=ep" in advice.for_rights()
    no_rights.setattr(advice.shutil, "which", lambda name, path="": str(tmp_path))
    installed = program(tmp_path, "dumpcap")
    no_rights.setattr(dumpcap, "path", lambda: installed)
    assert "`sudo sh -c 'groupadd -f wireshark" in advice.for_rights() and "setcap" in advice.for_rights()
    no_rights.setattr(rights, "privileged", lambda path: True)
    os.chmod(tmp_path / "dumpcap", 0o750)
    assert "`sudo usermod -aG " in advice.for_rights()
    no_rights.setattr(advice.shutil, "which", lambda name, path="": None)
    assert "`su -c 'usermod -aG " in advice.for_rights()
    for text in (advice.for_rights(), str(examine()[0])):
        assert text.count("`") == 2


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_without_rights_a_capture_says_why_and_what_helps(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_RIGHTS, "capture", "-i", "lo", "--backend", "scapy"],
                          cwd=session.PROCESS.parents[2], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("pilotfish: no rights to capture; `su") and done.stderr.count("`") == 2


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_the_doctor_tells_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_RIGHTS, "doctor", "--format", "jsonl"],
                          cwd=session.PROCESS.parents[2], capture_output=True, text=True,
                          env={**os.environ, "PATH": ""})
    first = json.loads(done.stdout.splitlines()[0])
    assert (first["check"], first["works"]) == ("capture", dumpcap.usable())
    assert dumpcap.usable() or (done.returncode == 1 and first["detail"].startswith("no rights: `su -c "))


@pytest.mark.skipif(sys.platform != "linux" or dumpcap.usable(), reason="needs Linux, where dumpcap has no rights")
def test_a_live_summary_that_can_not_begin_leaves_the_terminal_as_it_is() -> None:
    screen, theirs = os.openpty()
    done = subprocess.run([sys.executable, "-c", WITHOUT_RIGHTS, "summary", "--live", "-i", "lo"],
                          cwd=session.PROCESS.parents[2], stdout=theirs, stderr=subprocess.PIPE)
    assert done.returncode == 1 and done.stderr.startswith(b"pilotfish: no rights to capture")
    os.write(theirs, b"all")
    assert os.read(screen, 99) == b"all"
    os.close(screen)
    os.close(theirs)


def test_sudo_starts_the_capture_process_and_nothing_else(no_rights: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = tmp_path / "told"
    no_rights.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    no_rights.setattr(os, "geteuid", lambda: 1000)
    program(tmp_path, "sudo", f'echo "$@" > {told}; head -c 1 > /dev/null; echo not an event; exit 3')
    made = Session(lambda: Settings(("lo",), "/x", "a filter"), sudo=True)
    found: list[events.Event] = []
    while not found:
        found += made.events(5)
    made.close()
    assert told.read_text() == f"-- {sys.executable} -I {session.PROCESS}\n"
    assert [event.kind for event in found] == [events.FAILED] and "ended with code 3" in found[0].text


def test_a_capture_process_that_is_killed_is_told(no_rights: pytest.MonkeyPatch) -> None:
    no_rights.setattr(session, "_command", lambda sudo: ["sh", "-c", "kill -9 $$"])
    made = Session(lambda: Settings(("lo",), "/x"), sudo=True)
    found = []
    while not found:
        found += made.events(5)
    made.close()
    assert "killed by signal 9; what it had written is kept" in found[0].text
