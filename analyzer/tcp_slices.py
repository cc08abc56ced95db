"""Segments of one side of a TCP connection cut into slices without overlaps: kernels for analyzer/tcp.py."""
from __future__ import annotations

from dissectors.kernel import kernel


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
