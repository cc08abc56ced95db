"""Comments of packets: of the file, changed since, and in the tree."""
from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path

from capture_builders import enhanced, interface, option, section

from analyzer.analysis import Analysis
from analyzer.capture.pcapng import TEXTS_AT_MOST
from analyzer.comments import Comments


def test_what_was_changed_counts_and_what_is_read_later_is_there_too() -> None:
    found = [(-1, "of the file"), (0, "first"), (0, "second")]
    comments = Comments(found)
    assert (comments.of(0), comments.of(1), comments.general()) == (("first", "second"), (), ["of the file"])
    comments.put(0, ["", "changed"])
    found.append((3, "late"))
    assert (comments.of(0), comments.of(3), comments.rows()) == (("changed",), ("late",), [0, 3])
    assert comments.changed
    comments.put(3, [])
    assert (comments.of(3), comments.rows()) == ((), [0])


def test_very_many_comments_of_one_packet_take_no_time() -> None:
    begin = time.process_time()
    assert len(Comments([(0, "x")] * TEXTS_AT_MOST).of(0)) == TEXTS_AT_MOST
    assert time.process_time() - begin < 2


def test_comments_go_with_the_packets_that_are_chosen() -> None:
    chosen = Comments([(0, "zero")])
    chosen.take(Comments([(2, "two"), (5, "five")]), [5, 0, 2])
    assert [chosen.of(place) for place in range(3)] == [("five",), (), ("two",)]


def test_the_tree_begins_with_comments_and_filters_find_them(tmp_path: Path) -> None:
    path = tmp_path / "x.pcapng"
    path.write_bytes(section() + interface() + enhanced(bytes(60), 1) + enhanced(
        bytes(60), 2, options=option(1, b"look here")))
    with closing(Analysis.open(path)) as analysis:
        assert [layer.name for layer in analysis.tree(1).layers][:2] == ["pkt_comment", "frame"]
        assert analysis.tree(0).layers[0].name == "frame"
        analysis.comments.put(0, ["said later"])
        assert analysis.select('frame.comment contains "later"').tolist() == [0]
        assert analysis.select("frame.comment").tolist() == [0, 1]
        assert next(analysis.packet_rows([1]))["info"] == next(analysis.packet_rows([0]))["info"]
        assert analysis.narrowed(analysis.select('frame.comment contains "look"')).comments.of(0) == ("look here",)
