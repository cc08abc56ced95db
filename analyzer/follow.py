"""Follow: a flow's conversation line by line, and the raw bytes of one side."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from analyzer.engine import Engine
from analyzer.flows import TCP
from analyzer.follow_tls import Ciphertext, Stretch
from analyzer.inflated import InflatedStream
from analyzer.infos import Infos
from analyzer.scan import SENT
from analyzer.secrets import masked_text, secret_spans
from analyzer.stream import Stream
from dissectors.stream import Data, Gap, Piece, Side

LONGEST_LINE = 64 << 10
"""A line that has no end is shown in parts of so many bytes."""


class Said(NamedTuple):
    """A line with its end, who said it, and the row of the packet in which it begins."""
    side: Side
    line: bytes
    row: int


def follow(engine: Engine, flow: int, show_secrets: bool = False) -> Iterator[tuple[Side, bytes]]:
    """The lines of a conversation with their ends, and who said them. Datagrams are told in a line each."""
    if engine.flows.value(flow, "transport") == TCP:
        for side, line, _ in _stream_lines(engine, flow, show_secrets):
            yield side, line
    else:
        for side, line, _ in _datagrams(engine, flow):
            yield side, line


def dialogue(engine: Engine, flow: int, show_secrets: bool = False) -> Iterator[Said]:
    """As `follow`, with the packets."""
    if engine.flows.value(flow, "transport") != TCP:
        yield from _datagrams(engine, flow)
        return
    stream = stream_of(engine, flow)
    for side, line, position in _stream_lines(engine, flow, show_secrets):
        yield Said(side, line, stream.packet_at(side, position))


def _datagrams(engine: Engine, flow: int) -> Iterator[Said]:
    infos, marks = Infos(engine), engine.packets.column("marks")
    for row in engine.rows_of(flow).tolist():
        yield Said(Side.CLIENT if marks[row] & SENT else Side.SERVER, infos.info(row).encode() + b"\n", row)


def _stream_lines(engine: Engine, flow: int, show_secrets: bool) -> Iterator[tuple[Side, bytes, int]]:
    talk = engine.talk(flow)
    hidden = {side: [] for side in Side} if show_secrets or talk is None else secret_spans(talk)
    return _lines(Ciphertext(talk).without(stream_of(engine, flow).pieces()), hidden)


def stream_of(engine: Engine, flow: int) -> Stream | InflatedStream:
    """What was said, unpacked."""
    talk = engine.talk(flow)
    return engine.tcp_streams.stream(flow) if talk is None else talk.stream


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


def _lines(pieces: Iterable[tuple[Side, Piece | Stretch]],
           hidden: Mapping[Side, Sequence[tuple[int, int]]]) -> Iterator[tuple[Side, bytes, int]]:
    """The lines, who said them, and where in the stream they begin."""
    pending, begun = dict.fromkeys(Side, b""), dict.fromkeys(Side, 0)
    speaker = Side.CLIENT
    for side, piece in pieces:
        if side is not speaker and pending[speaker]:
            yield speaker, pending[speaker], begun[speaker]
            pending[speaker] = b""
        speaker = side
        if isinstance(piece, Data):
            if not pending[side]:
                begun[side] = piece.start
            *lines, rest = (pending[side] + masked_text(piece, hidden[side])).split(b"\n")
            behind = 0
            for line in lines:
                yield side, line + b"\n", begun[side]
                # a mask may be longer or shorter than what it hides
                behind = piece.data.find(b"\n", behind) + 1
                begun[side] = piece.start + behind
            while len(rest) > LONGEST_LINE:
                yield side, rest[:LONGEST_LINE], begun[side]
                rest = rest[LONGEST_LINE:]
                begun[side] += LONGEST_LINE
            pending[side] = rest
            continue
        if pending[side]:
            yield side, pending[side], begun[side]
            pending[side] = b""
        if isinstance(piece, Gap):
            yield side, b"[%d bytes missing in the capture]\n" % piece.size, piece.start
        elif isinstance(piece, Stretch):
            yield side, f"{piece.text()}\n".encode(), piece.start
