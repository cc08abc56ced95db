"""Link types: which header follows which."""
from __future__ import annotations

from typing import Literal

import pytest
from tree_builders import names, tree_of, values

IP = bytes.fromhex("4500001c000100004011 0000 0a000001 0a000002")      # 20 bytes, total 28, UDP
UDP = bytes.fromhex("1388 0035 0008 0000")
PACKET = IP + UDP
IPV6 = bytes.fromhex("60000000 0008 11 40" + "fd" + "00" * 14 + "01" + "fd" + "00" * 14 + "02") + UDP
MAC = bytes.fromhex("020000000001 020000000002")
V4, V6 = ["ip", "udp"], ["ipv6", "udp"]
SLL2 = bytes.fromhex("0800 0000 00000002 0001 00 06 0200000000010000")


def pktap(linktype: int, size: int = 108) -> bytes:
    numbers = b"".join(number.to_bytes(4, "little") for number in (size, 1, linktype))
    return (numbers + b"en0").ljust(36, b"\0") + bytes.fromhex("02000000") + bytes(size - 40)


def nflog(*attributes: tuple[int, str], order: Literal["big", "little"] = "little") -> bytes:
    """IPv4, resource 20, then attributes, of which the last is not filled up."""
    found = bytes.fromhex("02 00 0014")
    for kind, value in attributes:
        content = bytes.fromhex(value)
        found = found.ljust((len(found) + 3) & ~3, b"\0")
        found += (4 + len(content)).to_bytes(2, order) + kind.to_bytes(2, order) + content
    return found


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
    (12, PACKET, V4), (101, IPV6, V6), (228, PACKET, V4), (228, IPV6, V6), (229, IPV6, V6),
    (129, bytes.fromhex("be50 ab08 f0") + PACKET, ["arcnet", *V4]),             # RFC 1051
    (129, bytes.fromhex("be50 a8e7 d4 00 0165") + PACKET, ["arcnet", *V4]),     # RFC 1201
    (129, bytes.fromhex("be50 a8e7 c4 00 0165") + IPV6, ["arcnet", *V6]),
    (129, bytes.fromhex("be50 a8e7 d7 00 0165") + PACKET, ["arcnet", "data"]),
    (7, bytes.fromhex("be50 f0") + PACKET, ["arcnet", *V4]),
    (7, bytes.fromhex("be50 d4 00 0165") + PACKET, ["arcnet", *V4]),
    (7, bytes.fromhex("be50 d4 ff 0000 d4 00 0165") + PACKET, ["arcnet", *V4]),     # an exception
    (258, pktap(1) + MAC + bytes.fromhex("0800") + PACKET, ["pktap", "eth", *V4]),
    (149, pktap(101) + IPV6, ["pktap", *V6]),
    (258, pktap(276, 112) + SLL2 + PACKET, ["pktap", "sll", *V4]),
    (239, nflog((1, "0800 01 00"), (10, "00"), (17, "000e"), (9, PACKET.hex())), ["nflog", *V4]),
    (239, nflog((1, "0800 01 00"), (10, "00"), (17, "000e"), (9, PACKET.hex()), order="big"), ["nflog", *V4]),
    (239, nflog((9, IPV6.hex()), (1, "86dd 01 00"), order="big"), ["nflog", *V6]),
    (239, nflog((1, "0800 01 00"), (77, "00"), (9, PACKET.hex())), ["nflog", "data"]),
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


def test_pktap_is_little_endian() -> None:
    tree = tree_of(pktap(1) + MAC + bytes.fromhex("0800") + PACKET, 258)
    found = [values(tree, f"pktap.{name}") for name in ("hdrlen", "dlt", "ifname", "flags")]
    assert found == [[108], [1], ["en0"], [2]]


def test_header_of_pktap_can_not_be_shorter_than_its_fields() -> None:
    tree = tree_of((40).to_bytes(4, "little") + pktap(1)[4:] + PACKET, 258)
    assert names(tree) == ["pktap", "_ws.malformed"]


@pytest.mark.parametrize("order", ["little", "big"])
def test_attributes_of_nflog(order: Literal["little", "big"]) -> None:
    tree = tree_of(nflog((1, "0800 03 00"), (4, "00000002"), (3, "0000000000000001 0000000000000002"), (10, "616200"),
                         (11, "ffffffff"), (17, "000e"), (9, PACKET.hex()), order=order), 239)
    assert values(tree, "nflog.tlv_type") == [1, 4, 3, 10, 11, 17, 9]
    assert values(tree, "nflog.tlv_length") == [8, 8, 20, 7, 8, 6, 32]
    found = [values(tree, f"nflog.{name}") for name in ("hook", "ifindex_indev", "timestamp", "prefix", "uid")]
    assert found == [[3], [2], [1_000_002_000], ["ab"], [-1]]
    assert values(tree, "nflog.tlv_value") == [b"\0\x0e"]


@pytest.mark.parametrize("size", range(len(nflog((1, "08000100"), (10, "00"), (9, PACKET.hex())))))
def test_every_beginning_of_an_nflog_packet_gives_a_tree(size: int) -> None:
    whole = nflog((1, "08000100"), (10, "00"), (9, PACKET.hex()))
    cut = names(tree_of(whole[:size], 239, wire=len(whole)))
    assert cut[-1] in ("_ws.short", "data", "nflog") or size == 0


def test_attribute_without_a_length_ends_the_list() -> None:
    tree = tree_of(bytes.fromhex("02 00 0014 0800 0100 08000100 0000 0a00") + PACKET, 239)
    assert values(tree, "nflog.tlv_type") == [1]
    assert names(tree) == ["nflog", "_ws.malformed"]
