"""HTML of mails is shown without what would load, run or hide something, however hostile it is."""
from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.safe_html import LONGEST, LONGEST_WORD, MOST_TAGS, MOST_TEXT, safe_html

WRITTEN = re.compile(
    r"<(?:/?(?:a|b|i|u|s|em|strong|small|big|sub|sup|code|tt|pre|p|div|span|font|center|blockquote|ul|ol|li|dl|dt|dd|"
    r"h[1-6]|del|ins|cite|table|tbody|thead|tfoot|tr|td|th)|br|hr|img)\b[^<>]*>")
PIECES = ("<", ">", "<!--", "-->", "<script>", "</script>", "<img src=http://x/y>", '<a href="javascript:1">',
          "<table>", "<tr>", "<td>", "</table>", "<div style='background:url(http://x)'>", '"', "'", "text", "&lt;",
          "&#x3c;", "<svg",
          "<p align=left", " onclick=alert(1)>", "</p>", "<base href=//x>", "\0", "<style>@import 'x'</style>")


@pytest.mark.parametrize(("source", "html"), [
    ("<b>bold</b> &amp; <i>more", "<b>bold</b> &amp; <i>more</i>"),
    ("a<script>alert('<b>')</script>b", "ab"),
    ("a<style>@import url(http://x)</style>b", "ab"),
    ("a<!-- <b> -->b", "ab"),
    ('<img src="http://x/y.png" alt="A picture">', "[A picture]"),
    ('<img src="file:///etc/passwd">', ""),
    ('<img src="cid:a@b" width=9000>', '<img src="cid:a@b" width="600">'),
    ('<a href="javascript:alert(1)">x</a>', "x"),
    ('<a href="https://x/?a=1&amp;b=2" onclick="y()">x</a>', '<a href="https://x/?a=1&amp;b=2">x</a>'),
    ('<p style="color:red; background:url(http://x); text-align:left">x', '<p style="color:red;text-align:left">x</p>'),
    ('<td bgcolor="#fff" background="http://x">x</td>', " x"),
    ("<form action=http://x><input name=q></form>x", "x"),
    ("<iframe src=http://x>y</iframe>z", "z"),
    ('<link rel=stylesheet href="http://x"><meta http-equiv=refresh content="0;http://x">x', "x"),
    ("1 < 2 <3", "1 &lt; 2 &lt;3"),
    ('<p title="a>b">x</p>', "<p>x</p>"),
])
def test_what_is_written(source: str, html: str) -> None:
    assert safe_html(source).html == html


def test_what_is_left_out_is_counted() -> None:
    assert safe_html("<img src=http://x><script>1</script><form><embed src=x><style>s</style>").left_out == 4


def test_plain_text_of_html() -> None:
    found = safe_html("<html><head><title>T</title></head><body><p>Dear  reader,<br>see\n<b>this</b>.</p><p>Bye</p>")
    assert found.text == "Dear reader,\nsee this.\n\nBye\n"


def test_tables_stay_shallow() -> None:
    html = safe_html("<table><tr><td>" * 50 + "x" + "</td></tr></table>" * 50).html
    assert html.count("<table") == html.count("</table>") == 2
    assert "x" in html


def test_cells_stand_in_rows() -> None:
    assert safe_html("<td>a<table><td>b<tr><td>c").html == " a<table> b<tr><td>c</td></tr></table>"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_nothing_but_known_tags_is_written(source: str) -> None:
    html = safe_html(source).html
    rest = WRITTEN.sub("", html)
    assert "<" not in rest and ">" not in rest
    assert not re.search(r"url\(|javascript:|<[^>]*\son", html)
    assert not re.findall(r'src="(?!cid:)', html)


@pytest.mark.parametrize("piece", ["<", "<a ", '<a "', "<!--", "<table><tr><td>", "<div>", "</b>", "<script>", "<b>",
                                   "&", "<p ='", '<img alt="', "<td>", "x", "<aaaa", '<a x=">', "</script", "<!--"])
@pytest.mark.parametrize("before", ["", "<b>" * (MOST_TAGS + 1)])
def test_bad_shapes_take_time_in_proportion(before: str, piece: str) -> None:
    found = safe_html(before + piece * (LONGEST // len(piece) + 10))
    assert len(found.html) <= 8 * MOST_TEXT + 40 * MOST_TAGS
    assert not found.whole


@pytest.mark.parametrize("text", ["<", "&lt;", "x", "\N{COMBINING ACUTE ACCENT}", "\t", "<b>x</b>"])
def test_no_word_is_long(text: str) -> None:
    words = safe_html("<pre>" + text * 30_000).html.replace("<b>", "").replace("</b>", "")
    assert max(map(len, re.split(r"[\s\N{ZERO WIDTH SPACE}]+", unescape(words)))) <= 2 * LONGEST_WORD


def test_after_many_tags_the_text_goes_on_without_them() -> None:
    found = safe_html("<b>x</b>" * MOST_TAGS + "<p>Dear <i>reader</i><script>1</script><!-- 2 --><p>3 < 4 &amp; 5<td>")
    assert found.html.endswith("Dear reader<br>3 &lt; 4 &amp; 5<br>")
    assert found.text.endswith("Dear reader\n3 < 4 & 5\n")
    assert not found.whole


@pytest.mark.parametrize("source", [
    '<img src=cid:a width="\N{SUPERSCRIPT TWO}">', f'<img src=cid:a width="{"9" * 3_900}">', "<p style=':;:'>",
    '<img src="cid:">', "<a href=>x</a>", '<p style="color:red;color">', "&#0;&#xD800;&#99999999;\ud800"])
def test_odd_values_do_no_harm(source: str) -> None:
    assert safe_html(source).whole
