"""Questions: what the window asks of an analysis, in steps, for a Worker; plain Python without Qt."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.memory import give_back
from gui.models.nodes import Nodes
from gui.related import Related, related
from gui.text import plain

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.columns import Array
    from analyzer.infos import Infos
    from dissectors.stream import Side
    from gui.dns_table import DnsTable, Wish
    from gui.mail_table import MailEntry, MailWish

Texts = dict[int, tuple[str, str | None]]
"""Protocol and info by row; None for an info that is not known yet."""
Lines = list[tuple["Side", str, int]]
"""Who said it, the line, and the row of the packet in which it begins."""

INFOS_A_STEP = 8
LOOKED_AT = 1_000
"""About so many packets are looked at by who scrolls."""
MAILS_A_STEP = 64
LINES_A_STEP = 250
DIALOGUE_LINES = 5_000
"""So many lines of a conversation are shown."""
LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading is: packets and flows so far, the share of the file, and the services of the flows."""
    rows: int
    flows: int
    share: float
    services: Array


@dataclass(frozen=True, slots=True)
class FlowPackets:
    """The rows of a flow's packets among the first `known` rows."""
    flow: int
    rows: Array
    known: int


def begin(path: str) -> Iterator[Analysis]:
    """Opens a capture."""
    from analyzer.analysis import Analysis
    yield Analysis.begin(path)


def load(analysis: Analysis) -> Iterator[Progress]:
    """Reads the packets, a step a block; begins with what is known, since a cancelled job may have read more than it
    told."""
    if analysis.packets.rows:
        yield _progress(analysis)
    while analysis.advance():
        yield _progress(analysis)
    give_back()


def _progress(analysis: Analysis) -> Progress:
    return Progress(analysis.packets.rows, len(analysis.flows), analysis.progress, analysis.services.numbers())


def texts(analysis: Analysis, rows: Sequence[int]) -> Iterator[Texts]:
    """Protocols and infos of packets: those that need no conversation at once, then, bit by bit, the others."""
    from analyzer.infos import Infos
    infos, flows = Infos(analysis.engine), analysis.packets.column("flow")
    converse = [row for row in rows if (flow := int(flows[row])) >= 0 and analysis.services.converses(flow)]
    yield _texts(infos, sorted(set(rows).difference(converse))) | {row: (infos.protocol(row), None) for row in converse}
    for start in range(0, len(converse), INFOS_A_STEP):
        yield _texts(infos, converse[start:start + INFOS_A_STEP])


def _texts(infos: Infos, rows: Sequence[int]) -> Texts:
    import numpy as np
    protocols, lines = infos.many(np.array(rows, np.int64), LOOKED_AT)
    return {row: (protocol, plain(line)) for row, protocol, line in zip(rows, protocols, lines, strict=True)}


def nodes(analysis: Analysis, row: int) -> Iterator[Nodes | Related]:
    """The field tree of a packet, and then what else has to do with it."""
    found = Nodes(analysis.tree(row))
    analysis.packets.release()
    yield found
    yield related(analysis, row, found.fields())


def flow_packets(analysis: Analysis, flow: int) -> Iterator[FlowPackets]:
    """Which packets are of a flow."""
    known = analysis.packets.rows
    yield FlowPackets(flow, analysis.rows_of(flow), known)


def dialogue(analysis: Analysis, flow: int) -> Iterator[Lines]:
    """The conversation of a flow as text, up to DIALOGUE_LINES; a last empty part where there is more."""
    lines: Lines = []
    for number, (side, data, row) in enumerate(analysis.dialogue(flow)):
        if number == DIALOGUE_LINES:
            yield lines
            yield []
            return
        lines.append((side, plain(_line(data)), row))
        if len(lines) == LINES_A_STEP:
            yield lines
            lines = []
    if lines:
        yield lines


def _line(data: bytes) -> str:
    return data[:LONGEST_LINE].decode("utf-8", "replace").rstrip("\r\n").expandtabs()


@dataclass(frozen=True, slots=True)
class Listed:
    """Transactions in their order, and for each transaction its line or -1."""
    wish: Wish
    numbers: Array
    line_of: Array


@dataclass(frozen=True, slots=True)
class Lookup:
    """All that is shown of a DNS transaction: its row, and its messages as `dig` prints them."""
    number: int
    row: dict[str, Any]
    dig: str


def dns(analysis: Analysis) -> Iterator[DnsTable]:
    """The transactions of a capture."""
    from gui.dns_table import dns_table
    table = dns_table(analysis.dns)
    assert table.kinds is not None and table.states is not None     # counted here, not in the window's thread
    yield table


def listed_by_time(table: DnsTable) -> Listed:
    """All transactions, as they stand: in order of their first messages."""
    import numpy as np

    from gui.dns_table import Wish
    everything = np.arange(len(table))
    return Listed(Wish(), everything, everything)


def dns_renewed(analysis: Analysis, wish: Wish) -> Iterator[tuple[DnsTable, Listed]]:
    """The transactions as they are now, and which of them are wished for."""
    for table in dns(analysis):
        for listed in dns_listed(table, wish):
            yield table, listed


def dns_listed(table: DnsTable, wish: Wish) -> Iterator[Listed]:
    """Which transactions are wished for, and in which order."""
    import numpy as np
    numbers = table.numbers(wish)
    line_of = np.full(len(table), -1, np.int64)
    line_of[numbers] = np.arange(len(numbers))
    yield Listed(wish, numbers, line_of)


def dns_answers(analysis: Analysis, numbers: Sequence[int]) -> Iterator[dict[int, str]]:
    """What was answered in transactions, bit by bit."""
    from analyzer.export.dns_views import answer_text
    for start in range(0, len(numbers), INFOS_A_STEP):
        part = numbers[start:start + INFOS_A_STEP]
        yield {number: plain(answer_text(row)) for number, row in
               zip(part, analysis.dns_rows(part), strict=True)}


def dns_lookup(analysis: Analysis, table: DnsTable, number: int) -> Iterator[Lookup]:
    """One transaction."""
    from analyzer.export.visible import visible_columns
    row = next(analysis.dns_rows([number]))
    yield Lookup(number, row, visible_columns("\n".join(analysis.dns_dig(table.messages_of(number)))))


def mails(analysis: Analysis) -> Iterator[list[MailEntry]]:
    """The emails of a capture, some at a time; what links one to others is known behind the last."""
    from gui.mail_table import entry
    found = []
    for mail in analysis.email_stream():
        found.append(entry(mail))
        if len(found) == MAILS_A_STEP:
            yield found
            found = []
    yield found


def mails_renewed(analysis: Analysis, wish: MailWish) -> Iterator[tuple[list[MailEntry], list[int]] | None]:
    """The emails as they are now, and which of them are wished for, at last."""
    found: list[MailEntry] = []
    for part in mails(analysis):
        found += part
        yield None
    for places in mails_listed(found, wish):
        yield found, places


def mails_listed(entries: list[MailEntry], wish: MailWish) -> Iterator[list[int]]:
    """Which emails are wished for, and in which order."""
    from gui.mail_table import listed
    yield listed(entries, wish)


def neighbour(analysis: Analysis, row: int, step: int) -> int | None:
    """The next (step 1) or previous (step -1) packet of the same flow; looks only as far as it must."""
    flows = analysis.packets.column("flow")
    flow, at, reach = flows[row], row + step, 4_096
    while flow >= 0 and 0 <= at < len(flows):
        part = flows[at:at + reach] if step > 0 else flows[max(at - reach + 1, 0):at + 1][::-1]
        found = (part == flow).nonzero()[0]
        if len(found):
            return int(at + step * found[0])
        at += step * reach
        reach = min(reach * 4, 1 << 20)
    return None
