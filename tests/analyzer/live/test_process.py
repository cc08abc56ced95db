"""The capture process as a program: what it refuses, what it imports, and what it keeps of its rights."""
from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analyzer.live import rights
from analyzer.live.session import PROCESS
from analyzer.live.settings import Settings

with_rights = pytest.mark.skipif(not rights.may_capture() or os.geteuid() != 0,
                                 reason="needs root, for packet sockets")


def said_to(settings: bytes, **environment: str) -> list[dict[str, object]]:
    """The events of a process that is told to stop at once."""
    done = subprocess.run([sys.executable, "-I", PROCESS], input=settings, capture_output=True, timeout=60,
                          env={**os.environ, **environment})
    assert not done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("settings", [b"", b"stop\n", b'{"interfaces": ["lo"]}\n', b"x" * 600_000])
def test_what_is_no_settings_is_refused(settings: bytes) -> None:
    event, = said_to(settings)
    assert event["kind"] == "failed" and event["usage"] and "capture process got" in str(event["text"])


def test_an_interface_that_is_not_there_is_told(tmp_path: Path) -> None:
    event, = said_to(Settings(("nope",), str(tmp_path / "x")).line())
    assert event["kind"] == "failed" and event["text"] == \
        "there is no interface nope; `pilotfish interfaces` lists them"


@with_rights
def test_the_end_of_the_channel_is_the_end_of_the_capture(tmp_path: Path) -> None:
    events = said_to(Settings(("lo",), str(tmp_path / "x.pcapng")).line())
    assert [events[0]["kind"], events[-1]["kind"]] == ["file", "ended"]
    assert (tmp_path / "x.pcapng").stat().st_size


@with_rights
def test_a_filter_that_can_not_be_is_a_fault_of_usage(tmp_path: Path) -> None:
    event, = said_to(Settings(("lo",), str(tmp_path / "x"), "port and").line())
    assert event["usage"] and "syntax error" in str(event["text"]) and not (tmp_path / "x").exists()


@with_rights
def test_nothing_is_left_of_its_rights_when_files_are_opened(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o755)
    with subprocess.Popen([sys.executable, "-I", PROCESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          env={**os.environ, "SUDO_UID": "65534", "SUDO_GID": "65534"}) as process:
        assert process.stdin and process.stdout
        process.stdin.write(Settings(("lo",), str(tmp_path / "x.pcapng")).line())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["kind"] == "file"
        status = dict(line.split(":\t") for line in
                      Path(f"/proc/{process.pid}/status").read_text().splitlines() if ":\t" in line)
        process.communicate(b"stop\n")
    assert {status[name].strip("0") for name in ("CapEff", "CapPrm", "CapInh", "CapAmb", "CapBnd")} == {""}
    assert status["NoNewPrivs"] == "1" and set(status["Uid"].split()) == {"65534"} == set(status["Gid"].split())
    assert (tmp_path / "x.pcapng").stat().st_uid == 65534 and process.returncode == 0


def test_neither_numpy_nor_dissectors_are_imported() -> None:
    code = ("import sys; import analyzer.live.process, analyzer.live.session\n"
            "print(*{name.partition('.')[0] for name in sys.modules})\n"
            "print(*(name for name in sys.modules if name.startswith('analyzer.')))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=PROCESS.parents[2])
    packages, modules = map(str.split, done.stdout.splitlines())
    assert not {"numpy", "dissectors", "scapy", "PySide6"} & set(packages)
    others = {name for name in modules if not name.startswith("analyzer.live.")}
    assert others == {"analyzer.blocks", "analyzer.errors", "analyzer.live", "analyzer.version"}


@with_rights
def test_a_capture_ends_by_itself_after_its_time(tmp_path: Path) -> None:
    begin = time.monotonic()
    with subprocess.Popen([sys.executable, "-I", PROCESS], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(Settings(("lo",), str(tmp_path / "x.pcapng"), seconds=1).line())
        process.stdin.flush()
        events = [json.loads(line) for line in process.stdout]
    assert events[-1]["kind"] == "ended" and time.monotonic() - begin >= 1
