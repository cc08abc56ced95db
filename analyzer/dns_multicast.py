"""Pairs the messages of mDNS, in which names and types say what answers what: kernels."""
from __future__ import annotations

from analyzer.dns_pairs import PATIENCE_NS, QUERY, RESPONSE, UNSOLICITED
from dissectors.dns.measures import hash_name, hash_pair
from dissectors.dns.text import ANY_TYPE
from dissectors.dns.walk import ANSWER, ENTRY, NAME, QUESTION, SECTION, TYPE
from dissectors.kernel import kernel


@kernel
def entry_hash(data, start, entries, place, any_type, seed):  # type: ignore[no-untyped-def]
    """A hash of the name and type of an entry, or of its name and the type ANY."""
    low, high = hash_name(data, entries[place + NAME], start, seed, seed >> 1)
    return hash_pair(low, high, ANY_TYPE if any_type else entries[place + TYPE])


@kernel
def pair_multicast(first, second, which, starts, chosen, response, times, offsets, entries, seed,  # type: ignore[no-untyped-def]
                   heads, keys, following, owners, transaction, role, queries, responses, made):
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
                    key = entry_hash(data, start, entries, place, 0, seed)
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
                key = entry_hash(data, start, entries, place, any_type, seed)
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
