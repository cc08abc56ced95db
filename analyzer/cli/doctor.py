"""`pilotfish doctor`: what works on this machine, and what to do about the rest."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace

from analyzer.cli.options import add_format

ABOUT = """\
Tries what the program needs on this machine: rights to capture, interfaces, dumpcap and tshark, the desktop
application, room on the disk. What does not work comes with the command that helps. The exit code is 0 where
captures can be taken and 1 where they can't."""
EXAMPLES = """\
pilotfish doctor
pilotfish doctor --format jsonl | jq 'select(.works | not)'"""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_format(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli import output
    from analyzer.cli.opening import screen
    from analyzer.export.tables import Writer
    from analyzer.export.views import checks
    from analyzer.live.doctor import examine
    out = output.Output()
    found = examine()
    Writer(out.write, options.format, screen=screen()).rows([one._asdict() for one in found], "checks", checks())
    out.flush()
    return 0 if all(one.works for one in found if one.needed) else 1
