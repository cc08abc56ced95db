"""`pilotfish follow`: what the two sides of a flow said."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from analyzer.cli.options import add_file, add_format, add_secrets, number_from

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened

ABOUT = """\
The conversation of a flow, put together: C: and S: stand before what client and server said. Passwords and tokens show
as ********, but --raw writes the very bytes of one side."""
EXAMPLES = """\
pilotfish follow day.pcap 3
pilotfish follow day.pcap 3 --raw client > client.bin
pilotfish flows day.pcap --format jsonl | jq -r .flow | xargs -n 1 pilotfish follow day.pcap"""
_SIDES = ("client", "server")
_BATCH = 1_000


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_file(parser)
    parser.add_argument("flow", metavar="FLOW", type=number_from(0), help="number of the flow, as `flows` has it")
    add_format(parser)
    parser.add_argument("--raw", choices=_SIDES, help="the bytes of this side, as they are")
    add_secrets(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code.

    Raises:
        UsageError: where options contradict each other.
    """
    from analyzer.cli.opening import with_capture
    from analyzer.errors import UsageError
    if options.raw and options.format != "table":
        raise UsageError("--raw writes bytes as they are; leave out --format")
    return with_capture(options, write)


def write(opened: Opened) -> None:
    """Writes the conversation, or one side."""
    options = opened.options
    flow = opened.flow(options.flow)
    if options.raw:
        write_raw(opened, flow)
    elif options.format == "table":
        write_lines(opened, flow)
    else:
        from analyzer.export.people import View
        opened.writer.rows(rows(opened, flow), "lines", View((), ""))


def write_raw(opened: Opened, flow: int) -> None:
    """Writes the bytes of a side."""
    from dissectors.stream import Side
    for data in opened.analysis.stream_bytes(flow, Side(_SIDES.index(opened.options.raw))):
        opened.out.write(data)


def rows(opened: Opened, flow: int) -> Iterator[dict[str, Any]]:
    """A row a line: who said it, and the line without its end."""
    for side, line in opened.analysis.follow(flow, opened.options.show_secrets):
        yield {"side": _SIDES[side], "line": line.rstrip(b"\r\n").decode("utf-8", "replace")}


def write_lines(opened: Opened, flow: int) -> None:
    """Writes the lines for people."""
    from analyzer.export.visible import encoded, visible
    lines = (f"{row['side'][0].upper()}: {visible(row['line'].expandtabs())}".rstrip() for row in rows(opened, flow))
    while batch := list(islice(lines, _BATCH)):
        opened.out.write(encoded("\n".join(batch) + "\n"))
