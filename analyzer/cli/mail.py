"""`pilotfish mail`: a line an email."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from functools import partial
from typing import TYPE_CHECKING

from analyzer.cli.options import add_file, add_filter, add_format

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened

ABOUT = """\
A line an email as it was transferred: sent by SMTP or IMAP APPEND, fetched by POP or IMAP FETCH. An email that was
transferred several times has several lines; `same as` names the others. `export` writes the emails to files."""
EXAMPLES = """\
pilotfish mail day.pcap
pilotfish mail day.pcap --format jsonl | jq -r '.subject'
pilotfish mail day.pcap --format jsonl | jq '.attachments[] | {filename, size, sha256}'"""


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
    from analyzer.export.json_text import to_json
    from analyzer.export.tables import write_lines
    from analyzer.export.views import mail
    if opened.options.format == "jsonl" and not opened.kept:
        write_lines(opened.analysis.mail_lines(partial(to_json, digits=opened.digits)), opened.out.write)
        return
    rows = opened.analysis.mail_rows()
    if opened.kept:
        rows = filter(opened.kept.email, rows)
    opened.writer.rows(rows, "mail", mail(opened.clock))
