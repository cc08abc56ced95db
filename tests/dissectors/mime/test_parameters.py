"""Parameters of Content-Type and Content-Disposition."""
from __future__ import annotations

import pytest

from dissectors.mime.parameters import MAX_PARAMETERS, head, parameters, raw_parameters


@pytest.mark.parametrize(("value", "name"), [
    (b'attachment; filename="a b.txt"', "a b.txt"),
    (b"attachment; filename=a.txt", "a.txt"),
    (b"attachment; FileName = a b (1).txt ; size=3", "a b (1).txt"),            # no quotes
    (b'attachment; filename="a;b=c\\"d.txt"; size=3', 'a;b=c"d.txt'),
    (b'attachment; filename="C:\\temp\\x.txt"', "C:\\temp\\x.txt"),             # backslashes of a path
    (b'attachment; filename="open', "open"), (b'attachment; filename=" a.txt "', " a.txt "),
    (b'attachment;\r\n filename="a\r\n b.txt"', "a b.txt"),
    (b'filename="no type.txt"', "no type.txt"),
    (b'attachment; filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.txt?="', "Grüße.txt"),   # RFC 2047 5 forbids it
    ('attachment; filename="Grüße.txt"'.encode(), "Grüße.txt"),
    (b"attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.txt", "Grüße.txt"),
    (b"attachment; filename*=iso-8859-1'de'Gr%FC%DFe.txt", "Grüße.txt"),
    (b'attachment; filename="G.txt"; filename*=utf-8\'\'Gr%C3%BC.txt', "Grü.txt"),
    (b'attachment; filename*0="one"; filename*1="two.txt"', "onetwo.txt"),
    (b"attachment; filename*1=two.txt; filename*0=one", "onetwo.txt"),          # any order
    (b"attachment; filename*0*=utf-8''%E2%98; filename*1*=%85; filename*2=%20.txt", "★%20.txt"),
    (b"attachment; filename*0=one; filename*2=three", "one"),                   # a section is missing
    (b"attachment; filename*0=\"=?utf-8?B?4pi\"; filename*1=\"F?=\"", "★"),
    (b"attachment; filename*=no%20charset.txt", "no charset.txt"),
    (b"attachment; filename*=x-harbor''Gr%FC%DFe.txt", "Grüße.txt"),
    (b"attachment; filename*=utf-8''%zz%4", "%zz%4"),
])
def test_names_of_files(value: bytes, name: str) -> None:
    assert parameters(value)["filename"] == name


def test_other_values_end_at_a_blank_or_a_comment() -> None:
    assert parameters(b"text/plain; charset=us-ascii (Plain text)") == {"charset": "us-ascii"}
    assert parameters(b"text/plain; charset=utf-8 format=flowed; x=") == {"charset": "utf-8", "x": ""}


def test_of_two_parameters_with_one_name_the_first_counts() -> None:
    assert raw_parameters(b"a; B=1; b=2") == {b"b": b"1"}


def test_parameters_are_limited() -> None:
    assert len(raw_parameters(b"a" + b"".join(b";x%d=1" % n for n in range(MAX_PARAMETERS + 5)))) == MAX_PARAMETERS


@pytest.mark.parametrize(("value", "word"), [
    (b" Attachment ; filename=x", "attachment"), (b"base64 (sic)", "base64"), (b"", ""), (b"filename=x", ""),
    (b' "base64"', "base64"), (b" (c) (d)base64;", "base64"), (b"(c) inline", "inline"), (b"(", ""),
])
def test_the_head_is_the_word_before_the_parameters(value: bytes, word: str) -> None:
    assert head(value) == word


def test_hostile_values_take_linear_time() -> None:
    for value in (b";" * 200_000, b'; a="' * 50_000, b'; a="\\' * 50_000, b"; " * 100_000 + b"=" * 100_000,
                  b"a" * 200_000 + b";" + b" " * 200_000):
        assert len(parameters(value)) <= 1
