"""The scan kernel: walks the headers of new packets by the Program of all Layouts and fills columns."""
from __future__ import annotations

from analyzer.program import (
    ADDRESSES,
    FRAGMENT,
    MINIMUM,
    NEXT,
    PORTS,
    SIZE,
    SIZE_TERMS,
    TERM,
    TOTAL,
    TRANSPORT,
    WIDTH,
)
from dissectors.kernel import kernel

MOST_HEADERS = 32
"""Headers in one packet; tunnels in tunnels end there."""
FARTHEST = 65_000
"""How far into a packet headers are looked for."""
NO_ADDRESS = -1
NO_LAYOUT = 255

CUT = 1             # the capture holds fewer bytes than the packet had
BROKEN = 2          # a header is shorter than it must be, or promises more than there is
FRAGMENTED = 4      # a piece of a datagram
REASSEMBLED = 8     # the piece that completes a datagram: its payload is the whole one's
HAS_TRANSPORT = 16  # ports and payload are those of a TCP or UDP header
SENT = 32           # from client to server (set by the flow kernel)

TCP_MINIMUM = 20    # the one transport with sequence numbers (RFC 9293 3.1)
ADDRESS_WORDS = 5   # four 32-bit words and the size in bytes


@kernel
def _number(data, pos, size):  # type: ignore[no-untyped-def]
    if size == 1:
        return data[pos] + 0
    if size == 2:
        return data[pos] * 256 + data[pos + 1]
    if size == 4:
        return ((data[pos] * 256 + data[pos + 1]) * 256 + data[pos + 2]) * 256 + data[pos + 3]
    value = 0
    for i in range(-size):      # below 0: the last byte weighs most
        value += data[pos + i] << 8 * i
    for i in range(size):
        value = value * 256 + data[pos + i]
    return value


@kernel
def _term(data, pos, plan, at):  # type: ignore[no-untyped-def]
    size = plan[at + 1]
    if size == 0:
        return 0
    return ((_number(data, pos + plan[at], size) & plan[at + 2]) >> plan[at + 3]) * plan[at + 4]


@kernel
def address_hash(word0, word1, word2, word3, size, seed):  # type: ignore[no-untyped-def]
    """A number below 2^62 for an address, by which it is looked for; `seed` keeps senders from making them collide."""
    mixed = ((word0 ^ seed) * 1000003) ^ ((word1 ^ seed) * 786433) ^ (word2 * 1572869) ^ (word3 * 402653189) ^ size
    mixed = (mixed ^ (mixed >> 23)) & 0x3FFFFFFF
    mixed = (mixed * (seed | 1)) & 0x3FFFFFFFFFFFFFF
    mixed ^= mixed >> 29
    return mixed ^ (mixed >> 15)


@kernel
def rehash(count, addresses, slots, seed):  # type: ignore[no-untyped-def]
    """Puts the first `count` addresses into an empty hash table."""
    mask = len(slots) - 1
    for number in range(count):
        at = number * ADDRESS_WORDS
        slot = address_hash(addresses[at], addresses[at + 1], addresses[at + 2], addresses[at + 3],
                            addresses[at + 4], seed) & mask
        while slots[slot] >= 0:
            slot = (slot + 1) & mask
        slots[slot] = number


@kernel
def intern(data, pos, size, addresses, slots, counts):  # type: ignore[no-untyped-def]
    """The number of the address of `size` bytes at `pos`; a new one is added.

    `addresses`: ADDRESS_WORDS numbers an address; `slots`: an open hash table of a power of two, -1 for free;
    `counts`: how many addresses there are, and the seed. There must be room for one more.
    """
    word0 = word1 = word2 = word3 = 0
    if size == 4:
        word0 = _number(data, pos, 4)
    elif size == 16:
        word0, word1 = _number(data, pos, 4), _number(data, pos + 4, 4)
        word2, word3 = _number(data, pos + 8, 4), _number(data, pos + 12, 4)
    else:
        word0, word1 = _number(data, pos, 4), _number(data, pos + 4, size - 4)
    mask = len(slots) - 1
    slot = address_hash(word0, word1, word2, word3, size, int(counts[1])) & mask
    while slots[slot] >= 0:
        at = slots[slot] * ADDRESS_WORDS
        if addresses[at] == word0 and addresses[at + 1] == word1 and addresses[at + 2] == word2 \
                and addresses[at + 3] == word3 and addresses[at + 4] == size:
            return int(slots[slot])
        slot = (slot + 1) & mask
    found = int(counts[0])
    counts[0] = found + 1
    slots[slot] = found
    at = found * ADDRESS_WORDS
    addresses[at], addresses[at + 1], addresses[at + 2] = word0, word1, word2
    addresses[at + 3], addresses[at + 4] = word3, size
    return found


@kernel
def scan(data, first, stop, plan, tables, bounds, entries, offset, caplen, length,  # type: ignore[no-untyped-def]
         last, marks, network_at, transport_at, payload_at, payload_size, source, destination,
         source_port, destination_port, tcp_flags, sequence, acknowledgment, addresses, slots, counts):
    """Fills the header columns of rows [first, stop); gives the row where it ended for want of room for addresses.

    `entries`: the layout with which each row's bytes begin; bytes [offset, offset + caplen) of `data` are read and
    nothing else: both count from `first` on. The columns are those of PacketTable.
    """
    room = len(slots) // 2
    for row in range(first, stop):
        if counts[0] + 2 > room:
            return row
        begin = int(offset[row])
        pos, end = begin, begin + int(caplen[row])
        wire_end = begin + max(int(caplen[row]), int(length[row]))
        mark = CUT if length[row] > caplen[row] else 0
        layout = int(entries[row - first])
        newest = NO_LAYOUT
        address_at, address_pos, address_size, address_gap = 0, -1, 0, 0
        for _ in range(MOST_HEADERS):
            if layout < 0 or pos - begin > FARTHEST:
                break
            here = layout * WIDTH
            if pos + plan[here + MINIMUM] > end:
                if pos + plan[here + MINIMUM] > wire_end:
                    mark |= BROKEN
                break
            newest = layout
            size = int(plan[here + SIZE])
            for i in range(SIZE_TERMS):
                if plan[here + SIZE + 2 + i * TERM] == 0:
                    break
                size += _term(data, pos, plan, here + SIZE + 1 + i * TERM)
            if plan[here + TOTAL] > 0:
                said = _term(data, pos, plan, here + TOTAL + 2) + _term(data, pos, plan, here + TOTAL + 2 + TERM)
                total = int(plan[here + TOTAL + 1]) + said
                if said > 0 and (total < size or pos + total > wire_end):
                    mark |= BROKEN
                if said > 0 and total >= size:
                    wire_end = min(wire_end, pos + total)
                    end = min(end, wire_end)
            if pos + size > wire_end:
                mark |= BROKEN
            if plan[here + ADDRESSES + 2] > 0:
                mark &= ~HAS_TRANSPORT      # in a tunnel; the innermost transport counts
                address_at, address_pos = pos - begin, pos + int(plan[here + ADDRESSES])
                address_size = int(plan[here + ADDRESSES + 2])
                address_gap = int(plan[here + ADDRESSES + 1] - plan[here + ADDRESSES])
            if plan[here + PORTS + 2] > 0:
                source_port[row] = _number(data, pos + plan[here + PORTS], 2)
                destination_port[row] = _number(data, pos + plan[here + PORTS + 1], 2)
            if plan[here + TRANSPORT] > 0:
                mark |= HAS_TRANSPORT
                transport_at[row] = pos - begin
                if plan[here + MINIMUM] >= TCP_MINIMUM:
                    sequence[row], acknowledgment[row] = _number(data, pos + 4, 4), _number(data, pos + 8, 4)
                    tcp_flags[row] = data[pos + 13]
            if plan[here + SIZE + 2] != 0 and size < plan[here + MINIMUM]:
                mark |= BROKEN
                break
            fragment = _term(data, pos, plan, here + FRAGMENT)
            table = int(plan[here + NEXT])
            layout = -1
            if fragment != 0:
                mark |= FRAGMENTED
            elif table >= 0:
                number = int(plan[here + NEXT + 1]) + _term(data, pos, plan, here + NEXT + 2)
                entry = int(bounds[2 * table]) + 2 * (number % int(bounds[2 * table + 1]))
                if tables[entry] == number:
                    layout = int(tables[entry + 1])
            pos += size
        last[row] = newest
        network_at[row] = min(address_at, FARTHEST)
        payload_at[row] = min(pos - begin, FARTHEST)
        payload_size[row] = max(wire_end - pos, 0)
        marks[row] = mark
        source[row] = destination[row] = NO_ADDRESS
        if address_pos >= 0:
            source[row] = intern(data, address_pos, address_size, addresses, slots, counts)
            destination[row] = intern(data, address_pos + address_gap, address_size, addresses, slots, counts)
    return stop
