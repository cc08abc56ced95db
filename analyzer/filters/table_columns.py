"""Filters on the packet table: fields that its columns say, or columns worked out of them and of the flows."""
from __future__ import annotations

import functools
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.filters.column import Column, itself
from analyzer.filters.flow_columns import flow_columns, of_packets
from analyzer.filters.header_columns import key_of
from analyzer.flow_scales import window_scales
from analyzer.flows import TCP, UDP
from analyzer.infos import Infos
from analyzer.scan import SENT
from dissectors.checksum import NOT_PRESENT, UNVERIFIED
from dissectors.fields import Spec
from dissectors.header import TransportFacts
from dissectors.transport import standing, tcp, udp

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

_WINDOW, _SYN = key_of(tcp.WINDOW), key_of(next(one for one in tcp.FLAGS.children if one.name == "tcp.flags.syn"))
_SUM = key_of(udp.CHECKSUM)
"""Columns of headers that others are worked out of."""
_STANDING = "note", _WINDOW, "tcp_flags"


class TableColumns:
    """The fields that the table says, and the columns that say them.

    Attributes:
        fields: by the names for filters.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis, self._table = analysis, analysis.packets
        self._flows, self._infos = flow_columns(analysis), Infos(analysis.engine)
        self.fields = self._known()

    def key(self, name: str, rows: Array) -> Array:
        """What a column says of packets."""
        whole = self._worked_out[name]() if name in self._worked_out else self._table.column(name)
        found: Array = whole[rows]
        return found

    @cached_property
    def _worked_out(self) -> dict[str, Callable[[], Array]]:
        """Columns that are not in the table as they are needed."""
        times = self._table.column("time")
        return {
            "number": lambda: np.arange(1, self._table.rows + 1),
            "since_first": lambda: times - times[:1],
            "since_previous": lambda: np.diff(times, prepend=times[:1]),
            "stream": self._streams,
            "window_scale": self._window_scales,
            "shown_protocol": self._shown_protocols,
            "note": lambda: self._analysis.engine.notes_of(np.arange(self._table.rows)),
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
        scales = np.full((len(engine.flows) + 1, 2), TransportFacts().window_scale)
        flows = np.flatnonzero(engine.flows.column("transport") == TCP)
        scales[flows] = window_scales(engine, flows, len(flows))
        received = (self._table.column("marks") & SENT) == 0
        found: Array = scales[self._table.column("flow"), received.astype(np.int64)]
        return found

    def _shown_protocols(self) -> Array:
        """For each packet the number of a packet that has the same protocol in the packet list."""
        kinds = self._infos.kinds(np.arange(self._table.rows))
        _, first, inverse = np.unique(kinds, return_index=True, return_inverse=True)
        found: Array = first[inverse]
        return found

    def _known(self) -> dict[str, Column]:
        address, infos = self._table.addresses.octets, self._infos

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
            **{one.name: Column(_STANDING, functools.partial(_stands, one), "tcp") for one in standing.TITLES},
            standing.FLAGS.name: Column(_STANDING, lambda *of: [None] if standing.standing(*of) else [], "tcp"),
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


def _stands(spec: Spec, *how: int) -> list[None]:
    """A field that has no value, where it holds for a segment."""
    return [None] if spec in standing.standing(*how) else []
