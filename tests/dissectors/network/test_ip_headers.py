"""IPv4, IPv6, their options, fragments and tunnels, and what quotes them."""
from __future__ import annotations

import pytest
from tree_builders import all_fields, names, tree_of, values

from dissectors.checksum import BAD, GOOD, NOT_PRESENT, UNVERIFIED

RAW, V4, V6 = 101, 228, 229
A, B = bytes.fromhex("0a000001"), bytes.fromhex("0a000002")
UDP = bytes.fromhex("1388 0035 0008 0000")


def ip(payload: bytes, protocol: int = 17, *, fragment: int = 0, options: bytes = b"",
       total: int | None = None) -> bytes:
    size = 20 + len(options)
    head = bytes((0x40 | size // 4, 0)) + (size + len(payload) if total is None else total).to_bytes(2, "big")
    return head + b"\0\1" + fragment.to_bytes(2, "big") + bytes((64, protocol)) + b"\0\0" + A + B + options + payload


def ipv6(payload: bytes, following: int = 17, source: str = "fd" + "00" * 14 + "01",
         length: int | None = None) -> bytes:
    size = len(payload) if length is None else length
    return (bytes.fromhex("60000000") + size.to_bytes(2, "big") + bytes((following, 64)) + bytes.fromhex(source)
            + bytes.fromhex("fd" + "00" * 14 + "02") + payload)


def test_options_are_read_one_by_one() -> None:
    options = bytes.fromhex("01 070704 01020304 94040000 00000000")      # NOP, record route of one, router alert, end
    tree = tree_of(ip(UDP, options=options), V4)
    assert [one.spec.name for one in all_fields(tree) if one.spec.name.startswith("ip.options.")] == [
        "ip.options.nop", "ip.options.record_route", "ip.options.routeralert", "ip.options.eool"]
    assert values(tree, "ip.empty_rt") == [bytes.fromhex("01020304")]
    assert names(tree) == ["ip", "udp"]


def test_option_that_passes_the_header_ends_the_list() -> None:
    tree = tree_of(ip(UDP, options=bytes.fromhex("94ff0000")), V4)
    assert values(tree, "ip.options.routeralert") == []
    assert names(tree) == ["ip", "udp"]


def test_piece_of_a_datagram_shows_its_bytes() -> None:
    tree = tree_of(ip(UDP, fragment=0x2000), V4)      # more fragments
    assert names(tree) == ["ip", "data"]


def test_last_piece_shows_the_whole_datagram() -> None:
    tree = tree_of(ip(b"tail", fragment=1), V4, whole=UDP)
    assert names(tree) == ["ip", "udp"]
    assert tree.sources[1] == UDP
    assert [(one.pos, one.source) for one in all_fields(tree) if one.spec.name == "udp.dstport"] == [(2, 1)]


def test_length_zero_of_an_offloading_card_reaches_to_the_end() -> None:
    tree = tree_of(ip(UDP, total=0), V4)
    assert values(tree, "ip.len") == [28]
    assert names(tree) == ["ip", "udp"]


@pytest.mark.parametrize(("first", "kept"), [
    (b"\x75", ["ip.version"]),                      # version 7
    (b"\x44", ["ip.version", "ip.hdr_len"]),        # 16 bytes of header
])
def test_impossible_first_byte_ends_the_packet(first: bytes, kept: list[str]) -> None:
    tree = tree_of(first + ip(UDP)[1:], V4)
    assert [one.spec.name for one in tree.layers[1].fields] == kept
    assert names(tree) == ["ip", "_ws.malformed"]


def test_checksum_is_verified_on_demand() -> None:
    header = ip(UDP)
    right = header[:10] + bytes.fromhex("66ce") + header[12:]
    assert values(tree_of(right, V4), "ip.checksum.status") == [UNVERIFIED]
    assert values(tree_of(right, V4, check=True), "ip.checksum.status") == [GOOD]
    wrong = tree_of(header, V4, check=True)
    assert values(wrong, "ip.checksum.status") == [BAD]
    assert values(wrong, "ip.checksum_calculated") == [0x66CE]
    assert values(wrong, "udp.checksum.status") == [NOT_PRESENT]


def test_extension_headers_count_to_ipv6() -> None:
    hop_by_hop = bytes.fromhex("3c00 0502 0000 0100")      # next 60; router alert, PadN
    destination = bytes.fromhex("1100 010400000000")
    tree = tree_of(ipv6(hop_by_hop + destination + UDP, 0), V6)
    assert names(tree) == ["ipv6", "ipv6.hopopts", "ipv6.dstopts", "udp"]
    assert tree.layers[1].size == 40 + 8 + 8
    assert values(tree, "ipv6.hopopts.len_oct") == [8]
    assert values(tree, "ipv6.opt.router_alert") == [0]


def test_segment_routing_lists_its_addresses() -> None:
    address = bytes.fromhex("fd" + "00" * 14 + "09")
    tree = tree_of(ipv6(bytes.fromhex("1102 0400 00 00 0000") + address + UDP, 43), V6)
    assert values(tree, "ipv6.routing.srh.addr") == [address]


@pytest.mark.parametrize(("source", "name", "value"), [
    ("20010470000000003e970efffe734dec", "ipv6.src_slaac_mac", "3c970e734dec"),
    ("20020a0000010000" + "00" * 8, "ipv6.src_6to4_gw_ipv4", "0a000001"),
    ("200100000a000001" + "0000" + "ffff" + "f5fffffe", "ipv6.src_tc_ipv4", "0a000001"),
    ("fe80000000000000" + "00005efe" + "0a000001", "ipv6.src_isatap_ipv4", "0a000001"),
])
def test_addresses_inside_of_addresses(source: str, name: str, value: str) -> None:
    assert values(tree_of(ipv6(UDP, source=source), V6), name) == [bytes.fromhex(value)]


def test_jumbogram_reaches_to_the_end() -> None:
    tree = tree_of(ipv6(bytes.fromhex("1100 c204 00010000") + UDP, 0, length=0), V6)
    assert names(tree) == ["ipv6", "ipv6.hopopts", "udp"]


def test_fragment_header_of_ipv6() -> None:
    piece = bytes.fromhex("1100 0009 00000007") + b"x" * 8      # place 8, more follow
    tree = tree_of(ipv6(piece, 44), V6)
    assert names(tree) == ["ipv6", "ipv6.fraghdr", "data"]
    assert values(tree, "ipv6.fraghdr.offset") == [1]


@pytest.mark.parametrize(("frame", "layers"), [
    (ip(ip(UDP), 4), ["ip", "ip", "udp"]),
    (ip(ipv6(UDP), 41), ["ip", "ipv6", "udp"]),
    (ip(bytes.fromhex("0000 0800") + ip(UDP), 47), ["ip", "gre", "ip", "udp"]),
    (ip(bytes.fromhex("b000 0800 00000000 00000001 00000002") + ip(UDP), 47), ["ip", "gre", "ip", "udp"]),
    (ip(bytes.fromhex("0000 6558") + bytes(12) + bytes.fromhex("0800") + ip(UDP), 47),
     ["ip", "gre", "eth", "ip", "udp"]),
    (ip(bytes.fromhex("3081 880b 0004 0001 00000005 00000006 ff03 0021") + ip(UDP), 47),
     ["ip", "gre", "ppp", "ip", "udp"]),
    (ip(bytes.fromhex("1104 0000 00000001 00000002 000000000000000000000000") + UDP, 51), ["ip", "ah", "udp"]),
    (ip(bytes.fromhex("1388 12b5 003a 0000 0800000000000100") + bytes(12) + bytes.fromhex("0800") + ip(UDP)),
     ["ip", "udp", "vxlan", "eth", "ip", "udp"]),
])
def test_tunnels_repeat_the_headers(frame: bytes, layers: list[str]) -> None:
    assert names(tree_of(frame, RAW)) == layers


def test_error_quotes_the_packet_that_caused_it() -> None:
    tree = tree_of(ip(bytes.fromhex("0303 0000 00000000") + ip(UDP), 1), V4)
    assert names(tree) == ["ip", "icmp", "ip", "udp"]


def test_quoted_segment_has_no_relative_numbers() -> None:
    segment = bytes.fromhex("0fa0 0019 00000005 00000009 5010 0100 0000 0000")
    tree = tree_of(ip(bytes.fromhex("0303 0000 00000000") + ip(segment, 6), 1), V4)
    assert values(tree, "tcp.seq") == [5]
    assert values(tree, "tcp.len") == []


@pytest.mark.parametrize(("quoted", "more"), [("0fa0 0019 00000005", []), ("0fa0 0019 00000005 00000009 50", []),
                                              ("0fa0 0019 000000", ["_ws.malformed"])])
def test_error_may_quote_the_first_eight_octets_of_a_segment(quoted: str, more: list[str]) -> None:
    tree = tree_of(ip(bytes.fromhex("0303 0000 00000000") + ip(bytes.fromhex(quoted) + bytes(20), 6)[:20 + len(
        bytes.fromhex(quoted))], 1), V4)
    assert names(tree) == ["ip", "icmp", "ip", "tcp", *more]


def test_echo_request() -> None:
    tree = tree_of(ip(bytes.fromhex("0800 f7fc 0001 0002"), 1), V4)
    assert values(tree, "icmp.checksum.status") == [GOOD]
    assert (values(tree, "icmp.ident"), values(tree, "icmp.seq")) == ([1], [2])


def test_arp_ends_where_its_addresses_end() -> None:
    request = bytes.fromhex("0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002")
    tree = tree_of(bytes(12) + bytes.fromhex("0806") + request + bytes(18))
    assert values(tree, "arp.dst.proto_ipv4") == [B]
    assert values(tree, "eth.padding") == [bytes(18)]


def test_headers_without_end_end() -> None:
    tree = tree_of(bytes.fromhex("8100" * 7) + bytes.fromhex("81000000" * 400)[2:])
    assert len(tree.layers) < 80
