"""`capture`: what can't be asked of it."""
from __future__ import annotations

from collections import deque

import pytest
from program import run

from analyzer.cli.dashboard import chart


@pytest.mark.parametrize(("arguments", "says"), [
    ([], "the following arguments are required: -i/--interface"),
    (["-i", "lo", "-w", "-"], "can't go to standard output"),
    (["-i", "lo", "--keep", "3"], "a ring of files needs a name"),
    (["-i", "lo", "--rotate-size", "3"], "a ring of files needs a name"),
    (["-i", "lo", "-w", "x", "--keep", "3"], "--keep needs --rotate-size or --rotate-seconds"),
    (["-i", "lo", "-c", "0"], "'0' is no whole number from 1 on"),
    (["-i", "lo", "--backend", "libpcap"], "invalid choice"),
    (["-i", "a/b"], "a capture can't have interfaces a/b"),
    (["-i", "-w"], "expected one argument"),
    (["-i=-w"], "a capture can't have interfaces"),
    (["-i", "any", "-i", "lo"], "`any` is all interfaces"),
    (["-i", "lo", "--buffer", "9999"], "can't have buffer mib 9999"),
    (["-i", "lo", "-Y", "dns.nope"], "filter, column 1"),
])
def test_usage_errors_are_one_line_and_exit_2(arguments: list[str], says: str) -> None:
    code, out, err = run("capture", *arguments)
    assert (code, out) == (2, "") and says in err and err.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["-i", "lo"], ["--live"], ["x.pcap", "--live", "-i", "lo"],
                                       ["x.pcap", "-i", "lo"], ["--live", "-i", "lo", "-Y", "dns"],
                                       ["--live", "-i", "lo", "--format", "csv"], ["--live", "-i", "a/b"]])
def test_a_summary_is_of_a_file_or_live(arguments: list[str]) -> None:
    code, out, err = run("summary", *arguments)
    assert (code, out) == (2, "") and err.count("\n") == 1


def test_the_chart_of_rates_shows_the_greatest_as_the_highest() -> None:
    assert chart(deque([0, 50, 100, 12])) == " ▄█▁" and chart(deque([0.0])) == " " and chart(deque()) == ""
