"""What packets show of the emails that they carry: fragments, the packet that completes a message, its layers."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from mail_sessions import SECOND, Session, append, chunks, data, header_and_text, imap, pop, ranges, smtp, whole
from mail_wire import Sizes, by, capture, segments
from tree_builders import all_fields, names, values

from analyzer.analysis import Analysis
from analyzer.trees import Tree
from dissectors.stream import Side

HEAD = b"From: a@harbor.example\r\nSubject: first\r\n\r\n.dotted\r\n"
TEXT = HEAD + b"0123456789" * 30 + b"\r\n"
LINES = HEAD + b"0123456789\r\n" * 30


def behind_replies(size: int) -> Sizes:
    """Segments of one size, which begin anew behind a reply of POP that gives a size, or none."""
    def cuts(session: Session, side: Side, at: int, said: bytes) -> Iterator[int]:
        start = 0
        for reply in re.finditer(rb"\+OK(?: \d+ octets)?\r\n", said):
            yield from (reply.start(), reply.end())
            yield from range(start, reply.start(), size)
            start = reply.end()
        yield from range(start, len(said), size)
    return cuts


@pytest.fixture
def trees(tmp_path: Path) -> Iterator[object]:
    opened: list[Analysis] = []

    def make(session: Session, sizes: int | Sizes = 100, lost: bytes = b"none") -> list[Tree]:
        sent = segments(session, by(sizes) if isinstance(sizes, int) else sizes)
        missing = next((segment for segment in sent if lost in segment.data), None)
        file = tmp_path / f"{len(opened)}.pcap"
        file.write_bytes(capture([(session, [segment for segment in sent if segment is not missing])]))
        opened.append(Analysis.open(file))
        return [opened[-1].tree(row) for row in range(opened[-1].packets.rows)]
    yield make
    for analysis in opened:
        analysis.close()


def with_layer(made: list[Tree], layer: str) -> list[Tree]:
    return [tree for tree in made if layer in names(tree)]


def texts(tree: Tree, layer: str) -> list[bytes]:
    """The bytes of a packet's layers of that name."""
    return [tree.sources[one.source][one.pos:one.pos + one.size] for one in tree.layers if one.name == layer]


def test_data_is_put_together_in_the_packet_with_the_dot(trees):
    made = trees(smtp(LINES, b"EHLO", data))
    first, second = with_layer(made, "imf")
    stuffed = LINES.replace(b"\r\n.", b"\r\n..")
    assert (texts(first, "imf"), texts(second, "imf")) == ([stuffed], [SECOND.replace(b"\r\n.", b"\r\n..")])
    pieces = [field for field in all_fields(first, "smtp") if field.spec.name == "smtp.data.fragment"]
    assert b"".join(first.sources[one.source][one.pos:one.pos + one.size] for one in pieces) == stuffed
    for one in pieces:
        frame = made[one.value - 1].sources[0]
        assert first.sources[one.source][one.pos:one.pos + one.size] in frame
    assert values(first, "smtp.data.reassembled.length") == [len(stuffed)]
    assert values(first, "smtp.data.fragment.count") == [len(pieces)]


def test_packets_before_say_where_the_message_is_whole(trees):
    made = trees(smtp(LINES, b"EHLO", data))
    whole_in = [tree.packet for tree in with_layer(made, "imf")]
    waiting = [values(tree, "smtp.data.reassembled.in") for tree in made if values(tree, "smtp.data.reassembled.in")]
    assert waiting == [[whole_in[0]]] * (len(waiting))
    assert len(waiting) == -(-len(LINES) // 100) - 1


def test_a_packet_of_data_in_which_no_line_ends_counts_to_the_next(trees):
    made = trees(smtp(TEXT, b"EHLO", data))
    first, _ = with_layer(made, "imf")
    stuffed = TEXT.replace(b"\r\n.", b"\r\n..")
    assert texts(first, "smtp") == [stuffed[100:] + b".\r\n"]     # a line ends in its first 100 bytes
    assert [field.size for field in all_fields(first, "smtp") if field.spec.name == "smtp.data.fragment"] == [
        100, len(stuffed) - 100]
    assert [tree.packet for tree in made[first.packet - 4:first.packet] if "smtp" in names(tree)] == [
        first.packet - 3, first.packet]


def test_packets_of_a_line_that_spans_one_have_segment_data(trees):
    made = trees(smtp(TEXT, b"EHLO", data))
    last = with_layer(made, "imf")[0].packet
    parts = [tree.packet for tree in made if values(tree, "tcp.segment_data")]
    assert parts == [last - 2, last - 1, last]


def test_packets_within_a_fetch_response_are_segment_data(trees):
    made = trees(imap(LINES, whole))
    parts = [tree.packet for tree in made if values(tree, "tcp.segment_data")]
    assert parts == list(range(parts[0], parts[0] + len(parts)))
    assert len(parts) >= len(LINES) // 100 - 1


def test_each_packet_has_the_lines_of_a_reply_that_end_in_it(trees):
    made = trees(smtp(LINES, b"EHLO", data), 30)
    said = [values(tree, "smtp.rsp.parameter") for tree in made if values(tree, "smtp.rsp")]
    assert said[1:3] == [["mx.lantern.test"], ["PIPELINING", "CHUNKING"]]
    assert [values(tree, "smtp_details.keyword") for tree in with_layer(made, "smtp_details")][1:3] == [
        [], ["PIPELINING", "CHUNKING"]]


def test_what_follows_missing_bytes_stands_in_its_frame(trees):
    made = trees(smtp(LINES, b"EHLO", data), lost=b"Subject")
    layers = [layer for tree in made for layer in tree.layers if layer.name == "smtp"]
    assert {layer.source for layer in layers} == {0}


def test_a_literal_that_is_sent_shows_by_the_lines_that_end_in_a_packet(trees):
    made = trees(append(TEXT), 60)
    lines = [field.value for tree in made for field in all_fields(tree, "imap") if field.spec.name == "imap.line"]
    begin = lines.index("From: a@harbor.example\r\n")
    assert lines[begin:begin + 5] == [line + "\r\n" for line in TEXT.decode().split("\r\n")[:-1]]


def test_a_command_shows_line_by_line_where_the_server_asks_for_its_literals(trees):
    session = Session("imap", 143)
    for server, client in ((b"* OK hi\r\n", b"a LOGIN {3}\r\n"), (b"+ go\r\n", b"bob {8}\r\n"),
                           (b"+ go\r\n", b"pass wrd\r\n"), (b"a OK in\r\n", b"b NOOP\r\n")):
        session.server(server)
        session.client(client)
    made = with_layer(trees(session), "imap")
    assert [values(tree, "imap.line") for tree in made[1:6:2]] == [["a LOGIN {3}\r\n"], ["bob ********"],
                                                                  ["********\r\n"]]
    assert [values(tree, "imap.request.command") for tree in made[1:6:2]] == [["LOGIN"], [], []]
    assert values(made[6], "imap.response_to") == [made[1].packet]
    assert not any(b"pass" in source for tree in made for source in tree.sources)


def test_a_layer_reaches_over_what_a_later_packet_completes(trees):
    made = trees(imap(TEXT, whole), lambda session, side, at, said: [said.find(b"Subject")] if b"{" in said else [])
    before = next(tree for tree in made if tree.sources[0].endswith(b"example\r\n"))
    assert "imap" not in names(before)
    session = pop(TEXT)
    made = trees(session, lambda session, side, at, said: [said.find(b"Subject") + 3] if b"Subject" in said else [])
    assert any(text.endswith(b"Sub") for tree in made for text in texts(tree, "pop"))

def test_a_message_as_it_was_written_is_decoded_beside_it(trees):
    first, _ = with_layer(trees(smtp(TEXT, b"EHLO", data)), "message")
    assert values(first, "message.subject") == ["first"]
    assert values(first, "message.part.size") == [len(TEXT.partition(b"\r\n\r\n")[2])]


@pytest.mark.parametrize("session", [
    smtp(TEXT, b"EHLO", chunks), append(TEXT), pop(TEXT), imap(TEXT, whole)], ids=["BDAT", "APPEND", "RETR", "FETCH"])
@pytest.mark.parametrize("size", [7, 100, 4000])
def test_whatever_carries_a_message_shows_it_where_it_is_complete(trees, session, size):
    subjects = [values(tree, "message.subject") for tree in with_layer(trees(session, size), "message")]
    assert subjects == [["first"], ["the second"]]


def test_headers_that_were_fetched_lack_no_parts(trees):
    mail = b"Subject: two\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n"
    made = with_layer(trees(imap(mail, header_and_text)), "message")
    assert made
    assert not any(values(tree, "message.problem") for tree in made)


def test_retrieved_messages_of_known_size_are_put_together(trees):
    made = with_layer(trees(pop(TEXT), behind_replies(100)), "imf")
    assert texts(made[0], "imf") == [TEXT.replace(b"\r\n.", b"\r\n..") + b".\r\n"]
    assert values(made[0], "pop.data.fragment.count") == [4]
    assert not values(made[0], "pop.response.data")


def test_retrieved_messages_of_unknown_size_show_packet_by_packet(trees):
    session = pop(TEXT)
    session.turns = [(side, re.sub(rb" \d+ octets", b"", said)) for side, said in session.turns]
    pieces = with_layer(trees(session, behind_replies(66)), "imf")
    assert b"".join(text for tree in pieces for text in texts(tree, "imf")) == b"".join(
        one.replace(b"\r\n.", b"\r\n..") + b".\r\n" for one in (TEXT, SECOND))
    assert [value for tree in pieces for value in values(tree, "imf.subject")] == ["first", "the second"]


def test_a_reply_and_its_message_in_one_packet_are_lines(trees):
    session = pop(TEXT)
    session.turns = [(side, b"".join(said for of, said in turns if of is side)) for side, turns in (
        (Side.CLIENT, session.turns), (Side.SERVER, session.turns))]
    made = trees(session, 4000)
    lines = [field for tree in made for field in all_fields(tree, "pop") if field.spec.name == "pop.response.data"]
    assert lines
    assert not with_layer(made, "imf")


@pytest.mark.parametrize("size", [60, 4000])
def test_literals_of_responses(trees, size):
    made = with_layer(trees(imap(TEXT, whole), size), "imf")
    assert [text for tree in made for text in texts(tree, "imf")] == [TEXT, SECOND]
    header, text, *_ = with_layer(trees(imap(TEXT, header_and_text), size), "imf")
    assert values(header, "imf.subject") == ["first"]
    assert texts(text, "imf") == [TEXT.partition(b"\r\n\r\n")[2]]
    assert not values(text, "imf.extension")


def test_ranges_of_a_message(trees):
    first, second, *_ = with_layer(trees(imap(TEXT, ranges), 4000), "imf")
    assert values(first, "imf.subject") == ["first"]
    assert not values(second, "imf.extension")


def test_requests_and_responses_name_each_other(trees):
    made = trees(imap(TEXT, whole))
    asked = {tree.packet: values(tree, "imap.response_in") for tree in made if values(tree, "imap.response_in")}
    told = {tree.packet: values(tree, "imap.response_to") for tree in made if values(tree, "imap.response_to")}
    assert asked
    assert {number: [request] for request, (number,) in asked.items()} == told


@pytest.mark.parametrize("session", [
    smtp(TEXT, b"EHLO", data), smtp(TEXT, b"EHLO", chunks), append(TEXT), pop(TEXT), imap(TEXT, whole)],
    ids=["DATA", "BDAT", "APPEND", "RETR", "FETCH"])
def test_missing_bytes_of_a_message_are_told(trees, session):
    shown = with_layer(trees(session, 50, lost=b"0123456789" * 4), "message")
    assert values(shown[0], "message.missing_bytes") == [50]
    assert not values(shown[1], "message.missing_bytes")


def test_a_message_that_is_cut_is_nowhere_whole(trees):
    session = smtp(TEXT, b"EHLO", data)
    end = next(number for number, (_, said) in enumerate(session.turns) if b"0123456789" in said)
    session.turns[end:] = [(Side.CLIENT, session.turns[end][1][:120])]
    made = trees(session)
    assert not with_layer(made, "imf")
    assert not any(values(tree, "smtp.data.reassembled.in") for tree in made)
