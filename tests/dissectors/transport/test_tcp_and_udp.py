"""TCP and UDP: relative numbers, windows, options, checksums."""
from __future__ import annotations

import pytest
from tree_builders import all_fields, names, tree_of, values

from dissectors.checksum import BAD, GOOD, UNVERIFIED
from dissectors.header import NO_SCALE, UNKNOWN_SCALE, TransportFacts
from dissectors.show import form

SYN, ACK = 0x02, 0x10
V4 = 228


def segment(options: str = "", payload: bytes = b"", *, flags: int = ACK, sequence: int = 1001, checksum: int = 0,
            window: int = 100) -> bytes:
    body = bytes.fromhex(options)
    head = (bytes.fromhex("0fa0 0019") + sequence.to_bytes(4, "big") + bytes.fromhex("000007d1")
            + bytes((5 + len(body) // 4 << 4, flags)) + window.to_bytes(2, "big") + checksum.to_bytes(2, "big")
            + b"\0\0")
    return carried(head + body + payload, 6)


def carried(payload: bytes, protocol: int) -> bytes:
    size = 20 + len(payload)
    return (b"\x45\0" + size.to_bytes(2, "big") + bytes.fromhex("00014000 40") + bytes((protocol,))
            + bytes.fromhex("0000 0a000001 0a000002") + payload)


def option_names(options: str) -> list[str]:
    tree = tree_of(segment(options), V4)
    found = next(one for one in tree.layers[2].fields if one.spec.name == "tcp.options")
    return [one.spec.name.removeprefix("tcp.options.") for one in found.children]


def test_numbers_are_relative_to_the_conversation() -> None:
    facts = TransportFacts(7, 1000, 2000, 3)
    tree = tree_of(segment(payload=b"hello"), V4, known=facts)
    found = {name: values(tree, f"tcp.{name}")[0] for name in ("stream", "seq", "seq_raw", "nxtseq", "ack", "len")}
    assert found == {"stream": 7, "seq": 1, "seq_raw": 1001, "nxtseq": 6, "ack": 1, "len": 5}
    assert values(tree, "tcp.payload") == [b"hello"]
    assert names(tree) == ["ip", "tcp", "data"]


@pytest.mark.parametrize(("flags", "scale", "window", "factor"), [
    (ACK, 3, [800], [8]), (ACK, NO_SCALE, [100], [-2]), (ACK, UNKNOWN_SCALE, [100], [-1]), (SYN, 3, [100], []),
])
def test_window_of_a_syn_is_never_scaled(flags: int, scale: int, window: list[int], factor: list[int]) -> None:
    tree = tree_of(segment(flags=flags), V4, known=TransportFacts(window_scale=scale))
    assert values(tree, "tcp.window_size") == window
    assert values(tree, "tcp.window_size_scalefactor") == factor


def test_unknown_conversation_counts_from_the_segment() -> None:
    assert values(tree_of(segment(flags=SYN), V4), "tcp.seq") == [0]
    assert values(tree_of(segment(), V4), "tcp.seq") == [1]


def test_usual_options() -> None:
    assert option_names("020405b4 0402 080a 00000001 00000002 01 030307") == [
        "mss", "sack_perm", "timestamp", "nop", "wscale"]
    assert option_names("1312" + "aa" * 16 + "0101") == ["md5", "nop", "nop"]
    assert option_names("1c04 8005 2202 0101") == ["user_to", "tfo", "nop", "nop"]
    assert option_names("1d08 0102 aabbccdd") == ["ao"]


def test_options_hold_their_values() -> None:
    tree = tree_of(segment("020405b4 030307 01 1c048005"), V4)
    wanted = {"tcp.options.mss_val": 1460, "tcp.options.wscale.shift": 7, "tcp.options.wscale.multiplier": 128,
              "tcp.options.user_to_val": 5}
    assert {name: values(tree, name)[0] for name in wanted} == wanted


@pytest.mark.parametrize(("options", "cookie", "requests"), [
    ("22020101", [], 1), ("220401020101", [b"\1\2"], 0),
    ("fe04f989", [], 1), ("fe06f9890102", [b"\1\2"], 0),      # RFC 7413 7: by the number of an experiment
    ("fe04f98a", [], 0), ("fe03f9", [], 0), ("fe02", [], 0)])
def test_fast_open(options: str, cookie: list[bytes], requests: int) -> None:
    tree = tree_of(segment(options + "00" * (-len(bytes.fromhex(options)) % 4)), V4)
    assert values(tree, "tcp.options.tfo.cookie") == cookie
    assert len(values(tree, "tcp.options.tfo.request")) == requests


def test_parts_of_pdus_are_the_segments_data() -> None:
    tree = tree_of(segment(payload=b"end|whole|beg"), V4, known=TransportFacts(segment_data=[(0, 4), (10, 13)]))
    assert values(tree, "tcp.segment_data") == [b"end|", b"beg"]
    assert [field.pos for field in all_fields(tree) if field.spec.name == "tcp.segment_data"] == [40, 50]


def test_selective_acknowledgment_of_a_duplicate() -> None:
    # acknowledgment 2001; the first block lies below it (RFC 2883 4)
    facts = TransportFacts(0, 0, 2000)
    tree = tree_of(segment("0101 0512 000007c7 000007d0 00000835 00000899"), V4, known=facts)
    assert values(tree, "tcp.options.sack_le")[1] == 101
    assert len(values(tree, "tcp.options.sack.dsack_le")) == 1
    assert values(tree, "tcp.options.sack.count") == [2]


@pytest.mark.parametrize("options", ["0200 0000", "02ff 05b4", "01010103", "0a010000"])
def test_option_out_of_bounds_ends_the_list(options: str) -> None:
    tree = tree_of(segment(options, b"data"), V4)
    assert values(tree, "tcp.payload") == [b"data"]


def test_multipath_capable() -> None:
    tree = tree_of(segment("1e0c 0181 0000000000000007"), V4)
    assert values(tree, "tcp.options.mptcp.sendkey") == [7]
    assert values(tree, "tcp.options.mptcp.checksumreq.flags") == [1]


def test_multipath_option_that_ends_early_keeps_what_it_has() -> None:
    tree = tree_of(segment("1e08 200f 00000001"), V4)      # a signal with all numbers, but 4 bytes
    assert values(tree, "tcp.options.mptcp.subtype") == [2]
    assert names(tree) == ["ip", "tcp"]


def test_flags_as_letters() -> None:
    tree = tree_of(segment(flags=0x12), V4)
    assert values(tree, "tcp.flags.str") == ["·······A··S·"]
    assert values(tree, "tcp.flags.syn") == [True]


def test_checksums_are_verified_on_demand() -> None:
    assert values(tree_of(segment(), V4), "tcp.checksum.status") == [UNVERIFIED]
    right = values(tree_of(segment(), V4, check=True), "tcp.checksum_calculated")[0]
    assert isinstance(right, int)
    assert values(tree_of(segment(checksum=right), V4, check=True), "tcp.checksum.status") == [GOOD]
    assert values(tree_of(segment(checksum=right ^ 1), V4, check=True), "tcp.checksum.status") == [BAD]


def test_udp_checksum_covers_addresses() -> None:
    datagram = bytes.fromhex("1388 0035 000a 0000 6869")
    right = values(tree_of(carried(datagram[:6] + b"\1\1" + datagram[8:], 17), V4, check=True),
                   "udp.checksum_calculated")[0]
    assert isinstance(right, int)
    good = carried(datagram[:6] + right.to_bytes(2, "big") + datagram[8:], 17)
    assert values(tree_of(good, V4, check=True), "udp.checksum.status") == [GOOD]


def test_cut_frame_keeps_what_is_there() -> None:
    whole = segment("020405b4", b"x" * 50)
    tree = tree_of(whole[:30], V4, wire=len(whole))
    assert names(tree) == ["ip", "tcp", "_ws.short"]
    assert values(tree, "tcp.dstport") == [25]


def test_cut_payload_is_no_fault() -> None:
    whole = segment(payload=b"x" * 50)
    tree = tree_of(whole[:50], V4, wire=len(whole))
    assert values(tree, "tcp.len") == [50]
    assert names(tree) == ["ip", "tcp", "data"]


def test_header_shorter_than_a_header_is_malformed() -> None:
    frame = bytearray(segment())
    frame[32] = 0x10
    assert names(tree_of(bytes(frame), V4)) == ["ip", "tcp", "_ws.malformed"]


def test_bit_fields_say_their_bits() -> None:
    found = next(one for one in all_fields(tree_of(segment(), V4)) if one.spec.name == "ip.flags.df")
    assert form(found.spec).line(found, "1") == ".1.. .... = Don't fragment: Set"
