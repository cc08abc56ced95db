"""File names from hostile text."""
from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.export.filenames import MAX_NAME_BYTES, fit, safe_name, safe_text, same_name_key


@pytest.mark.parametrize(("text", "safe"), [
    ("Tide tables", "Tide tables"),
    ("a<b>c:d\"e/f\\g|h?i*j", "a_b_c_d_e_f_g_h_i_j"),
    ("line\r\nbreak\x00\x1b[31m", "line break [31m"),
    ("invoice\u202efdp.exe", "invoicefdp.exe"),             # a direction mark would show exe.pdf
    ("zero\u200bwidth\ufeff\u2066", "zerowidth"),
    ("u\u0308ber", "über"),                                # NFC
    ("half\ud800pair\uffff", "halfpair"),
    ("ends. . ", "ends"), ("...", ""), ("", ""), ("\u2028\u3000", ""),
])
def test_text_in_names(text: str, safe: str) -> None:
    assert safe_text(text) == safe


@pytest.mark.parametrize(("text", "name"), [
    ("plan.pdf", ("plan", ".pdf")), ("archive.tar.gz", ("archive.tar", ".gz")),
    ("../../etc/passwd", ("passwd", "")), ("..\\..\\win.ini", ("win", ".ini")), ("/", ("part", "")),
    ("..", ("part", "")), (".htaccess", ("part", ".htaccess")), ("-rf.txt", ("rf", ".txt")),
    ("CON", ("_CON", "")), ("aux.txt", ("_aux", ".txt")), ("Lpt1 .tar.gz", ("_Lpt1 .tar", ".gz")),
    ("com¹.x", ("_com¹", ".x")), ("console.txt", ("console", ".txt")), ("a.b c", ("a.b c", "")),
])
def test_names_of_files(text: str, name: tuple[str, str]) -> None:
    assert safe_name(text, "part") == name


def test_long_names_are_shortened_between_characters() -> None:
    name = fit("ü" * 200, "-2.eml")
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert name == "ü" * 68 + "-2.eml"


def test_names_that_are_one_file_somewhere_have_one_key() -> None:
    assert same_name_key("GRÜSSE.txt") == same_name_key("gru\u0308ße.txt")


RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


@given(st.text(max_size=300) | st.text(alphabet=st.sampled_from("conlpt1. -/\\:ü\u202e\u0308"), max_size=12))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_any_text_gives_a_name_that_is_safe_everywhere(text: str) -> None:
    name = fit(*safe_name(text, "part-1"))
    assert name[0] not in ".- " and name[-1] not in ". "
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
    assert not RESERVED.fullmatch(name.split(".")[0].strip())
    assert len(name.encode()) <= MAX_NAME_BYTES
    assert unicodedata.is_normalized("NFC", name)
    assert not any(unicodedata.category(character)[0] == "C" for character in name)
