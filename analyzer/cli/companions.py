"""Trees with what tshark says of packets that we don't dissect; where it fails, one line says so and ours remain."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer import companion
from analyzer.cli import output
from analyzer.cli.opening import Opened
from analyzer.companion import CompanionError
from analyzer.companion_fields import add_layer
from analyzer.trees import Tree

AT_ONCE = 2_000
"""Packets that tshark is asked about in one go; their trees are held so long."""


def or_alone(name: str) -> str | None:
    """The companion; None, with a line that says why, where it can't be asked."""
    try:
        companion.program()
    except CompanionError as error:
        _complain(error)
        return None
    return name


def trees_beside(opened: Opened, packets: Sequence[int]) -> Iterator[Tree]:
    """The trees of packets; after its first failure tshark is not asked again."""
    for start in range(0, len(packets), AT_ONCE):
        trees = {row: opened.analysis.tree(row, opened.options.show_secrets) for row in packets[start:start + AT_ONCE]}
        if opened.options.companion:
            try:
                _add(opened, trees)
            except CompanionError as error:
                _complain(error)
                opened.options.companion = None
        yield from trees.values()


def _add(opened: Opened, trees: dict[int, Tree]) -> None:
    rows = [row for row, tree in trees.items() if companion.is_wanted(tree)]
    if not rows:
        return
    for answer in companion.answers(companion.extract(opened.analysis, rows)):
        if answer is not None:
            add_layer(trees[answer.row], answer, opened.options.show_secrets)


def _complain(error: CompanionError) -> None:
    output.complain(f"warning: {error}; packets are shown without it")
