"""`pilotfish fields`: the names that filters and field trees use, and what they mean."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from analyzer.cli.options import COMMANDS, add_format

if TYPE_CHECKING:
    from analyzer.cli.output import Output
    from analyzer.export.people import Screen

ABOUT = """\
A line a field that filters can ask for: its name, what kind of value it has, its protocol and its label. PREFIX picks
those whose names begin so. With --explain or --about a few sentences say what each means, and where the standard says
it."""
EXAMPLES = """\
pilotfish fields dns.flags
pilotfish fields dns.flags.recdesired --explain
pilotfish fields --about 'cache poisoning'
pilotfish packets day.pcap -Y 'dns.flags.rcode != 0'"""
_WIDEST = 100
"""Longer lines are hard to read."""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("prefix", metavar="PREFIX", nargs="?", default="", help="how the names begin")
    parser.add_argument("--explain", action="store_true", help="say what each field means")
    parser.add_argument("--about", metavar="WORDS", default="",
                        help="only fields and commands whose names or explanations have these words")
    add_format(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli.opening import screen
    from analyzer.cli.output import Output
    from analyzer.export.tables import Writer
    from analyzer.export.views import filter_fields
    from analyzer.filters.catalog import Catalog
    from dissectors.registry import BUILT_IN, Registry, installed
    rows: Iterable[Mapping[str, str]] = _explained(Catalog(Registry((*BUILT_IN, *installed()))).rows())
    if options.about.strip():
        from analyzer.help.search import about
        rows = about([*rows, *_commands()], options.about)
    rows = [row for row in rows if row["name"].startswith(options.prefix)]
    out = Output()
    if options.format == "table" and rows and (options.explain or options.about):
        _write_texts(rows, out, screen())
    else:
        Writer(out.write, options.format, screen=screen()).rows(map(dict, rows), "filter fields", filter_fields())
    out.flush()
    return 0


def _explained(rows: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    from analyzer.help import explain
    for row in rows:
        found = explain(row["name"])
        yield row | {"about": found.about if found else "", "reference": found.reference if found else ""}


def _commands() -> Iterator[dict[str, str]]:
    """The commands that show what has no field of its own."""
    yield from _explained({"name": f"pilotfish {name}", "type": "command", "protocol": "", "label": label}
                          for name, label in COMMANDS.items())


def _write_texts(rows: Iterable[Mapping[str, str]], out: Output, screen: Screen) -> None:
    """A paragraph a row."""
    from textwrap import fill

    from analyzer.export.visible import encoded, visible
    width = min(screen.width, _WIDEST)
    for row in rows:
        head = f"{screen.bold(visible(row['name']))} · {visible(row['label'])} ({row['type']})"
        lines = [fill(visible(text), width, initial_indent="  ", subsequent_indent="  ")
                 for text in (row["about"], row["reference"]) if text]
        out.write(encoded("\n".join([head, *lines, "", ""])))
