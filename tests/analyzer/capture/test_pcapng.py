"""pcapng: blocks in any order, byte order and resolution, what they carry beside packets, and what is damaged."""
from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from capture_builders import (
    NAMES,
    SECRETS,
    STATISTICS,
    block,
    enhanced,
    interface,
    name_record,
    obsolete,
    option,
    pcapng,
    section,
    simple,
)

from analyzer.capture import CaptureFile, Records
from analyzer.capture.index_pcapng import LATEST
from analyzer.errors import CaptureError

Open = Callable[[bytes], CaptureFile]
PACKETS = [(1_700_000_000_123_456_000, b"first"), (1_700_000_001_000_000_000, b"second packet")]
END = option(0, b"")


def only(capture: CaptureFile) -> Records:
    """The one block of a small capture."""
    records, = capture.blocks()
    return records


def packets(capture: CaptureFile) -> list[bytes]:
    """The bytes of all packets."""
    return [capture.data[o:o + n].tobytes() for records in capture.blocks()
            for o, n in zip(records.offset.tolist(), records.caplen.tolist(), strict=True)]


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("nanoseconds", [False, True])
def test_enhanced_packets_in_both_byte_orders_and_resolutions(opened: Open, order: str, nanoseconds: bool) -> None:
    capture = opened(pcapng(PACKETS, linktype=113, nanoseconds=nanoseconds, order=order))
    assert only(capture).time.tolist() == [time for time, _ in PACKETS]
    assert (capture.format, capture.digits) == ("pcapng", 9 if nanoseconds else 6)
    assert capture.interfaces[0].linktype == 113 and capture.damage == []


@pytest.mark.parametrize("order", "<>")
def test_all_kinds_of_packet_blocks(opened: Open, order: str) -> None:
    capture = opened(section(order=order) + interface(snaplen=6, order=order) + enhanced(b"enhanced", order=order)
                     + obsolete(b"obsolete", 77, order=order) + simple(b"simple", 1000, order=order))
    assert packets(capture) == [b"enhanced", b"obsolete", b"simple"] and capture.damage == []


def test_a_simple_packet_has_no_time_and_the_snap_length_as_its_size(opened: Open) -> None:
    records = only(opened(section() + interface(snaplen=6) + simple(b"simple", 1000)))
    assert (records.time.tolist(), records.caplen.tolist(), records.length.tolist()) == ([0], [6], [1000])


@pytest.mark.parametrize(("resolution", "ticks", "expected"), [
    ("00", 5, 5 * 10 ** 9),                                 # seconds
    ("03", 1_234, 1_234 * 10 ** 6),                         # milliseconds
    ("09", 1_700_000_000_123_456_789, 1_700_000_000_123_456_789),
    ("0c", 123_456_789_999_999, 123_456_789_999),           # picoseconds
    ("0c", 2 ** 64 - 1, (2 ** 64 - 1) // 1000),
    ("13", 2 ** 64 - 1, (2 ** 64 - 1) // 10 ** 10),         # the smallest unit that 64 bits can fill a second of
    ("7f", 2 ** 64 - 1, 0),
    ("80", 7, 7 * 10 ** 9),                                 # 2**0
    ("8a", 1025, 10 ** 9 + 10 ** 9 // 1024),                # 2**-10
    ("a0", (9 << 32) + 1, 9 * 10 ** 9),                     # 2**-32
    ("bf", 2 ** 64 - 1, 2 * 10 ** 9 - 1),                   # 2**-63
    ("ff", 2 ** 64 - 1, 0),
    ("00", 2 ** 40, LATEST),                                # later than can be
    ("06", 2 ** 63, LATEST),
    ("80", 2 ** 63, LATEST),
])
def test_times_are_exact_in_every_resolution(opened: Open, resolution: str, ticks: int, expected: int) -> None:
    options = option(9, bytes.fromhex(resolution)) + END
    assert only(opened(section() + interface(options=options) + enhanced(b"x", ticks))).time.tolist() == [expected]


@pytest.mark.parametrize(("seconds", "expected"), [
    (1_000_000_000, 1_000_000_007 * 10 ** 9), (-8, -10 ** 9), (2 ** 62, LATEST), (-2 ** 62, 7 * 10 ** 9 - LATEST)])
def test_an_offset_is_added_to_every_time(opened: Open, seconds: int, expected: int) -> None:
    options = option(14, struct.pack("<q", seconds)) + END
    capture = opened(section() + interface(options=options) + enhanced(b"x", 7_000_000))
    assert only(capture).time.tolist() == [expected] and capture.interfaces[0].offset_seconds == seconds


@pytest.mark.parametrize(("resolution", "digits"), [("00", 0), ("03", 3), ("06", 6), ("0c", 9), ("8a", 9)])
def test_digits_follow_the_finest_interface(opened: Open, resolution: str, digits: int) -> None:
    capture = opened(section() + interface(options=option(9, bytes.fromhex(resolution))) + enhanced(b"x"))
    list(capture.blocks())
    assert capture.digits == digits


def test_sections_have_their_own_byte_order_and_interfaces(opened: Open) -> None:
    capture = opened(section() + interface(1) + interface(101) + enhanced(b"a", number=1)
                     + section(order=">") + interface(113, order=">") + enhanced(b"b", order=">")
                     + section() + interface(0) + enhanced(b"c"))
    assert only(capture).interface.tolist() == [1, 2, 3]
    assert [(i.linktype, i.section) for i in capture.interfaces] == [(1, 0), (101, 0), (113, 1), (0, 2)]


def test_an_interface_may_be_described_between_packets(opened: Open) -> None:
    nanoseconds = option(9, b"\x09")
    capture = opened(section() + interface() + enhanced(b"a", 1) + interface(options=nanoseconds)
                     + enhanced(b"b", 1, 1) + enhanced(b"c", 2, 0))
    assert only(capture).time.tolist() == [1000, 1, 2000] and capture.digits == 9


def test_what_an_interface_says_about_itself(opened: Open) -> None:
    options = (option(2, b"eth0\0") + option(3, b"uplink") + option(11, b"\0port 53") + option(12, b"Linux")
               + option(15, b"82574L") + option(13, b"\x04") + option(2, b"second name") + END)
    statistics = block(STATISTICS, struct.pack("<3I", 0, 0, 0) + option(4, struct.pack("<Q", 10))
                       + option(5, struct.pack("<Q", 3)) + END)
    capture = opened(section() + interface(options=options) + statistics)
    list(capture.blocks())
    found, = capture.interfaces
    assert (found.name, found.description, found.filter, found.os, found.hardware) == (
        "eth0", "uplink", "port 53", "Linux", "82574L")
    assert (found.fcs_length, found.received, found.dropped) == (4, 10, 3)


def test_comments_stand_with_their_packets(opened: Open) -> None:
    comment = option(1, "größer".encode())
    capture = opened(section(comment + END) + interface(options=comment) + enhanced(b"a") + enhanced(
        b"b", options=comment + option(2, bytes(4)) + option(1, b"again") + END) + enhanced(b"c", options=END))
    list(capture.blocks(records_at_most=1))
    assert capture.comments == [(-1, "größer"), (-1, "größer"), (1, "größer"), (1, "again")]


def test_names_of_addresses_are_kept(opened: Open) -> None:
    six = bytes.fromhex("2001 0db8 0000 0000 0000 0000 0000 0001")
    body = (name_record(1, bytes([192, 0, 2, 1]) + b"mail.example\0mx.example\0") + name_record(99, b"unknown")
            + name_record(2, six + b"six.example\0") + name_record(0, b""))
    capture = opened(section() + block(NAMES, body + option(1, b"by hand") + END))
    list(capture.blocks())
    assert capture.names == [("192.0.2.1", "mail.example"), ("192.0.2.1", "mx.example"), ("2001:db8::1", "six.example")]
    assert capture.comments == [(-1, "by hand")]


def test_secrets_are_kept(opened: Open) -> None:
    body = struct.pack("<2I", 0x544C534B, 5) + b"CLIEN"
    capture = opened(section() + block(SECRETS, body))
    list(capture.blocks())
    assert capture.secrets == [(0x544C534B, b"CLIEN")] and capture.damage == []


def test_unknown_and_custom_blocks_are_skipped(opened: Open) -> None:
    capture = opened(section() + block(0x7777, b"?") + interface() + block(0xBAD, bytes(8)) + enhanced(b"a")
                     + block(0x80000001, b"") + block(0x40000BAD, bytes(4)) + enhanced(b"b"))
    assert packets(capture) == [b"a", b"b"] and capture.damage == []


def test_a_length_without_its_padding_is_rounded_up(opened: Open) -> None:
    block_without = block(0x7777, b"abc", total=15)
    assert packets(opened(section() + block_without + interface() + enhanced(b"a"))) == [b"a"]


BEFORE = section() + interface() + enhanced(b"before")
DAMAGED = {
    "a packet of an unknown interface": enhanced(b"x", number=1),
    "a packet longer than its block": enhanced(b"x", caplen=5),
    "a packet longer than can be": enhanced(bytes(262_145)),
    "an obsolete packet longer than its block": block(2, struct.pack("<2H4I", 0, 0, 0, 0, 9, 9)),
    "a simple packet longer than its block": simple(b"x", length=5),
    "a simple packet without a length": block(3, b""),
    "a block too short for a packet": block(6, bytes(16)),
    "a length that is too small": block(0x7777, b"", total=8),
    "a length that is too large": block(0x7777, b"", total=0xFFFFFFFF),
    "a block that does not chain": block(0x7777, b"abcd", again=20),
    "a packet that does not chain": enhanced(b"x")[:-4] + bytes(4),
    "flags of the wrong size": enhanced(b"x", options=option(2, bytes(8))),
    "an option longer than its block": enhanced(b"x", options=struct.pack("<2H", 1, 4)),
    "a verdict without a kind": enhanced(b"x", options=option(7, b"")),
    "a verdict of the wrong size": enhanced(b"x", options=option(7, b"\x01abc")),
    "a custom option without its owner": enhanced(b"x", options=option(2988, b"ab")),
    "a custom block without its owner": block(0xBAD, b""),
    "an interface without its fields": block(1, bytes(4)),
    "an interface whose option does not fit": interface(options=struct.pack("<2H", 2, 9)),
    "a filter without a kind": interface(options=option(11, b"")),
    "a name without an end": block(NAMES, name_record(1, bytes(4) + b"mail")),
    "a name without an address": block(NAMES, name_record(1, b"abc")),
    "a name that does not fit": block(NAMES, struct.pack("<2H", 1, 9)),
    "statistics without their fields": block(STATISTICS, bytes(8)),
    "secrets that do not fit": block(SECRETS, struct.pack("<2I", 1, 5) + b"abcd"),
    "secrets without their fields": block(SECRETS, bytes(4)),
    "a section of a later version": section(version=(2, 0)),
    "a section without a byte order": block(0x0A0D0D0A, bytes(16)),
    "a section that does not chain": section()[:-4] + bytes(4),
    "a section that is too short": block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1), total=24),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_ends_the_reading_and_keeps_what_was_before(opened: Open, name: str) -> None:
    capture = opened(BEFORE + DAMAGED[name] + enhanced(b"after") + bytes(64))
    assert packets(capture) == [b"before"]
    damage, = capture.damage
    assert damage.at == len(BEFORE) and damage.reason
    assert list(capture.blocks()) == []


def test_a_simple_packet_without_any_interface_is_damage(opened: Open) -> None:
    capture = opened(section() + simple(b"x"))
    assert packets(capture) == [] and "not described" in capture.damage[0].reason


def test_a_simple_packet_without_a_length_at_the_end_is_damage(opened: Open) -> None:
    capture = opened(section() + interface() + block(3, b""))
    assert packets(capture) == [] and "impossible length" in capture.damage[0].reason


def test_every_truncation_keeps_the_packets_before_it(opened: Open) -> None:
    parts = [interface(), enhanced(b"a", options=option(1, b"note") + END), section(order=">"),
             interface(order=">"), enhanced(b"bc", order=">"), simple(b"def", order=">")]
    starts = [len(section())]
    for part in parts:
        starts.append(starts[-1] + len(part))
    whole = section() + b"".join(parts)
    for size in range(starts[0], len(whole) + 1):
        capture = opened(whole[:size])
        last = max(start for start in starts if start <= size)
        assert len(packets(capture)) == sum(start <= size for start in (starts[2], starts[5], starts[6]))
        assert [damage.at for damage in capture.damage] == ([] if size == last else [last])


def test_a_file_damaged_in_its_first_block_is_an_error(opened: Open) -> None:
    with pytest.raises(CaptureError, match=r"very start: .* ends in the middle"):
        opened(section()[:20])


def test_too_many_interfaces_are_damage(opened: Open) -> None:
    capture = opened(section() + interface() * 65_537 + enhanced(b"x"))
    assert packets(capture) == [] and len(capture.interfaces) == 65_536
    assert "more than 65536 interfaces" in capture.damage[0].reason
