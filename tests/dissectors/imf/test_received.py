"""`Received` fields: their clauses, times and delays; the dates of headers."""
from __future__ import annotations

import pytest

from dissectors.imf.dates import moment
from dissectors.imf.received import MAX_HOPS, hop, hops

NINE = 1795251600  # Sat, 21 Nov 2026 09:00:00 UTC


def test_clauses_with_comments() -> None:
    found = hop(b" from pc (HELO x [10.0.0.1] (more))\r\n by mx (Postfix)\tvia TCP with ESMTPS id A7 for <b@x>;\r\n"
                b" Sat, 21 Nov 2026 10:00:00 +0100 (CET)")
    assert found.clauses == {"from": "pc (HELO x [10.0.0.1] (more))", "by": "mx (Postfix)", "via": "TCP",
                             "with": "ESMTPS", "id": "A7", "for": "<b@x>"}
    assert found.time == NINE * 10 ** 9


def test_hops_come_in_order_of_time_with_their_delays() -> None:
    found = hops([b"by c; 21 Nov 2026 09:00:07 GMT", b"by b; nonsense", b"by b; 21 Nov 2026 09:00:09 GMT",
                  b"by a; 21 Nov 2026 09:00:00 GMT"])
    assert [(one.clauses["by"], one.delay) for one in found] == [("a", None), ("b", 9 * 10 ** 9), ("b", None),
                                                                 ("c", None)]


@pytest.mark.parametrize("value", [b"", b";", b"(", b"from", b"from from from", b"from a by", b"\xff(\\"])
def test_broken_fields_are_hops_too(value: bytes) -> None:
    assert hop(value).time is None


def test_a_message_that_loops_has_an_end() -> None:
    assert len(hops([b"by a"] * 5000)) == MAX_HOPS


@pytest.mark.parametrize(("value", "seconds"), [
    (b"Sat, 21 Nov 2026 09:00:00 +0000", NINE), (b"21 Nov 2026 09:00 GMT", NINE),
    (b" Sat,21 Nov 26 04:00:00 EST (winter)", NINE), (b"Sat, 21 Nov 2026 09:00:00 -0000", NINE),
    (b"Sat Nov 21 09:00:00 2026", NINE), (b"Saturday, 21-Nov-2026 09:00:00 Z", NINE),
    (b"21 November 2026 09.00.00 +00:00", NINE), (b"Fri, 31 Dec 1999 23:59:60 +0000", 946684799),
    (b"1 Jan 70 00:00:00 +0000", 0), (b"1 Jan 126 00:00:00 +0000", 1767225600)])
def test_dates_as_they_are_written(value: bytes, seconds: int) -> None:
    assert moment(value) == seconds * 10 ** 9


@pytest.mark.parametrize("value", [
    b"", b"today", b"32 Jan 2026 00:00:00 +0000", b"1 Foo 2026 00:00:00 +0000", b"1 Jan 2026 25:00:00 +0000",
    b"1 Jan 2026 00:00:00 +9999", b"1 Jan 0000 00:00:00 +0000"])
def test_what_is_no_date(value: bytes) -> None:
    assert moment(value) is None
