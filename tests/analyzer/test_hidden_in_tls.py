"""Connections of mail that turn to TLS, or had turned to it before the capture began."""
from __future__ import annotations

from pathlib import Path

import pytest
from script_captures import script_capture

from analyzer.analysis import Analysis

RECORDS = "C: \\x17\\x03\\x03\\x00\\x03\\xe1\\x01\\n\\\nS: \\x17\\x03\\x03\\x00\\x04\\xe1\\x01\\n5\\"


@pytest.mark.parametrize("port", [25, 110, 143])
@pytest.mark.parametrize("turned", [False, True])
def test_nothing_is_read_in_ciphertext(port: int, turned: bool, tmp_path: Path) -> None:
    records = RECORDS if turned else "\n".join(reversed(RECORDS.split("\n")))
    with Analysis.open(script_capture(tmp_path / "tls.pcap", records, port, begins=False)) as analysis:
        assert [row["encrypted"] for row in analysis.flow_rows()] == [True]
        assert not list(analysis.command_rows())
        assert not list(analysis.emails())


def test_tls_is_found_behind_a_starttls_without_its_hello(tmp_path: Path) -> None:
    rest = "\\xe1\\x01\\n" * 20
    script = f"S: 220 x\nC: EHLO a\nS: 250 a\nC: STARTTLS\nS: 220 go\nC! 50\nC: {rest}\\\n{RECORDS}"
    with Analysis.open(script_capture(tmp_path / "tls.pcap", script)) as analysis:
        assert [row["encrypted"] for row in analysis.flow_rows()] == [True]
        assert [row["command"] for row in analysis.command_rows()] == [None, "EHLO", "STARTTLS"]
