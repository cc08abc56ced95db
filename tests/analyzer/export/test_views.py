"""What stands in the cells of the tables for people."""
from __future__ import annotations

from typing import Any

import pytest

from analyzer.export import dns_views, views
from analyzer.export.people import View
from analyzer.export.views import Clock
from analyzer.rows import names
from analyzer.seconds import Nanoseconds

CLOCK = Clock(Nanoseconds(5_000_000_000), 6)
NS = {"name": "org", "type": "NS", "class": "IN", "ttl": 1, "data": "a.org"}


def cells(view: View, row: dict[str, Any]) -> dict[str, str]:
    return {column.header: column.text(row) for column in view.columns}


def answer(type_: str, data: str) -> dict[str, Any]:
    return {"name": "a.org", "type": type_, "class": "IN", "ttl": 1, "data": data}


def transaction(**known: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(names("dns"))
    row |= {"protocol": "dns", "transport": "udp", "client": "10.0.0.1", "client_port": 4000, "server": "10.0.0.2",
            "server_port": 53, "query_packet": 3, "response_packet": 8, "query_time": Nanoseconds(5_250_000_000),
            "latency": Nanoseconds(41_000), "rcode": "NOERROR", "flags": ["QR"], "answers": [], "authorities": [],
            "questions": [{"name": "a.org", "type": "A", "class": "IN"}], "retransmissions": 0, "status": "answered"}
    return row | known


@pytest.mark.parametrize(("known", "text"), [
    ({"answers": [answer("A", "10.1.1.1"), answer("RRSIG", "A 13 …")]}, "10.1.1.1"),
    ({"answers": [answer("CNAME", "b.org"), answer("A", "10.1.1.1")]}, "CNAME b.org, 10.1.1.1"),
    ({"answers": [answer("RRSIG", "A 13 2")]}, "RRSIG A 13 2"),
    ({"answers": [answer("A", "10.1.1.1")] * 13}, "13 records: " + ", ".join(["10.1.1.1"] * 12)),
    ({}, "no data"), ({"authorities": [NS]}, "referral"), ({"rcode": "NXDOMAIN", "authorities": [NS]}, "NXDOMAIN"),
    ({"rcode": "NXDOMAIN", "answers": [answer("CNAME", "b.org")]}, "NXDOMAIN CNAME b.org"),
    ({"response_packet": None, "status": "unanswered", "rcode": None}, "unanswered"),
])
def test_dns_answers(known: dict[str, Any], text: str) -> None:
    assert cells(dns_views.transactions(CLOCK), transaction(**known))["Answer"] == text


@pytest.mark.parametrize(("query", "response", "text"), [(3, 8, "3→8"), (3, None, "3"), (None, 8, "8")])
def test_dns_packets(query: int | None, response: int | None, text: str) -> None:
    row = transaction(query_packet=query, response_packet=response)
    assert cells(dns_views.transactions(CLOCK), row)["No."] == text


def test_dns_question_and_ends() -> None:
    row = transaction(questions=[{"name": "version.bind", "type": "TXT", "class": "CH"}], server="fd77::5")
    shown = cells(dns_views.transactions(CLOCK), row)
    assert (shown["Question"], shown["Type"], shown["Server"]) == ("version.bind", "CH TXT", "fd77::5")
    assert (shown["Time"], shown["Latency"]) == ("0.250000", "41 µs")
    assert cells(dns_views.transactions(CLOCK), transaction(server_port=5300))["Server"] == "10.0.0.2:5300"


def test_dns_messages() -> None:
    row = dict.fromkeys(names("dns messages")) | transaction(
        id=0x1F, response=False, counts=[1, 0, 0, 1], malformed=None, packet=3)
    shown = cells(dns_views.messages(CLOCK), row)
    assert (shown["Id"], shown["Kind"], shown["Answer"], shown["Counts"]) == ("0x001f", "query", "", "1/0/0/1")
    row["malformed"] = "name ends early (at byte 12)"
    assert cells(dns_views.messages(CLOCK), row)["Answer"] == "malformed: name ends early (at byte 12)"


def test_mail_remarks() -> None:
    row = dict.fromkeys(names("mail")) | {"complete": False, "missing_bytes": 7, "same_as": [1, 4]}
    assert cells(views.mail(CLOCK), row)["Remarks"] == "7 bytes missing; same as 1,4"
    assert cells(views.mail(CLOCK), row | {"complete": True, "same_as": []})["Remarks"] == ""


def test_greetings_and_replies_of_several_lines() -> None:
    row = dict.fromkeys(names("commands")) | {"reply": "hello\nPIPELINING"}
    shown = cells(views.commands(CLOCK), row)
    assert (shown["Command"], shown["Reply"]) == ("(greeting)", "hello | PIPELINING")


def test_what_exported_files_lack() -> None:
    remarks = views.export().columns[-1].text
    rows = ({"complete": True, "missing_bytes": 0}, {"complete": False, "missing_bytes": 7},
            {"complete": False, "missing_bytes": 0}, {"kind": "store"})
    assert [remarks(row) for row in rows] == ["", "7 bytes missing", "incomplete", ""]
