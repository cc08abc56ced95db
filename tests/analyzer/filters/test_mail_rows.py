"""Packets within emails have none of the fields for which filters pass them over."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sample_captures import FOLDER, mutated
from tree_builders import all_fields

import analyzer
from analyzer import plain
from analyzer.filters.columns import ColumnAnswers
from analyzer.filters.mail_rows import within_emails, without
from analyzer.filters.select import compiled
from analyzer.filters.steps import finished


@pytest.fixture(autouse=True)
def small_captures_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain sessions are read together in captures of any size."""
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", set())


@pytest.mark.parametrize("changes", [0, 30])
@pytest.mark.parametrize(("name", "service", "least"), [
    ("01-smtp-textbook.pcap", "smtp", 5), ("03-mime.pcap", "smtp", 4), ("04-pop3.pcap", "pop", 4),
    ("09-journey.pcap", "smtp", 12), ("09-journey.pcap", "pop", 5)])
def test_such_packets_have_none_of_these_fields(name: str, service: str, least: int, changes: int,
                                                tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(mutated((FOLDER / name).read_bytes(), 3, changes) if changes else (FOLDER / name).read_bytes())
    with analyzer.open(path) as analysis:
        rows = np.flatnonzero(finished(within_emails(analysis.engine, service)))
        assert changes or len(rows) == least
        for row in rows.tolist():
            tree = analysis.tree(row, show_secrets=True)
            names = {field.spec.name for field in all_fields(tree)} | {layer.name for layer in tree.layers}
            assert not [one for one in names if service in without([one])]


@pytest.mark.parametrize(("text", "service"), [("smtp.req.command", "smtp"), ("imf.subject", "smtp"),
                                               ("mime_multipart", "smtp"), ("pop.request.command", "pop")])
def test_their_trees_are_not_made(text: str, service: str) -> None:
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        answer = ColumnAnswers(analysis).of(compiled(text, analysis.registry).plan)
        within = finished(within_emails(analysis.engine, service))
        assert within.any() and (answer.known.mask() & ~answer.kept.mask())[within].all()


def test_other_fields_may_be_anywhere() -> None:
    assert not without(["smtp"]) and not without(["smtp.data.fragment"]) and not without(["tcp.port"])
    assert not without(["pop"]) and not without(["smtp.req.command", "frame.number"])
    assert without(["imf.subject", "smtp.req"]) == ["smtp"]
