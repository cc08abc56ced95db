"""`pilotfish interfaces`: where packets can be captured."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace

from analyzer.cli.options import add_format

ABOUT = """\
The interfaces of this machine, with their addresses and whether packets can come there. Nothing special is needed to
list them."""
EXAMPLES = """\
pilotfish interfaces
pilotfish interfaces --format jsonl | jq -r 'select(.state == "up") | .name'"""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_format(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli import output
    from analyzer.cli.opening import screen
    from analyzer.errors import CaptureError
    from analyzer.export.tables import Writer
    from analyzer.export.views import interfaces
    from analyzer.live import links
    if not links.known():
        raise CaptureError("interfaces are listed on Linux only; `dumpcap -D` lists them elsewhere")
    out = output.Output()
    rows = [{**link._asdict(), "kind": link.kind, "addresses": list(link.addresses)} for link in links.links()]
    Writer(out.write, options.format, screen=screen()).rows(rows, "interfaces", interfaces())
    out.flush()
    return 0
