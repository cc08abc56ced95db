"""Passwords show in no view unless they are asked for: rows, texts, trees with their bytes, conversations."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_captures import CAPTURES

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


def test_passwords_show_when_they_are_asked_for() -> None:
    path = next(path for path in CAPTURES if path.name.startswith("04"))
    with analyzer.open(path) as analysis:
        shown = repr(list(analysis.command_rows(show_secrets=True)))
    assert SECRETS[path][0] in shown
