"""`pilotfish fields`: names, what they mean, and finding them by words."""
from __future__ import annotations

import pytest
from program import run


def test_rows_have_text_and_reference() -> None:
    row = run("fields", "dns.flags.truncated", "--format", "jsonl").rows()[0]
    assert (row["type"], row["reference"]) == ("bool", "RFC 1035, 4.1.1")
    assert "TCP" in row["about"]


def test_rows_of_others_have_empty_text() -> None:
    row = run("fields", "tcp.options.mss_val", "--format", "jsonl").rows()[0]
    assert (row["about"], row["reference"]) == ("", "")


def test_explanation_is_a_paragraph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = run("fields", "dns.id", "--explain").out.splitlines()
    assert lines[0] == "dns.id · Transaction ID (uint)"
    assert lines[1].startswith("  Identification: ")
    assert lines[lines.index("") - 1] == "  RFC 1035, 4.1.1"
    assert max(map(len, lines)) <= 60


def test_words_find_fields_and_commands() -> None:
    names = [row["name"] for row in run("fields", "--about", "cache poisoning", "--format", "jsonl").rows()]
    assert {"dns.id", "pilotfish dns"} <= set(names)


def test_prefix_narrows_what_words_find() -> None:
    rows = run("fields", "smtp.", "--about", "handshake", "--format", "jsonl").rows()
    assert [row["name"] for row in rows] == ["smtp.req.command"]


@pytest.mark.parametrize("arguments", [("nosuch",), ("nosuch", "--explain"), ("--about", "xylophone")])
def test_nothing_found_says_so(arguments: tuple[str, ...]) -> None:
    result = run("fields", *arguments)
    assert (result.code, result.out) == (0, "no field has such a name, or is about these words\n")
