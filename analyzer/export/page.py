"""The summary of a capture as a page for people."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from analyzer.export.moments import date, span
from analyzer.export.people import Screen, View, write_table
from analyzer.export.views import Clock, flows
from analyzer.export.visible import cut, encoded, visible
from analyzer.rows import Row

_LABEL = 14
_FIGURE = 14
_NAMES = 12
"""Codes and types that are named; the rest is counted."""
_TOP = 5
"""Names, clients and servers that are told."""


def summary_page(summary: Row, digits: int, screen: Screen) -> Iterator[bytes]:
    """The page, piece by piece."""
    sections = (_capture(summary, digits), _protocols(summary), _dns(summary["dns"]), _mail(summary["mail"]),
                _findings(summary["findings"]))
    for lines in sections:
        yield from _section(lines, screen)
    yield from _section(_flow_lines(summary, digits, screen), screen, end="")


def _section(lines: Iterable[str], screen: Screen, end: str = "\n") -> Iterator[bytes]:
    """A section: its first line stands out, the others are indented; nothing at all where it has no lines."""
    lines = list(lines)
    for number, line in enumerate(lines):
        line = cut(visible(line), screen.width)
        yield encoded((line if number else screen.bold(line)) + "\n")
    if lines:
        yield encoded(end)


def _capture(summary: Row, digits: int) -> Iterator[str]:
    yield "standard input" if summary["file"] == "-" else str(summary["file"])
    yield _line("format", summary["format"] + (", cut short or damaged" if summary["truncated"] else ""))
    yield _line("packets", f"{summary['packets']:,} with {summary['bytes']:,} bytes")
    if summary["first_time"] is not None:
        yield _line("from", date(summary["first_time"], digits))
        yield _line("to", date(summary["last_time"], digits))
        yield _line("duration", span(summary["duration"]))


def _line(label: str, text: str) -> str:
    return f"  {label:{_LABEL}}{text}"


def _protocols(summary: Row) -> Iterator[str]:
    found: Mapping[str, Mapping[str, int]] = summary["protocols"]
    if not found:
        return
    yield f"{'Protocols':{_LABEL + 2}}{'packets':>{_FIGURE}}{'':>8}{'bytes':>{_FIGURE}}"
    for name, figures in found.items():
        share = figures["packets"] / max(summary["packets"], 1)
        yield _line(name, f"{figures['packets']:>{_FIGURE},}{share:>8.0%}{figures['bytes']:>{_FIGURE},}")


def _dns(dns: Mapping[str, Any] | None) -> Iterator[str]:
    if not dns or not dns["messages"]:
        return
    yield "DNS"
    yield _line("messages", f"{dns['messages']:,}")
    yield _line("transactions", f"{dns['transactions']:,}: {dns['answered']:,} answered, "
                                f"{dns['unanswered']:,} unanswered")
    for label in ("rcodes", "types"):
        if dns[label]:
            yield _line(label, _counts(dns[label]))
    latency = dns["latency"]
    if latency and latency["median"] is not None:
        yield _line("latency", f"{span(latency['median'])} median, {span(latency['p95'])} for 95%, "
                               f"{span(latency['max'])} at most")
    yield from _list("top names", (f"{one['name']} {one['type']} {one['queries']:,}" for one in dns["top_names"]))
    yield from _list("top clients", (f"{one['client']} {one['queries']:,}" for one in dns["top_clients"]))
    yield from _list("slow servers", (f"{one['server']} {span(one['p95'])} for 95%" for one in dns["slowest_servers"]))
    yield from _list("unanswered", (f"{one['server']} {one['unanswered']:,} of {one['queries']:,}"
                                    for one in dns["unanswered_servers"]))


def _list(label: str, entries: Iterable[str]) -> Iterator[str]:
    """The first entries in one line."""
    if text := ", ".join(islice(entries, _TOP)):
        yield _line(label, text)


def _counts(counts: Mapping[str, int]) -> str:
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    shown = [f"{name} {count:,}" for name, count in ordered[:_NAMES]]
    rest = sum(count for _, count in ordered[_NAMES:])
    return ", ".join([*shown, f"others {rest:,}"] if rest else shown)


def _mail(mail: Mapping[str, Any] | None) -> Iterator[str]:
    if not mail or not any(mail["sessions"].values()):
        return
    yield "Mail"
    yield _line("sessions", ", ".join(f"{name} {count:,}" for name, count in mail["sessions"].items() if count))
    yield _line("emails", f"{mail['emails']:,} with {_several(mail['attachments'], 'attachment')}")


def _several(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}" if count < 1_000 else f"{count:,} {what}s"


def _findings(findings: Mapping[str, int] | None) -> Iterator[str]:
    if findings:
        yield "Findings"
        for severity, count in findings.items():
            yield _line(severity, f"{count:,}")


def _flow_lines(summary: Row, digits: int, screen: Screen) -> Iterator[str]:
    top = summary["top_flows"]
    if not top:
        return
    yield f"Flows: {summary['flows']:,}" + (f", the largest {len(top)}" if len(top) < summary["flows"] else "")
    lines: list[bytes] = []
    view = flows(Clock(summary["first_time"], digits))
    kept = View([column for column in view.columns if column.rank < 3], view.empty)
    write_table(top, kept, Screen(screen.width - 2), lines.append)
    for line in b"".join(lines).decode().splitlines():
        yield "  " + line
