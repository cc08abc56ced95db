"""Standard output that is closed early, full or missing; faults of the program itself."""
from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from program import run, start
from sample_captures import FOLDER

from analyzer.cli import faults, options, output

JOURNEY = FOLDER / "09-journey.pcap"


@pytest.mark.parametrize("command", [("packets", JOURNEY), ("--help",), ("dns", "--help"), ("summary", JOURNEY)])
def test_a_reader_that_closes_early_ends_the_program_quietly(command: tuple[object, ...]) -> None:
    read, written = os.pipe()
    os.close(read)
    process = start(*command, stdout=written, stderr=subprocess.PIPE)
    os.close(written)
    assert process.communicate()[1] == b"" and process.returncode == 0


def test_emails_are_exported_though_nobody_reads_the_list(tmp_path: Path) -> None:
    read, written = os.pipe()
    os.close(read)
    process = start("export", JOURNEY, "--out", tmp_path, stdout=written, stderr=subprocess.PIPE)
    os.close(written)
    assert process.communicate()[1] == b"" and process.returncode == 0
    assert len(list(tmp_path.glob("*.eml"))) == 4


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("command", [("packets", JOURNEY), ("--help",), ("flows", JOURNEY, "--format", "json")])
def test_output_that_cannot_be_written_exits_1(command: tuple[object, ...]) -> None:
    with open("/dev/full", "wb") as full:
        process = start(*command, stdout=full, stderr=subprocess.PIPE)
        error = process.communicate()[1].decode()
    assert process.returncode == 1 and error.startswith("pilotfish: the output can't be written: ")
    assert error.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_closed_standard_output_exits_1() -> None:
    command = f'exec "{sys.executable}" -m analyzer --help >&-'
    done = subprocess.run(["sh", "-c", command], cwd=FOLDER.parent, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "pilotfish: standard output is closed\n")


def test_ctrl_c_ends_it_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(name: str) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(options, "parser_of", interrupted)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)   # a shell's background jobs ignore it
    try:
        assert run("packets", JOURNEY) == (130, "", "")
    finally:
        signal.signal(signal.SIGINT, before)


def test_too_little_memory_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(name: str) -> None:
        raise MemoryError

    monkeypatch.setattr(options, "parser_of", exhausted)
    assert run("packets", JOURNEY) == (1, "", "pilotfish: there is not enough memory for this capture\n")


def test_a_fault_of_the_program_is_one_line(monkeypatch: pytest.MonkeyPatch,
                                            capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv(output.DEBUG, raising=False)
    output.report_fault(KeyError, KeyError("x\n"), None)
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv(output.DEBUG, "1")
    output.report_fault(KeyError, KeyError("x"), None)
    assert capsys.readouterr().err == "KeyError: 'x'\n"


@pytest.mark.parametrize(("chosen", "columns"), [("80", 80), ("", None), ("0", None), ("wide", None), ("²", None)])
def test_columns_in_the_environment(chosen: str, columns: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", chosen)
    assert output.columns_of(None) == columns


def test_a_fault_of_a_dissector_is_a_warning_of_one_line(capsys: pytest.CaptureFixture[str],
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    log = logging.getLogger("analyzer")
    monkeypatch.setattr(log, "handlers", [])
    monkeypatch.setattr(log, "propagate", True)
    faults.report_faults_in_a_line()
    faults.report_faults_in_a_line()
    logging.getLogger("analyzer.trees").error("packet %d: a dissector failed", 3, exc_info=KeyError("x\n"))
    assert capsys.readouterr().err == "pilotfish: warning: packet 3: a dissector failed: KeyError: 'x\\n'\n"
