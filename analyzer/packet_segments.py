"""TCP segments that carry nothing that is known as lines for the packet list, many at once: a kernel."""
from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.dns_lines import put_text
from analyzer.flow_scales import headers_at, window_scales
from analyzer.scan import REASSEMBLED, SENT
from dissectors.dns.writer import put, put_number, put_word
from dissectors.kernel import kernel
from dissectors.transport.numbers import (
    ACK,
    CWR,
    ECE,
    END_OF_OPTIONS,
    FIN,
    LARGEST_SHIFT,
    LAST_NUMBER,
    MINIMUM,
    NO_OPERATION,
    PSH,
    RST,
    SACK,
    SACK_PERMITTED,
    SEGMENT_SIZE,
    SYN,
    TIMESTAMPS,
    URG,
    WINDOW_SCALE,
)
from dissectors.transport.standing import NOTES, TITLES, WHATEVER_THE_WINDOW, ZERO_WINDOW
from dissectors.transport.tcp import URGENT, WINDOW

if TYPE_CHECKING:
    from analyzer.engine import Engine

FLAGS = ((SYN, "SYN"), (FIN, "FIN"), (RST, "RST"), (PSH, "PSH"), (ACK, "ACK"), (URG, "URG"), (ECE, "ECE"), (CWR, "CWR"))
"""In the order in which Wireshark names them."""
_FLAG_WORDS = 256
_NO_WINDOW = _FLAG_WORDS + len(NOTES) + 1
"""The words for flags come first, then those for notes."""
WINDOW_AT, URGENT_AT = WINDOW.at, URGENT.at
_MANY = 5
"""A line is as much work as so many packets."""
_ROOM = 448
"""Bytes in which every line finds room: 40 octets of options are 20 times ` SACK_PERM` at most."""


@kernel
def number_at(data, at, size):  # type: ignore[no-untyped-def]
    """A number of so many octets."""
    found = 0
    for i in range(size):
        found = found * 256 + data[at + i]
    return found


@kernel
def put_options(out, at, data, begin, stop, base):  # type: ignore[no-untyped-def]
    """Writes TCP options as Wireshark does; blocks that were received count from `base`."""
    while begin + 1 < stop and data[begin] != END_OF_OPTIONS:
        kind, size = data[begin] + 0, max(data[begin + 1] + 0, 2)
        if kind == NO_OPERATION:
            size = 1
        elif begin + size > stop:
            return at
        elif kind == SEGMENT_SIZE and size == 4:
            at = put_number(out, put_word(out, at, b" MSS="), number_at(data, begin + 2, 2))
        elif kind == WINDOW_SCALE and size == 3:
            at = put_number(out, put_word(out, at, b" WS="), 1 << min(data[begin + 2] + 0, LARGEST_SHIFT))
        elif kind == SACK_PERMITTED and size == 2:
            at = put_word(out, at, b" SACK_PERM")
        elif kind == TIMESTAMPS and size == 10:
            at = put_number(out, put_word(out, at, b" TSval="), number_at(data, begin + 2, 4))
            at = put_number(out, put_word(out, at, b" TSecr="), number_at(data, begin + 6, 4))
        elif kind == SACK:
            for block in range(begin + 2, begin + size - 7, 8):
                left, right = number_at(data, block, 4), number_at(data, block + 4, 4)
                at = put_number(out, put_word(out, at, b" SLE="), (left - base) & LAST_NUMBER)
                at = put_number(out, put_word(out, at, b" SRE="), (right - base) & LAST_NUMBER)
        begin += size
    return at


@kernel
def put_segments(out, sources, destinations, flags, numbers, answers, bases, sizes, data, begins, ends,  # type: ignore
                 shifts, notes, words, word_begins):
    """Writes a line a segment; gives the size of the text. What was captured of a header is at [begins[i], ends[i])."""
    at = 0
    for i in range(len(sources)):
        begin, stop, seen = begins[i] + 0, ends[i] + 0, flags[i] + 0
        window = number_at(data, begin + WINDOW_AT, 2) if stop >= begin + MINIMUM else -1
        at = put_text(out, at, words, word_begins, _FLAG_WORDS + notes[i])
        if window == 0 and not seen & WHATEVER_THE_WINDOW:
            at = put_text(out, at, words, word_begins, _NO_WINDOW)
        at = put_word(out, put_number(out, at, sources[i] + 0), b" \xe2\x86\x92 ")
        at = put(out, put_number(out, at, destinations[i] + 0), 32)
        at = put_text(out, at, words, word_begins, seen)
        at = put_number(out, put_word(out, at, b" Seq="), numbers[i] + 0)
        if seen & ACK:
            at = put_number(out, put_word(out, at, b" Ack="), answers[i] + 0)
        if window >= 0:
            at = put_number(out, put_word(out, at, b" Win="), window << (0 if seen & SYN else shifts[i] + 0))
            if seen & URG:
                at = put_number(out, put_word(out, at, b" Urg="), number_at(data, begin + URGENT_AT, 2))
        at = put_number(out, put_word(out, at, b" Len="), sizes[i] + 0)
        at = put(out, put_options(out, at, data, begin + MINIMUM, stop, bases[i] + 0), 10)
    return at


@cache
def _words() -> tuple[Array, Array]:
    """What lines say of flags, by these, then of notes, and then of a window of 0."""
    texts = [f"[{', '.join(name for bit, name in FLAGS if flags & bit) or 'no flags'}]".encode()
             for flags in range(_FLAG_WORDS)]
    texts += [title.encode() for title in (*map(title, (0, *sorted(NOTES))), TITLES[ZERO_WINDOW])]
    return np.frombuffer(b"".join(texts), np.uint8), np.cumsum([0, *map(len, texts)])


def title(note: int) -> str:
    """What the line of a segment begins with of which reassembly has noted something."""
    return TITLES[NOTES[note]] if note else ""


def titles(engine: Engine, rows: Array) -> list[str]:
    """What lines of packets with TCP segments begin with."""
    return list(map(title, engine.notes_of(rows).tolist()))


def segment_lines(engine: Engine, rows: Array, work: int) -> Array:
    """The lines of TCP segments, as UTF-8 with line ends. `work`: about how many packets will be asked for in all."""
    column = engine.packets.column
    numbers, answers, bases, shifts = _of_flows(engine, rows, work)
    begins, ends = headers_at(engine, rows)
    ends = np.where(column("marks")[rows] & REASSEMBLED, begins, ends)     # those are not in the capture in one piece
    out = np.empty(len(rows) * _ROOM, np.uint8)
    written = put_segments.for_work(work * _MANY)(
        out, column("source_port")[rows], column("destination_port")[rows], column("tcp_flags")[rows], numbers, answers,
        bases, column("payload_size")[rows], engine.packets.data, begins, ends, shifts,
        engine.notes_of(rows), *_words())
    return out[:written]


def _of_flows(engine: Engine, rows: Array, work: int) -> tuple[Array, Array, Array, Array]:
    """Of each segment the relative numbers (of its first byte, and of what it acknowledges), what those of the other
    side count from, and the shift of its window."""
    column, flow = engine.packets.column, engine.packets.column("flow")[rows]
    received = (column("marks")[rows] & SENT == 0).astype(np.int64)
    known, index = np.unique(flow, return_inverse=True)
    bases = np.stack([engine.flows.of(name, known) for name in ("base_sent", "base_received")], axis=1)
    own, other = bases[index, received], np.maximum(bases[index, 1 - received], 0)
    shifts = np.maximum(window_scales(engine, known, work), 0)[index, received]
    numbers = column("sequence")[rows] - own & LAST_NUMBER
    return numbers, column("acknowledgment")[rows] - other & LAST_NUMBER, other, shifts
