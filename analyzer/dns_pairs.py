"""Pairs DNS queries with their responses: kernels over the columns of all messages."""
from __future__ import annotations

from dissectors.dns.text import ANY_TYPE
from dissectors.dns.walk import (
    ANSWER,
    ENTRY,
    HASH_MASK,
    HIGH,
    NAME,
    QUESTION,
    SECTION,
    TYPE,
    hash_name,
    hash_pair,
)
from dissectors.kernel import kernel

PATIENCE_NS = 5_000_000_000
"""For how long a repeated query is a retransmission, as in Wireshark; and the time that the contract gives mDNS."""

# What a message is in its transaction.
NONE, QUERY, RETRANSMISSION, RESPONSE, DUPLICATE, FURTHER, UNSOLICITED = range(7)

# What an entry of the hash table stands for: a transaction by its question, the latest one of any question, a
# response that no query was seen for, by its question.
BY_QUESTION, LATEST, WAITING = range(3)
KINDS = 4


@kernel
def find_slot(table, mask, kind, ends, ports, question, wanted_ends, wanted_ports, wanted, queries, responses):  # type: ignore[no-untyped-def]
    """The slot of the entry of that kind with these ends, ports with id, and question; else the empty slot for it."""
    mixed = (wanted_ends % HIGH) * 1000003 + wanted_ends // HIGH + (wanted_ports & HASH_MASK) * 69069
    mixed = (mixed + wanted_ports // HIGH + kind * 97) & 0xFFFFFFFFFFF
    if kind != LATEST:
        mixed = mixed + (wanted % HIGH) * 31 + wanted // HIGH
    slot = (mixed ^ (mixed // 65536)) & mask
    while table[slot] >= 0:
        entry = table[slot]
        if entry % KINDS == kind:
            owner = responses[entry // KINDS] if kind == WAITING else queries[entry // KINDS]
            if ends[owner] == wanted_ends and ports[owner] == wanted_ports and (
                    kind == LATEST or question[owner] == wanted):
                return slot
        slot = (slot + 1) & mask
    return slot


@kernel
def pair(usable, response, ends, ports, question, questions, transfer, times, table,  # type: ignore[no-untyped-def]
         transaction, role, queries, responses, repeated, duplicates, early):
    """Gives each usable message its transaction and role; returns the number of transactions.

    A query that is repeated while unanswered is a retransmission; a response goes to the latest query with its
    question, one without questions (RFC 8906 3.1: FORMERR and others may lack them) to the latest of any. Of a
    transfer (RFC 5936 2.2) all responses belong to one query. A response that was captured before its query waits in
    `early` until it is sure that no later one comes.
    """
    mask = len(table) - 1
    made = 0
    for m in range(len(usable)):
        if not usable[m]:
            continue
        if not response[m]:
            slot = find_slot(table, mask, BY_QUESTION, ends, ports, question, ends[m], ports[m], question[m], queries,
                             responses)
            if table[slot] >= 0:
                t = table[slot] // KINDS
                if responses[t] < 0 and times[m] - times[queries[t]] < PATIENCE_NS:
                    transaction[m] = t
                    role[m] = RETRANSMISSION
                    repeated[t] += 1
                    continue
            queries[made] = m
            table[slot] = made * KINDS + BY_QUESTION
            slot = find_slot(table, mask, LATEST, ends, ports, question, ends[m], ports[m], 0, queries, responses)
            table[slot] = made * KINDS + LATEST
            slot = find_slot(table, mask, WAITING, ends, ports, question, ends[m], ports[m], question[m], queries,
                             responses)
            if table[slot] >= 0:
                before = table[slot] // KINDS
                if abs(times[m] - times[responses[before]]) < PATIENCE_NS:
                    early[made] = before
            transaction[m] = made
            role[m] = QUERY
            made += 1
            continue
        kind = BY_QUESTION if questions[m] > 0 else LATEST
        slot = find_slot(table, mask, kind, ends, ports, question, ends[m], ports[m], question[m], queries, responses)
        t = table[slot] // KINDS if table[slot] >= 0 else -1
        if t < 0 and kind == BY_QUESTION:
            slot = find_slot(table, mask, LATEST, ends, ports, question, ends[m], ports[m], 0, queries, responses)
            if table[slot] >= 0 and questions[queries[table[slot] // KINDS]] == 0:
                t = table[slot] // KINDS
        if t < 0:
            responses[made] = m
            slot = find_slot(table, mask, WAITING, ends, ports, question, ends[m], ports[m], question[m], queries,
                             responses)
            if table[slot] < 0:
                table[slot] = made * KINDS + WAITING
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
            duplicates[t] += 1
        transaction[m] = t
    return made


@kernel
def take_early(made, early, transaction, role, queries, responses):  # type: ignore[no-untyped-def]
    """Gives unanswered queries the responses that were captured before them; emptied transactions have neither."""
    for t in range(made):
        before = early[t]
        if before >= 0 and responses[t] < 0 and queries[before] < 0 and responses[before] >= 0:
            m = responses[before]
            responses[t] = m
            responses[before] = -1
            transaction[m] = t
            role[m] = RESPONSE


@kernel
def entry_hash(data, start, entries, place, any_type):  # type: ignore[no-untyped-def]
    """A hash of the name and type of an entry, or of its name and the type ANY."""
    low, high = hash_name(data, entries[place + NAME], start, 17, 23)
    return hash_pair(low, high, ANY_TYPE if any_type else entries[place + TYPE])


@kernel
def pair_multicast(first, second, which, starts, chosen, response, times, offsets, entries, heads, keys,  # type: ignore[no-untyped-def]
                   following, owners, transaction, role, queries, responses, made):
    """Pairs mDNS messages (RFC 6762 6): the first response within 5 s that carries name and type of a question.

    `heads` is a hash table of chains of questions that wait: `following` leads through a chain, `owners` are their
    transactions, `keys` their hashes.
    """
    mask = len(heads) - 1
    waiting = 0
    for i in range(len(chosen)):
        m = chosen[i]
        data = second if which[m] else first
        start = starts[m]
        if not response[m]:
            queries[made] = m
            role[m] = QUERY
            transaction[m] = made
            for place in range(offsets[i] * ENTRY, offsets[i + 1] * ENTRY, ENTRY):
                if entries[place + SECTION] == QUESTION:
                    key = entry_hash(data, start, entries, place, 0)
                    keys[waiting] = key
                    owners[waiting] = made
                    slot = key & mask
                    following[waiting] = heads[slot]
                    heads[slot] = waiting
                    waiting += 1
            made += 1
            continue
        answered = -1
        for place in range(offsets[i] * ENTRY, offsets[i + 1] * ENTRY, ENTRY):
            if entries[place + SECTION] == QUESTION or entries[place + SECTION] > ANSWER:
                continue
            for any_type in range(2):
                key = entry_hash(data, start, entries, place, any_type)
                at = heads[key & mask]
                # all that waits under this hash is answered, too old, or kept: the chain is walked once a response
                kept = -1
                while at >= 0:
                    behind = following[at]
                    t = owners[at]
                    same = keys[at] == key
                    if same and responses[t] < 0 and times[m] - times[queries[t]] < PATIENCE_NS:
                        responses[t] = m
                        answered = t if answered < 0 else answered
                    elif not same:
                        following[at] = kept
                        kept = at
                    at = behind
                heads[key & mask] = kept
        if answered < 0:
            responses[made] = m
            role[m] = UNSOLICITED
            answered = made
            made += 1
        else:
            role[m] = RESPONSE
        transaction[m] = answered
    return made
