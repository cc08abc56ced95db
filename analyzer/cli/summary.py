"""`pilotfish summary`: what is in a capture, on one page."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from analyzer.cli.options import add_file, add_filter, add_format

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened

ABOUT = """\
What is in a capture, on one page: packets and bytes by protocol, the largest flows, DNS transactions with their
latencies, mail sessions and emails. With --format json, one object."""
EXAMPLES = """\
pilotfish summary day.pcap
zstdcat day.pcap.zst | pilotfish summary -
pilotfish summary day.pcap --format json | jq .dns.latency"""


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
    """Writes the page, or the object."""
    analysis = opened.analysis.narrowed(opened.kept.rows) if opened.kept else opened.analysis
    found = analysis.summary(last=True)
    match opened.options.format:
        case "table":
            from analyzer.export.page import summary_page
            for piece in summary_page(found, opened.digits, opened.writer.screen):
                opened.out.write(piece)
        case "csv":
            from analyzer.export.csv_text import write_csv
            from analyzer.rows import names
            write_csv([found], names("summary"), opened.out.write, opened.digits)
        case _:
            # one object in both JSON formats: a summary is no list
            from analyzer.export.json_text import to_json
            opened.out.write(to_json(found, opened.digits) + b"\n")
