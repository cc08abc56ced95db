"""Passwords show in no view unless they are asked for: rows, texts, trees with their bytes, conversations."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from mail_sessions import Session
from mail_wire import by, capture, segments
from sample_captures import CAPTURES
from script_captures import script_capture

import analyzer
from analyzer.analysis import Analysis
from analyzer.export.pdml import PdmlWriter

SECRETS = {path: json.loads(path.with_suffix("").with_suffix(".truth.json").read_text())["secrets"]
           for path in CAPTURES}
SHORTEST = 4


def seen_by_default(path: Path) -> str:
    with analyzer.open(path) as analysis:
        return "\n".join(views(analysis))


def views(analysis: Analysis) -> list[str]:
    writer, parts = PdmlWriter(), []
    for row in range(analysis.packets.rows):
        tree = analysis.tree(row)
        parts += [writer.packet(tree, 0, 0), *(source.decode("latin-1") for source in tree.sources)]
        parts += [source.hex() for source in tree.sources]
    parts += [repr(list(rows)) for rows in (analysis.packet_rows(), analysis.command_rows(), analysis.flow_rows())]
    for flow in range(len(analysis.flows)):
        parts += [line.decode("latin-1") for _, line in analysis.follow(flow)]
    return parts


@pytest.mark.parametrize("path", [path for path, secrets in SECRETS.items() if secrets], ids=lambda path: path.name)
def test_no_view_shows_a_password(path: Path) -> None:
    seen = seen_by_default(path)
    for secret in SECRETS[path]:
        if len(secret) >= SHORTEST:
            assert secret not in seen
            assert secret.encode().hex() not in seen


def repeating() -> Session:
    """A session in which the server repeats the password, of which the LOGIN is of three lines."""
    made = Session("imap", 143)
    made.server(b"* OK ready\r\n")
    for line, reply in ((b"a LOGIN {3}\r\n", b"+ go\r\n"), (b"bob {9}\r\n", b"+ go\r\n"),
                        (b"fish-2024\r\n", b"* NO is it bob fish-2024?\r\na NO not fish-2024\r\n"),
                        (b'b LOGIN bob "fish-2024"\r\n', b"b OK fish-2024 it is\r\n")):
        made.client(line)
        made.server(reply)
    return made


@pytest.mark.parametrize("size", [9, 1460])
def test_no_view_shows_a_password_that_the_server_repeats(tmp_path: Path, size: int) -> None:
    file = tmp_path / "repeated.pcap"
    file.write_bytes(capture([(repeating(), segments(repeating(), by(size)))]))
    seen = seen_by_default(file)
    assert "fish-2024" not in seen and b"fish-2024".hex() not in seen
    assert "not ********" in seen and "it is" in seen


@pytest.mark.parametrize(("port", "script"), [
    (25, "S: 220 x\nC: EHLO a\nS: 250 a\nS: 334 a\nC! 12\nC: Ym9i\nS: 334 b\nC: c2VjcmV0\nS: 235 ok"),
    (25, "C: c2VjcmV0\nS: 535 no"), (25, "S: 220 x\nC: AUTH LOGIN Ym9i c2VjcmV0\nS: 501 no"),
    (25, "S: 220 x\nC: AUTH=PLAIN c2VjcmV0\nS: 500 no"), (110, "S: +OK x\nS: + a\nC! 12\nC: c2VjcmV0\nS: -ERR"),
    (110, "C: c2VjcmV0\nS: +OK")])
def test_neither_where_the_auth_was_not_captured(port: int, script: str, tmp_path: Path) -> None:
    seen = seen_by_default(script_capture(tmp_path / "auth.pcap", script, port, begins=False))
    for secret in ("c2VjcmV0", "secret"):
        assert secret not in seen
        assert secret.encode().hex() not in seen


def test_passwords_show_when_they_are_asked_for() -> None:
    path = next(path for path in CAPTURES if path.name.startswith("04"))
    with analyzer.open(path) as analysis:
        shown = repr(list(analysis.command_rows(show_secrets=True)))
    assert SECRETS[path][0] in shown
