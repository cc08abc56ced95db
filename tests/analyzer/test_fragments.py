"""Fragments of IP datagrams."""
from __future__ import annotations

from frame_builders import ethernet, flow_table, ipv4, packet_table, udp

from analyzer.fragments import LARGEST, MOST_BYTES, Defragmenter, Key, Piece
from analyzer.scan import FRAGMENTED, HAS_TRANSPORT, REASSEMBLED

KEY = Key(0, 1, 17, 7)
MORE = 0x2000


def fragments(datagram: bytes, size: int = 16) -> list[bytes]:
    """Frames with pieces of `size` bytes (a multiple of 8)."""
    return [ethernet(ipv4(datagram[at:at + size], 17, identification=9,
                          fragment=at // 8 | (MORE if at + size < len(datagram) else 0)))
            for at in range(0, len(datagram), size)]


def test_the_piece_that_completes_a_datagram_carries_it() -> None:
    table = packet_table(fragments(udp(b"a question that is long", 5000, 53)))
    assert table.payload(1) == b"a question that is long"
    assert (table.column("source_port")[1], table.column("destination_port")[1]) == (5000, 53)
    assert table.column("marks").tolist() == [FRAGMENTED, FRAGMENTED | REASSEMBLED | HAS_TRANSPORT]
    flow_table(table)
    assert table.column("flow").tolist() == [-1, 0]


def test_pieces_may_come_in_any_order() -> None:
    table = packet_table(list(reversed(fragments(udp(bytes(range(100)))))))
    assert table.payload(table.rows - 1) == bytes(range(100))


def test_a_missing_piece_leaves_the_datagram_open() -> None:
    frames = fragments(udp(bytes(range(100))))
    table = packet_table(frames[:3] + frames[4:])
    assert table.datagrams == {}


def test_of_overlapping_pieces_the_first_captured_wins() -> None:
    pieces = Defragmenter()
    assert pieces.add(KEY, Piece(0, 0, True, b"AAAAAAAA" * 2)) is None
    assert pieces.add(KEY, Piece(1, 8, False, b"BBBBBBBBCC")) == (b"A" * 16 + b"CC", [0, 1])


def test_a_piece_past_the_largest_datagram_is_left_out() -> None:
    assert Defragmenter().add(KEY, Piece(0, LARGEST - 4, False, b"too long")) is None


def test_unfinished_datagrams_take_bounded_memory() -> None:
    pieces, data = Defragmenter(), bytes(60_000)
    for number in range(2 * MOST_BYTES // len(data)):
        pieces.add(KEY._replace(identification=number), Piece(number, 0, True, data))
    held = pieces.add(KEY._replace(identification=0), Piece(9, 60_000, False, b"end"))
    assert held is None     # its first piece was dropped, the oldest of all
