"""Filters that the window writes: each keeps the packet that it was written for."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER

from analyzer.analysis import Analysis
from analyzer.filters.select import TreeAnswers, compiled
from dissectors.fields import Field, Kind, Layer, Spec
from gui import cell_filters
from gui.dns_table import SortBy, dns_table
from gui.filter_texts import How, joined, of_item, quoted
from gui.mail_table import MailColumn, entry
from gui.models.flows import FlowColumn
from gui.models.nodes import Nodes
from gui.models.packets import PacketsModel
from gui.packet_columns import Column

NAMES = ("05-imap.pcap", "09-journey.pcap")


@pytest.fixture(scope="module", params=NAMES)
def analysis(request: pytest.FixtureRequest) -> Iterator[Analysis]:
    with Analysis.open(FOLDER / request.param) as found:
        yield found


def keeps(analysis: Analysis, text: str, row: int) -> bool:
    return TreeAnswers(analysis, compiled(text, analysis.registry)).keeps(row)


def test_every_field_keeps_its_own_packet(analysis: Analysis) -> None:
    seen: set[str] = set()
    for row in range(0, analysis.packets.rows, 3):
        nodes = Nodes(analysis.tree(row))
        texts = {nodes.filter_text(node) for node in range(len(nodes))} - seen - {""}
        assert [text for text in sorted(texts) if not keeps(analysis, text, row)] == []
        seen |= texts
    assert sum("==" in text for text in seen) > 500


def test_every_cell_of_the_packet_list_keeps_its_packet(analysis: Analysis) -> None:
    model = PacketsModel()
    model.show(analysis)
    for row, printed in zip(range(30), analysis.packet_rows(range(30)), strict=True):
        model.fill({row: (printed["protocol"], printed["info"])})
        cells = model.lines(row, row + 1)[0].cells
        texts = [cell_filters.of_packet(analysis, row, column, cells[column]) for column in Column]
        assert all(texts) and [text for text in texts if not keeps(analysis, text, row)] == []


def test_every_cell_of_the_flow_list_keeps_packets_of_the_flow(analysis: Analysis) -> None:
    for flow in range(0, len(analysis.flows), 5):
        rows = analysis.rows_of(flow).tolist()
        for column in FlowColumn:
            text = cell_filters.of_flow(analysis, flow, column, analysis.services.of(flow) or "")
            assert any(keeps(analysis, text, row) for row in rows), text


def test_every_cell_of_the_dns_table_keeps_its_lookup(analysis: Analysis) -> None:
    table = dns_table(analysis.dns)
    for number in range(0, len(table), 2):
        rows = [row for row in (int(table.query[number]), int(table.response[number])) if row >= 0]
        texts = [cell_filters.of_transaction(analysis, table, number, column) for column in SortBy]
        assert [text for text in texts if not text or not any(keeps(analysis, text, row) for row in rows)] == []


def test_every_cell_of_the_mail_list_keeps_its_first_packet(analysis: Analysis) -> None:
    for row in (entry(mail).row for mail in analysis.email_stream()):
        texts = {column: cell_filters.of_mail(row, column) for column in MailColumn}
        assert bool(texts.pop(MailColumn.ATTACHMENTS)) == bool(row["attachments"])
        assert [text for text in texts.values() if text and not keeps(analysis, text, row["first_packet"] - 1)] == []


@given(st.text(st.characters(max_codepoint=0xFF)) | st.text())
@settings(deadline=None, derandomize=True, max_examples=200)
def test_any_text_is_written_in_one_line_and_read_again(text: str) -> None:
    written = quoted(text)
    assert written.isprintable()
    if written:
        from analyzer.filters.lexer import tokens
        assert [token.text for token in tokens(written)] == [text, ""]


@pytest.mark.parametrize(("how", "expected"), [
    (How.SELECTED, "dns"), (How.NOT, "!(dns)"), (How.AND, "(ip) && (dns)"), (How.OR, "(ip) || (dns)"),
    (How.AND_NOT, "(ip) && !(dns)"), (How.OR_NOT, "(ip) || !(dns)")])
def test_filters_are_joined_as_wireshark_does(how: How, expected: str) -> None:
    assert joined("ip", "dns", how) == expected
    assert joined("", "dns", how) == ("dns" if "not" not in how.value else "!(dns)")


@pytest.mark.parametrize(("item", "expected"), [
    (Layer("dns", "Domain Name System", 0, 12), "dns"),
    (Field(Spec("", "A line", Kind.NONE), None, 1, 2), "frame[1:2] == 6d:61"),
    (Field(Spec("", "A line", Kind.NONE), None, 0, 0), ""),
    (Field(Spec("", "Decoded", Kind.NONE), None, 1, 2, source=1), ""),
    (Field(Spec("smtp.pass", "Password", Kind.TEXT, secret=True), "sesame", 0, 6), "smtp.pass"),
    (Field(Spec("smtp.req", "Request", Kind.TEXT), "AUTH ********", 0, 13), "smtp.req"),
    (Field(Spec("smtp.req", "Request", Kind.TEXT), 'a "b"\\\r\n', 0, 8), 'smtp.req == "a \\"b\\"\\\\\\x0d\\x0a"'),
    (Field(Spec("data.data", "Data", Kind.BYTES), b"\0" * 100, 0, 100), "data.data"),
    (Field(Spec("ip.hdr_len", "Length", Kind.UINT, mask=15, factor=4, size=1), 5, 0, 1), "ip.hdr_len == 20"),
])
def test_what_a_line_of_the_tree_is_filtered_by(item: Layer | Field, expected: str) -> None:
    assert of_item(item, b"email\0") == expected
