"""The statistics of a capture, in the order in which they are known; plain Python without Qt."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gui.counting import lookups, mails, packets
from gui.counting.bars import Count, Timeline
from gui.counting.lookups import Lookups
from gui.counting.mails import Emails

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

MAILS_A_STEP = 64


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is shown of a capture; `lookups` and `emails` are None where there are none, or not yet."""
    packets: int
    octets: int
    timeline: Timeline
    protocols: list[Count]
    conversations: list[Count]
    endpoints: list[Count]
    lookups: Lookups | None = None
    emails: Emails | None = None
    is_whole: bool = False


def statistics(analysis: Analysis) -> Iterator[Statistics | None]:
    """First what packets say, then with what lookups say, then with the emails, which take a while: None between."""
    from analyzer.services import DNS, MAIL
    from gui.dns_table import dns_table
    table = analysis.packets
    found = Statistics(table.rows, int(table.column("length").sum()), packets.timeline(analysis),
                       packets.hierarchy(analysis), packets.conversations(analysis), packets.endpoints(analysis))
    yield found
    if len(analysis.services.flows_of(*DNS)):
        found = replace(found, lookups=lookups.lookups(dns_table(analysis.dns)))
        yield found
    if len(analysis.services.flows_of(*MAIL)):
        rows = []
        for mail in analysis.email_stream():
            rows.append(mail.row)
            if len(rows) % MAILS_A_STEP == 0:
                yield None
        counted = mails.emails(rows)
        found = replace(found, emails=counted if counted.count else None)
    yield replace(found, is_whole=True)
