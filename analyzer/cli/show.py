"""`pilotfish show`: packets field by field."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from analyzer.cli.options import FORMATS, add_file, add_filter, add_format, add_secrets, number_from

if TYPE_CHECKING:
    from analyzer.cli.opening import Opened
    from analyzer.trees import Tree

ABOUT = """\
The field tree of packets; all of them without -n. Field names are Wireshark's, and so are positions, sizes and values
in the formats jsonl and pdml."""
EXAMPLES = """\
pilotfish show day.pcap -n 12
pilotfish show day.pcap -n 12 -n 15 --hex
pilotfish show day.pcap --format pdml > day.pdml
pilotfish show day.pcap -n 12 --with tshark
pilotfish show day.pcap --format csv | grep ,dns.qry.name,"""
_COMPANIONS = ("tshark",)
_TREES_TOGETHER = 20
"""Trees that are made before they are written: a processor that does one thing at a time is an eighth quicker."""


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    add_file(parser)
    add_filter(parser)
    parser.add_argument("-n", "--packet", dest="packets", metavar="PACKET", type=number_from(1), action="append",
                        help="only this packet, numbered from 1; repeatable")
    add_format(parser, (*FORMATS, "pdml"))
    parser.add_argument("--hex", action="store_true", help="the bytes below the tree; the format must be table")
    parser.add_argument("--with", dest="companion", choices=_COMPANIONS, metavar="tshark",
                        help="where there is something that is not dissected here, what tshark makes of it below the "
                             "rest; needs tshark and pyshark")
    add_secrets(parser)


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code.

    Raises:
        UsageError: where options contradict each other.
    """
    from analyzer.cli.opening import with_capture
    from analyzer.errors import UsageError
    if options.hex and options.format != "table":
        raise UsageError(f"--hex goes with trees for people; {options.format} has the bytes already")
    return with_capture(options, write)


def write(opened: Opened) -> None:
    """Writes the trees."""
    from analyzer.cli.faults import report_faults_in_a_line
    from analyzer.export.people import View
    report_faults_in_a_line()
    if opened.options.companion:
        from analyzer.cli.companions import or_alone
        opened.options.companion = or_alone(opened.options.companion)
    packets = opened.packet_rows(opened.options.packets)
    match opened.options.format:
        case "table":
            write_texts(opened, packets)
        case "pdml":
            write_pdml(opened, packets)
        case "csv":
            opened.writer.rows(field_rows(opened, packets), "fields", View((), ""))
        case _:
            from analyzer.export.text_tree import json_tree
            opened.writer.rows(map(json_tree, trees(opened, packets)), "fields", View((), ""))


def trees(opened: Opened, packets: Sequence[int]) -> Iterator[Tree]:
    """The trees of packets."""
    if opened.options.companion:
        from analyzer.cli.companions import trees_beside
        return trees_beside(opened, packets)
    return (opened.analysis.tree(row, opened.options.show_secrets) for row in packets)


def write_groups(opened: Opened, packets: Sequence[int], text: Callable[[Sequence[int]], bytes]) -> None:
    """Writes what `text` makes of groups of packets, in their order; of many packets, on all processors."""
    from analyzer.workers import MANY_TREES, TREES_AT_ONCE, delivered

    def write(part: bytes, _: int) -> tuple[None, int]:
        opened.out.write(part)
        opened.out.flush()
        return None, 0
    size, large = TREES_AT_ONCE, len(packets) >= MANY_TREES
    if opened.options.companion:
        from analyzer.cli.companions import AT_ONCE
        size, large = AT_ONCE, False     # one process asks, so that a failure is told once
    groups = [packets[start:start + size] for start in range(0, len(packets), size)]
    if large:
        opened.analysis.prepare_trees()
    opened.out.write(b"")   # whatever is done before the first byte, this process does
    for _ in delivered(text, groups, large, write):
        pass


def write_texts(opened: Opened, packets: Sequence[int]) -> None:
    """Writes trees for people, with an empty line between."""
    from analyzer.export.text_tree import hex_dump, text_tree
    from analyzer.export.visible import encoded

    def text(group: Sequence[int]) -> bytes:
        parts = [""] if group[0] != packets[0] else []
        for tree in trees(opened, group):
            parts += [*text_tree(tree), *(hex_dump(tree) if opened.options.hex else ()), ""]
        return encoded("\n".join(parts))
    write_groups(opened, packets, text)


def write_pdml(opened: Opened, packets: Sequence[int]) -> None:
    """Writes PDML."""
    from analyzer.export.pdml import TAIL, PdmlWriter
    from analyzer.export.visible import encoded
    writer, table = PdmlWriter(), opened.analysis.packets
    times, lengths = table.column("time"), table.column("length")

    def text(group: Sequence[int]) -> bytes:
        pairs, texts = zip(group, trees(opened, group), strict=True), list[bytes]()
        while together := list(islice(pairs, _TREES_TOGETHER)):
            # packet by packet: their texts are as good as never all ASCII, which alone is quick to join and encode
            texts += [encoded(writer.packet(tree, times.item(row), lengths.item(row))) for row, tree in together]
        return b"".join(texts)
    opened.out.write(writer.head(opened.options.file).encode("utf-8", "replace"))
    write_groups(opened, packets, text)
    opened.out.write(TAIL.encode())


def field_rows(opened: Opened, packets: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The fields of packets."""
    from analyzer.export.text_tree import field_rows
    for tree in trees(opened, packets):
        yield from field_rows(tree)
