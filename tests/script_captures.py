"""Captures of dialogues as scripts (see `dialogues`): a packet a line; what a script loses is not in them."""
from __future__ import annotations

from pathlib import Path

from capture_builders import pcap
from dialogues import pieces
from frame_builders import ACK, CLIENT, SERVER, SYN, ethernet, ipv4, tcp

from dissectors.stream import Data, Piece, Side


def script_capture(path: Path, script: str, port: int = 25, begins: bool = True) -> Path:
    """A capture of one connection; `begins`: its handshake was captured."""
    return said_capture(path, pieces(script), port, begins)


def said_capture(path: Path, said: list[tuple[Side, Piece]], port: int = 25, begins: bool = True) -> Path:
    """As `script_capture`, of pieces."""
    at = [1001, 1001]
    frames = [_frame(Side.CLIENT, b"", [1000, 0], port, SYN),
              _frame(Side.SERVER, b"", [1001, 1000], port, SYN | ACK)] if begins else []
    for side, piece in said:
        if isinstance(piece, Data):
            at[side] = 1001 + piece.start
            frames.append(_frame(side, piece.data, at, port, ACK))
            at[side] = 1001 + piece.stop
    path.write_bytes(pcap((number * 1_000_000, frame) for number, frame in enumerate(frames)))
    return path


def _frame(side: Side, data: bytes, at: list[int], port: int, flags: int) -> bytes:
    ports = (4000, port) if side is Side.CLIENT else (port, 4000)
    hosts = (CLIENT, SERVER) if side is Side.CLIENT else (SERVER, CLIENT)
    segment = tcp(data, source=ports[0], destination=ports[1], sequence=at[side], acknowledgment=at[side.other],
                  flags=flags)
    return ethernet(ipv4(segment, 6, *hosts))
