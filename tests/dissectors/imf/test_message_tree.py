"""The layer `message`: what headers and parts say, decoded."""
from __future__ import annotations

from collections.abc import Iterator

from messages import MIXED, message

from dissectors.fields import Field
from dissectors.imf.message_tree import describe_decoded, headline


def walk(fields: list[Field]) -> Iterator[tuple[str, object]]:
    for field in fields:
        yield field.spec.name.removeprefix("message."), field.value
        yield from walk(field.children)


def said(text: str) -> list[tuple[str, object]]:
    return [one for one in walk(describe_decoded(message(text) + b"\r\n\r\n", 0)) if not one[0].startswith("part")]


def test_texts_are_decoded_and_guesses_marked() -> None:
    assert said("Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n folded\nComments: =?x-none?Q?=E9t=E9?=") == [
        ("subject", "Grüße folded"), ("header", "été"), ("charset_guessed", True)]


def test_addresses_with_groups() -> None:
    assert said('To: G: "A, B" <a@b>;, c@d') == [
        ("to", "A, B <a@b>, c@d"), ("group", "G"), ("address", "A, B <a@b>"), ("address", "c@d")]


def test_dates_and_identities() -> None:
    assert said("Date: Sat, 21 Nov 2026 09:00:00 +0000\nReferences: <a@b>\n <c@d>\nMessage-ID: <e@f>") == [
        ("date", 1795251600 * 10 ** 9), ("references", "<a@b> <c@d>"), ("id", "<a@b>"), ("id", "<c@d>"),
        ("message_id", "<e@f>")]


def test_hops_with_the_time_that_each_took() -> None:
    assert said("Received: from b by c; 21 Nov 2026 09:00:05 GMT\nReceived: from a by b with SMTP; "
                "21 Nov 2026 09:00:00 GMT") == [
        ("hop", ""), ("hop.from", "a"), ("hop.by", "b"), ("hop.with", "SMTP"), ("hop.time", 1795251600 * 10 ** 9),
        ("hop", ""), ("hop.from", "b"), ("hop.by", "c"), ("hop.time", 1795251605 * 10 ** 9),
        ("hop.delay", 5 * 10 ** 9), ("delay", 5 * 10 ** 9)]


def test_signatures_and_results() -> None:
    assert said("DKIM-Signature: v=1; d=x.example\nAuthentication-Results: mx; dkim=pass (ok) header.d=x.example") == [
        ("tags", "DKIM-Signature"), ("tag", "v=1"), ("tag", "d=x.example"), ("authentication", "mx"),
        ("authentication.result", "dkim=pass"), ("authentication.property", "header.d=x.example"),
        ("authentication.property", "ok")]


def test_headers_of_an_embedded_message_stay_in_it() -> None:
    assert [value for name, value in walk(describe_decoded(MIXED, 0)) if name == "subject"] == ["two files"]


def test_the_tree_of_parts() -> None:
    top = [field for field in describe_decoded(MIXED, 0) if field.spec.name == "message.part"]

    def shape(field: Field) -> list[object]:
        return [field.value, *(shape(child) for child in field.children if child.spec.name == "message.part")]
    assert [shape(field) for field in top] == [
        ["TEXT", ["1", ["1.1"], ["1.2"]], ["2"], ["3", ["3.TEXT", ["3.1"]]]]]
    assert ("part.filename", "plan.pdf") in list(walk(top))


def test_parts_that_are_elsewhere_say_where() -> None:
    partial = message('Content-Type: message/partial; id="x@y"; number=2; total=3') + b"\r\n\r\nb"
    external = message("Content-Type: message/external-body; access-type=URL; URL=\"http://x\"") + b"\r\n\r\nb"
    assert ("part.parameter", "number=2") in list(walk(describe_decoded(partial, 0)))
    assert ("part.parameter", "access-type=URL") in list(walk(describe_decoded(external, 0)))


def test_missing_bytes_and_problems_are_told() -> None:
    data = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx"
    fields = list(walk(describe_decoded(data, 7)))
    assert fields[0] == ("missing_bytes", 7)
    assert fields[-1][0] == "problem"
    assert "7 more are missing" in headline(data, 7)


def test_that_the_parts_of_an_excerpt_do_not_end_is_no_problem() -> None:
    data = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx"
    assert "problem" not in dict(walk(describe_decoded(data, 0, excerpt=True)))
