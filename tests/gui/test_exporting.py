"""Tables and field trees that the window saves: the same as the commands print."""
from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from program import run
from PySide6.QtWidgets import QFileDialog
from sample_captures import FOLDER
from window_waiting import opened, wait

from gui.main_window import MainWindow

JOURNEY = FOLDER / "09-journey.pcap"


def export(window: MainWindow, monkeypatch: pytest.MonkeyPatch, name: str, path: Path, chosen: str = "") -> bytes:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), chosen))
    window.actions_[name].trigger()
    wait(lambda: path.exists() and window.saving.strip.isHidden())
    return path.read_bytes()


def printed(*arguments: str) -> bytes:
    return run(*arguments).out.encode()


@pytest.mark.parametrize(("name", "command"), [
    ("export_list", "packets"), ("export_flows", "flows"), ("export_dns", "dns"), ("export_mail", "mail")])
@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_tables_are_those_of_the_commands(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                          name: str, command: str, form: str) -> None:
    opened(window, JOURNEY.name)
    assert export(window, monkeypatch, name, tmp_path / f"x.{form}") == printed(
        command, str(JOURNEY), "--format", form)


@pytest.mark.parametrize(("form", "printed_form"), [("txt", "table"), ("pdml", "pdml"), ("json", "json"),
                                                    ("csv", "csv")])
def test_field_trees_are_those_of_show(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                       form: str, printed_form: str) -> None:
    opened(window, "06-dns-iterative.pcap")
    found = export(window, monkeypatch, "export_field_tree", tmp_path / f"x.{form}")
    expected = printed("show", str(FOLDER / "06-dns-iterative.pcap"), "-n", "1", "--format", printed_form)
    assert found.split() == expected.split()


def test_only_what_is_displayed_is_saved(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = opened(window, JOURNEY.name).workspace
    window.filter.apply("dns && frame.number < 20")
    wait(lambda: space.packets.rowCount() < 20)
    rows = list(csv.DictReader(export(window, monkeypatch, "export_list", tmp_path / "x.csv").decode().splitlines()))
    assert [int(row["number"]) - 1 for row in rows] == space.packets.listed.all_rows().tolist()
    flows = json.loads(export(window, monkeypatch, "export_flows", tmp_path / "f.json"))
    assert {row["service"] for row in flows} == {"dns"}
    trees = export(window, monkeypatch, "export_field_trees", tmp_path / "t.pdml")
    assert trees.count(b"<packet>") == len(rows)


def test_a_name_without_a_form_gets_the_chosen_one(window: MainWindow, tmp_path: Path,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    opened(window, "06-dns-iterative.pcap")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "table"), "JSON (*.json)"))
    window.actions_["export_list"].trigger()
    wait(lambda: (tmp_path / "table.json").exists())
    assert len(json.loads((tmp_path / "table.json").read_bytes())) == 206


def test_the_listed_order_of_lookups_is_kept(window: MainWindow, tmp_path: Path,
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    opened(window, "06-dns-iterative.pcap")
    window.actions_["tab_dns"].trigger()
    wait(lambda: window.tabs.dns.model.rowCount() > 0)
    window.tabs.dns.page.filters.text.setText("harbor")
    window.tabs.dns.page.filters.apply()
    wait(lambda: window.tabs.dns.model.rowCount() < window.tabs.dns.table.query.size)
    found = [json.loads(line) for line in export(window, monkeypatch, "export_dns", tmp_path / "x.jsonl").splitlines()]
    assert len(found) == window.tabs.dns.model.rowCount() and all("harbor" in str(row["questions"]) for row in found)


def test_where_nothing_can_be_written_says_so(window: MainWindow, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    opened(window, "06-dns-iterative.pcap")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.csv"), ""))
    window.actions_["export_list"].trigger()
    wait(window.error_bar.isVisible)
    assert "can't be written" in window.error_bar.text
