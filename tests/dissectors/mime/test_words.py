"""Encoded words in headers."""
from __future__ import annotations

import pytest

from dissectors.mime import words
from dissectors.mime.words import decode_words


@pytest.mark.parametrize(("value", "text"), [
    # RFC 2047 8
    (b"(=?ISO-8859-1?Q?a?=)", "(a)"),
    (b"(=?ISO-8859-1?Q?a?= b)", "(a b)"),
    (b"(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"),
    (b"(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)", "(ab)"),
    (b"(=?ISO-8859-1?Q?a_b?=)", "(a b)"),
    (b"(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"),
    (b"=?iso-8859-1?q?Gr=FC=DFe?= =?utf-8?b?IOKYhQ==?=", "Grüße ★"),
])
def test_words_become_text_and_blanks_between_them_go(value: bytes, text: str) -> None:
    assert decode_words(value) == (text, False)


def test_a_character_that_is_cut_between_two_words_is_whole_again() -> None:
    assert decode_words(b"=?utf-8?B?4pg=?= =?UTF-8?B?hQ==?=").text == "★"


@pytest.mark.parametrize(("label", "codec", "text"), [
    ("iso-2022-jp", "iso2022_jp", "会議の件"), ("Shift_JIS", "cp932", "会議①"), ("gb2312", "gb18030", "会议镕"),
    ("koi8-r", "koi8_r", "Привет"), ("windows-1251", "cp1251", "Привет"), ("big5", "big5", "會議"),
    ("ks_c_5601-1987", "cp949", "안녕 똠"), ("utf-16", "utf-16", "Grüße"), ("iso-8859-15", "iso8859_15", "5 €"),
    ("iso-8859-1", "cp1252", "„5 €“"), ("utf-7", "utf-7", "Grüße"), ("x-sjis", "shift_jis", "会議"),
])
def test_charsets_go_by_the_names_that_mail_uses(label: str, codec: str, text: str) -> None:
    from base64 import b64encode

    assert decode_words(b"=?%s?B?%s?=" % (label.encode(), b64encode(text.encode(codec)))) == (text, False)


def test_an_unknown_charset_is_guessed_and_marked() -> None:
    assert decode_words(b"=?x-harbor?Q?Gr=C3=BC=C3=9Fe?=") == ("Grüße", True)
    assert decode_words(b"=?x-harbor?Q?Gr=FC=DFe?=") == ("Grüße", True)
    assert decode_words(b"=?us-ascii?Q?Gr=C3=BC=C3=9Fe?=") == ("Grüße", True)


def test_guesses_are_limited() -> None:
    value = b" ".join(b"=?x-%d?Q?=C3=BC?=" % number for number in range(words.MAX_GUESSES + 2))
    assert decode_words(value) == ("ü" * words.MAX_GUESSES + "Ã¼" * 2, True)


@pytest.mark.parametrize("value", [b"=?utf-8?Q?open", b"=?utf-8?X?a?=", b"=?utf-8?Q", b"=?=?=?=", b"a =? b ?= c"])
def test_what_is_no_word_stays_as_it_is(value: bytes) -> None:
    assert decode_words(value) == (value.decode(), False)


@pytest.mark.parametrize(("value", "text"), [
    (b"=?utf-8*en?Q?a?=", "a"),                     # RFC 2231 5: a language
    (b"=?utf-8?Q?what? now?=", "what? now"),        # against the rules: blanks and "?"
    (b"x=?utf-8?Q?a?=y", "xay"),                    # no blanks around
    (b"=?utf-8?B?YWI?=", "ab"),                     # no padding
    (b"=?utf-8?Q?a=ZZ=?=", "a=ZZ"),                 # no codes
    (b"=?utf-8?Q??=", ""),
    (b"=?utf-7?Q?+2AA-?=", "\ufffd"),               # half a pair of UTF-16 is no text
    (b"=?utf-8?Q?=ff?=", "\ufffd"),
])
def test_words_against_the_rules_give_what_they_can(value: bytes, text: str) -> None:
    assert decode_words(value).text == text


@pytest.mark.parametrize("label", ["zlib", "rot13", "hex", "unicode_escape", "idna", "punycode", "../os", "mbcs"])
def test_codecs_that_are_no_charsets_are_unknown(label: str) -> None:
    assert decode_words(b"=?%s?Q?a?=" % label.encode()) == ("a", True)


def test_very_many_words_are_read() -> None:
    assert decode_words(b"=?utf-8?Q?a?= " * 50_000).text == "a" * 50_000
    assert decode_words(b"=?utf-8?Q?a" * 50_000).text.startswith("=?utf-8")
