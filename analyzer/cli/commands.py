"""`pilotfish commands`: a line a command of a mail session."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from analyzer.cli.options import add_file, add_filter, add_format, add_secrets

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened

ABOUT = """\
A line a command of an SMTP, POP or IMAP session with the server's reply, and how long that took. The greeting is a
line of its own. Passwords and tokens show as ********."""
EXAMPLES = """\
pilotfish commands day.pcap
pilotfish commands day.pcap --format csv > commands.csv
pilotfish commands day.pcap --format jsonl | jq -r 'select(.status | startswith("5")?) | .reply'"""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_file(parser)
    add_filter(parser)
    add_format(parser)
    add_secrets(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli.opening import with_capture
    return with_capture(options, write)


def write(opened: Opened) -> None:
    """Writes the rows."""
    from analyzer.export.views import commands
    rows = opened.analysis.command_rows(opened.options.show_secrets)
    if opened.kept:
        rows = filter(opened.kept.command, rows)
    opened.writer.rows(rows, "commands", commands(opened.clock))
