"""The walk over a message: names, sections, and where it breaks."""
from __future__ import annotations

import struct

import pytest

from dissectors.dns.looks import looks_like_dns
from dissectors.dns.measures import hash_questions
from dissectors.dns.walk import (
    ENTRY,
    LABEL_TYPE,
    NAME_CUT,
    NAME_LONG,
    NAMES_CROSS,
    POINTER_FORWARD,
    QUESTION_CUT,
    RDATA_CUT,
    RECORD_CUT,
    SHORT_HEADER,
    TRAILING,
    walk_message,
    walk_name,
)

RESPONSE = bytes.fromhex(
    "0001 8180 0001 0001 0000 0001"     # id, flags, counts
    "03777777 076578616d706c65 00"      # www.example
    "0001 0001"                         # A IN
    "c00c 0001 0001 0000012c 0004 c0000207"
    "00 0029 04d0 00 00 8000 0000")     # OPT
NETBIOS = bytes.fromhex("84e7 0110 0001 0000 0000 0000 20" + "45464545" * 8 + "00 0020 0001")


def walk(data: bytes) -> tuple[int, int, int, int, int]:
    found: tuple[int, int, int, int, int] = walk_message(data, 0, len(data), [], 0, 0)
    return found


def name(hexadecimal: str, at: int = 0) -> tuple[int, int]:
    data = bytes.fromhex(hexadecimal)
    behind, fault, _ = walk_name(data, at, 0, len(data))
    return behind, fault


def test_whole_message_has_an_entry_a_question_and_record() -> None:
    out = [0] * (3 * ENTRY)
    assert walk_message(RESPONSE, 0, len(RESPONSE), out, 0, 3) == (3, len(RESPONSE), 0, 0, len(RESPONSE))
    assert out[0:8] == [0, 12, 25, 1, 1, 0, 29, 29]
    assert out[8:16] == [1, 29, 31, 1, 1, 300, 41, 45]
    assert out[16:24] == [3, 45, 46, 41, 1232, 0x8000, 56, 56]


def test_entries_beyond_the_limit_are_counted_and_not_written() -> None:
    out = [0] * ENTRY
    assert walk_message(RESPONSE, 0, len(RESPONSE), out, 0, 1)[0] == 3


@pytest.mark.parametrize("size", range(len(RESPONSE)))
def test_every_truncation_is_a_fault(size: int) -> None:
    _, end, fault, where, _ = walk(RESPONSE[:size])
    assert fault in (SHORT_HEADER, NAME_CUT, QUESTION_CUT, RECORD_CUT, RDATA_CUT)
    assert end <= where <= size


def test_octets_behind_the_last_record_are_a_fault() -> None:
    assert walk(RESPONSE + b"\0")[2:4] == (TRAILING, len(RESPONSE))


def test_name_ends_behind_its_first_pointer() -> None:
    assert name("03777777 00 0161 c000", 5) == (9, 0)


@pytest.mark.parametrize(("octets", "at", "fault"), [
    ("c000", 0, POINTER_FORWARD),                   # to itself
    ("c002 c000", 0, POINTER_FORWARD),              # forwards
    ("0161 c000", 2, POINTER_FORWARD),              # to a label that leads back here
    ("40 00", 0, LABEL_TYPE),
    ("80 00", 0, LABEL_TYPE),
    ("05 6161", 0, NAME_CUT),
    ("c0", 0, NAME_CUT),
    ("", 0, NAME_CUT),
])
def test_names_that_break_the_rules(octets: str, at: int, fault: int) -> None:
    assert name(octets, at)[1] == fault


def test_names_of_255_octets_are_the_longest() -> None:
    longest = "3f" + "61" * 63
    assert name(longest * 3 + "3d" + "61" * 61 + "00")[1] == 0
    assert name(longest * 3 + "3e" + "61" * 62 + "00")[1] == NAME_LONG


def test_chains_of_pointers_end() -> None:
    chain = b"\0\0" + b"".join((0xC000 + 2 * i).to_bytes(2, "big") for i in range(8000))
    assert walk_name(chain, len(chain) - 2, 0, len(chain))[1] != 0


def test_question_hash_ignores_case_and_the_first_bit_of_the_class() -> None:
    upper = RESPONSE.replace(b"www", b"WwW")
    unicast = RESPONSE[:27] + b"\x80\x01" + RESPONSE[29:]
    other = RESPONSE.replace(b"www", b"wwx")
    first = hash_questions(RESPONSE, 0, len(RESPONSE), 5)
    assert hash_questions(upper, 0, len(upper), 5) == first
    assert hash_questions(unicast, 0, len(unicast), 5)[:2] == first[:2]
    assert hash_questions(other, 0, len(other), 5)[1] != first[1]


def test_message_looks_like_dns() -> None:
    assert looks_like_dns(RESPONSE, 0, len(RESPONSE)) == 1


@pytest.mark.parametrize("data", [
    b"", RESPONSE[:-1], RESPONSE + b"\0", b"\0" * 40, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", NETBIOS,
    RESPONSE[:4] + b"\0\2" + RESPONSE[6:]])
def test_other_octets_do_not_look_like_dns(data: bytes) -> None:
    assert looks_like_dns(data, 0, len(data)) == 0


def crossing(records: int) -> bytes:
    """A record whose data are 126 labels with pointers back through all before, and records that are named so."""
    chain, last = b"\0", 23
    for _ in range(126):
        chain, last = chain + b"\1a" + struct.pack(">H", 0xC000 + last), 23 + len(chain)
    record = struct.pack(">HHIH", 10, 1, 0, 0)
    return (struct.pack(">6H", 1, 0x8180, 0, records + 1, 0, 0) + b"\0" + struct.pack(">HHIH", 10, 1, 0, len(chain))
            + chain + (struct.pack(">H", 0xC000 + last) + record) * records)


def test_names_may_not_lead_through_the_same_octets_again_and_again() -> None:
    assert walk(crossing(60))[2] == 0
    found, _, fault, _, _ = walk(crossing(5_000))
    assert fault == NAMES_CROSS and found < 1_000


def test_zone_of_reverse_names_is_no_crossing() -> None:
    # the records of 64 KiB, each with a label of its own and 33 that it points to
    record = struct.pack(">HHIH", 12, 1, 60, 9) + b"\7a-host\0\0"
    count = 2_600
    data = (struct.pack(">6H", 1, 0x8180, 0, count + 1, 0, 0) + b"\1f" * 34 + b"\0" + record
            + (b"\1e\xc0\x0e" + record) * count)
    assert walk(data) == (count + 1, len(data), 0, 0, -1)


def test_questions_beyond_the_first_256_do_not_count() -> None:
    data = struct.pack(">6H", 1, 0, 300, 0, 0, 0) + b"\1a\0\0\1\0\1" * 300
    assert hash_questions(data, 0, len(data), 5)[0] == 256
