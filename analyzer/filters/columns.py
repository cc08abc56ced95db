"""Filters on columns: what a leaf of a filter says of all packets at once, as far as the packet table knows it.

The answer has three values: kept, not kept, not known. Packets with tunnels, fragments, quotations or cut headers have
fields that no column has, so that all but the frame's own fields are not known there; their trees are asked.
"""
from __future__ import annotations

import functools
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.filters.asked import Answer, Asked, joined, leaves_of
from analyzer.filters.byte_columns import containing, spans
from analyzer.filters.byte_values import NAMES
from analyzer.filters.column import Column, answers, itself
from analyzer.filters.flow_columns import flow_columns, of_packets
from analyzer.filters.header_columns import HeaderColumns, key_of
from analyzer.filters.mail_rows import within_emails, without
from analyzer.filters.option_columns import OptionColumns
from analyzer.filters.presence import Presence
from analyzer.filters.program import Leaf, Plan
from analyzer.filters.steps import Steps, finished
from analyzer.filters.syntax import Holds, Test, Word
from analyzer.filters.values import Values
from analyzer.flow_scales import window_scales
from analyzer.flows import TCP, UDP
from analyzer.infos import Infos
from analyzer.scan import SENT
from dissectors.checksum import NOT_PRESENT, UNVERIFIED
from dissectors.header import TransportFacts
from dissectors.link.ethernet import ETHERNET
from dissectors.transport import tcp, udp

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.filters.dns_columns import DnsAnswers


_WINDOW, _SYN = key_of(tcp.WINDOW), key_of(next(one for one in tcp.FLAGS.children if one.name == "tcp.flags.syn"))
_SUM = key_of(udp.CHECKSUM)
"""Columns of headers that others are worked out of."""
MOST_KEPT = 64 << 20
"""Bytes of answers that are kept from one filter to the next."""


def column_answers(analysis: Analysis) -> ColumnAnswers:
    """What answers for all packets that there are now, with what it has found out before."""
    return analysis.engine.kept("filters", lambda: ColumnAnswers(analysis))


def opening(analysis: Analysis, plan: Plan, first: int = 0) -> Steps[Asked]:
    """Works out what columns say of a filter; gives what is left to be asked of the packets from row `first` on."""
    column_answers(analysis).forget()
    for leaf in leaves_of(plan):
        yield from column_answers(analysis).steps(leaf)     # new ones where packets came between two steps
    return column_answers(analysis).open(plan, first)


class ColumnAnswers:
    """Answers leaves of filters for all packets of an analysis.

    Answers are kept, with what trees have said where columns say nothing.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._table, self._count = analysis.packets, analysis.packets.rows
        self.presence = Presence(analysis)
        self._leaves: dict[Test, Answer] = {}
        self._within: dict[str, Array] = {}
        self._flows, self._headers = flow_columns(analysis), HeaderColumns(self._table)
        self._options = OptionColumns(self._table)
        self._columns = self._headers.fields | self._options.fields | self._known_columns()

    def of(self, plan: Plan) -> Answer:
        """The answer of a whole filter."""
        return joined(plan, self._of_leaves(plan))

    def _of_leaves(self, plan: Plan) -> dict[Test, Answer]:
        return {leaf.test: self.leaf(leaf) for leaf in leaves_of(plan)}

    def open(self, plan: Plan, first: int = 0) -> Asked:
        """What is left to be asked of the packets from row `first` on."""
        found = self._of_leaves(plan)
        rows = np.flatnonzero(~joined(plan, found).known[first:]) + first
        # those of a flow together, so that its conversation is read once
        return Asked(plan, found, rows[np.argsort(self._table.column("flow")[rows], kind="stable")], first)

    def forget(self) -> None:
        """Drops the oldest answers where they take too much memory."""
        while self._leaves and 2 * self._count * len(self._leaves) > MOST_KEPT:
            self._leaves.pop(next(iter(self._leaves)))

    def leaf(self, leaf: Leaf) -> Answer:
        """The answer of one comparison or test of presence."""
        return finished(self.steps(leaf))

    def steps(self, leaf: Leaf) -> Steps[Answer]:
        """The same in steps."""
        if leaf.test not in self._leaves:
            self._leaves[leaf.test] = yield from self._work_out(leaf)
        return self._leaves[leaf.test]

    def _work_out(self, leaf: Leaf) -> Steps[Answer]:
        """What columns say, and where they say nothing, that a packet without the fields can't be kept (or must)."""
        absent = ~self._may_have(leaf.names)
        for service in without(leaf.names):
            if service not in self._within:
                self._within[service] = yield from within_emails(self._analysis.engine, service)
            absent |= self._within[service]
        without_any = leaf.keeps(Values({}))
        kept, known = absent & without_any, absent
        if columns := self._columns_of(leaf):
            scope = self._scope({column.protocol for column in columns.values()}) & ~absent
            rows = np.flatnonzero(scope)
            kept[rows] = yield from self._asked(leaf, columns, rows)
            known = known | scope
        elif leaf.searched is not None and leaf.names <= NAMES:
            where = spans(self._table, self.presence.plain, next(iter(leaf.names)))
            kept, known = kept.copy(), known.copy()
            kept[where.rows], known[where.rows] = (yield from containing(self._table.data, where, leaf.searched)), True
        elif any(name.startswith("dns") for name in leaf.names) and (found := (yield from self._dns.of(leaf))):
            rows, answered = found
            kept[rows] = answered
            known = known.copy()
            known[rows] = True
        return Answer(kept, known)

    @cached_property
    def _dns(self) -> DnsAnswers:
        from analyzer.filters.dns_columns import DnsAnswers
        return DnsAnswers(self._analysis, self.presence.plain)

    def _columns_of(self, leaf: Leaf) -> dict[str, Column]:
        """The columns that say a leaf's fields; none where they do not say all."""
        alone = isinstance(leaf.test, Holds) and isinstance(leaf.test.of, Word)
        columns = self._columns | self._options.presence if alone else self._columns
        found = {name: columns[name] for name in sorted(leaf.names) if name in columns}
        if len(found) < len(leaf.names) or len({column.protocol for column in found.values()}) > 1:
            return {}   # a packet may have one protocol's fields without another's
        # a protocol's bytes stand in no column, only whether it is there
        return found if alone or all(column.keys for column in found.values()) else {}

    def _scope(self, protocols: set[str]) -> Array:
        if not any(protocols):
            return np.ones(self._count, bool)
        return self.presence.bare if ETHERNET.name in protocols else self.presence.plain

    def _asked(self, leaf: Leaf, columns: dict[str, Column], rows: Array) -> Steps[Array]:
        if not any(column.keys for column in columns.values()):
            return np.full(len(rows), leaf.keeps(Values({name: [b""] for name in leaf.names})))
        return (yield from answers(leaf, columns, lambda name: self._key(name, rows)))

    def _key(self, name: str, rows: Array) -> Array:
        if self._headers.knows(name):
            return self._headers.key(name, rows)
        if self._options.knows(name):
            return self._options.key(name, rows)
        whole = self._worked_out[name]() if name in self._worked_out else self._table.column(name)
        found: Array = whole[rows]
        return found

    @cached_property
    def _worked_out(self) -> dict[str, Callable[[], Array]]:
        """Columns that are not in the table as they are needed."""
        times = self._table.column("time")
        return {
            "number": lambda: np.arange(1, self._count + 1),
            "since_first": lambda: times - times[:1],
            "since_previous": lambda: np.diff(times, prepend=times[:1]),
            "stream": self._streams,
            "window_scale": self._window_scales,
            "shown_protocol": self._shown_protocols,
            **{name: functools.partial(of_packets, self._analysis, column) for name, column in self._flows.items()},
        }

    def _streams(self) -> Array:
        """The number of a packet's flow among those of its transport."""
        transports = self._analysis.flows.column("transport")
        numbers = np.zeros(len(transports) + 1, np.int64)
        for transport in (TCP, UDP):
            mine = transports == transport
            numbers[:-1][mine] = np.arange(np.count_nonzero(mine))
        found: Array = numbers[self._table.column("flow")]
        return found

    def _window_scales(self) -> Array:
        """By how much the windows of a packet's sender are scaled."""
        engine = self._analysis.engine
        flows = range(len(engine.flows))
        transports = engine.flows.column("transport").tolist()
        unknown = (TransportFacts().window_scale,) * 2
        scales = np.array([*(window_scales(engine, flow) if transports[flow] == TCP else unknown for flow in flows),
                           unknown], np.int64)
        received = (self._table.column("marks") & SENT) == 0
        found: Array = scales[self._table.column("flow"), received.astype(np.int64)]
        return found

    def _shown_protocols(self) -> Array:
        """For each packet the number of a packet that has the same protocol in the packet list."""
        column = self._table.column
        services = np.append(self._analysis.services.numbers(), -1)[column("flow")].astype(np.int64)
        services[column("payload_size") == 0] = -1
        _, first, inverse = np.unique(services << 16 | column("last"), return_index=True, return_inverse=True)
        found: Array = first[inverse]
        return found

    def _known_columns(self) -> dict[str, Column]:
        address, infos = self._table.addresses.octets, Infos(self._analysis.engine)

        def end(number: int) -> list[str]:
            text = infos.end(number)
            return [text] if text is not None else []
        found = {
            **{name: Column((name,), column.values) for name, column in self._flows.items()},
            "_ws.col.protocol": Column(("shown_protocol",), lambda row: [infos.protocol(row)]),
            "_ws.col.source": Column(("source",), end),
            "_ws.col.destination": Column(("destination",), end),
            "frame": Column((), itself), "frame.number": Column(("number",), itself),
            "frame.len": Column(("length",), itself), "frame.cap_len": Column(("caplen",), itself),
            "frame.time_epoch": Column(("time",), itself), "frame.time": Column(("time",), itself),
            "frame.time_relative": Column(("since_first",), itself),
            "frame.time_delta": Column(("since_previous",), itself),
            "tcp.len": Column(("payload_size",), itself, "tcp"),
            tcp.SCALED_WINDOW.name: Column(
                (_WINDOW, "window_scale", _SYN), lambda *of: [tcp.scaled_window(*of)], "tcp"),
            tcp.SCALE_FACTOR.name: Column(("window_scale", _SYN), tcp.scale_factor, "tcp"),
            # filters verify no checksums
            tcp.STATUS.name: Column((_SYN,), lambda syn: [UNVERIFIED], "tcp"),
            udp.STATUS.name: Column((_SUM,), lambda found: [UNVERIFIED if found else NOT_PRESENT], "udp"),
        }
        for protocol in ("ip", "ipv6", "tcp", "udp"):
            found[protocol] = Column((), itself, protocol)
        for protocol in ("ip", "ipv6"):
            found[f"{protocol}.src"] = Column(("source",), lambda one: [address(one)], protocol)
            found[f"{protocol}.dst"] = Column(("destination",), lambda one: [address(one)], protocol)
            found[f"{protocol}.addr"] = Column(
                ("source", "destination"), lambda one, other: [address(one), address(other)], protocol)
        for protocol in ("tcp", "udp"):
            found[f"{protocol}.srcport"] = Column(("source_port",), itself, protocol)
            found[f"{protocol}.dstport"] = Column(("destination_port",), itself, protocol)
            found[f"{protocol}.port"] = Column(
                ("source_port", "destination_port"), itself, protocol)
            found[f"{protocol}.stream"] = Column(("stream",), itself, protocol)
        return found

    def _may_have(self, names: frozenset[str]) -> Array:
        """The packets that may have one of these fields."""
        found = np.zeros(self._count, bool)
        for protocol in {self._protocol(name) for name in names}:
            there = self.presence.of(protocol)
            if there is None:
                return np.ones(self._count, bool)
            found |= there
        return found

    def _protocol(self, name: str) -> str:
        column = self._columns.get(name)
        return (column.protocol or name.split(".")[0]) if column else name.split(".")[0]
