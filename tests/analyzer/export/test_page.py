"""The summary as a page."""
from __future__ import annotations

from typing import Any

from analyzer.export.page import summary_page
from analyzer.export.people import Screen
from analyzer.seconds import Nanoseconds

EMPTY: dict[str, Any] = {
    "file": "day.pcap", "format": "pcap", "packets": 0, "bytes": 0, "first_time": None, "last_time": None,
    "duration": None, "truncated": False, "protocols": {}, "flows": 0, "top_flows": [],
    "dns": {"messages": 0}, "mail": {"sessions": {"smtp": 0}, "emails": 0, "attachments": 0}, "findings": None}


def page(screen: Screen = Screen(80), **known: Any) -> str:  # noqa: B008 (never changed)
    return b"".join(summary_page({**EMPTY, **known}, 6, screen)).decode()


def test_an_empty_capture_has_a_page() -> None:
    assert page() == "day.pcap\n  format        pcap\n  packets       0 with 0 bytes\n\n"


def test_times_and_protocols() -> None:
    text = page(packets=1200, bytes=90_000, first_time=Nanoseconds(0), last_time=Nanoseconds(10**9),
                duration=Nanoseconds(10**9), protocols={"eth": {"packets": 1200, "bytes": 90_000}})
    assert "  packets       1,200 with 90,000 bytes\n  from          1970-01-01 00:00:00.000000 UTC\n" in text
    assert "\n  duration      1.00 s\n" in text and "  eth                    1,200    100%        90,000\n" in text


NO_TOPS: dict[str, list[object]] = {"top_names": [], "top_clients": [], "slowest_servers": [], "unanswered_servers": []}


def test_dns_and_mail() -> None:
    latency = {"median": Nanoseconds(41_000), "p95": Nanoseconds(1_310_000), "max": Nanoseconds(4_400_000)}
    text = page(dns={"messages": 5, "transactions": 3, "answered": 2, "unanswered": 1, "types": {"A": 1, "MX": 2},
                     "rcodes": {"NOERROR": 2}, "latency": latency, **NO_TOPS,
                     "top_names": [{"name": "a.example", "type": "MX", "queries": 2_000}],
                     "slowest_servers": [{"server": "192.0.2.53", "p95": latency["p95"]}],
                     "unanswered_servers": [{"server": "192.0.2.54", "unanswered": 1, "queries": 3}]},
                mail={"sessions": {"smtp": 1, "pop": 0}, "emails": 1, "attachments": 1})
    assert "  transactions  3: 2 answered, 1 unanswered\n" in text and "  types         MX 2, A 1\n" in text
    assert "  latency       41 µs median, 1.31 ms for 95%, 4.40 ms at most\n" in text
    assert "  top names     a.example MX 2,000\n" in text and "top clients" not in text
    assert "  slow servers  192.0.2.53 1.31 ms for 95%\n  unanswered    192.0.2.54 1 of 3\n" in text
    assert "  sessions      smtp 1\n  emails        1 with 1 attachment\n" in text


def test_many_types_are_counted_together() -> None:
    dns = {"messages": 1, "transactions": 1, "answered": 0, "unanswered": 1, "latency": None, "rcodes": {}, **NO_TOPS,
           "types": {f"TYPE{number}": 1 for number in range(400)}}
    assert "TYPE11 1, others 388" in page(Screen(160), dns=dns)


def test_the_name_of_the_file_does_not_act_on_the_terminal() -> None:
    assert page(file="a\x1b[2J.pcap").startswith(r"a\x1b[2J.pcap")


def test_damage_is_told() -> None:
    assert "pcap, cut short or damaged" in page(truncated=True)
