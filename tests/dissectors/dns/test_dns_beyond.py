"""The tree behind names that break the rules."""
from __future__ import annotations

import struct

import pytest

from dissectors.dns.message import parse
from dissectors.dns.tree import describe
from dissectors.octets import Octets

ASKED = "0001 0001"     # A IN


def message(questions: str, count: int = 1, answers: int = 0) -> bytes:
    """A message with what stands behind its header in hex."""
    return struct.pack(">6H", 1, 0x8180, count, answers, 0, 0) + bytes.fromhex(questions)


def values(data: bytes, name: str) -> list[object]:
    found = []
    pending = list(describe(parse(Octets(data)), "dns", {}))
    while pending:
        field = pending.pop(0)
        found += [field.value] if field.spec.name == name else []
        pending += field.children
    return found


def names(data: bytes) -> list[object]:
    return values(data, "dns.qry.name")


def test_forward_pointer_is_followed() -> None:
    data = message(f"c012 {ASKED}  01 61 00 {ASKED}", 2)
    assert names(data) == ["a", "a"]
    assert values(data, "_ws.malformed") == ["a compression pointer that does not point backwards at byte 12"]


@pytest.mark.parametrize("name", ["c00c", "01 61 c00c", "c00e c00c"])
def test_loop_is_shown_as_such_and_reading_goes_on(name: str) -> None:
    shown = names(message(f"{name} {ASKED}  01 62 00 {ASKED}", 2))
    assert shown[0] == "<Name contains a pointer that loops>"


def test_name_of_too_many_octets_is_passed_over() -> None:
    data = message("3f" + "61" * 63 + ("3f" + "62" * 63) * 3 + f"00 {ASKED}  01 63 00 {ASKED}", 2)
    assert names(data) == ["<Name too long>", "c"]
    assert values(data, "dns.qry.name.len") == [15, 0]


def test_longest_name_is_shown_whole() -> None:
    data = message(("3f" + "61" * 63) * 3 + "3d" + "61" * 61 + f"00 {ASKED}")
    assert len(str(names(data)[0])) == 253 and not values(data, "_ws.malformed")


def test_records_behind_a_wrong_name_are_shown() -> None:
    data = message(f"c00c {ASKED}  c00c 0001 0001 0000003c 0004 c0000207", 1, 1)
    assert values(data, "dns.a") == [bytes([192, 0, 2, 7])]


@pytest.mark.parametrize("rest", ["80 00", "41 08 ff 00", "03 61", "c0", "", "01 61 00 0001"])
def test_where_nobody_knows_the_end_of_a_name_reading_ends(rest: str) -> None:
    data = message(f"c00c {ASKED} {rest}", 2)
    assert len(names(data)) == 1 and not values(data, "dns.extraneous.data")


def test_behind_the_type_of_an_unknown_label_reading_goes_on() -> None:
    data = message(f"01 61 40 {ASKED}  01 62 00 {ASKED}", 2)
    assert names(data) == ["<Unknown extended label>", "b"]


def test_pointer_to_an_unknown_label_ends_the_reading() -> None:
    assert len(names(message(f"01 61 40 {ASKED}  c00c {ASKED}", 2))) == 1


def test_record_that_leaves_the_message_is_not_shown() -> None:
    data = message(f"c00c {ASKED}  c00c 0001 0001 0000003c 0005 c0000207", 1, 1)
    assert not values(data, "dns.resp.name")


def test_octets_behind_the_last_record_are_shown_too() -> None:
    assert values(message(f"c00c {ASKED} ffff"), "dns.extraneous.data") == [b"\xff\xff"]


def test_chain_of_256_pointers_is_a_loop() -> None:
    for length, shown in ((255, "a"), (256, "<Name contains a pointer that loops>")):
        chain = b"".join(struct.pack(">H", 0xC000 | at) for at in range(18, 18 + 2 * length, 2))
        data = message("") + struct.pack(">3H", 0xC012, 1, 1) + chain[2:] + b"\1a\0"
        assert names(data)[0] == shown, length


def test_names_that_run_through_the_same_labels_end_at_the_limit() -> None:
    run = 8_000
    labels = f"c00c {ASKED}" + "0161" * run + f"00 {ASKED}"
    pointers = "".join(f"{0xC000 + at:04x} {ASKED}" for at in range(18, 18 + 2 * run, 2))
    data = message(labels + pointers, 2 + run)
    shown = names(data)
    assert shown[2] == "<Name too long>" and len(shown) < 100       # and no further: there the limit ends it


@pytest.mark.parametrize(("rdata", "shown"), [
    ("0161 c01b", "a.b"),                                       # a pointer forwards, to the next record's name
    ("c017", "<Name contains a pointer that loops>"),
    ("0161 40", "<Unknown extended label>"),
    (("3f" + "61" * 63) * 4 + "00", "<Name too long>"),
])
def test_names_in_data_that_break_the_rules_are_shown(rdata: str, shown: str) -> None:
    octets = bytes.fromhex(rdata)
    record = f"00 0005 0001 0000003c {len(octets):04x} {rdata}"
    data = message(f"{record} 0162 00 0001 0001 0000003c 0004 c0000201", 0, 2)
    assert values(data, "dns.cname") == [shown]
    assert values(data, "dns.data") == []
    assert values(data, "_ws.malformed")


def test_name_in_data_that_leaves_it_is_data() -> None:
    data = message("00 0005 0001 0000003c 0002 0361 6263 00 0001 0001", 0, 1)
    assert (values(data, "dns.cname"), values(data, "dns.data")) == ([], [b"\x03a"])


def test_many_broken_names_in_data_are_all_shown() -> None:
    count = 4000
    labels = "0161" * 127
    data = message(f"{labels} c00c" + "00 0005 0001 00000000 0002 c00c" * count, 0, count)
    assert len(values(data, "dns.resp.type")) == count
