"""The kernels give the same interpreted and compiled, on whole and on mutated bytes."""
from __future__ import annotations

import struct
from typing import Any

import numpy as np
import pytest
from capture_builders import enhanced, interface, obsolete, option, pcap, section, simple
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.capture import index, index_pcapng
from analyzer.capture.records import Records
from dissectors.kernel import readonly

PCAP = pcap([(i * 10 ** 9, bytes(i)) for i in range(8)])
PCAPNG = section() + interface() + b"".join((
    enhanced(b"a", 2 ** 40, options=option(1, b"note") + option(0, b"")), obsolete(b"bc"), simple(b"def"),
    enhanced(b"g", options=option(7, b"\1" + bytes(8)) + option(2, bytes(4)))))
PCAPNG_BIG = section(order=">") + b"".join((
    enhanced(b"a", 2 ** 40, options=option(1, b"note", ">"), order=">"), obsolete(b"bc", order=">"),
    simple(b"def", order=">")))
FLIPS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 255)), max_size=4)


def columns(records: Records, count: int) -> list[list[int]]:
    """The filled rows."""
    first = records.first(count)
    return [column.tolist() for column in (first.offset, first.time, first.caplen, first.length, first.interface)]


def flipped(whole: bytes, start: int, flips: list[tuple[int, int]], size: int) -> bytes:
    """Bytes behind `start` changed, and the end cut off."""
    data = bytearray(whole)
    for at, bits in flips:
        data[start + at % (len(data) - start)] ^= bits
    return bytes(data[:max(size, start)])


def both(kernel: Any, run: Any) -> tuple[Any, Any]:
    """What a run gives interpreted and compiled."""
    return run(kernel), run(kernel.compiled)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(flips=FLIPS, size=st.integers(24, 400), big=st.integers(0, 1), lengths=st.integers(0, 2),
       header=st.sampled_from([16, 20, 24, 28]))
def test_pcap_interpreted_is_compiled(flips: list[tuple[int, int]], size: int, big: int, lengths: int,
                                      header: int) -> None:
    data = flipped(PCAP, 24, flips, size)

    def run(kernel: Any) -> Any:
        records = Records.room_for(6)
        count, pos, stop = kernel(readonly(data), 24, len(data), 10 ** 9, big, header, lengths, 1000, 262_144,
                                  records.offset, records.time, records.caplen, records.length)
        assert 24 <= pos <= len(data) and count <= 6
        return pos, stop, columns(records, count)
    interpreted, compiled = both(index.index_pcap, run)
    assert interpreted == compiled


@settings(deadline=None, derandomize=True, max_examples=150)
@given(flips=FLIPS, size=st.integers(28, 400), big=st.booleans(), shift=st.integers(0, 127),
       tick=st.sampled_from([(1000, 0, 1), (0, 10 ** 9, 10), (0, 0, 1)]), offset=st.integers(-2 ** 63, 2 ** 63 - 1))
def test_pcapng_interpreted_is_compiled(flips: list[tuple[int, int]], size: int, big: bool, shift: int,
                                        tick: tuple[int, int, int], offset: int) -> None:
    data = flipped(PCAPNG_BIG if big else PCAPNG, 28, flips, size)
    words = readonly(data[:len(data) & ~3]).view(np.int32)
    table = np.array([262_144, 100, *tick, shift, offset], np.int64)
    start = 28 if big else 48

    def run(kernel: Any) -> Any:
        records, notes = Records.room_for(6), np.zeros(8, np.int64)
        count, pos, stop, noted = kernel(
            words, start, len(data), 10 ** 9, int(big), int(big), 3, 1, table, 0, records.offset, records.time,
            records.caplen, records.length, records.interface, 0, notes)
        return pos, stop, notes[:noted].tolist(), columns(records, count)
    interpreted, compiled = both(index_pcapng.index_pcapng, run)
    assert interpreted == compiled


@settings(deadline=None, derandomize=True, max_examples=200)
@given(ticks=st.integers(0, 2 ** 64 - 1), exponent=st.integers(0, 127))
def test_binary_ticks_are_exact(ticks: int, exponent: int) -> None:
    expected = min(ticks * 10 ** 9 >> exponent, index_pcapng.LATEST)
    if ticks >> exponent >= index_pcapng.LATEST // 10 ** 9:
        expected = index_pcapng.LATEST
    arguments = ticks >> 32, ticks & 0xFFFFFFFF, 0, 0, 1, exponent
    assert index_pcapng.nanoseconds(*arguments) == index_pcapng.nanoseconds.compiled(*arguments) == expected


@pytest.mark.parametrize("room", [1, 2, 3])
def test_reading_goes_on_where_the_arrays_were_full(room: int) -> None:
    offsets: list[int] = []
    pos, data = 24, readonly(PCAP)
    for _ in range(8 // room + 1):
        records = Records.room_for(room)
        count, pos, _stop = index.index_pcap(data, pos, len(PCAP), len(PCAP), 0, 16, 0, 1000, 262_144,
                                             records.offset, records.time, records.caplen, records.length)
        offsets += records.offset[:count].tolist()
    assert offsets == [24 + 16 * (i + 1) + i * (i - 1) // 2 for i in range(8)]


def test_a_swapped_word_is_the_number_in_the_other_order() -> None:
    words = np.frombuffer(struct.pack("=I", 0xFEDCBA98), np.int32)
    assert index_pcapng.word(words, 0, 0) == 0xFEDCBA98 and index_pcapng.word(words, 0, 1) == 0x98BADCFE
