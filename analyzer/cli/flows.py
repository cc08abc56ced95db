"""`pilotfish flows`: a line a flow."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from analyzer.cli.options import add_file, add_filter, add_format

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened

ABOUT = """\
A line a flow, numbered from 0 by first packet: client and server, packets and bytes each way, how long it took, and
for TCP how it ended (open, closed, reset, half-open, syn-only, midstream). `follow` takes these numbers."""
EXAMPLES = """\
pilotfish flows day.pcap
pilotfish flows day.pcap --format jsonl | jq -r 'select(.service == "smtp") | .flow'"""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_file(parser)
    add_filter(parser)
    add_format(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli.opening import with_capture
    return with_capture(options, write)


def write(opened: Opened) -> None:
    """Writes the rows."""
    from analyzer.export.views import flows
    rows = opened.analysis.flow_rows(opened.kept.flows() if opened.kept else None)
    opened.writer.rows(rows, "flows", flows(opened.clock))
