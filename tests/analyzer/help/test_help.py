"""What fields mean: each field of DNS and mail has a text of its own and a standard, and words find it."""
from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analyzer import help as texts_of_fields
from analyzer.cli.options import COMMANDS
from analyzer.filters.catalog import Catalog
from analyzer.help import explain, explain_path, languages, texts
from analyzer.help.search import about
from dissectors.dns.header import LAST, SECTIONS, UPDATE_SECTIONS
from dissectors.dns.rdata import SHAPES
from dissectors.registry import BUILT_IN, Registry

PROTOCOLS = ("dns", "smtp", "smtp_details", "pop", "imap", "imap_response", "imf", "message", "mime_multipart")
CATALOG = Catalog(Registry(BUILT_IN))
NAMES = sorted({*CATALOG.fields, *CATALOG.protocols})
UNNAMED = sorted({f"dns/{spec.label}" for spec in (
    LAST, *SECTIONS, *UPDATE_SECTIONS, *(part.spec for shape in SHAPES.values() for part in shape.parts if part.spec))
    if spec.label and not spec.name})
STANDARD = re.compile(r"RFC \d+(, (Appendix [A-Z][\d.]*|\d+(\.\d+)*))?"
                      r"|draft-[a-z0-9-]+(, \d+)?|\[MS-[A-Z]+\], [\d.]+|IEEE 802[.\w]+")
FOLDER = Path(texts_of_fields.__file__).parent


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_every_field_has_a_text(protocol: str) -> None:
    names = [name for name in NAMES if name.startswith(f"{protocol}.")]
    assert len(names) > 10
    assert not [name for name in (protocol, *names) if explain(name) is None]


@pytest.mark.parametrize("protocol", ["mdns", "llmnr", "tcp", "udp", "ip", "ipv6"])
def test_protocols_around_them_have_a_text(protocol: str) -> None:
    assert explain(protocol) is not None


def test_every_line_without_a_name_has_a_text() -> None:
    assert len(UNNAMED) > 30
    assert not [name for name in UNNAMED if explain(name) is None]


def test_texts_are_sentences() -> None:
    assert not {name: text for name, text in texts().items()
                if not re.fullmatch(r"[^\s]+( [^\s]+)+[.]", text) or not 20 < len(text) < 700}


def test_fields_take_two_sentences_or_more() -> None:
    ours = {name: text for name, text in texts().items() if re.split("[./]", name)[0] in PROTOCOLS}
    assert not [name for name, text in ours.items() if not re.search(r'[.:?)"] (?=[A-Z0-9`_])', text)]


def test_every_text_names_a_standard() -> None:
    found = {name: explain(name) for name in texts()}
    assert not {name: one for name, one in found.items() if one is None or not STANDARD.fullmatch(one.reference)}


def test_nothing_else_is_explained() -> None:
    known = {*NAMES, *UNNAMED, *(f"pilotfish {name}" for name in COMMANDS)}
    assert not set(texts()) - known


def test_fields_do_not_share_a_text() -> None:
    of_text: dict[str, list[str]] = {}
    for name, text in texts().items():
        of_text.setdefault(text, []).append(name)
    assert not [names for names in of_text.values() if len(names) > 1]


def test_each_language_is_a_file_with_known_names() -> None:
    assert "en" in languages()
    for language in languages():
        assert set(json.loads((FOLDER / f"{language}.json").read_text())) <= set(texts())
    assert set(json.loads((FOLDER / "references.json").read_text())) == set(texts())


def test_english_stands_in_for_a_language_without_texts() -> None:
    assert explain("dns.id", "xx") == explain("dns.id")


def test_names_of_others_have_no_text() -> None:
    assert explain("finger.query") is None


def test_line_of_a_tree_is_explained_by_its_name_or_by_what_is_above_it() -> None:
    found = explain_path(("dns", "dns.flags", "dns.flags.recdesired"))
    assert found is not None
    assert found[0] == "dns.flags.recdesired"
    for path, whose in ((("dns", "Answers", ""), "Answers"), (("dns", "nothing of ours"), "dns"),
                        (("dns", "Answers", "", "Priority"), "Priority")):
        above = explain_path(path)
        assert above is not None
        assert above[0] == whose
    assert explain_path(("finger", "finger.query")) is None


def row(name: str, label: str, text: str) -> dict[str, str]:
    return {"name": name, "label": label, "about": text, "reference": ""}


@pytest.mark.parametrize(("words", "names"), [
    ("cache", ["dns.b", "dns.a"]), ("caching", ["dns.b", "dns.a"]), ("CACHES time", ["dns.a"]),
    ("ache", []), ("+norecurse", ["dns.c"]), ("how (", []), ("", ["dns.a", "dns.b", "dns.c"])])
def test_words_find_rows(words: str, names: list[str]) -> None:
    rows = [row("dns.a", "Time", "How long it may stay in a cache"), row("dns.b", "Cache flush", "Forget it"),
            row("dns.c", "Recursion", "`dig +norecurse` clears it")]
    assert [found["name"] for found in about(rows, words)] == names
