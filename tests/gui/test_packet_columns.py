"""The columns of the packet list: chosen, placed, aligned, with fields and filters of one's own; and remembered."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QMenu
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer.analysis import Analysis
from gui.main_window import MainWindow
from gui.packet_cells import TICK, Cell, cells, fault_in
from gui.packet_columns import DEFAULTS, FURTHER, Align, Column, PacketColumn, from_json, placed, to_json
from gui.settings import Settings
from gui.views.column_dialog import TEXT, TITLE, ColumnDialog


@pytest.fixture
def lookups() -> Iterator[Analysis]:
    with closing(Analysis.open(FOLDER / "06-dns-iterative.pcap")) as analysis:
        yield analysis


def said(analysis: Analysis, text: str, rows: list[int]) -> list[Cell]:
    found: dict[int, Cell] = {}
    for part in cells(analysis, [text], rows):
        found |= part.get(text, {})
    return [found[row] for row in rows]


def kept(analysis: Analysis, text: str) -> list[int]:
    return analysis.select(text).tolist()


@pytest.mark.parametrize("text", ["dns.flags.response", "udp.srcport", "ip.ttl || ip.len", "dns.qry.name",
                                  "dns.qry.type", "dns.flags.response == 1", "frame.time_relative", "dns", "eth.src",
                                  "dns.latency", "flow.flow", "ip.dsfield.dscp", "dns.id", "frame.time"])
def test_a_cell_stands_for_a_filter_that_keeps_its_packet(lookups: Analysis, text: str) -> None:
    for row, cell in enumerate(said(lookups, text, [0, 1, 2])):
        assert row in kept(lookups, cell.filter), cell


def test_values_are_written_as_people_read_them(lookups: Analysis) -> None:
    assert said(lookups, "dns.qry.type", [0])[0].text.startswith("A")
    assert said(lookups, "udp.dstport || udp.srcport", [0])[0].text == ", ".join(
        str(lookups.packets.column(name)[0]) for name in ("destination_port", "source_port"))
    assert [cell.text for cell in said(lookups, "frame.number == 1", [0, 1])] == [TICK, ""]
    assert said(lookups, "len(dns.qry.name)", [0])[0].text.isdecimal()
    assert said(lookups, "tcp.port", [0]) == [Cell("", "!(tcp.port)")]


def test_passwords_are_masked_in_columns() -> None:
    with closing(Analysis.open(FOLDER / "09-journey.pcap")) as analysis:
        texts = {cell.text for cell in said(analysis, "smtp.req.parameter", list(range(analysis.packets.rows)))}
    assert any("****" in text for text in texts)


def test_what_is_not_understood_says_why(lookups: Analysis) -> None:
    assert fault_in("dns.qry.nmae", lookups.registry).startswith("dns.qry.nmae is neither")
    assert "dns.qry.nmae is neither" in said(lookups, "dns.qry.nmae", [0])[0].text
    assert fault_in("dns.qry.name && dns", lookups.registry) == ""


def test_frequent_columns_are_understood(lookups: Analysis) -> None:
    assert [fault_in(column.text, lookups.registry) for column in FURTHER] == [""] * len(FURTHER)


def test_a_new_column_stands_before_info_and_one_that_is_there_is_shown_again() -> None:
    name = PacketColumn(None, "Name", "dns.qry.name")
    columns = placed(DEFAULTS, name)
    assert [column.text for column in columns[-2:]] == ["dns.qry.name", ""]
    hidden = (PacketColumn(None, "Name", "dns.qry.name", shown=False), *DEFAULTS)
    assert placed(hidden, name) == (name, *DEFAULTS)


def test_settings_of_others_are_left_out() -> None:
    columns = (*DEFAULTS[:2], PacketColumn(None, "N", "dns.qry.name", Align.CENTER, 80, False))
    assert from_json(to_json(columns)) == columns
    assert from_json([*to_json(columns[:1]), ["NOPE", "", "", "left", 0, True], [1], "x", None]) == columns[:1]
    assert from_json([]) == DEFAULTS


def header(window: MainWindow) -> list[str]:
    packets, order = window.workspace.packets, window.workspace.panes.packet_list.order()
    return [str(packets.headerData(place, Qt.Orientation.Horizontal)) for place in order]


def test_the_chosen_field_becomes_a_column_that_is_remembered(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    space.panes.field_tree.choose(space.fields.nodes.find(("dns", "dns.id")))
    window.actions_["apply_column"].trigger()
    assert header(window)[-2:] == ["Transaction ID", "Info"]
    wait(lambda: space.packets.lines(0, 1)[0].cells[-2].startswith("0x"))
    assert space.state.packet == 0 and space.panes.packet_list.current_line() == 0
    space.panes.packet_list.horizontalHeader().moveSection(7, 0)
    space.panes.packet_list.setColumnWidth(2, 123)
    window.close()
    other = MainWindow(Settings())
    opened(other, "06-dns-iterative.pcap")
    assert header(other)[:3] == ["Info", "No.", "Time"]
    packet_list = other.workspace.panes.packet_list
    assert packet_list.columnWidth(packet_list.order()[3]) == 123
    other.close()


def test_a_cell_of_ones_own_column_is_a_filter(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    window.columns.use([PacketColumn(None, "Port", "udp.srcport"), *DEFAULTS])
    wait(lambda: space.packets.lines(1, 2)[0].cells[0] != "")
    assert space.filter_of_packet(1, 0) == f"udp.srcport == {space.packets.lines(1, 2)[0].cells[0]}"
    assert space.filter_of_packet(1, 1) == "frame.number == 2"


def menu(window: MainWindow, place: int) -> QMenu:
    packet_list = window.workspace.panes.packet_list
    before = set(packet_list.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly))
    packet_list.header_menu_wanted.emit(place, packet_list.mapToGlobal(packet_list.rect().center()))
    return (set(packet_list.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)) - before).pop()


def trigger(found: QMenu, title: str) -> None:
    next(action for action in found.actions() if action.text().replace("&", "") == title).trigger()
    found.close()


def test_the_menu_of_the_header_aligns_hides_and_removes(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    trigger(menu(window, 4), "Align Center")
    assert space.panes.packet_list.aligned[4] is Align.CENTER
    trigger(menu(window, 0), "Time")
    assert header(window)[:2] == ["No.", "Source"] and not Settings().packet_columns[1].shown
    trigger(menu(window, 1), "Remove this Column")
    trigger(menu(window, 0), "Time")
    assert header(window)[:3] == ["No.", "Time", "Destination"]


def test_the_dialog_of_columns(window: MainWindow) -> None:
    opened(window, "06-dns-iterative.pcap")
    window.actions_["columns"].trigger()
    dialog = window.findChild(ColumnDialog)
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    dialog.add()
    assert not ok.isEnabled()
    dialog.item(0, TEXT).setText("dns.flags.rcode != 0")
    dialog.item(0, TITLE).setText("Failed")
    dialog.item(1, TITLE).setText("Number")
    dialog.table.setCurrentCell(0, 0)
    dialog.shift(1)
    ok.click()
    assert header(window)[:3] == ["Number", "Failed", "Time"]
    assert [column.kind for column in Settings().packet_columns[:3]] == [Column.NUMBER, None, Column.TIME]
