"""`pilotfish packets`: a line a packet."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from analyzer.cli.options import add_file, add_filter, add_format

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened

ABOUT = """\
A line a packet: number, time, source, destination, protocol, length, info and the number of its flow.
In the table, times count from the first packet; the other formats have seconds since 1970."""
EXAMPLES = """\
pilotfish packets day.pcap | less
pilotfish packets day.pcap -Y 'dns.flags.rcode != 0 || tcp.flags.reset == 1'
pilotfish packets day.pcap --format csv > packets.csv
pilotfish packets day.pcap --format jsonl | jq 'select(.protocol == "DNS") | .info'"""


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
    from analyzer.export.views import packets
    from analyzer.packet_rows import packet_batches
    analysis, writer = opened.analysis, opened.writer
    chosen, view = opened.packet_rows(None), packets(opened.clock, opened.analysis.packets.rows)
    lines = writer.lines()
    if lines is None:
        writer.rows(analysis.packet_rows(chosen), "packets", view)
        return
    writer.head("packets", view)
    # who makes the rows makes lines of them: bytes come back from other processes as they are
    for part in packet_batches(analysis.engine, chosen, lines):
        opened.out.write(part)
