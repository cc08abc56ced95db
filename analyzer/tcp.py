"""TCP reassembly: kernels that order the segments of flows, whatever was lost, repeated, overlapped or reordered.

Positions in a stream count from 0 at the byte after the SYN, or at the first byte seen where the capture begins in
mid-connection; sequence numbers are unwrapped to 64 bits (RFC 9293 3.4). Of overlapping segments the first that was
captured wins, byte for byte; where a later copy differs, that is a conflict and is counted. Pieces of the two sides
are merged in the order of capture, but never so that a side answers what it has not yet received: who acknowledges a
byte comes after that byte, which puts captures right whose records are out of order.
"""
from __future__ import annotations

from dissectors.kernel import kernel

FIN, SYN, ACK = 1, 2, 16
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
def sort_by_start(begin, stop, start, order, spare):  # type: ignore[no-untyped-def]
    """Puts the numbers begin … stop-1 into `order`, sorted by `start`; equal ones keep their order (merge sort)."""
    count = stop - begin
    for i in range(count):
        order[i] = begin + i
    width = 1
    while width < count:
        for left in range(0, count, 2 * width):
            middle, right = min(left + width, count), min(left + 2 * width, count)
            a, b = left, middle
            for at in range(left, right):
                if a < middle and (b >= right or start[order[a]] <= start[order[b]]):
                    spare[at] = order[a]
                    a += 1
                else:
                    spare[at] = order[b]
                    b += 1
        for at in range(count):
            order[at] = spare[at]
        width *= 2


@kernel
def push(heap, size, value):  # type: ignore[no-untyped-def]
    """Adds a number to a heap of `size` numbers, the smallest on top."""
    at = size
    heap[at] = value
    while at > 0 and heap[(at - 1) // 2] > heap[at]:
        above = (at - 1) // 2
        heap[above], heap[at] = heap[at], heap[above]
        at = above


@kernel
def pop(heap, size):  # type: ignore[no-untyped-def]
    """Takes the top off a heap of `size` numbers."""
    heap[0] = heap[size - 1]
    at = 0
    while True:
        least = at
        for below in range(2 * at + 1, min(2 * at + 3, size - 1)):
            if heap[below] < heap[least]:
                least = below
        if least == at:
            return
        heap[at], heap[least] = heap[least], heap[at]
        at = least


@kernel
def slice_side(begin, stop, start, held, order, spare, used,  # type: ignore[no-untyped-def]
               slice_start, slice_stop, slice_segment):
    """Cuts the segments of one side into slices in order of the stream, without overlaps; gives how many.

    Where several segments hold a byte, the one captured first gives it: a sweep over the stream with a heap of the
    segments that reach over the current position. `held`: bytes of each segment in the capture; `used`: how many of
    them went into slices.
    """
    count = stop - begin
    sorted_already = True
    for i in range(begin + 1, stop):
        if start[i] < start[i - 1]:
            sorted_already = False
            break
    if sorted_already:
        for i in range(count):
            order[i] = begin + i
    else:
        sort_by_start(begin, stop, start, order, spare)
    slices, waiting, coming, at = 0, 0, 0, 0
    while coming < count or waiting > 0:
        if waiting == 0:
            at = max(at, start[order[coming]])
        while coming < count and start[order[coming]] <= at:
            if start[order[coming]] + held[order[coming]] > at:
                push(spare, waiting, order[coming])
                waiting += 1
            coming += 1
        if waiting == 0:
            continue
        top = spare[0]
        until = start[top] + held[top]
        if until <= at:
            pop(spare, waiting)
            waiting -= 1
            continue
        if coming < count:
            until = min(until, start[order[coming]])
        used[top] += until - at
        if slices > 0 and slice_segment[slices - 1] == top and slice_stop[slices - 1] == at:
            slice_stop[slices - 1] = until
        else:
            slice_start[slices], slice_stop[slices], slice_segment[slices] = at, until, top
            slices += 1
        at = until
    return slices


@kernel
def differs(data, segment, start, held, place, slices, slice_start, slice_stop,  # type: ignore[no-untyped-def]
            slice_segment):
    """Whether a segment has a byte that differs from the slice that won there. `place`: of its bytes in `data`."""
    low, high = 0, slices
    while low < high:
        middle = (low + high) // 2
        if slice_stop[middle] <= start[segment]:
            low = middle + 1
        else:
            high = middle
    end = start[segment] + held[segment]
    while low < slices and slice_start[low] < end:
        winner = slice_segment[low]
        if winner != segment and place[winner] >= 0:
            ours, theirs = place[segment] - start[segment], place[winner] - start[winner]
            for at in range(max(slice_start[low], start[segment]), min(slice_stop[low], end)):
                if data[ours + at] != data[theirs + at]:
                    return True
        low += 1
    return False


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
            if end <= highest and used[i] > 0:
                counts[at + OUT_OF_ORDER] += 1
            else:
                counts[at + RETRANSMISSIONS] += 1
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
            place, start, acknowledged, used, conflict, order, spare, start_a, stop_a, segment_a, start_b, stop_b,
            segment_b, out_side, out_start, out_stop, out_segment, out_bounds, counts):
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
