"""`pilotfish fields`: the names that filters and field trees use."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace

from analyzer.cli.options import add_format

ABOUT = """\
A line a field that filters can ask for: its name, what kind of value it has, its protocol and its label. PREFIX picks
those whose names begin so."""
EXAMPLES = """\
pilotfish fields dns.flags
pilotfish fields | grep -i subject
pilotfish packets day.pcap -Y 'dns.flags.rcode != 0'"""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("prefix", metavar="PREFIX", nargs="?", default="", help="how the names begin")
    add_format(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli.opening import screen
    from analyzer.cli.output import Output
    from analyzer.export.tables import Writer
    from analyzer.export.views import filter_fields
    from analyzer.filters.catalog import Catalog
    from dissectors.registry import BUILT_IN, Registry, installed
    catalog = Catalog(Registry((*BUILT_IN, *installed())))
    out = Output()
    rows = (row for row in catalog.rows() if row["name"].startswith(options.prefix))
    Writer(out.write, options.format, screen=screen()).rows(rows, "filter fields", filter_fields())
    out.flush()
    return 0
