"""TCP reassembly: kernels that order the segments of flows, whatever was lost, repeated, overlapped or reordered.

Positions in a stream count from 0 at the byte after the SYN, or at the first byte seen where the capture begins in
mid-connection; sequence numbers are unwrapped to 64 bits (RFC 9293 3.4). Of overlapping segments the first that was
captured wins, byte for byte; where a later copy differs, that is a conflict and is counted. Pieces of the two sides
are merged in the order of capture, but never so that a side answers what it has not yet received: who acknowledges a
byte comes after that byte, which puts captures right whose records are out of order.
"""
from __future__ import annotations

from analyzer.tcp_slices import differs, slice_side
from dissectors.kernel import kernel
from dissectors.transport.numbers import ACK, FIN, RST, SYN
from dissectors.transport.standing import AHEAD, ALIVE, LATE, REPEATED

NEVER = 1 << 62
FARTHEST_GAP = 1 << 30
"""How many acknowledged but unseen bytes at the end of a stream are believed."""

# What is counted a side: indexes into `counts`, SIDE_COUNTS numbers a side.
RETRANSMISSIONS, OUT_OF_ORDER, MISSING, CONFLICTS, LENGTH = 0, 1, 2, 3, 4
SIDE_COUNTS = 5


@kernel
def unwrap(begin, stop, has_syn, base, sequence, size, flags, start):  # type: ignore[no-untyped-def]
    """Stream positions of the segments [begin, stop) of one side; `base` is the sequence number of position 0."""
    reference, lowest = 0, NEVER
    for i in range(begin, stop):
        ahead = (int(sequence[i]) - base - reference) & 0xFFFFFFFF
        position = reference + ahead - (0x100000000 if ahead >= 0x80000000 else 0)
        if flags[i] & SYN:
            position += 1
        start[i] = position
        if size[i] > 0:
            lowest = min(lowest, position)
            reference = max(reference, position + int(size[i]))
    shift = lowest if not has_syn and lowest < 0 else 0
    for i in range(begin, stop):
        start[i] -= shift
    return base + shift


@kernel
def unwrap_acknowledged(begin, stop, base, acknowledgment, flags, acknowledged):  # type: ignore[no-untyped-def]
    """The other side's stream position up to which each segment's sender has received; -1 where it does not say, or
    where nothing of the other side is known (`base` below 0)."""
    reference = 0
    for i in range(begin, stop):
        acknowledged[i] = -1
        if flags[i] & ACK and base >= 0:
            ahead = (int(acknowledgment[i]) - base - reference) & 0xFFFFFFFF
            position = reference + ahead - (0x100000000 if ahead >= 0x80000000 else 0)
            acknowledged[i] = position
            reference = max(reference, position)


@kernel
def told_again(end, behind, used):  # type: ignore[no-untyped-def]
    """What a segment is that begins before the farthest byte so far: LATE where it brings bytes that were missing."""
    return LATE if end <= behind and used > 0 else REPEATED


@kernel
def note_side(begin, stop, has_syn, start, size, flags, used, notes):  # type: ignore[no-untyped-def]
    """Notes of each segment of one side how it stands to those that were captured before it."""
    behind, opened = 0 if has_syn else -1, False
    for i in range(begin, stop):
        end = start[i] + size[i] + (1 if flags[i] & FIN else 0)
        if flags[i] & SYN and opened:
            notes[i] = REPEATED
        elif flags[i] & RST == 0 and behind >= 0 and start[i] > behind:
            notes[i] = AHEAD
        elif flags[i] & (SYN | FIN | RST) == 0 and size[i] <= 1 and start[i] == behind - 1:
            notes[i] = ALIVE
        elif start[i] < behind and (size[i] > 0 or flags[i] & FIN):
            notes[i] = told_again(end, behind, used[i])
        opened = opened or flags[i] & SYN != 0
        behind = max(behind, end)


@kernel
def count_side(data, begin, stop, has_syn, acknowledged_end, start, size, held, flags, used,  # type: ignore
               place, slices, slice_start, slice_stop, slice_segment, conflict, counts, at):
    """Counts of one side: retransmissions, segments out of order, missing bytes, conflicts, the stream's length."""
    highest, finished = 0, -1
    for i in range(begin, stop):
        end = start[i] + size[i]
        if flags[i] & FIN:
            finished = max(finished, end)
        if size[i] == 0 or end <= 0:
            continue
        keep_alive = size[i] == 1 and start[i] == highest - 1
        if start[i] < highest and not keep_alive:
            counts[at + (OUT_OF_ORDER if told_again(end, highest, used[i]) == LATE else RETRANSMISSIONS)] += 1
            if used[i] < held[i] and place[i] >= 0 and differs(
                    data, i, start, held, place, slices, slice_start, slice_stop, slice_segment):
                conflict[i] = 1
                counts[at + CONFLICTS] += 1
        highest = max(highest, end)
    if finished < 0 and highest + 1 < acknowledged_end < highest + FARTHEST_GAP:
        highest = acknowledged_end
    highest = max(highest, finished)
    missing = highest
    for i in range(slices):
        missing -= slice_stop[i] - slice_start[i]
    if not has_syn and slices > 0:
        missing -= slice_start[0]
    counts[at + MISSING], counts[at + LENGTH] = missing, highest


@kernel
def merge_sides(slices_a, slices_b, out, delivered, acknowledged,  # type: ignore[no-untyped-def]
                start_a, stop_a, segment_a, start_b, stop_b, segment_b,
                out_side, out_start, out_stop, out_segment):
    """Merges the slices of both sides from `out` on; `delivered`: the packet with which each segment was captured."""
    a = b = 0
    row_a = row_b = -1
    while a < slices_a or b < slices_b:
        if b >= slices_b:
            first = True
        elif a >= slices_a:
            first = False
        else:
            a_answers = acknowledged[segment_a[a]] > start_b[b]
            b_answers = acknowledged[segment_b[b]] > start_a[a]
            if a_answers != b_answers:
                first = b_answers
            else:
                first = max(row_a, delivered[segment_a[a]]) <= max(row_b, delivered[segment_b[b]])
        if first:
            row_a = max(row_a, delivered[segment_a[a]])
            out_side[out], out_start[out], out_stop[out] = 0, start_a[a], stop_a[a]
            out_segment[out] = segment_a[a]
            a += 1
        else:
            row_b = max(row_b, delivered[segment_b[b]])
            out_side[out], out_start[out], out_stop[out] = 1, start_b[b], stop_b[b]
            out_segment[out] = segment_b[b]
            b += 1
        out += 1
    return out


@kernel
def highest_acknowledged(begin, stop, acknowledged):  # type: ignore[no-untyped-def]
    """The farthest position of the other side that segments [begin, stop) acknowledge; -1 for none."""
    highest = -1
    for i in range(begin, stop):
        highest = max(highest, acknowledged[i])
    return highest


@kernel
def arrange(data, bounds, bases, syns, sequence, acknowledgment, size, held, flags, delivered,  # type: ignore
            place, start, acknowledged, used, conflict, notes, order, spare, start_a, stop_a, segment_a,
            start_b, stop_b, segment_b, out_side, out_start, out_stop, out_segment, out_bounds, counts):
    """Reassembles many flows.

    `bounds`: for flow k the segments of the client are [bounds[2k], bounds[2k+1]), those of the server
    [bounds[2k+1], bounds[2k+2]); `bases`: two sequence numbers of position 0 a flow (-1: no segments); `syns`:
    whether the side's SYN was seen. The slices of flow k come out at [out_bounds[k], out_bounds[k+1]).
    """
    out = 0
    for k in range(len(out_bounds) - 1):
        begin, middle, stop = int(bounds[2 * k]), int(bounds[2 * k + 1]), int(bounds[2 * k + 2])
        base_a = unwrap(begin, middle, syns[2 * k], int(bases[2 * k]), sequence, size, flags, start)
        base_b = unwrap(middle, stop, syns[2 * k + 1], int(bases[2 * k + 1]), sequence, size, flags, start)
        unwrap_acknowledged(begin, middle, base_b, acknowledgment, flags, acknowledged)
        unwrap_acknowledged(middle, stop, base_a, acknowledgment, flags, acknowledged)
        slices_a = slice_side(begin, middle, start, held, order, spare, used, start_a, stop_a, segment_a)
        slices_b = slice_side(middle, stop, start, held, order, spare, used, start_b, stop_b, segment_b)
        note_side(begin, middle, syns[2 * k], start, size, flags, used, notes)
        note_side(middle, stop, syns[2 * k + 1], start, size, flags, used, notes)
        if middle > begin:
            count_side(data, begin, middle, syns[2 * k], highest_acknowledged(middle, stop, acknowledged), start,
                       size, held, flags, used, place, slices_a, start_a, stop_a, segment_a, conflict, counts,
                       2 * k * SIDE_COUNTS)
        if stop > middle:
            count_side(data, middle, stop, syns[2 * k + 1], highest_acknowledged(begin, middle, acknowledged), start,
                       size, held, flags, used, place, slices_b, start_b, stop_b, segment_b, conflict, counts,
                       (2 * k + 1) * SIDE_COUNTS)
        out = merge_sides(slices_a, slices_b, out, delivered, acknowledged, start_a, stop_a, segment_a,
                          start_b, stop_b, segment_b, out_side, out_start, out_stop, out_segment)
        out_bounds[k + 1] = out
    return out
