"""Secrets of which only a part was captured show in no view."""
from __future__ import annotations

from pathlib import Path

import pytest
from script_captures import script_capture

import analyzer

PASSWORDS = [
    (110, "S: +OK x\nC: USER bob\nS: +OK\nC: PASS sec", "S: -ERR"), (110, "S: +OK x\nC: APOP bob sec", "S: +OK"),
    (110, "S: +OK x\nC: AUTH PLAIN sec", "S: +OK"), (25, "S: 220 x\nC: EHLO a\nS: 250 a\nC: AUTH PLAIN sec", "S: 235"),
    (25, "S: 220 x\nC: EHLO a\nS: 250 a\nC: AUTH LOGIN Ym9i\nS: 334 a\nC: sec", "S: 235"),
    (143, "S: * OK x\nC: a LOGIN bob sec", "S: a OK"), (143, 'S: * OK x\nC: a LOGIN "b b" "sec', "S: a NO"),
    (143, "S: * OK x\nC: a AUTHENTICATE PLAIN\nS: +\nC: sec", "S: a OK"),
    (143, "S: * OK x\nC: a LOGIN bob {9}\nS: + go\nC: sec", "S: a OK")]


def seen(path: Path) -> str:
    with analyzer.open(path) as analysis:
        parts = [repr(list(analysis.packet_rows())), repr(list(analysis.command_rows()))]
        parts += [line.decode("latin-1") for _, line in analysis.follow(0)]
        parts += [source.decode("latin-1") for row in range(analysis.packets.rows)
                  for source in analysis.tree(row).sources]
    return "\n".join(parts)


@pytest.mark.parametrize(("port", "script", "reply"), PASSWORDS)
@pytest.mark.parametrize("rest", ["ret", "r3t0", ""])
def test_the_parts_of_a_password_that_missing_bytes_cut(port: int, script: str, reply: str, rest: str,
                                                        tmp_path: Path) -> None:
    found = seen(script_capture(tmp_path / "cut.pcap", f"{script}\\\nC! 3\nC: {rest}\n{reply} done\n", port))
    assert "done" in found and "sec" not in found
    assert not rest or rest not in found


def test_a_command_behind_a_password_that_was_cut_shows(tmp_path: Path) -> None:
    found = seen(script_capture(tmp_path / "cut.pcap", "S: +OK x\nC: PASS sec\\\nC! 5\nC: RETR 7\nS: +OK\n", 110))
    assert "sec" not in found and "RETR 7" in found
