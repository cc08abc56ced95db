"""Which packets may have a protocol at all, as the tables say."""
from __future__ import annotations

import functools
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.filters.bits import Bits
from analyzer.flows import TCP, TRANSPORTS, UDP
from analyzer.scan import ADDRESS_WORDS, BROKEN, CUT, FRAGMENTED, NO_LAYOUT, REASSEMBLED
from analyzer.services import DNS, MAIL
from analyzer.walk import tables
from dissectors.link.ethernet import ETHERNET
from dissectors.network.ip import IP

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

IPV4, IPV6 = 4, 16
"""Sizes of addresses."""
SMALLEST_NETWORK = IP.minimum
"""So many bytes behind the link's header, there may have been a network header before."""


class Presence:
    """Masks of an analysis's packets."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis, self._table = analysis, analysis.packets
        self._found: dict[str, Bits] = {}
        services: dict[str, tuple[str, ...]] = {
            dissector.name: (dissector.name,) for dissector in analysis.registry if dissector.name in MAIL}
        services |= {dissector.details: (dissector.name,) for dissector in analysis.registry if dissector.details}
        services |= dict.fromkeys(("imf", "mime_multipart", "message"), MAIL) | {"tls": ("tls", *MAIL)}
        self._payloads = {*services, *DNS}
        self._made: dict[str, Callable[[], Array]] = {
            ETHERNET.name: lambda: ~self.bare | self._ethernet,
            "ip": lambda: self._addresses_of(IPV4), "ipv6": lambda: self._addresses_of(IPV6),
            "tcp": lambda: self._transports == TCP, "udp": lambda: self._transports == UDP,
            **{name: lambda: np.zeros(self._table.rows, bool) for name in ("icmp", "icmpv6", "arp")},
            **{name: functools.partial(self._say, *names) for name, names in services.items()},
            **{name: functools.partial(self._dns, *names) for name, names in (
                ("dns", DNS), ("mdns", ("mdns",)), ("llmnr", ("llmnr",)))},
        }

    def of(self, protocol: str) -> Array | None:
        """The packets that may have a protocol: those that are not plain, and some of these; None where nothing is
        known of it."""
        if protocol not in self._found and protocol in self._made:
            self._found[protocol] = Bits.of_mask(~self.plain | self._made[protocol]())
        return self._found[protocol].mask() if protocol in self._found else None

    def are_payload(self, names: frozenset[str]) -> bool:
        """Whether these fields stand behind the transport header alone."""
        return all(name.split(".")[0] in self._payloads for name in names)

    @cached_property
    def plain(self) -> Array:
        """Packets with one network header and one TCP or UDP header, both whole and of their version."""
        last = np.array([*(layout.transport for layout in self._table.program.layouts), False])
        last = np.append(last, np.zeros(NO_LAYOUT + 1 - len(last), bool))[self._table.column("last")]
        odd = self._table.column("marks") & (CUT | BROKEN | FRAGMENTED | REASSEMBLED)
        found: Array = ((odd == 0) & last & (self._table.column("source") >= 0)
                        & (self._table.column("network_at") < self._link_sizes + SMALLEST_NETWORK))
        rows = np.flatnonzero(found)
        begin = self._table.column("offset")[rows] + self._table.column("network_at")[rows]
        found[rows] = self._table.numbers(begin, 1) >> 4 == np.where(self._addresses_of(IPV4)[rows], 4, 6)
        return found & ~self._tunnels()

    def _tunnels(self) -> Array:
        """Packets that are a tunnel's by their port where nobody else reads the payload."""
        found = np.zeros(self._table.rows, bool)
        for number, name in TRANSPORTS.items():
            ports = list(tables().get(f"{name}.port", ()))
            found |= (self._transports == number) & np.isin(self._table.column("destination_port"), ports)
        return found

    @cached_property
    def dns(self) -> Array:
        """Packets that may have DNS, in whatever form."""
        return ~self.plain | self._dns(*DNS)

    @cached_property
    def bare(self) -> Array:
        """Plain packets with nothing between the header of the link and that of the network."""
        found: Array = self.plain & (self._table.column("network_at") == self._link_sizes)
        return found

    @property
    def _link_sizes(self) -> Array:
        """How long the first header of each packet is; so small that nothing fits where that differs."""
        layouts = tables()["linktype"]
        sizes = [layout.size.constant if (layout := layouts.get(one.linktype)) and not layout.size.terms
                 else -SMALLEST_NETWORK for one in self._analysis.capture.interfaces]
        found: Array = np.array([*sizes, -SMALLEST_NETWORK], np.int16)[self._table.column("interface")]
        return found

    @property
    def _ethernet(self) -> Array:
        """Packets of interfaces whose frames begin with an Ethernet header."""
        layouts = tables()["linktype"]
        begins = [layouts.get(one.linktype) is ETHERNET for one in self._analysis.capture.interfaces]
        found: Array = np.array([*begins, False])[self._table.column("interface")]
        return found

    @property
    def _transports(self) -> Array:
        return self._table.transports()

    def _addresses_of(self, size: int) -> Array:
        words = self._table.addresses.words[ADDRESS_WORDS - 1::ADDRESS_WORDS]
        found: Array = np.append(words, 0)[self._table.column("source")] == size
        return found

    def _say(self, *services: str) -> Array:
        """The packets of flows that speak one of these, if they say something."""
        found: Array = self._speaks(*services) & (self._table.column("payload_size") > 0)
        return found

    def _speaks(self, *services: str) -> Array:
        """The packets of flows that speak one of these."""
        found = np.zeros(len(self._analysis.flows) + 1, bool)
        found[self._analysis.services.flows_of(*services)] = True
        chosen: Array = found[self._table.column("flow")]
        return chosen

    def _dns(self, *services: str) -> Array:
        """Those, and the packets with a UDP port of one of these."""
        ports = np.zeros(1 << 16, bool)
        for port, name in self._analysis.registry.tables.get("udp.port", {}).items():
            ports[port] = name in services
        claimed = ports[self._table.column("source_port")] | ports[self._table.column("destination_port")]
        chosen: Array = self._speaks(*services) | claimed & (self._transports == UDP)
        return chosen
