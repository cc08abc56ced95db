"""The way of an email through a capture: its lookups, transfers and trace, each with the reason why it belongs."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from mail_captures import mail_capture
from sample_captures import FOLDER, mutated

from analyzer.analysis import Analysis
from analyzer.journey import Journey, SameBy, Trace, TraceBy, Transfer
from analyzer.journey_lookups import AskedFor, Lookup

JOURNEY, BOUNCE = FOLDER / "09-journey.pcap", FOLDER / "10-reply-and-bounce.pcapng"


def journey_in(analysis: Analysis, number: int) -> Journey:
    return analysis.journey(analysis.emails(), number)


def journey(path: Path, number: int) -> Journey:
    with Analysis.open(path) as analysis:
        return journey_in(analysis, number)


def journey_of_flows(path: Path, *flows: int) -> Journey:
    """Of the first mail, with only these flows captured."""
    with Analysis.open(path) as analysis:
        rows = np.flatnonzero(np.isin(analysis.packets.column("flow"), flows))
        return journey_in(analysis.narrowed(rows), 0)


def told(found: Journey) -> Iterator[str]:
    for station in found.stations:
        if isinstance(station, Transfer):
            yield f"{station.row['protocol']} {station.row['email']}"
        elif isinstance(station, Trace):
            yield f"trace {station.hop.clauses.get('with', 'none')}"
        else:
            question = station.row["questions"][0]
            yield f"{question['name']} {question['type']} {station.asked_for.value}"


def test_journey_of_a_mail_from_its_first_lookup_to_its_readers() -> None:
    assert list(told(journey(JOURNEY, 0))) == [
        "50.0.77.10.in-addr.arpa PTR client name", "edge-7.pool.harbor.example A client address", "smtp 0",
        "lantern.test MX recipient", "mxb.lantern.test A server", "mxb.lantern.test AAAA exchange",
        "10.0.77.10.in-addr.arpa PTR client name", "mxa.harbor.example A client address", "smtp 1", "trace LMTP",
        "imap 2", "pop 3"]


def test_all_legs_of_a_mail_have_the_same_journey() -> None:
    assert len({tuple(told(journey(JOURNEY, number))) for number in range(4)}) == 1


def test_each_transfer_says_why_it_is_the_same_mail() -> None:
    found = [one for one in journey(JOURNEY, 1).stations if isinstance(one, Transfer)]
    assert [(one.row["email"], one.same_by, one.trace_by) for one in found] == [
        (0, SameBy.MESSAGE_ID, TraceBy.QUEUE_ID), (1, SameBy.ITSELF, TraceBy.QUEUE_ID), (2, SameBy.MESSAGE_ID, None),
        (3, SameBy.MESSAGE_ID, None)]
    assert found[0].trace is not None and found[0].trace.clauses["by"] == "mxa.harbor.example (Postfix)"
    assert found[1].trace is not None and found[1].trace.delay == 0


def test_lookups_of_a_resolver_are_steps_of_the_lookup_that_it_answers() -> None:
    with Analysis.open(JOURNEY) as analysis:
        found = journey_in(analysis, 0).stations
        asked = next(one for one in found if isinstance(one, Lookup) and one.number == 14)
        steps = list(analysis.dns_rows(asked.steps))
    assert asked.row["query_packet"] == 63 and [row["query_packet"] for row in steps] == [64, 66, 68]
    assert {row["client"] for row in steps} == {asked.row["server"]}


def test_servers_that_were_not_taken_are_told_from_the_one_that_was() -> None:
    found = {one.row["query_packet"]: one.asked_for for one in journey(BOUNCE, 0).stations if isinstance(one, Lookup)
             and one.email == 1}
    assert found == {38: AskedFor.RECIPIENT, 50: AskedFor.SERVER, 54: AskedFor.EXCHANGE, 58: AskedFor.EXCHANGE,
                     62: AskedFor.EXCHANGE, 69: AskedFor.CLIENT_NAME, 73: AskedFor.CLIENT_ADDRESS}


def test_a_mail_that_was_only_fetched_has_its_trace_before_it() -> None:
    assert list(told(journey(BOUNCE, 2))) == ["trace none", "trace LMTP", "pop 2"]


def test_without_lookups_and_trace_only_the_transfer_is_there() -> None:
    session = 0
    assert list(told(journey_of_flows(FOLDER / "01-smtp-textbook.pcap", session))) == ["smtp 0"]


def test_what_is_not_in_the_capture_is_not_made_up() -> None:
    mx_lookup, relay = 15, 25
    assert list(told(journey_of_flows(JOURNEY, mx_lookup, relay))) == [
        "trace ESMTPA", "lantern.test MX recipient", "smtp 0"]


def test_a_lookup_of_another_host_is_told_as_such() -> None:
    of_the_resolver, relay = 18, 25
    assert list(told(journey_of_flows(JOURNEY, of_the_resolver, relay))) == [
        "trace ESMTPA", "lantern.test MX other host", "smtp 0"]


def test_trace_of_a_mail_whose_way_is_not_captured(tmp_path: Path) -> None:
    message = b"From: a@example.com\r\nReceived: from x\r\n by y; Sat, 21 Nov 2026 09:00:00 +0000\r\n\r\nHi\r\n"
    found = journey(mail_capture(tmp_path / "one.pcap", message), 0)
    assert list(told(found)) == ["trace none", "smtp 0"]
    assert isinstance(found.stations[0], Trace) and found.stations[0].hop.clauses["by"] == "y"


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("path", [JOURNEY, BOUNCE])
def test_damaged_captures_have_journeys_in_order(tmp_path: Path, path: Path, seed: int) -> None:
    damaged = tmp_path / path.name
    damaged.write_bytes(mutated(path.read_bytes(), seed))
    with Analysis.open(damaged) as analysis:
        emails = analysis.emails()
        for number in range(len(emails)):
            found = analysis.journey(emails, number)
            times = [one.time for one in found.stations if not isinstance(one, Trace)]
            assert times == sorted(times)
            numbers = [one.number for one in found.stations if isinstance(one, Lookup)]
            assert len(numbers) == len(set(numbers))
            assert any(isinstance(one, Transfer) and one.row["email"] == number for one in found.stations)
