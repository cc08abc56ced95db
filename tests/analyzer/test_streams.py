"""Reassembly: whatever the capture did to the segments, the stream is right or says what is missing."""
from __future__ import annotations

import numpy as np
from frame_builders import ACK, FIN, RST, SYN, flow_table, packet_table, received, sent
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.stream import Stream
from analyzer.streams import Streams
from dissectors.stream import Data, End, Gap, How, Side

ISN = 0xFFFFFFF0    # the sequence numbers wrap around within the first bytes
HANDSHAKE = [sent(sequence=ISN, flags=SYN), received(sequence=99, flags=SYN | ACK, acknowledgment=ISN + 1),
             sent(sequence=ISN + 1, acknowledgment=100)]


def stream_of(frames: list[bytes], work: int = 0) -> Stream:
    table = packet_table(frames, work=work)
    flows = flow_table(table)
    return Streams(table, flows, np.arange(len(flows))).stream(0)


def text(stream: Stream, side: Side = Side.CLIENT) -> bytes:
    return b"".join(p.data if isinstance(p, Data) else b"?" * p.size if isinstance(p, Gap) else b""
                    for s, p in stream.pieces() if s is side)


def at(position: int, payload: bytes, flags: int = ACK, acknowledgment: int = 100) -> bytes:
    """A segment of the client at a position of the stream."""
    return sent(payload, ISN + 1 + position, flags, acknowledgment)


def test_segments_in_order_across_the_wrap_of_sequence_numbers() -> None:
    stream = stream_of([*HANDSHAKE, at(0, b"HELO my.domain.example\r\n"), at(24, b"QUIT\r\n")])
    assert text(stream) == b"HELO my.domain.example\r\nQUIT\r\n"
    assert stream.counts(Side.CLIENT).missing_bytes == 0


def test_reordered_and_repeated_segments() -> None:
    stream = stream_of([*HANDSHAKE, at(3, b"def"), at(0, b"abc"), at(3, b"def"), at(6, b"ghi")])
    assert text(stream) == b"abcdefghi"
    counts = stream.counts(Side.CLIENT)
    assert (counts.out_of_order, counts.retransmissions, counts.conflicts) == (1, 1, 0)


def test_of_several_syn_acks_the_one_counts_that_the_client_acknowledges() -> None:
    refused, forged = received(sequence=7, flags=SYN | ACK), received(sequence=5000, flags=SYN | ACK)
    greeting = received(b"220 hello\r\n", 100)
    syn, answer, accepted = HANDSHAKE
    for frames in ([syn, refused, answer, accepted, greeting], [syn, answer, forged, forged, accepted, greeting],
                   [syn, answer, accepted, forged, greeting], [syn, answer, accepted, greeting, forged]):
        stream = stream_of(frames)
        assert text(stream, Side.SERVER) == b"220 hello\r\n"
        assert stream.counts(Side.SERVER).missing_bytes == 0


def test_first_copy_wins_and_the_conflict_is_counted() -> None:
    stream = stream_of([*HANDSHAKE, at(0, b"abcdef"), at(2, b"XXefghi")])
    assert text(stream) == b"abcdef" + b"ghi"
    assert stream.counts(Side.CLIENT).conflicts == 1


def test_an_overlap_with_equal_bytes_is_no_conflict() -> None:
    stream = stream_of([*HANDSHAKE, at(0, b"abcdef"), at(3, b"defghi")])
    assert text(stream) == b"abcdefghi"
    assert stream.counts(Side.CLIENT).conflicts == 0


def test_missing_bytes_are_a_gap_at_their_place() -> None:
    stream = stream_of([*HANDSHAKE, at(0, b"abc"), at(8, b"ijk")])
    pieces = [piece for side, piece in stream.pieces() if side is Side.CLIENT]
    assert pieces == [Data(0, b"abc"), Gap(3, 5), Data(8, b"ijk"), End(11, How.CAPTURE)]
    assert stream.counts(Side.CLIENT).missing_bytes == 5


def test_lost_end_shows_by_the_other_sides_acknowledgment() -> None:
    stream = stream_of([*HANDSHAKE, at(0, b"abc"), received(sequence=100, acknowledgment=ISN + 1 + 10)])
    assert text(stream) == b"abc" + b"?" * 7
    assert stream.counts(Side.CLIENT).missing_bytes == 7


def test_acknowledged_fin_is_no_missing_byte() -> None:
    stream = stream_of([*HANDSHAKE, at(0, b"abc"), received(sequence=100, acknowledgment=ISN + 1 + 4)])
    assert stream.counts(Side.CLIENT).missing_bytes == 0


def test_capture_that_begins_in_mid_connection_starts_at_its_first_byte() -> None:
    stream = stream_of([at(500, b"def"), at(497, b"abc"), at(503, b"ghi", FIN | ACK)])
    assert text(stream) == b"abcdefghi"
    assert stream.counts(Side.CLIENT).missing_bytes == 0


def test_keep_alive_and_window_probe_change_nothing() -> None:
    stream = stream_of([*HANDSHAKE, at(0, b"abc"), at(2, b"\0"), at(3, b""), at(3, b"d"), at(3, b"d"), at(4, b"e")])
    assert text(stream) == b"abcde"
    assert stream.counts(Side.CLIENT).conflicts == 0


def test_data_with_the_syn_comes_first() -> None:
    stream = stream_of([sent(b"early", ISN, SYN), received(sequence=99, flags=SYN | ACK, acknowledgment=ISN + 6),
                        at(5, b" late")])
    assert text(stream) == b"early late"


def test_an_answer_never_comes_before_what_it_answers() -> None:
    question, answer = at(0, b"NOOP\r\n"), received(b"250 ok\r\n", 100, acknowledgment=ISN + 1 + 6)
    stream = stream_of([*HANDSHAKE, answer, question])
    assert [side for side, piece in stream.pieces() if isinstance(piece, Data)] == [Side.CLIENT, Side.SERVER]


def test_one_direction_alone() -> None:
    stream = stream_of([received(b"220 hi\r\n", 100), received(b"250 ok\r\n", 108)])
    assert text(stream, Side.SERVER) == b"220 hi\r\n250 ok\r\n"


def test_reset_ends_both_sides() -> None:
    stream = stream_of([*HANDSHAKE, at(0, b"abc", RST | ACK)])
    assert [piece.how for _, piece in stream.pieces() if isinstance(piece, End)] == [How.RESET, How.RESET]


def test_every_position_leads_back_to_its_packet() -> None:
    stream = stream_of([*HANDSHAKE, at(3, b"def"), at(0, b"abc")])
    assert [stream.packet_at(Side.CLIENT, position) for position in range(6)] == [4, 4, 4, 3, 3, 3]
    assert stream.read(Side.CLIENT, 1, 5) == b"bcde"


cuts = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), min_size=1, max_size=25)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(cuts)
def test_any_segments_of_a_text_give_the_text_or_gaps(segments: list[tuple[int, int]]) -> None:
    whole = bytes(range(65, 125))
    stream = stream_of([*HANDSHAKE, *(at(start, whole[start:start + size]) for start, size in segments)])
    covered = {p for start, size in segments for p in range(start, min(start + size, len(whole)))}
    expected = bytes(whole[p] if p in covered else ord("?") for p in range(max(covered) + 1))
    assert text(stream) == expected
    assert stream.counts(Side.CLIENT).missing_bytes == expected.count(b"?")
    assert stream.counts(Side.CLIENT).conflicts == 0
