"""Pairs DNS queries with their responses: kernels over the columns of all messages; dns_multicast.py has mDNS."""
from __future__ import annotations

from analyzer.flows import TCP
from dissectors.dns.measures import FLAGS, HASH_MASK, HIGH, ID, MEASURES, READ
from dissectors.kernel import kernel

PATIENCE_NS = 5_000_000_000
"""For how long a repeated query is a retransmission, as in Wireshark; and the time that the contract gives mDNS."""
EARLY_NS = 1_000_000_000
"""By how much a response may seem older than its query: clocks of two interfaces differ, not more."""
MIRRORED_NS = 500_000
"""Within what time the same datagram is one that was captured twice; nobody repeats a message so soon."""

# What a message is in its transaction.
NONE, QUERY, RETRANSMISSION, RESPONSE, DUPLICATE, FURTHER, UNSOLICITED, MIRRORED, CONFLICT = range(9)

# What an entry of the hash table stands for: a transaction by its question, the latest one of any question, a
# response that no query was seen for, by its question.
BY_QUESTION, LATEST, WAITING = range(3)
KINDS = 4

RESPONSE_BIT = 0x8000
ORDINARY, MDNS, LLMNR = range(3)
"""The protocols of messages, in the order of services.DNS."""


@kernel
def add(state, number, factor):  # type: ignore[no-untyped-def]
    """Adds a number below 2^31 to a state below 2^31; by an odd factor that nobody knows, nobody can make two alike."""
    product = (state ^ number) * factor
    return (product ^ (product >> 31)) & HASH_MASK


@kernel
def write_keys(source, destination, source_port, destination_port, protocol, transport, numbers,  # type: ignore[no-untyped-def]
               questions, by_conversation, seed, by_question, by_ends):
    """Two keys a message, of 62 bits, that are equal for a query and its response: of ends, id and question, and of
    ends and id. With `by_conversation` both directions are alike and questions don't count."""
    one, two = seed | 1, (seed ^ 0x2A5A5A5A) | 1
    for m in range(len(source)):
        client, server = int(source[m]) + 1, int(destination[m]) + 1
        client_port, server_port = int(source_port[m]), int(destination_port[m])
        swap = numbers[m * MEASURES + FLAGS] >= RESPONSE_BIT
        if by_conversation:
            swap = client > server or (client == server and client_port > server_port)
        if swap:
            client, server, client_port, server_port = server, client, server_port, client_port
        if protocol[m] == LLMNR and not by_conversation:
            # RFC 4795 2: the query goes to a group, the response comes from one of its hosts
            server = 0
        ports = client_port * 32768 + (server_port >> 1)
        rest = ((int(numbers[m * MEASURES + ID]) * 4 + int(protocol[m])) * 2 + (server_port & 1)) * 2 + (
            1 if transport[m] == TCP else 0)
        low = add(add(add(add(one, client, one), server, one), ports, one), rest, one)
        high = add(add(add(add(two, client, two), server, two), ports, two), rest, two)
        by_ends[m] = high * HIGH + low
        if not by_conversation:
            low = add(add(low, questions[m] & HASH_MASK, one), questions[m] // HIGH, one)
            high = add(add(high, questions[m] & HASH_MASK, two), questions[m] // HIGH, two)
        by_question[m] = high * HIGH + low


@kernel
def is_copy(data, start, network, other, other_network, size):  # type: ignore[no-untyped-def]
    """Whether two messages of that size came in the same datagram: by IPv4's identification (RFC 791 3.1) or IPv6's
    flow label, and by all their bytes."""
    one, two = start - network, other - other_network
    if data[one] >> 4 != data[two] >> 4:
        return False
    begin = 4 if data[one] >> 4 == 4 else 0
    for i in range(begin, begin + 4):
        if data[one + i] != data[two + i]:
            return False
    same = 0
    while same < size and data[start + same] == data[other + same]:
        same += 1
    return same == size


@kernel
def find_copies(first, stop, data, which, starts, sizes, network, times, keys, numbers,  # type: ignore[no-untyped-def]
                table, copy_of):
    """Says of which message each of [first, stop) is a copy; mirrored ports and several interfaces show frames twice.

    `table` has a place for the latest message of some hash; copies come so soon that none other takes the place.
    """
    mask = len(table) - 1
    for m in range(first, stop):
        if which[m] or network[m] == 0:
            continue
        slot = (keys[m] ^ (keys[m] >> 31) ^ (numbers[m * MEASURES + FLAGS] >> 15) * 3) & mask
        other = table[slot]
        table[slot] = m
        if other >= 0 and keys[other] == keys[m] and sizes[other] == sizes[m] \
                and abs(times[m] - times[other]) < MIRRORED_NS \
                and is_copy(data, int(starts[m]), int(network[m]), int(starts[other]), int(network[other]),
                            int(sizes[m])):
            copy_of[m] = copy_of[other] if copy_of[other] >= 0 else other


@kernel
def find_slot(table, kind, key, keys, owners):  # type: ignore[no-untyped-def]
    """The slot of the entry of that kind with this key; else the empty slot for it.

    At most three quarters of the slots are taken, and nobody can know where a key belongs: few are looked at.
    """
    mask = len(table) - 1
    slot = (key ^ (key >> 31) ^ kind * 97) & mask
    while table[slot] >= 0:
        entry = table[slot]
        if entry % KINDS == kind and keys[owners[entry // KINDS]] == key:
            return slot
        slot = (slot + 1) & mask
    return slot


@kernel
def pair(usable, numbers, by_question, by_ends, some_ask_nothing, transfer, times, table,  # type: ignore[no-untyped-def]
         transaction, role, queries, responses, early):
    """Gives each usable message its transaction and role; returns the number of transactions.

    A query that is repeated while unanswered is a retransmission; a response goes to the latest query with its
    question, one without questions (RFC 8906 3.1: FORMERR and others may lack them) to the latest of any. Of a
    transfer (RFC 5936 2.2) all responses belong to one query. A response that was captured before its query waits in
    `early` until it is sure that no later one comes.
    """
    made = 0
    waiting = 0
    for m in range(len(usable)):
        if not usable[m]:
            continue
        slot = find_slot(table, BY_QUESTION, by_question[m], by_question, queries)
        t = table[slot] // KINDS if table[slot] >= 0 else -1
        if numbers[m * MEASURES + FLAGS] < RESPONSE_BIT:
            if t >= 0 and responses[t] < 0 and times[m] - times[queries[t]] < PATIENCE_NS:
                transaction[m] = t
                role[m] = RETRANSMISSION
                continue
            queries[made] = m
            table[slot] = made * KINDS + BY_QUESTION
            if some_ask_nothing:
                slot = find_slot(table, LATEST, by_ends[m], by_ends, queries)
                table[slot] = made * KINDS + LATEST
            if waiting > 0:
                slot = find_slot(table, WAITING, by_question[m], by_question, responses)
                if table[slot] >= 0:
                    early[made] = table[slot] // KINDS
            transaction[m] = made
            role[m] = QUERY
            made += 1
            continue
        if some_ask_nothing and (t < 0 or numbers[m * MEASURES + READ] == 0):
            latest = table[find_slot(table, LATEST, by_ends[m], by_ends, queries)]
            if latest >= 0 and (numbers[m * MEASURES + READ] == 0
                                or numbers[queries[latest // KINDS] * MEASURES + READ] == 0):
                t = latest // KINDS
        if t < 0:
            responses[made] = m
            slot = find_slot(table, WAITING, by_question[m], by_question, responses)
            if table[slot] < 0:
                table[slot] = made * KINDS + WAITING
                waiting += 1
            t = made
            role[m] = UNSOLICITED
            made += 1
        elif responses[t] < 0:
            responses[t] = m
            role[m] = RESPONSE
        elif transfer[queries[t]]:
            role[m] = FURTHER
        else:
            role[m] = DUPLICATE
        transaction[m] = t
    return made


@kernel
def take_early(made, early, times, transaction, role, queries, responses):  # type: ignore[no-untyped-def]
    """Gives unanswered queries the responses that were captured before them; emptied transactions have neither."""
    for t in range(made):
        before = early[t]
        if before >= 0 and responses[t] < 0 and queries[before] < 0 and responses[before] >= 0:
            m = responses[before]
            took = times[m] - times[queries[t]]
            if -EARLY_NS < took < PATIENCE_NS:
                responses[t] = m
                responses[before] = -1
                transaction[m] = t
                role[m] = RESPONSE
