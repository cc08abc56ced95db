"""`pilotfish dissectors`: the protocols that are understood, and who brings them."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

from analyzer.cli.options import add_format
from analyzer.cli.output import Output

if TYPE_CHECKING:
    from dissectors.layout import Layout
    from dissectors.registry import Registry

ABOUT = """\
A line a dissector in use: its name, the layer it stands on, the ports that it claims, and where it comes from. Other
packages bring dissectors by the entry point group pilotfish.dissectors."""
EXAMPLES = """\
pilotfish dissectors
pilotfish dissectors --format jsonl | jq -r 'select(.origin != "built in") | .name'"""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_format(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli.opening import screen
    from analyzer.export.tables import Writer
    from analyzer.export.views import dissectors
    from dissectors.registry import BUILT_IN, Registry, installed
    out = Output()
    registry = Registry((*BUILT_IN, *installed()))
    Writer(out.write, options.format, screen=screen()).rows(rows(registry), "dissectors", dissectors())
    out.flush()
    return 0


def rows(registry: Registry) -> Iterator[dict[str, Any]]:
    """A row a dissector: fixed headers first, then those that are found by port or content."""
    from dissectors import headers
    layers: dict[str, str] = {}
    for layout in headers.HEADERS:
        # one protocol can have headers of several forms
        layers.setdefault(layout.name, _layer(layout))
    for name, layer in layers.items():
        yield {"name": name, "layer": layer, "ports": [], "origin": "built in"}
    for dissector in registry:
        tables = registry.tables
        ports = [f"{table.removesuffix('.port')}/{number}" for table in sorted(tables)
                 for number, name in sorted(tables[table].items()) if name == dissector.name]
        yield {"name": dissector.name, "layer": "application", "ports": ports,
               "origin": registry.origins[dissector.name]}


def _layer(layout: Layout) -> str:
    """The package that a header is defined in: link, network or transport."""
    from dissectors import headers
    modules = (value for value in vars(headers).values() if isinstance(value, ModuleType))
    return next((module.__name__.split(".")[1] for module in modules if layout in vars(module).values()), "")
