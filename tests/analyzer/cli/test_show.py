"""`pilotfish show` on a real capture."""
from __future__ import annotations

import json
from xml.etree import ElementTree

from program import run
from sample_captures import FOLDER

from analyzer.rows import names

JOURNEY = FOLDER / "09-journey.pcap"


def test_trees_for_people_have_an_empty_line_between() -> None:
    code, out, err = run("show", JOURNEY, "-n", 58, "-n", 1)
    first, second = out.split("\n\n")
    assert (code, err) == (0, "") and first.startswith("Frame 58: ") and second.startswith("Frame 1: ")
    assert "\n    Command Line: QUIT\\r\\n\n" in first


def test_hex_shows_the_bytes_below_the_tree() -> None:
    out = run("show", JOURNEY, "-n", 58, "--hex").out
    assert out.endswith("\n0040  c9 57 51 55 49 54 0d 0a                           .WQUIT..\n")


def test_all_packets_without_a_number() -> None:
    rows = run("show", JOURNEY, "--format", "jsonl").rows()
    assert [row["packet"] for row in rows] == list(range(1, 187))
    assert all(set(row) == {"packet", "layers"} for row in rows)
    assert set(rows[0]["layers"][0]) == {"name", "show", "pos", "size", "fields"}
    assert set(rows[0]["layers"][0]["fields"][0]) == {"name", "showname", "show", "value", "pos", "size", "fields"}


def test_pdml_is_xml_with_a_packet_each() -> None:
    code, out, _ = run("show", JOURNEY, "--format", "pdml")
    assert code == 0 and len(ElementTree.fromstring(out).findall("packet")) == 186


def test_csv_has_a_row_a_field() -> None:
    lines = run("show", JOURNEY, "-n", 58, "--format", "csv").out.splitlines()
    assert lines[0] == ",".join(names("fields"))
    assert "58,smtp,smtp.req.command,Command: QUIT,QUIT,51554954,66,4" in lines


def test_json_is_one_array() -> None:
    found = json.loads(run("show", JOURNEY, "-n", 2, "-n", 1, "--format", "json").out)
    assert [row["packet"] for row in found] == [2, 1]


def test_passwords_show_only_when_asked_for() -> None:
    assert "PASS ********" in run("show", JOURNEY, "-n", 156).out
    assert "PASS b33swax!" in run("show", JOURNEY, "-n", 156, "--show-secrets").out
