"""`pilotfish summary`: what is in a capture, on one page."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from analyzer.cli.options import add_filter, add_format, number_from
from analyzer.errors import UsageError

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened

ABOUT = """\
What is in a capture, on one page: packets and bytes by protocol, the largest flows, DNS transactions with their
latencies, mail sessions and emails. With --format json, one object. With --live, of what an interface sees now,
drawn again every second until it is interrupted."""
EXAMPLES = """\
pilotfish summary day.pcap
zstdcat day.pcap.zst | pilotfish summary -
pilotfish summary day.pcap --format json | jq .dns.latency
pilotfish summary --live -i eth0 -f 'port 53'"""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("file", metavar="FILE", nargs="?", help="the capture; - for standard input")
    add_filter(parser)
    add_format(parser)
    live = parser.add_argument_group("live")
    live.add_argument("--live", action="store_true", help="of packets that are captured now")
    live.add_argument("-i", "--interface", action="append", metavar="INTERFACE", help="where to capture, repeatable")
    live.add_argument("-f", dest="kernel_filter", default="", metavar="BPF", help="capture only what this keeps")
    live.add_argument("-a", dest="seconds", type=number_from(1), default=0, metavar="SECONDS", help="end after so long")
    live.add_argument("--sudo", action="store_true", help="start the capture process alone with sudo")


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    if options.live:
        from analyzer.cli.dashboard import live_summary
        return live_summary(options)
    if options.file is None or options.interface:
        raise UsageError("the following arguments are required: FILE, or --live -i INTERFACE")
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
