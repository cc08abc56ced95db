"""Filters on columns: what a leaf of a filter says of all packets at once, as far as the packet table knows it.

The answer has three values: kept, not kept, not known. Packets with tunnels, fragments, quotations or cut headers have
fields that no column has, so that all but the frame's own fields are not known there; their trees are asked.
"""
from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.engine import MAIL
from analyzer.filters.flow_columns import flow_columns, of_packets
from analyzer.filters.program import Inverse, Leaf, Plan
from analyzer.filters.syntax import Compare, Holds, Word
from analyzer.filters.values import Values
from analyzer.flows import TCP, UDP
from analyzer.infos import Infos
from analyzer.scan import ADDRESS_WORDS, BROKEN, CUT, FRAGMENTED, REASSEMBLED

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.filters.dns_columns import DnsAnswers

NETWORK_BEFORE = {1: 34, 0: 24, 12: 20, 101: 20, 228: 20, 229: 20, 108: 24, 113: 36, 276: 40}
"""By link type, where the innermost network header must begin if there is no other: before link header and 20 bytes."""
IPV4, IPV6 = 4, 16
_TCP_BITS = {"fin": 0, "syn": 1, "reset": 2, "push": 3, "ack": 4, "urg": 5, "ece": 6, "cwr": 7}


class Answer(NamedTuple):
    """For each packet whether it is kept, and whether that is known; `kept` is False where it is not."""
    kept: Array
    known: Array


@dataclass(frozen=True, slots=True)
class Column:
    """A field as the table has it: `keys` name the columns that say it, `values` makes its values of one row of them.

    `protocol` is what a packet must have for the field to be there.
    """
    keys: tuple[str, ...]
    values: Callable[..., list[Any]]
    protocol: str = ""


def _itself(value: int) -> list[int]:
    return [value]


class ColumnAnswers:
    """Answers leaves of filters for all packets of an analysis."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._table, self._count = analysis.packets, analysis.packets.rows
        self._flows = flow_columns(analysis)
        self._columns = self._known_columns()

    def of(self, plan: Plan) -> Answer:
        """The answer of a whole filter; parts are asked for packets that the parts before left open."""
        if isinstance(plan, Leaf):
            return self._leaf(plan)
        if isinstance(plan, Inverse):
            kept, known = self.of(plan.of)
            return Answer(known & ~kept, known)
        found = self.of(plan.parts[0])
        for part in plan.parts[1:]:
            found = _JOINED[plan.sign](found, self.of(part))
        return found

    def _leaf(self, leaf: Leaf) -> Answer:
        """What columns say, and where they say nothing, that a packet without the fields can't be kept (or must)."""
        absent = ~self._may_have(leaf.names)
        without = leaf.keeps(Values({}))
        kept, known = absent & without, absent
        if self._answers(leaf):
            columns = [self._columns[name] for name in leaf.names]
            scope = self._scope(columns) & ~absent
            rows = np.flatnonzero(scope)
            kept[rows] = leaf.compare_column(self._key(columns[0].keys[0])[rows]) if _direct(leaf, columns) \
                else self._each(leaf, rows)
            known = known | scope
        elif any(name.startswith("dns") for name in leaf.names) and (found := self._dns.of(leaf)):
            rows, answers = found
            kept[rows] = answers
            known = known.copy()
            known[rows] = True
        return Answer(kept, known)

    @cached_property
    def _dns(self) -> DnsAnswers:
        from analyzer.filters.dns_columns import DnsAnswers
        return DnsAnswers(self._analysis, self._plain)

    def _answers(self, leaf: Leaf) -> bool:
        if any(name not in self._columns for name in leaf.names):
            return False
        if len({self._columns[name].protocol for name in leaf.names}) > 1:
            return False    # a packet may have one of the fields without the other
        # a protocol's bytes stand in no column, only whether it is there
        return all(self._columns[name].keys for name in leaf.names) or (
            isinstance(leaf.test, Holds) and isinstance(leaf.test.of, Word))

    def _scope(self, columns: Sequence[Column]) -> Array:
        return np.ones(self._count, bool) if not any(column.protocol for column in columns) else self._plain

    def _each(self, leaf: Leaf, rows: Array) -> Array:
        """The leaf itself, asked once for each combination of values that there is."""
        keys = list(dict.fromkeys(key for name in leaf.names for key in self._columns[name].keys))
        if not keys:
            return np.full(len(rows), leaf.keeps(Values({name: [b""] for name in leaf.names})))
        first, inverse = combinations([self._key(key)[rows] for key in keys])
        values = {key: self._key(key)[rows[first]].tolist() for key in keys}
        answers = np.zeros(len(first), bool)
        wanted = [(name, self._columns[name]) for name in leaf.names]
        for number in range(len(first)):
            answers[number] = leaf.keeps(Values({
                name: column.values(*(values[key][number] for key in column.keys)) if column.keys else [b""]
                for name, column in wanted}))
        return answers[inverse]

    def _key(self, name: str) -> Array:
        if name in self._worked_out:
            return self._worked_out[name]()
        return self._table.column(name)

    @cached_property
    def _worked_out(self) -> dict[str, Callable[[], Array]]:
        """Columns that are not in the table as they are needed."""
        times = self._table.column("time")
        return {
            "number": lambda: np.arange(1, self._count + 1),
            "since_first": lambda: times - times[:1],
            "since_previous": lambda: np.diff(times, prepend=times[:1]),
            "stream": self._streams,
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
            "frame": Column((), _itself), "frame.number": Column(("number",), _itself),
            "frame.len": Column(("length",), _itself), "frame.cap_len": Column(("caplen",), _itself),
            "frame.time_epoch": Column(("time",), _itself), "frame.time": Column(("time",), _itself),
            "frame.time_relative": Column(("since_first",), _itself),
            "frame.time_delta": Column(("since_previous",), _itself),
            "tcp.len": Column(("payload_size",), _itself, "tcp"),
            "tcp.seq_raw": Column(("sequence",), _itself, "tcp"),
            "tcp.ack_raw": Column(("acknowledgment",), _itself, "tcp"),
        }
        for protocol in ("ip", "ipv6", "tcp", "udp"):
            found[protocol] = Column((), _itself, protocol)
        for protocol in ("ip", "ipv6"):
            found[f"{protocol}.src"] = Column(("source",), lambda one: [address(one)], protocol)
            found[f"{protocol}.dst"] = Column(("destination",), lambda one: [address(one)], protocol)
            found[f"{protocol}.addr"] = Column(
                ("source", "destination"), lambda one, other: [address(one), address(other)], protocol)
        for protocol in ("tcp", "udp"):
            found[f"{protocol}.srcport"] = Column(("source_port",), _itself, protocol)
            found[f"{protocol}.dstport"] = Column(("destination_port",), _itself, protocol)
            found[f"{protocol}.port"] = Column(
                ("source_port", "destination_port"), lambda one, other: [one, other], protocol)
            found[f"{protocol}.stream"] = Column(("stream",), _itself, protocol)
        for name, bit in _TCP_BITS.items():
            found[f"tcp.flags.{name}"] = Column(("tcp_flags",), _bit(bit), "tcp")
        return found

    @cached_property
    def _plain(self) -> Array:
        """Packets with one network header and one TCP or UDP header, both whole."""
        before = np.array([*(NETWORK_BEFORE.get(one.linktype, 0) for one in self._analysis.capture.interfaces), 0])
        odd = self._table.column("marks") & (CUT | BROKEN | FRAGMENTED | REASSEMBLED)
        found: Array = ((odd == 0) & (self._table.transports() > 0) & (self._table.column("source") >= 0)
                        & (self._table.column("network_at") < before[self._table.column("interface")]))
        return found

    def _may_have(self, names: frozenset[str]) -> Array:
        """The packets that may have one of these fields."""
        found = np.zeros(self._count, bool)
        for protocol in {self._protocol(name) for name in names}:
            presence = self._presence.get(protocol)
            if presence is None:
                return np.ones(self._count, bool)
            found |= presence()
        return found

    def _protocol(self, name: str) -> str:
        column = self._columns.get(name)
        return (column.protocol or name.split(".")[0]) if column else name.split(".")[0]

    @cached_property
    def _presence(self) -> dict[str, Callable[[], Array]]:
        """By protocol, the packets that may have it."""
        transports = self._table.transports()
        words = self._table.addresses.words[ADDRESS_WORDS - 1::ADDRESS_WORDS]
        sizes = np.append(words, 0)[self._table.column("source")]
        odd = ~self._plain

        def mail() -> Array:
            return odd | self._speaks(*MAIL)
        return {
            "ip": lambda: odd | (sizes == IPV4), "ipv6": lambda: odd | (sizes == IPV6),
            "tcp": lambda: odd | (transports == TCP), "udp": lambda: odd | (transports == UDP),
            "icmp": lambda: odd, "icmpv6": lambda: odd, "arp": lambda: odd,
            "dns": lambda: odd | self._speaks("dns", "mdns", "llmnr") | self._claimed("dns", "mdns", "llmnr"),
            "mdns": lambda: odd | self._speaks("mdns") | self._claimed("mdns"),
            "llmnr": lambda: odd | self._speaks("llmnr") | self._claimed("llmnr"),
            "tls": lambda: odd | self._speaks("tls", *MAIL), "imf": mail, "mime_multipart": mail, "message": mail,
            **{name: self._speaker(name) for name in MAIL},
            "imap_response": self._speaker("imap"), "smtp_details": self._speaker("smtp"),
        }

    def _speaker(self, service: str) -> Callable[[], Array]:
        return lambda: ~self._plain | self._speaks(service)

    def _speaks(self, *services: str) -> Array:
        """The packets of flows that speak one of these."""
        found = np.zeros(len(self._analysis.flows) + 1, bool)
        found[self._analysis.services.flows_of(*services)] = True
        chosen: Array = found[self._table.column("flow")]
        return chosen

    def _claimed(self, *services: str) -> Array:
        """The packets with a UDP port of one of these."""
        ports = np.zeros(1 << 16, bool)
        for port, name in self._analysis.registry.tables.get("udp.port", {}).items():
            ports[port] = name in services
        chosen: Array = (ports[self._table.column("source_port")] | ports[self._table.column("destination_port")]) \
            & (self._table.transports() == UDP)
        return chosen


def _direct(leaf: Leaf, columns: Sequence[Column]) -> bool:
    """Whether a leaf compares one column with one number."""
    return (isinstance(leaf.test, Compare) and isinstance(leaf.test.left, Word) and leaf.fixed is not None
            and len(columns) == 1 and columns[0].values is _itself and bool(columns[0].keys))


def _bit(number: int) -> Callable[[int], list[bool]]:
    return lambda flags: [bool(flags >> number & 1)]


def combinations(keys: Sequence[Array]) -> tuple[Array, Array]:
    """Where each different combination of keys stands first, and for each row which one it has."""
    inverse = np.zeros(len(keys[0]), np.int64)
    for key in keys:
        values, numbers = np.unique(key, return_inverse=True)
        _, first, inverse = np.unique(inverse * len(values) + numbers, return_index=True, return_inverse=True)
    return first, inverse


def _and(left: Answer, right: Answer) -> Answer:
    kept = left.kept & right.kept
    return Answer(kept, left.known & right.known | left.known & ~left.kept | right.known & ~right.kept)


def _or(left: Answer, right: Answer) -> Answer:
    kept = left.kept | right.kept
    return Answer(kept, left.known & right.known | kept)


def _xor(left: Answer, right: Answer) -> Answer:
    known = left.known & right.known
    return Answer((left.kept ^ right.kept) & known, known)


_JOINED = {"and": _and, "or": _or, "xor": _xor}
