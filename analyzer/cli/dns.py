"""`pilotfish dns`: a line a transaction or a message, or messages as dig prints them."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from itertools import islice
from typing import TYPE_CHECKING

from analyzer.cli.options import add_file, add_filter, add_format

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened

ABOUT = """\
A line a DNS transaction: the query and the response that belongs to it, also of mDNS and LLMNR. What was not answered,
and answers that nobody asked for, have lines too."""
EXAMPLES = """\
pilotfish dns day.pcap
pilotfish dns day.pcap --format jsonl | jq 'select(.status == "unanswered")'
pilotfish dns day.pcap --messages --format csv > messages.csv
pilotfish dns day.pcap --dig | less"""
_BATCH = 200


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_file(parser)
    add_filter(parser)
    add_format(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--messages", action="store_true", help="a line a message, queries and responses apart")
    what.add_argument("--dig", action="store_true", help="the messages as dig prints them; the format must be table")


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code.

    Raises:
        UsageError: where options contradict each other.
    """
    from analyzer.cli.opening import with_capture
    from analyzer.errors import UsageError
    if options.dig and options.format != "table":
        raise UsageError(f"--dig prints text for people; leave out --format {options.format}, or take --messages")
    return with_capture(options, write)


def write(opened: Opened) -> None:
    """Writes the rows, or the text."""
    from analyzer.export import dns_views
    options, analysis, kept = opened.options, opened.analysis, opened.kept
    if options.dig:
        write_dig(opened)
    elif options.messages:
        rows = analysis.dns_message_rows()
        if kept:
            rows = (row for row in rows if kept.packet(row["packet"]))
        opened.writer.rows(rows, "dns messages", dns_views.messages(opened.clock))
    elif options.format == "jsonl" and not kept:
        analysis.dns_json_lines(opened.out.write, last=True)
    else:
        rows = analysis.dns_rows(kept.transactions() if kept else None)
        opened.writer.rows(rows, "dns", dns_views.transactions(opened.clock))


def write_dig(opened: Opened) -> None:
    """Writes the messages as dig prints them; nothing in them acts on the terminal."""
    from analyzer.export.visible import encoded, visible_columns
    texts = iter(opened.analysis.dns_dig(opened.kept.messages() if opened.kept else None))
    while batch := "\n".join(islice(texts, _BATCH)):
        opened.out.write(encoded(visible_columns(batch) + "\n"))
