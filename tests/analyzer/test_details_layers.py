"""Layers that say more than Wireshark has fields for: where they stand, and that filters find what is in them."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sample_captures import CAPTURES
from tree_builders import names, values

import analyzer
from analyzer.filters.catalog import Catalog
from dissectors.registry import BUILT_IN, Registry

CAPTURE = {path.name[:2]: path for path in CAPTURES}


@pytest.mark.parametrize(("number", "own", "behind"), [("05", "imap_response", "imap"), ("02", "smtp_details", "smtp")])
def test_the_layer_stands_behind_its_protocol_with_places_in_the_same_bytes(number: str, own: str, behind: str) -> None:
    with analyzer.open(CAPTURE[number]) as analysis:
        trees = [analysis.tree(row) for row in range(analysis.packets.rows)]
    with_layer = [tree for tree in trees if own in names(tree)]
    assert len(with_layer) > 5
    for tree in with_layer:
        at = names(tree).index(own)
        assert names(tree)[at - 1] == behind
        first, second = tree.layers[at], tree.layers[at + 1]
        assert (first.source, first.pos) <= (second.source, second.pos)
        assert second.pos + second.size <= first.pos + first.size


@pytest.mark.parametrize(("number", "text"), [
    ("05", 'imap_response.envelope.subject == "Lantern order"'), ("05", 'imap_response.part.filename == "boat.png"'),
    ("05", r'imap_response.special_use == "\\Sent"'), ("05", "imap_response.uidnext == 3"),
    ("05", "imap_response.uids"), ("02", "smtp_details.size_limit > 1000000"), ("02", "smtp_details.size == 400"),
    ("02", 'smtp_details.keyword == "DSN"'), ("02", 'smtp_details.status == "5.7.8"')])
def test_filters_find_what_trees_have(number: str, text: str) -> None:
    with analyzer.open(CAPTURE[number]) as analysis:
        found = [row + 1 for row in analysis.select(text)]
        name = text.split(" ")[0]
        shown = [row + 1 for row in range(analysis.packets.rows) if values(analysis.tree(row), name)]
    assert found
    assert set(found) <= set(shown)


@pytest.mark.parametrize("own", ["imap_response", "smtp_details"])
def test_no_packet_of_another_protocol_is_read_for_them(own: str) -> None:
    with analyzer.open(CAPTURE["06"]) as analysis:
        assert not list(analysis.select(own))


def test_fields_are_known_to_filters() -> None:
    catalog = Catalog(Registry(BUILT_IN))
    assert {"imap_response", "smtp_details"} <= set(catalog.protocols)
    assert {"imap_response.envelope.from", "imap_response.part.size", "smtp_details.status.detail"} <= set(
        catalog.fields)


def test_what_makes_no_trees_does_not_load_them(tmp_path: Path) -> None:
    code = ("import sys; from analyzer.cli.main import main; "
            f"main(['mail', {str(CAPTURE['05'])!r}]); main(['commands', {str(CAPTURE['02'])!r}]); "
            "print(*sys.modules, file=sys.stderr)")
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr.split()
    assert "dissectors.imap.reader" in loaded
    assert not [name for name in loaded if name.startswith(("dissectors.imap.responses", "dissectors.smtp.details"))]
