"""pcap: all its magic numbers, byte orders and record headers, and what is damaged."""
from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from capture_builders import pcap, pcap_header, pcap_record

from analyzer.capture import CaptureFile, Damage
from analyzer.errors import CaptureError

Open = Callable[[bytes], CaptureFile]
PACKETS = [(1_700_000_000_123_456_000, b"first"), (1_700_000_001_000_000_000, b"second packet")]


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize(("nanoseconds", "digits"), [(False, 6), (True, 9)])
def test_records_are_found_in_both_byte_orders_and_resolutions(
        opened: Open, order: str, nanoseconds: bool, digits: int) -> None:
    capture = opened(pcap(PACKETS, linktype=101, nanoseconds=nanoseconds, order=order))
    records, = capture.blocks()
    assert records.time.tolist() == [time for time, _ in PACKETS]
    assert [capture.data[o:o + n].tobytes() for o, n in zip(records.offset, records.caplen, strict=True)] == [
        b"first", b"second packet"]
    assert (capture.format, capture.digits, capture.damage) == ("pcap", digits, [])
    assert capture.interfaces[0].linktype == 101 and capture.interfaces[0].digits == digits


def test_the_columns_have_their_types(opened: Open) -> None:
    records, = opened(pcap(PACKETS)).blocks()
    assert [column.dtype for column in (records.offset, records.time, records.caplen, records.length,
                                        records.interface)] == [np.int64, np.int64, np.uint32, np.uint32, np.uint16]


def test_a_time_is_exact_to_the_last_nanosecond(opened: Open) -> None:
    records, = opened(pcap([(4_294_967_295_999_999_999, b"x")], nanoseconds=True)).blocks()
    assert records.time.tolist() == [4_294_967_295_999_999_999]


def test_a_fraction_of_more_than_a_second_is_added(opened: Open) -> None:
    data = pcap_header(0xA1B23C4D) + pcap_record(b"x", 10, 4_294_967_295)
    records, = opened(data).blocks()
    assert records.time.tolist() == [10 * 10 ** 9 + 4_294_967_295]


def test_a_packet_cut_by_the_snap_length_keeps_its_length_on_the_wire(opened: Open) -> None:
    capture = opened(pcap_header(snaplen=4) + pcap_record(b"abcd", length=1500))
    records, = capture.blocks()
    assert (records.caplen.tolist(), records.length.tolist()) == ([4], [1500])
    assert capture.interfaces[0].snaplen == 4


@pytest.mark.parametrize("order", "<>")
def test_the_modified_variant_has_records_with_24_bytes_of_header(opened: Open, order: str) -> None:
    more = bytes.fromhex("0000 0002  0008  00  00".replace(" ", ""))     # interface, protocol, kind, padding
    data = pcap_header(0xA1B2CD34, order=order) + pcap_record(b"one", 1, order=order, more=more) * 3
    capture = opened(data)
    records, = capture.blocks()
    assert records.offset.tolist() == [48, 75, 102] and capture.damage == []


@pytest.mark.parametrize(("magic", "more"), [(0xA1B2CD34, 12), (0xA1B2C3D4, 8), (0xA1B2C3D4, 4)])
def test_older_variants_are_told_apart_by_their_records(opened: Open, magic: int, more: int) -> None:
    record = pcap_record(b"\xff" * 30, 1_700_000_000, 5, more=b"\xff" * more)
    records, = opened(pcap_header(magic) + record * 4).blocks()
    assert records.caplen.tolist() == [30] * 4


@pytest.mark.parametrize("version", [(2, 2), (2, 3), (543, 0)])
def test_old_versions_have_the_lengths_in_reverse(opened: Open, version: tuple[int, int]) -> None:
    record = pcap_record(b"abcd", length=4, caplen=60)
    records, = opened(pcap_header(version=version) + record).blocks()
    assert (records.caplen.tolist(), records.length.tolist()) == ([4], [60])


def test_a_frame_check_sequence_is_told_by_the_link_type(opened: Open) -> None:
    interface, = opened(pcap_header(linktype=0x24000001)).interfaces
    assert (interface.linktype, interface.fcs_length) == (1, 4)


def test_ixia_files_have_four_bytes_more_in_their_header(opened: Open) -> None:
    capture = opened(pcap_header(0x1C0001AC) + bytes(4) + pcap_record(b"x", 3, 7))
    records, = capture.blocks()
    assert (records.time.tolist(), capture.nanoseconds) == ([3_000_000_007], True)


def test_a_file_without_packets_is_whole(opened: Open) -> None:
    capture = opened(pcap([]))
    assert list(capture.blocks()) == [] and capture.damage == []


def test_every_truncation_keeps_the_records_before_it(opened: Open) -> None:
    whole = pcap(PACKETS)
    ends = [24, 24 + 16 + 5, len(whole)]
    for size in range(24, len(whole)):
        capture = opened(whole[:size])
        count = sum(map(len, capture.blocks()))
        start = max(end for end in ends if end <= size)
        assert count == ends.index(start)
        assert [d.at for d in capture.damage] == ([] if size == start else [start])


def test_a_record_that_is_cut_is_damage_in_words(opened: Open) -> None:
    capture = opened(pcap(PACKETS)[:-1])
    list(capture.blocks())
    assert capture.damage == [Damage(45, "the file ends in the middle of a packet")]


def test_an_impossible_length_ends_the_reading(opened: Open) -> None:
    whole = pcap(PACKETS * 2)
    capture = opened(whole + pcap_record(b"", caplen=262_145, length=262_145) + bytes(300_000))
    assert sum(map(len, capture.blocks())) == 4
    assert capture.damage == [Damage(len(whole), "a packet claims to have more bytes than any can have")]


def test_link_types_with_long_packets_may_have_them(opened: Open) -> None:
    whole = pcap_header(linktype=249, snaplen=1 << 20) + pcap_record(bytes(300_000))
    records, = opened(whole).blocks()
    assert records.caplen.tolist() == [300_000]


def test_a_header_that_is_cut_is_an_error(opened: Open) -> None:
    with pytest.raises(CaptureError, match="cut within its first 24 bytes"):
        opened(pcap_header()[:23])


def test_a_version_that_nobody_reads_is_an_error(opened: Open) -> None:
    with pytest.raises(CaptureError, match=r"version 1\.0"):
        opened(pcap_header(version=(1, 0)))
