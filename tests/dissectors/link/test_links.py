"""Link types: which header follows which."""
from __future__ import annotations

import pytest
from tree_builders import names, tree_of, values

IP = bytes.fromhex("4500001c000100004011 0000 0a000001 0a000002")      # 20 bytes, total 28, UDP
UDP = bytes.fromhex("1388 0035 0008 0000")
PACKET = IP + UDP
IPV6 = bytes.fromhex("60000000 0008 11 40" + "fd" + "00" * 14 + "01" + "fd" + "00" * 14 + "02") + UDP
MAC = bytes.fromhex("020000000001 020000000002")
V4, V6 = ["ip", "udp"], ["ipv6", "udp"]

CASES = [
    (1, MAC + bytes.fromhex("0800") + PACKET, ["eth", *V4]),
    (1, MAC + bytes.fromhex("8100 0005 0800") + PACKET, ["eth", "vlan", *V4]),
    (1, MAC + bytes.fromhex("88a8 0005 8100 0006 86dd") + IPV6, ["eth", "ieee8021ad", "vlan", *V6]),
    (1, MAC + bytes.fromhex("9100 0005 0800") + PACKET, ["eth", "vlan", *V4]),
    (1, MAC + bytes.fromhex("0024 aaaa03 000000 0800") + PACKET, ["eth", "llc", *V4]),
    (1, MAC + bytes.fromhex("0003 424203"), ["eth", "llc"]),
    (1, MAC + bytes.fromhex("8864 11000001 001e 0021") + PACKET, ["eth", "pppoes", "ppp", *V4]),
    (1, MAC + bytes.fromhex("8863 11090000 0000"), ["eth", "pppoed"]),
    (1, MAC + bytes.fromhex("8847 00010100") + PACKET, ["eth", "mpls", *V4]),
    (1, MAC + bytes.fromhex("8847 00010000 00020100") + PACKET, ["eth", "mpls", "mpls", *V4]),
    (113, bytes.fromhex("0000 0001 0006 020000000001 0000 0800") + PACKET, ["sll", *V4]),
    (276, bytes.fromhex("86dd 0000 00000002 0001 00 06 0200000000010000") + IPV6, ["sll", *V6]),
    (0, bytes.fromhex("02000000") + PACKET, ["null", *V4]),
    (108, bytes.fromhex("00000002") + PACKET, ["null", *V4]),
    *((0, bytes.fromhex(family) + IPV6, ["null", *V6]) for family in ("18000000", "1c000000", "0000001e", "0a000000")),
    (12, PACKET, V4), (101, IPV6, V6), (228, PACKET, V4), (229, IPV6, V6),
    (9, bytes.fromhex("ff03 0021") + PACKET, ["ppp", *V4]),
    (9, bytes.fromhex("ff03 21") + PACKET, ["ppp", *V4]),
    (9, bytes.fromhex("0057") + IPV6, ["ppp", *V6]),
    (50, bytes.fromhex("21") + PACKET, ["ppp", *V4]),
    (50, bytes.fromhex("0f00 0800") + PACKET, ["chdlc", *V4]),
    (147, PACKET, ["data"]),
    (1, MAC + bytes.fromhex("fffe") + PACKET, ["eth", "data"]),
]


@pytest.mark.parametrize(("linktype", "frame", "layers"), CASES)
def test_headers_follow_each_other(linktype: int, frame: bytes, layers: list[str]) -> None:
    assert names(tree_of(frame, linktype)) == layers


def test_length_instead_of_type_ends_the_payload() -> None:
    tree = tree_of(MAC + bytes.fromhex("0003 424203") + bytes(43))
    assert values(tree, "eth.len") == [3]
    assert values(tree, "eth.type") == []
    assert values(tree, "eth.padding") == [bytes(43)]


def test_padding_up_to_the_smallest_frame() -> None:
    tree = tree_of(MAC + bytes.fromhex("0800") + PACKET + bytes(18))
    assert values(tree, "eth.padding") == [bytes(18)]
    assert values(tree, "eth.fcs") == []


def test_what_is_no_padding_is_a_trailer_and_a_check_sequence() -> None:
    tree = tree_of(MAC + bytes.fromhex("0800") + PACKET + bytes(18) + b"abcd" + bytes.fromhex("01020304"))
    assert values(tree, "eth.trailer") == [b"abcd"]
    assert values(tree, "eth.fcs") == [0x01020304]


def test_bits_of_a_vlan_tag() -> None:
    tree = tree_of(MAC + bytes.fromhex("8100 b005 0800") + PACKET)      # priority 5, DEI, 5
    assert [values(tree, f"vlan.{name}") for name in ("priority", "dei", "id", "etype")] == [[5], [True], [5], [0x800]]
