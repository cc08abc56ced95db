"""Connections of mail that turn to TLS, or had turned to it before the capture began."""
from __future__ import annotations

from pathlib import Path

import pytest
from script_captures import script_capture
from tls_builders import extension, hello, record

from analyzer.analysis import Analysis
from analyzer.follow_pages import FollowPages
from dissectors.stream import CLIENT, SERVER

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


HELLO = record(22, hello(1, b"\x00\x02\x13\x01\x01\x00", extension(0, b"\x00\x0d\x00\x00\x0a" + b"mx.example")))
STARTTLS = "S: 220 x\nC: EHLO a\nS: 250 a\nC: STARTTLS\nS: 220 go\n"


def starttls(path: Path) -> Path:
    """A session that turns to TLS: what comes in several packets of a side is one stretch."""
    escaped = "".join(f"\\x{octet:02x}" for octet in HELLO)
    return script_capture(path, f"{STARTTLS}C: {escaped[:80]}\\\nC: {escaped[80:]}\\\n{RECORDS}\nC: {'x' * 40}\\")


def test_follow_tells_how_much_tls_was_sent(tmp_path: Path) -> None:
    with Analysis.open(starttls(tmp_path / "tls.pcap")) as analysis:
        said = [(one.side, one.line.decode().rstrip(), one.row) for one in analysis.dialogue(0)]
    assert said[-4:] == [
        (SERVER, "220 go", 6), (CLIENT, f"[TLS, {len(HELLO) + 8} bytes, server name mx.example]", 7),
        (SERVER, "[TLS, 9 bytes]", 10), (CLIENT, "[TLS, 40 bytes]", 11)]


@pytest.mark.parametrize(("port", "expected"), [(993, ["[TLS, 8 bytes]", "[TLS, 9 bytes]"])])
def test_follow_of_a_flow_that_is_all_tls(port: int, expected: list[str], tmp_path: Path) -> None:
    with Analysis.open(script_capture(tmp_path / "tls.pcap", RECORDS, port)) as analysis:
        assert [line.decode().rstrip() for _, line in analysis.follow(0)] == expected


def test_text_on_a_port_of_tls_is_followed_as_text(tmp_path: Path) -> None:
    with Analysis.open(script_capture(tmp_path / "text.pcap", "S: hello\nC: what", 993)) as analysis:
        assert [line for _, line in analysis.follow(0)] == [b"hello\r\n", b"what\r\n"]


def test_parts_of_pages_say_what_is_tls(tmp_path: Path) -> None:
    with Analysis.open(starttls(tmp_path / "tls.pcap")) as analysis:
        pages = FollowPages(analysis.engine, 0)
        assert list(pages.index())
        told = [(part.side, len(part.data), part.ciphertext and part.ciphertext.server_name) for part in pages.page(0)]
        assert told[-4:] == [(SERVER, 8, None), (CLIENT, len(HELLO) + 8, "mx.example"), (SERVER, 9, None),
                             (CLIENT, 40, None)]
