"""The commands on real captures: formats, columns, exit codes."""
from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
from pathlib import Path

import pytest
from program import run, start
from sample_captures import CAPTURES, FOLDER

from analyzer.rows import names

JOURNEY = FOLDER / "09-journey.pcap"
ROWS = ["packets", "flows", "dns", "commands", "mail"]


@pytest.mark.parametrize("command", ROWS)
@pytest.mark.parametrize("capture", CAPTURES[6::3], ids=lambda path: path.stem)
def test_all_formats_have_the_same_rows(command: str, capture: Path) -> None:
    lines = run(command, capture, "--format", "jsonl")
    array = run(command, capture, "--format", "json")
    cells = run(command, capture, "--format", "csv")
    assert (lines.code, lines.err, array.code, cells.code) == (0, "", 0, 0)
    assert json.loads(array.out) == lines.rows()
    assert len(list(csv.reader(io.StringIO(cells.out, newline="")))) == len(lines.rows()) + 1


@pytest.mark.parametrize("command", ROWS)
def test_columns_are_those_of_the_contract_in_its_order(command: str) -> None:
    rows = run(command, JOURNEY, "--format", "jsonl").rows()
    assert rows and all(tuple(row) == names(command) for row in rows)
    assert run(command, JOURNEY, "--format", "csv").out.startswith(",".join(names(command)) + "\n")


def test_messages_have_columns_of_their_own() -> None:
    rows = run("dns", JOURNEY, "--messages", "--format", "jsonl").rows()
    assert rows and all(tuple(row) == names("dns messages") for row in rows)


@pytest.mark.parametrize("command", [*ROWS, "summary"])
@pytest.mark.parametrize("columns", [40, 80, 160])
def test_tables_fit_the_screen(command: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, err = run(command, JOURNEY)
    assert (code, err) == (0, "") and max(map(len, out.splitlines())) <= columns and "\x1b" not in out


def test_a_summary_is_one_object() -> None:
    found = json.loads(run("summary", JOURNEY, "--format", "json").out)
    assert tuple(found) == names("summary") and found["packets"] == 186 and found["mail"]["emails"] == 4
    assert run("summary", JOURNEY, "--format", "jsonl").rows() == [found]


def test_times_have_all_the_digits_of_the_capture_and_no_more() -> None:
    first = run("packets", JOURNEY, "--format", "csv").out.splitlines()[1].split(",")
    assert len(first[1].partition(".")[2]) == 6
    assert '"time":' + first[1] + "," in run("packets", JOURNEY, "--format", "jsonl").out


def test_packet_numbers_begin_with_1() -> None:
    assert [row["number"] for row in run("packets", JOURNEY, "--format", "jsonl").rows()] == list(range(1, 187))


def test_secrets_show_only_when_asked_for() -> None:
    hidden, shown = run("commands", JOURNEY), run("commands", JOURNEY, "--show-secrets")
    assert hidden.out.count("********") == 3 and "********" not in shown.out


def test_follow_tells_who_said_what() -> None:
    code, out, _ = run("follow", JOURNEY, 31)
    assert code == 0 and out.startswith("S: +OK mxb ready\nC: USER carol\nS: +OK\nC: PASS ********\n")
    assert run("follow", JOURNEY, 31, "--format", "jsonl").rows()[1] == {"side": "client", "line": "USER carol"}


def test_follow_writes_the_bytes_of_a_side() -> None:
    code, out, _ = run("follow", JOURNEY, 31, "--raw", "client")
    assert code == 0 and out.startswith("USER carol\r\nPASS ") and out.endswith("QUIT\r\n")


def test_export_writes_what_it_says(tmp_path: Path) -> None:
    code, out, _ = run("export", JOURNEY, "--out", tmp_path / "a", "--attachments", "-n", "1", "--format", "jsonl")
    paths = {line["path"] for line in map(json.loads, out.splitlines())}
    assert code == 0 and paths == {"0001-The lighthouse plan.eml", "0001/lighthouse.png", "0001/plan.bin"}
    assert {str(path.relative_to(tmp_path / "a")) for path in (tmp_path / "a").rglob("*") if path.is_file()} == {
        *paths, "manifest.jsonl"}


@pytest.mark.parametrize(("store", "name"), [("mbox", "*.mbox"), ("maildir", "**/new/*")])
def test_export_into_other_stores(store: str, name: str, tmp_path: Path) -> None:
    assert run("export", JOURNEY, "--out", tmp_path, "--as", store).code == 0
    assert list(tmp_path.glob(name))


@pytest.mark.parametrize(("arguments", "says"), [
    (("show", JOURNEY, "-n", "187"), "no packet 187: "),
    (("show", JOURNEY, "-n", "1", "-n", "999"), "packets 1 to 186"),
    (("follow", JOURNEY, "32"), "has flows 0 to 31"), (("export", JOURNEY, "--out", "x", "-n", "4"), "emails 0 to 3"),
])
def test_what_is_not_there_is_a_usage_error(arguments: tuple[str, ...], says: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "") and says in err and err.count("\n") == 1


@pytest.mark.parametrize(("data", "says"), [
    (b"", "empty"), (b"no capture at all", "no capture"), (gzip.compress(b"text"), "no capture"),
    (None, "no such file"),
])
def test_what_is_no_capture_exits_1(data: bytes | None, says: str, tmp_path: Path) -> None:
    file = tmp_path / "x\n\x1b[31m.pcap"
    if data is not None:
        file.write_bytes(data)
    code, out, err = run("summary", file)
    assert (code, out) == (1, "") and says in err and err.count("\n") == 1 and "\x1b" not in err


@pytest.mark.parametrize("command", [*ROWS, "summary"])
def test_a_damaged_capture_shows_what_is_before_and_exits_3(command: str, tmp_path: Path) -> None:
    file = tmp_path / "cut.pcap"
    file.write_bytes(JOURNEY.read_bytes()[:-7])
    code, out, err = run(command, file)
    assert code == 3 and out and err.startswith("pilotfish: warning: ") and err.count("\n") == 1
    assert len(run("packets", file, "--format", "jsonl").rows()) == 185


def test_a_name_that_is_no_text_is_shown_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / b"\xff.pcap".decode("utf-8", "surrogateescape")
    file.write_bytes(JOURNEY.read_bytes())
    for form in ("json", "csv", "table"):
        assert run("summary", file, "--format", form).code == 0
    assert json.loads(run("summary", file, "--format", "json").out)["file"].endswith("\ufffd.pcap")


def test_standard_input(tmp_path: Path) -> None:
    packed = gzip.compress(JOURNEY.read_bytes())
    process = start("packets", "-", "--format", "jsonl", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    out, _ = process.communicate(packed)
    assert process.returncode == 0 and out.decode() == run("packets", JOURNEY, "--format", "jsonl").out


def test_dissectors() -> None:
    rows = run("dissectors", "--format", "jsonl").rows()
    assert all(tuple(row) == names("dissectors") for row in rows)
    assert {row["name"]: row["ports"] for row in rows}["mdns"] == ["udp/5353"]
    assert len({row["name"] for row in rows}) == len(rows)
