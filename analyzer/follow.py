"""Follow: a flow's conversation line by line, and the raw bytes of one side."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analyzer.engine import Engine
from analyzer.flows import TCP
from analyzer.infos import Infos
from analyzer.scan import SENT
from analyzer.secrets import masked_text, secret_spans
from analyzer.streams import Stream
from dissectors.stream import Data, Gap, Side

LONGEST_LINE = 64 << 10
"""A line that has no end is shown in parts of so many bytes."""


def follow(engine: Engine, flow: int, show_secrets: bool = False) -> Iterator[tuple[Side, bytes]]:
    """The lines of a conversation with their ends, and who said them. Datagrams are told in a line each."""
    if engine.flows.value(flow, "transport") != TCP:
        infos, marks = Infos(engine), engine.packets.column("marks")
        for row in engine.rows_of(flow).tolist():
            yield Side.CLIENT if marks[row] & SENT else Side.SERVER, infos.info(row).encode() + b"\n"
        return
    talk = engine.talk(flow)
    hidden = {side: [] for side in Side} if show_secrets or talk is None else secret_spans(talk)
    yield from _lines(engine.tcp_streams.stream(flow), hidden)


def stream_bytes(engine: Engine, flow: int, side: Side) -> Iterator[bytes]:
    """The bytes of one direction; missing ones are left out."""
    if engine.flows.value(flow, "transport") != TCP:
        wanted = SENT if side is Side.CLIENT else 0
        for row in engine.rows_of(flow).tolist():
            if engine.packets.column("marks")[row] & SENT == wanted:
                yield engine.packets.payload(row)
        return
    for piece_side, piece in engine.tcp_streams.stream(flow).pieces():
        if piece_side is side and isinstance(piece, Data):
            yield piece.data


def _lines(stream: Stream, hidden: Mapping[Side, Sequence[tuple[int, int]]]) -> Iterator[tuple[Side, bytes]]:
    pending = dict.fromkeys(Side, b"")
    speaker = Side.CLIENT
    for side, piece in stream.pieces():
        if side is not speaker and pending[speaker]:
            yield speaker, pending[speaker]
            pending[speaker] = b""
        speaker = side
        if isinstance(piece, Data):
            *lines, rest = (pending[side] + masked_text(piece, hidden[side])).split(b"\n")
            for line in lines:
                yield side, line + b"\n"
            while len(rest) > LONGEST_LINE:
                yield side, rest[:LONGEST_LINE]
                rest = rest[LONGEST_LINE:]
            pending[side] = rest
            continue
        if pending[side]:
            yield side, pending[side]
            pending[side] = b""
        if isinstance(piece, Gap):
            yield side, b"[%d bytes missing in the capture]\n" % piece.size

