"""Services: which protocol a flow speaks, by what its first bytes look like and by its port."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analyzer.columns import Array
from analyzer.flows import TCP, TRANSPORTS, UDP, FlowTable
from analyzer.table import PacketTable
from dissectors.dns.looks import looks_like_dns
from dissectors.kernel import kernel
from dissectors.registry import Dissector, Registry

DNS, MAIL = ("dns", "mdns", "llmnr"), ("smtp", "pop", "imap")
"""The services whose messages, and whose emails, are read."""
CERTAIN = 0.75
"""From this likelihood on, content outweighs the port."""
PROBABLE = 0.5
"""From this likelihood on, content names a service on a port that nobody claims."""
FIRST_BYTES = 512
"""How many bytes of each side are looked at."""
NETBIOS = 137
"""The port of NetBIOS names, whose messages have the form of DNS (RFC 1002 4.2)."""
LOOKED_AT_ONCE = 512
"""Flows after which the memory in which they were read is given back."""


def well_known_ports(registry: Registry) -> dict[int, set[int]]:
    """The ports that dissectors claim, by transport number."""
    return {number: set(registry.tables.get(f"{name}.port", {})) for number, name in TRANSPORTS.items()}


@kernel
def find_dns(data, starts, stops, alike):  # type: ignore[no-untyped-def]
    """Marks the datagrams [start, stop) that are DNS messages to their last byte."""
    for i in range(len(starts)):
        alike[i] = looks_like_dns(data, int(starts[i]), int(stops[i]))


class Services:
    """The service of each flow, as a number into `names`; -1 for none."""

    def __init__(self, table: PacketTable, flows: FlowTable, registry: Registry) -> None:
        self.table, self.flows, self.registry = table, flows, registry
        self.names = [dissector.name for dissector in registry]
        self._numbers = {name: number for number, name in enumerate(self.names)}
        self._found = np.zeros(0, np.int16)
        self._settled = self._rows = 0
        self._waiting = np.zeros(0, np.int64)   # TCP flows of which not both sides have said something,
        self._heard = np.zeros(0, np.int64)     # and how many sides had when they were looked at
        self._ports = {transport: self._port_table(name) for transport, name in TRANSPORTS.items()}
        self._conversing = [d for d in registry if type(d).conversation is not Dissector.conversation]
        self._conversing_names = frozenset(d.name for d in self._conversing)

    def numbers(self) -> Array:
        """The service of each flow that there is now."""
        self._refresh()
        return self._found[:len(self.flows)]

    def of(self, flow: int) -> str | None:
        """The service of one flow."""
        number = self.numbers().item(flow)
        return self.names[number] if number >= 0 else None

    def of_flows(self, flows: Sequence[int]) -> list[str | None]:
        """The services of some flows."""
        names = [*self.names, None]
        return [names[number] for number in self.numbers()[np.asarray(flows, np.int64)].tolist()]

    def flows_of(self, *names: str) -> Array:
        """The numbers of the flows that speak one of these services."""
        wanted = [self._numbers[name] for name in names if name in self._numbers]
        return np.flatnonzero(np.isin(self.numbers(), wanted))

    def converses(self, flow: int) -> bool:
        """Whether a flow's service is one that is read as a conversation."""
        return self.flows.value(flow, "transport") == TCP and self.of(flow) in self._conversing_names

    def _port_table(self, transport: str) -> Array:
        ports = np.full(65_536, -1, np.int16)
        for port, name in self.registry.tables.get(f"{transport}.port", {}).items():
            ports[port] = self._numbers[name]
        return ports

    def _refresh(self) -> None:
        count, first = len(self.flows), self._settled
        if self._rows == self.table.rows and first == count:
            return
        found = np.full(count, -1, np.int16)
        found[:first] = self._found[:first]
        kinds = self.flows.column("transport")[first:]
        new = {transport: np.flatnonzero(kinds == transport) + first for transport in self._ports}
        for transport, flows in new.items():
            found[flows] = self._claims(transport, flows)
        self._look_at_udp(found, first)
        self._look_at_tcp(found, new[TCP])
        self._found, self._settled, self._rows = found, count, self.table.rows

    def _claims(self, transport: int, flows: Array) -> Array:
        """The services that claim the flows' ports."""
        ports, of = self._ports[transport], self.flows.of
        by_server, by_client = ports[of("server_port", flows)], ports[of("client_port", flows)]
        return np.where(by_server >= 0, by_server, by_client)

    def _look_at_udp(self, found: Array, first: int) -> None:
        """DNS on ports that nobody claims: the flow's first datagram is a whole message to its last byte."""
        of = self.flows.of
        unknown = np.flatnonzero(found[first:] < 0) + first
        other = (of("server_port", unknown) == NETBIOS) | (of("client_port", unknown) == NETBIOS)
        unknown = unknown[(of("transport", unknown) == UDP) & ~other]
        rows = np.maximum(of("payload_sent", unknown), of("payload_received", unknown))
        known = (rows >= 0)
        unknown, rows = unknown[known], rows[known]
        start = self.table.column("offset")[rows] + self.table.column("payload_at")[rows]
        stop = start + self.table.column("payload_size")[rows]
        whole = stop <= self.table.column("offset")[rows] + self.table.column("caplen")[rows]
        alike = np.zeros(len(rows), np.uint8)
        find_dns.for_work(len(rows))(self.table.data, start, np.where(whole, stop, start), alike)
        for put_together in np.flatnonzero(np.isin(rows, list(self.table.datagrams))).tolist():
            payload = self.table.payload(int(rows[put_together]))
            alike[put_together] = looks_like_dns(payload, 0, len(payload))
        found[unknown[alike != 0]] = self._numbers["dns"]

    def _look_at_tcp(self, found: Array, new: Array) -> None:
        """Looks at flows in which more sides have said something than when they were last looked at."""
        flows = np.concatenate([self._waiting, new])
        before = np.concatenate([self._heard, np.zeros(len(new), np.int64)])
        sent, received = self.flows.of("payload_sent", flows), self.flows.of("payload_received", flows)
        heard = (sent >= 0).astype(np.int64) + (received >= 0)
        self._waiting, self._heard = flows[heard < 2], heard[heard < 2]
        more = heard > before
        claims = self._claims(TCP, flows[more]).tolist()
        payloads = self.table.payloads
        asked = zip(flows[more].tolist(), payloads(sent[more], FIRST_BYTES), payloads(received[more], FIRST_BYTES),
                    claims, strict=True)
        for number, (flow, client, server, claimed) in enumerate(asked):
            found[flow] = self._by_content(client, server, claimed)
            if number % LOOKED_AT_ONCE == 0:
                self.table.release()

    def _by_content(self, client: bytes, server: bytes, claimed: int) -> int:
        if claimed >= 0:
            dissector = self.registry.get(self.names[claimed])
            if dissector is not None and dissector.likelihood(client, server) >= PROBABLE:
                return claimed
        likelihood, name = max(((d.likelihood(client, server), d.name) for d in self._conversing),
                               default=(0.0, ""))
        if likelihood >= (CERTAIN if claimed >= 0 else PROBABLE):
            return self._numbers[name]
        return claimed

