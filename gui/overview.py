"""The colours of a whole packet list in little: each packet's style, as far as columns say it, and those of a strip;
without Qt."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from analyzer.memory import give_back
from gui.models.listed import Listed
from gui.models.style import Style, style_of

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array
    from gui.coloring import Rule

STYLES = (Style.PLAIN, Style.TLS, Style.DNS, Style.MAIL, Style.ODD, Style.WARNING, Style.PROBLEM)
"""By their numbers here: what is seen wherever there is some of it stands last."""
_ALWAYS_SEEN = STYLES.index(Style.WARNING)


def overview(analysis: Analysis, rules: Sequence[Rule]) -> Iterator[Array | None]:
    """For each packet the number of its style, by the first rule that columns say fits; None before that is known.
    Trees are not asked, as that would take too long: where only they know, the packet's protocol has to do."""
    from analyzer.filters.asked import leaves_of
    from analyzer.filters.columns import column_answers
    from analyzer.filters.select import compiled
    from gui.filtering import verdict
    answers, count = column_answers(analysis), analysis.packets.rows
    found, waiting, doubtful = np.zeros(count, np.uint8), np.ones(count, bool), np.zeros(count, bool)
    for rule in rules:
        if not rule.used or verdict(rule.text, analysis.registry).fault:
            continue
        plan = compiled(rule.text, analysis.registry).plan
        for _ in chain.from_iterable(map(answers.steps, leaves_of(plan))):
            analysis.packets.release()
            yield None
            if analysis.packets.rows != count:
                return      # packets came meanwhile: it is asked again
        answer = answers.of(plan)
        chosen = waiting & answer.kept.mask()
        found[chosen] = STYLES.index(rule.style)
        waiting &= ~chosen
        doubtful |= ~answer.known.mask()
        analysis.packets.release()
    expected = _of_protocols(analysis, count)
    yield np.where(waiting & doubtful, expected, found)
    give_back()


def _of_protocols(analysis: Analysis, count: int) -> Array:
    """The styles that the packets' protocols let expect."""
    packets, services = analysis.packets, analysis.services
    styles = np.array([*(STYLES.index(style_of(name.upper())) for name in services.names), 0], np.uint8)
    of_flows = np.append(styles[services.numbers()], np.uint8(0))       # the last is for packets of no flow
    has_payload = packets.column("payload_size")[:count] > 0
    return np.where(has_payload, of_flows[packets.column("flow")[:count]], 0)


def shades(styles: Array, listed: Listed, height: int) -> list[int]:
    """The numbers of the styles of a strip: of `height` lines, or of one line a packet where there are fewer."""
    rows = listed.rows if listed.order is None else listed.order.rows
    of_lines = styles[:listed.known] if rows is None else styles[rows[rows < len(styles)]]
    if len(of_lines) <= height or not height:
        return [int(one) for one in of_lines]
    starts = np.arange(height) * len(of_lines) // height
    middles = (starts + np.append(starts[1:], len(of_lines))) // 2
    most = np.maximum.reduceat(of_lines, starts)
    return [int(one) for one in np.where(most >= _ALWAYS_SEEN, most, of_lines[middles])]
