"""Tag lists of signatures (RFC 6376 3.2) and Authentication-Results (RFC 8601)."""
from __future__ import annotations

import pytest

from dissectors.imf.authentication import MAX_TAGS, Result, results, tags


def test_tags_without_the_blanks_of_folding() -> None:
    assert tags(b" v=1; a=rsa-sha256;\r\n\th=From : To;\r\n b=AB\r\n CD=; c = simple ; empty=;") == [
        ("v", "1"), ("a", "rsa-sha256"), ("h", "From:To"), ("b", "ABCD="), ("c", "simple"), ("empty", "")]


@pytest.mark.parametrize("value", [b"", b";;;", b"=", b"no tags at all"])
def test_what_is_no_list_of_tags(value: bytes) -> None:
    assert tags(value) == []


def test_a_list_of_tags_has_an_end() -> None:
    assert len(tags(b"a=b;" * 5000)) == MAX_TAGS


def test_results_with_properties_and_comments() -> None:
    found = results(b' mx.harbor.example 1; dkim=pass (good; really) header.d=x.example header.b="a b";\r\n'
                    b' SPF=Fail reason="not \\"ours\\"" smtp.mailfrom=a@b; arc/1=none')
    assert found.server == "mx.harbor.example 1"
    assert found.results == [
        Result("dkim", "pass", [("header.d", "x.example"), ("header.b", "a b")], ["good; really"]),
        Result("spf", "fail", [("reason", 'not "ours"'), ("smtp.mailfrom", "a@b")]), Result("arc", "none")]


@pytest.mark.parametrize(("value", "server"), [(b"mx; none", "mx"), (b"mx", "mx"), (b"", ""), (b";", ""), (b"(", "")])
def test_nothing_was_checked(value: bytes, server: str) -> None:
    assert (results(value).server, results(value).results) == (server, [])
