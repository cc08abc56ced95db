"""Colouring rules: filters that give packets their colours, the first that fits; plain Python without Qt."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.models.style import Style

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

ROWS_A_STEP = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """Packets that a filter keeps have this style."""
    name: str
    text: str
    style: Style
    used: bool = True


DEFAULTS = (
    Rule("Malformed", "_ws.malformed", Style.PROBLEM),
    Rule("TCP reset", "tcp.flags.reset == 1", Style.PROBLEM),
    Rule("TCP again or lost", "tcp.analysis.flags && !tcp.analysis.keep_alive", Style.WARNING),
    Rule("DNS error", "dns.flags.response == 1 && dns.flags.rcode != 0", Style.WARNING),
    Rule("Mail error", 'smtp.response.code >= 400 || pop.response.indicator == "-ERR" '
                       '|| imap.response.status in {"NO", "BAD"}', Style.WARNING),
    Rule("ICMP error", "icmp.type in {3, 11, 12} || icmpv6.type in {1..4}", Style.WARNING),
    Rule("Mail", "smtp || pop || imap", Style.MAIL),
    Rule("DNS", "dns || mdns || llmnr", Style.DNS),
    Rule("TLS", "tls", Style.TLS),
    Rule("TCP SYN or FIN", "tcp.flags.syn == 1 || tcp.flags.fin == 1", Style.PLAIN),
)
"""The rules as they are first; the first that fits counts."""


def colored(analysis: Analysis, rules: Sequence[Rule], rows: Sequence[int]) -> Iterator[dict[int, Style]]:
    """The styles of packets, bit by bit; a rule that can't be understood is left out.

    Raises:
        FilterError: where a regular expression takes too long.
    """
    from analyzer.filters.select import TreeAnswers, compiled
    from gui.filtering import verdict
    used = [rule for rule in rules if rule.used and not verdict(rule.text, analysis.registry).fault]
    programs = [compiled(rule.text, analysis.registry) for rule in used]
    answers = TreeAnswers(analysis, *programs)
    for start in range(0, len(rows), ROWS_A_STEP):
        found = {}
        for row in rows[start:start + ROWS_A_STEP]:
            values = answers.values(row)
            found[row] = next((rule.style for rule, program in zip(used, programs, strict=True)
                               if program.keeps(values)), Style.PLAIN)
        yield found
