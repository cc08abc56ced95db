"""TCP segments that carry nothing that is known as lines for the packet list, many at once: a kernel."""
from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.dns_lines import put_text
from analyzer.scan import SENT
from dissectors.dns.writer import put, put_number, put_word
from dissectors.kernel import kernel

if TYPE_CHECKING:
    from analyzer.engine import Engine

FLAGS = ((2, "SYN"), (1, "FIN"), (4, "RST"), (8, "PSH"), (16, "ACK"), (32, "URG"), (64, "ECE"), (128, "CWR"))
_LAST_NUMBER = 0xFFFFFFFF
"""Of sequence numbers, which begin again behind it (RFC 9293 3.4)."""
_MANY = 5
"""A line is as much work as so many packets."""
_ROOM = 128
"""Bytes in which every line finds room."""


@kernel
def put_segments(out, sources, destinations, flags, numbers, answers, sizes, words, begins):  # type: ignore[no-untyped-def]
    """Writes a line a segment; gives the size of the text."""
    at = 0
    for i in range(len(sources)):
        at = put_word(out, put_number(out, at, sources[i] + 0), b" \xe2\x86\x92 ")
        at = put(out, put_number(out, at, destinations[i] + 0), 32)
        at = put_text(out, at, words, begins, flags[i] + 0)
        at = put_number(out, put_word(out, at, b" Seq="), numbers[i] + 0)
        if flags[i] & 16:
            at = put_number(out, put_word(out, at, b" Ack="), answers[i] + 0)
        at = put(out, put_number(out, put_word(out, at, b" Len="), sizes[i] + 0), 10)
    return at


@cache
def _words() -> tuple[Array, Array]:
    """What lines say of flags, by these."""
    texts = [f"[{', '.join(name for bit, name in FLAGS if flags & bit) or 'no flags'}]".encode()
             for flags in range(256)]
    return np.frombuffer(b"".join(texts), np.uint8), np.cumsum([0, *map(len, texts)])


def segment_lines(engine: Engine, rows: Array, work: int) -> Array:
    """The lines of TCP segments, as UTF-8 with line ends. `work`: about how many packets will be asked for in all."""
    column, flow = engine.packets.column, engine.packets.column("flow")[rows]
    sent = column("marks")[rows] & SENT != 0
    bases = [engine.flows.column(name)[flow].astype(np.int64) for name in ("base_sent", "base_received")]
    other = np.where(sent, bases[1], bases[0])
    relative = column("sequence")[rows] - np.where(sent, *bases) & _LAST_NUMBER
    answered = column("acknowledgment")[rows].astype(np.int64)
    answered = np.where(other >= 0, answered - other & _LAST_NUMBER, answered)
    out = np.empty(len(rows) * _ROOM, np.uint8)
    written = put_segments.for_work(work * _MANY)(
        out, column("source_port")[rows], column("destination_port")[rows], column("tcp_flags")[rows], relative,
        answered, column("payload_size")[rows], *_words())
    return out[:written]
