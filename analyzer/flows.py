"""Flows: the kernel that numbers them by a hash table and follows their TCP state, and their table.

A flow is a pair of addresses and ports of one transport. A SYN with another initial sequence number than the flow's, or
after its FIN or RST, begins a new flow on the same pair, as in Wireshark. The client is who sent the first SYN; without
one, who sent the first packet, unless only the other port is a well-known one.
"""
from __future__ import annotations

import numpy as np

from analyzer.addresses import random_seed
from analyzer.columns import Array, Columns
from analyzer.scan import HAS_TRANSPORT, SENT
from analyzer.table import PacketTable
from analyzer.tcp_state import Seen
from dissectors.kernel import kernel
from dissectors.transport.numbers import ACK, FIN, RST, SYN

TCP, UDP = 6, 17
TRANSPORTS = {TCP: "tcp", UDP: "udp"}

SYN_SENT, SYN_ACK, ACK_SENT, FIN_SENT, FIN_RECEIVED, RESET = map(int, Seen)
ENDED = FIN_SENT | FIN_RECEIVED | RESET


# A flow is WIDTH numbers next to each other, so that the kernel touches two cache lines of it and not twenty.
ENDS = 0            # client's and server's address
PORTS = 1           # transport, client's and server's port
PACKETS = 2         # sent and received
BYTES_SENT = 3
BYTES_RECEIVED = 4
FIRST_TIME = 5
LAST_TIME = 6
FIRST_ROW = 7
PAYLOADS = 8        # the first rows with payload, sent and received
BASE_SENT = 9       # the sequence number before the client's first byte; -1 for none
BASE_RECEIVED = 10
SYNS = 11           # the rows of the SYNs, sent and received
SEEN = 12           # what was seen; from the bit BASE_BEFORE on BASE_RECEIVED's last value but one, plus one
WIDTH = 13
BASE_BEFORE = 8
SEEN_BITS = (1 << BASE_BEFORE) - 1

_LOW = 0xFFFFFFFF
COLUMNS = {
    # name: (number, shift, mask, what to add: 32-bit halves that may be -1 are kept plus one)
    "transport": (PORTS, 32, 0xFF, 0), "client_port": (PORTS, 16, 0xFFFF, 0), "server_port": (PORTS, 0, 0xFFFF, 0),
    "client": (ENDS, 32, _LOW, -1), "server": (ENDS, 0, _LOW, -1),
    "packets_sent": (PACKETS, 32, _LOW, 0), "packets_received": (PACKETS, 0, _LOW, 0),
    "bytes_sent": (BYTES_SENT, 0, -1, 0), "bytes_received": (BYTES_RECEIVED, 0, -1, 0),
    "first_time": (FIRST_TIME, 0, -1, 0), "last_time": (LAST_TIME, 0, -1, 0), "first_row": (FIRST_ROW, 0, -1, 0),
    "payload_sent": (PAYLOADS, 32, _LOW, -1), "payload_received": (PAYLOADS, 0, _LOW, -1),
    "base_sent": (BASE_SENT, 0, -1, 0), "base_received": (BASE_RECEIVED, 0, -1, 0),
    "syn_sent": (SYNS, 32, _LOW, -1), "syn_received": (SYNS, 0, _LOW, -1),
    "seen": (SEEN, 0, SEEN_BITS, 0),
}

NO_FLOW = -1


@kernel
def find(ends, ports, slots, flows, seed):  # type: ignore[no-untyped-def]
    """The slot of the newest flow between the two ends, in either direction, or the free one where it belongs.

    `seed` keeps senders from making flows collide.
    """
    a, b = ends >> 32, ends & 0xFFFFFFFF
    back = (b << 32) | a
    port_a, port_b = (ports >> 16) & 0xFFFF, ports & 0xFFFF
    ports_back = (ports & 0xFF00000000) | (port_b << 16) | port_a
    x, y = ((a ^ seed) * 65_537 + port_a) & 0x3FFFFFFF, ((b ^ seed) * 65_537 + port_b) & 0x3FFFFFFF
    mixed = ((x * y) ^ ((x + y) * 1_000_003) ^ (ports >> 32)) & 0x7FFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 29)) & 0x3FFFFFFF) * (seed | 1)
    mask = len(slots) - 1
    slot = (mixed ^ (mixed >> 17)) & mask
    while slots[slot] >= 0:
        at = int(slots[slot]) * WIDTH
        if (flows[at + PORTS] == ports and flows[at + ENDS] == ends) \
                or (flows[at + PORTS] == ports_back and flows[at + ENDS] == back):
            break
        slot = (slot + 1) & mask
    return slot


@kernel
def place(rows, slots, flows, seed):  # type: ignore[no-untyped-def]
    """Puts flows [0, rows) into an empty hash table; of several on one pair the newest stays."""
    for flow in range(rows):
        slots[find(flows[flow * WIDTH + ENDS], flows[flow * WIDTH + PORTS], slots, flows, seed)] = flow


@kernel
def note_tcp(flags, sequence, acknowledgment, row, sent, at, flows):  # type: ignore[no-untyped-def]
    """Follows the state of a connection by one segment.

    A side's first sequence number is its SYN's, or else one before its first segment's, or before what the other side
    acknowledges, whatever comes first: as Wireshark counts. Of several that a server names with SYN and ACK it is the
    last, or the one before where the client acknowledges that; from then on none is accepted (RFC 9293 3.10.7.4).
    """
    own, other = (BASE_SENT, BASE_RECEIVED) if sent else (BASE_RECEIVED, BASE_SENT)
    half = 32 if sent else 0
    seen, base = flows[at + SEEN], flows[at + own]
    said = (flows[at + SYNS] >> half) & 0xFFFFFFFF > 0
    if base < 0 or (flags & (SYN | ACK) == SYN | ACK and base != sequence and not (said and seen & ACK_SENT)):
        flows[at + own] = sequence if flags & SYN else (sequence - 1) & 0xFFFFFFFF
        if said and not sent:
            flows[at + SEEN] = (seen & SEEN_BITS) | ((base + 1) << BASE_BEFORE)
    confirmed = (acknowledgment - 1) & 0xFFFFFFFF
    if sent and flags & (SYN | ACK) == ACK and not seen & ACK_SENT and seen >> BASE_BEFORE == confirmed + 1:
        flows[at + other] = confirmed
    if flows[at + other] < 0 and flags & ACK:
        flows[at + other] = confirmed
    if flags & SYN and not said:
        flows[at + SYNS] += (row + 1) << half
    now = RESET if flags & RST else 0
    if sent:
        now |= (SYN_SENT if flags & (SYN | ACK) == SYN else 0) | (ACK_SENT if flags & (SYN | ACK) == ACK else 0)
        now |= FIN_SENT if flags & FIN else 0
    else:
        now |= (SYN_ACK if flags & (SYN | ACK) == SYN | ACK else 0) | (FIN_RECEIVED if flags & FIN else 0)
    flows[at + SEEN] |= now


@kernel
def begin_flow(at, a, b, port_a, port_b, kind, flags, known, row, now, flows):  # type: ignore[no-untyped-def]
    """Writes the flow that a packet from a to b begins; says whether its sender is the client."""
    shift = 65_536 if kind == TCP else 0
    sent = not (known[shift + port_a] and not known[shift + port_b])
    if flags & SYN:
        sent = flags & ACK == 0
    flows[at + ENDS] = (a << 32) | b if sent else (b << 32) | a
    flows[at + PORTS] = (kind << 32) | ((port_a << 16) | port_b if sent else (port_b << 16) | port_a)
    flows[at + FIRST_TIME] = flows[at + LAST_TIME] = now
    flows[at + FIRST_ROW] = row
    flows[at + BASE_SENT] = flows[at + BASE_RECEIVED] = -1
    return sent


@kernel
def number_flows(  # type: ignore[no-untyped-def]
        first, stop, known, slots, seed, count, flows, protocol, flow, marks, length, time, payload_size, source,
        destination, source_port, destination_port, tcp_flags, sequence, acknowledgment):
    """Gives rows [first, stop) their flow; returns the row where it ended for want of room, and the number of flows.

    `known`: for each port whether it is well known, UDP's from 0 and TCP's from 65,536; `slots`: an open hash table of
    a power of two, -1 for free; `protocol`: 6, 17 or 0 for each row from `first` on; then the packet table's columns.
    """
    room = min(len(slots) // 2, len(flows) // WIDTH)
    for row in range(first, stop):
        kind = int(protocol[row - first])
        if kind == 0 or not marks[row] & HAS_TRANSPORT:
            flow[row] = NO_FLOW
            continue
        if count >= room:
            return row, count
        a, b = int(source[row]) + 1, int(destination[row]) + 1
        port_a, port_b = int(source_port[row]), int(destination_port[row])
        flags = int(tcp_flags[row]) if kind == TCP else 0
        ends, ports = (a << 32) | b, (kind << 32) | (port_a << 16) | port_b
        slot = find(ends, ports, slots, flows, seed)
        found = int(slots[slot])
        sent = found >= 0 and flows[found * WIDTH + ENDS] == ends and flows[found * WIDTH + PORTS] == ports
        if found >= 0 and flags & (SYN | ACK) == SYN:
            base = flows[found * WIDTH + (BASE_SENT if sent else BASE_RECEIVED)]
            if base >= 0 and (base != sequence[row] or flows[found * WIDTH + SEEN] & ENDED):
                found = NO_FLOW
        if found < 0:
            found = count
            count += 1
            slots[slot] = found
            sent = begin_flow(found * WIDTH, a, b, port_a, port_b, kind, flags, known, row, time[row], flows)
        at = found * WIDTH
        flow[row] = found
        flows[at + FIRST_TIME] = min(flows[at + FIRST_TIME], time[row])
        flows[at + LAST_TIME] = max(flows[at + LAST_TIME], time[row])
        half = 32 if sent else 0
        flows[at + PACKETS] += 1 << half
        flows[at + (BYTES_SENT if sent else BYTES_RECEIVED)] += int(length[row])
        if payload_size[row] > 0 and (flows[at + PAYLOADS] >> half) & 0xFFFFFFFF == 0:
            flows[at + PAYLOADS] += (row + 1) << half
        if sent:
            marks[row] |= SENT
        if kind == TCP:
            note_tcp(flags, int(sequence[row]), int(acknowledgment[row]), row, sent, at, flows)
    return stop, count


class FlowTable:
    """The flows of a packet table, by number."""

    def __init__(self, well_known: dict[int, set[int]]) -> None:
        self._columns = Columns({"flow": "i8"}, 1024 * WIDTH)
        self._slots = np.full(4096, NO_FLOW, np.int32)
        self._seed = random_seed()
        self._known = np.zeros(2 * 65_536, np.uint8)
        for transport, shift in ((UDP, 0), (TCP, 65_536)):
            for port in well_known[transport]:
                self._known[shift + port] = 1

    def __len__(self) -> int:
        return self._columns.rows // WIDTH

    def clear(self) -> None:
        """Forgets all flows, and gives their memory back."""
        self._columns, self._slots = Columns({"flow": "i8"}, 1024 * WIDTH), np.full(4096, NO_FLOW, np.int32)

    def column(self, name: str) -> Array:
        """A number of each flow; see COLUMNS for the names. Rows and addresses are -1 where there is none."""
        number, shift, mask, bias = COLUMNS[name]
        packed: Array = self._columns["flow"][number::WIDTH]
        return packed if mask == -1 else ((packed >> shift) & mask) + bias

    def of(self, name: str, flows: Array) -> Array:
        """A number of some flows; as `column` has it."""
        number, shift, mask, bias = COLUMNS[name]
        packed: Array = self._columns["flow"][number::WIDTH][flows]
        return packed if mask == -1 else ((packed >> shift) & mask) + bias

    def value(self, flow: int, name: str) -> int:
        """A number of one flow."""
        number, shift, mask, bias = COLUMNS[name]
        packed = self._columns.item("flow", flow * WIDTH + number)
        return packed if mask == -1 else ((packed >> shift) & mask) + bias

    def add(self, table: PacketTable, first: int, stop: int) -> None:
        """Numbers the flows of new rows."""
        protocol = table.transports(first, stop)
        known, seed = self._known, self._seed
        packets = [table.columns.whole(name) for name in (
            "flow", "marks", "length", "time", "payload_size", "source", "destination", "source_port",
            "destination_port", "tcp_flags", "sequence", "acknowledgment")]
        row, count = first, len(self)
        while row < stop:
            row, count = number_flows.for_work(table.work)(
                row, stop, known, self._slots, seed, count, self._columns.whole("flow"), protocol[row - first:],
                *packets)
            self._columns.rows = int(count) * WIDTH
            if row < stop:
                self._grow(int(count), int(count) * table.work // max(row, 1))

    def _grow(self, count: int, expected: int) -> None:
        """Makes room for more flows, and if they go on to come as they did, for all of them."""
        self._columns.reserve(max(count + 1, min(expected, 4 * count) + expected // 32) * WIDTH)
        if count * 2 >= len(self._slots):
            self._slots = np.full(len(self._slots) * 4, NO_FLOW, np.int32)
            place.for_work(count)(count, self._slots, self._columns.whole("flow"), self._seed)
