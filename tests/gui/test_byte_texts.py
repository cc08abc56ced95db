"""Bytes and DNS questions as texts to be copied, bytes saved, and what the tabs of the hex pane are called."""
from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer.analysis import Analysis
from gui import byte_texts
from gui.dig_line import dig_line
from gui.main_window import MainWindow
from gui.models.nodes import Nodes, Origin

OCTETS = bytes(range(20)) + b"Gr\xc3\xbc\xc3\x9fe\r\n" + b"\xff"


def test_bytes_come_back_from_their_texts() -> None:
    assert base64.b64decode(byte_texts.base64_text(OCTETS)) == OCTETS
    assert bytes(int(one, 16) for one in re.findall(r"0x([0-9a-f]{2})", byte_texts.c_array(OCTETS))) == OCTETS
    assert byte_texts.escaped(OCTETS).encode().decode("unicode_escape").encode("latin-1") == OCTETS
    dump = byte_texts.hex_dump(OCTETS).splitlines()
    assert bytes.fromhex("".join(line[6:54] for line in dump)) == OCTETS
    assert byte_texts.printable(OCTETS) == "\t\nGrüße\n\ufffd"
    assert (byte_texts.c_array(b""), byte_texts.hex_dump(b"")) == ("", "")


def lines(name: str, rows: list[int]) -> list[str]:
    with Analysis.open(FOLDER / name) as analysis:
        return [dig_line(Nodes(analysis.tree(row))) for row in rows]


def test_a_dig_command_asks_the_same_server_the_same() -> None:
    first, second = lines("06-dns-iterative.pcap", [0, 1])
    assert first == "dig @10.77.0.6 -t A -q harbor.example"
    assert second.endswith("-t NS -q .") and "+norecurse" in second and "+dnssec" in second


def test_a_response_is_asked_again_where_it_came_from() -> None:
    with Analysis.open(FOLDER / "06-dns-iterative.pcap") as analysis:
        row = int(analysis.select("dns.flags.response == 1")[0])
        packets = analysis.packets
        server = packets.addresses.text(int(packets.column("source")[row]))
        assert f"@{server} " in dig_line(Nodes(analysis.tree(row)))


def test_over_tcp_and_where_there_is_no_question() -> None:
    with Analysis.open(FOLDER / "07-dns-axfr-edns-tcp.pcap") as analysis:
        rows = analysis.select("tcp && dns.qry.name")
        assert "+tcp" in dig_line(Nodes(analysis.tree(int(rows[0]))))
        assert dig_line(Nodes(analysis.tree(int(analysis.select("tcp.flags.syn == 1")[0])))) == ""


def test_tabs_say_what_was_put_together_and_what_was_decoded() -> None:
    with Analysis.open(FOLDER / "03-mime.pcap") as analysis:
        found = [nodes.origin(source) for row in range(analysis.packets.rows)
                 for nodes in [Nodes(analysis.tree(row))] for source in range(len(nodes.sources))]
    kinds = {origin for origin, _ in found}
    assert {Origin.FRAME, Origin.STREAM} <= kinds and Origin.OTHER not in kinds
    assert all(of for origin, of in found if origin is not Origin.FRAME)


def test_the_chosen_bytes_are_saved(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "id.bin"), ""))
    space.panes.field_tree.choose(space.fields.nodes.find(("dns", "dns.id")))
    window.actions_["export_bytes"].trigger()
    wait(lambda: (tmp_path / "id.bin").exists())
    assert (tmp_path / "id.bin").read_bytes() == space.session.analysis.packets.frame(0)[42:44]


def test_pointer_and_menu_tell_of_bytes(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    node = space.fields.nodes.find(("dns", "dns.id"))
    hint = space.fields.data(space.fields.index_of(node), 3)     # Qt.ToolTipRole
    assert "dns.id · 2 bytes from offset 42 (0x2a)" in hint
    space.panes.bytes.byte_hovered.emit(0, 42)
    assert space.panes.bytes.view.viewport().toolTip() == hint
    space.panes.field_tree.choose(node)
    space.panes.bytes.menu_wanted.emit(window.pos())
    copy = QApplication.activePopupWidget().actions()[0].menu()
    next(one for one in copy.actions() if one.text().replace("&", "") == "Bytes as a Hex Stream").trigger()
    assert QApplication.clipboard().text() == space.session.analysis.packets.frame(0)[42:44].hex()
    QApplication.activePopupWidget().close()
