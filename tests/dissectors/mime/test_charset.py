"""Charsets: names, supersets, guesses."""
from __future__ import annotations

import pytest

from dissectors.mime import charset
from dissectors.mime.charset import codec_of, decode, guess


@pytest.mark.parametrize(("label", "codec"), [
    ("UTF-8", "utf_8"), ("utf8", "utf_8"), ("'utf-8'", "utf_8"), ("ISO_8859-1", "latin_1"), ("cp-850", "cp850"),
    ("Windows-1252", "cp1252"), ("csISO2022JP", "iso2022_jp"), ("cp874", "cp874"), ("utf8mb4", "utf_8"),
    ("windows-31j", "cp932"), ("Windows-936", "gbk"), ("x-windows-949", "cp949"), ("cp50220", "iso2022_jp"),
    ("cp28592", "iso8859_2"), ("cp20866", "koi8_r"), ("cn-gb", "gb2312"), ("win-1251", "cp1251"), ("cp99999", None),
    ("iso-8859-8-i", "iso8859_8"), ("", None), ("x-unknown", None), ("base64", None), ("u" * 1000, None),
])
def test_labels(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


def test_all_codecs_of_the_list_are_charsets_of_text() -> None:
    for codec in set(charset._CODECS.values()):
        assert isinstance(b"\xff".decode(codec, "replace"), str)


def test_what_a_charset_lacks_shows_as_replacement() -> None:
    assert decode(b"a\xffb", "utf-8") == ("a\ufffdb", False)
    assert decode(b"a\xffb", None) == ("a\ufffdb", False)


@pytest.mark.parametrize(("data", "text"), [
    (b"\x1b$B-!-j\x1b(B end", "①㈱ end"),                  # NEC's row 13
    (b"\x1b$B|b\x1b(B", "髙"),                             # IBM's kanji, in rows 89 to 92
    (b"\x1b$@F|K\\\x1b(J\\ \x1b(I1\x1b(B", "日本\\ ｱ"),    # katakana of one byte
    (b"\x1b$B-!\nF", "①\nF"),                             # cut
    (b"\x1b$(D0!\x1b(I1", "丂ｱ"),                          # JIS X 0212
])
def test_signs_of_windows_in_iso_2022_jp(data: bytes, text: str) -> None:
    assert decode(data, "iso-2022-jp") == (text, False)


@pytest.mark.parametrize(("text", "codec"), [
    ("Grüße aus Köln", "cp1252"), ("Привет из Москвы", "cp1251"), ("Привет из Москвы", "koi8_r"),
    ("会議の件について", "cp932"), ("Zażółć gęślą jaźń", "cp1250"), ("Grüße", "utf_8"),
])
def test_guesses(text: str, codec: str) -> None:
    assert guess(text.encode(codec)) == codec


def test_a_guess_that_cuts_a_character_stays_utf_8() -> None:
    assert guess(b"a" + "ü".encode() * charset.GUESS_BYTES) == "utf_8"


def test_bytes_that_fit_nothing_are_windows_1252() -> None:
    assert guess(b"\xff\x00\x9d\x81\xfe") == "cp1252"
