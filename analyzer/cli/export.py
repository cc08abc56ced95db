"""`pilotfish export`: writes the emails and their attachments to files."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from analyzer.cli.options import add_file, add_filter, add_format, folder, number_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analyzer.cli.opening import Opened
    from analyzer.mails import MailWithRow

ABOUT = """\
Writes each email to a file of its own, byte for byte as it was transferred, and a line a file to DIR/manifest.jsonl.
Nothing that is there is overwritten, and no name from the capture leads out of DIR. Prints what was written."""
EXAMPLES = """\
pilotfish export day.pcap --out mails
pilotfish export day.pcap --out mails --attachments
pilotfish export day.pcap --out box --as mbox -n 0 -n 4"""
STORES = ("eml", "mbox", "maildir")


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_file(parser)
    add_filter(parser)
    parser.add_argument("--out", metavar="DIR", type=folder, required=True, help="where to; made if it is not there")
    parser.add_argument("--as", dest="store", choices=STORES, default="eml", metavar="STORE",
                        help="eml (a file an email), mbox or maildir")
    parser.add_argument("--attachments", action="store_true", help="also write the decoded parts, below DIR/NNNN")
    parser.add_argument("-n", "--email", dest="emails", metavar="N", type=number_from(0), action="append",
                        help="only this email, as `mail` numbers it; repeatable")
    add_format(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli.opening import with_capture
    return with_capture(options, write)


def write(opened: Opened) -> None:
    """Writes the files, and what was written.

    Raises:
        UsageError: where there is no such email.
    """
    from pathlib import Path

    from analyzer.errors import UsageError
    from analyzer.export.mail import export_mail
    from analyzer.export.views import export
    options, analysis = opened.options, opened.analysis
    if options.store == "eml" and not options.emails and not opened.kept:
        _write_all(opened)
        return
    chosen: Iterable[tuple[int, MailWithRow]] = enumerate(analysis.email_stream())
    if options.emails:
        emails = analysis.emails()
        for number in options.emails:
            if number >= len(emails):
                has = f"there are emails 0 to {len(emails) - 1}" if emails else "there are none"
                raise UsageError(f"there is no email {number}: {has}")
        chosen = ((number, emails[number]) for number in sorted(set(options.emails)))
    if kept := opened.kept:
        chosen = ((number, mail) for number, mail in chosen if kept.email(mail.row))
    rows = export_mail(chosen, Path(options.out), as_=options.store, attachments=options.attachments,
                       capture=analysis.capture)
    opened.writer.rows(rows, "export", export())


def _write_all(opened: Opened) -> None:
    """Writes all emails to single files, and what was written while others are: a table does not show what is known
    only at the end. Who reads the table may stop: all emails are written all the same."""
    from collections import deque
    from pathlib import Path

    from analyzer.errors import OutputError
    from analyzer.export.mail_all import export_all
    from analyzer.export.views import EXPORT_SHOWN, export
    options = opened.options
    as_table = options.format == "table"
    rows = export_all(opened.analysis.mails, Path(options.out), attachments=options.attachments,
                      wanted=EXPORT_SHOWN if as_table else None)
    try:
        opened.writer.rows(rows if as_table else list(rows), "export", export())
    except (BrokenPipeError, OutputError):
        deque(rows, 0)
        raise
