"""Lines of conversations, and the packets in which they begin."""
from __future__ import annotations

from pathlib import Path

import pytest
from mail_captures import mail_capture
from sample_captures import CAPTURES, FOLDER

from analyzer.analysis import Analysis
from analyzer.flows import TCP


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_dialogue_has_the_lines_of_follow(path: Path) -> None:
    with Analysis.open(path) as analysis:
        for flow in range(len(analysis.flows)):
            said = list(analysis.dialogue(flow))
            assert [(one.side, one.line) for one in said] == list(analysis.follow(flow))
            assert {one.row for one in said} <= set(analysis.rows_of(flow).tolist())


def test_lines_begin_in_their_packets_behind_a_mask_too() -> None:
    with Analysis.open(FOLDER / "02-esmtp-auth.pcap") as analysis:
        masked = 0
        for flow in range(len(analysis.flows)):
            if analysis.flows.value(flow, "transport") != TCP or analysis.services.of(flow) != "smtp":
                continue
            for one in analysis.dialogue(flow):
                begin = one.line.split(b"*")[0].rstrip(b"\r\n")
                masked += len(begin) < len(one.line.rstrip(b"\r\n"))
                assert begin in analysis.packets.payload(one.row)
        assert masked


def test_gap_is_told_at_the_packet_before_it(tmp_path: Path) -> None:
    message = b"Subject: x\r\n\r\n" + b"".join(b"line %04d\r\n" % number for number in range(300))
    with Analysis.open(mail_capture(tmp_path / "gap.pcap", message, lost=1)) as analysis:
        gap = next(one for one in analysis.dialogue(0) if b"missing" in one.line)
        assert gap.line == b"[1000 bytes missing in the capture]\n"
        assert analysis.packets.payload(gap.row).startswith(b"Subject: x")
