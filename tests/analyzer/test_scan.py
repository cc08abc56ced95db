"""The scan kernel: what the columns say of headers, in order, cut, stacked and damaged."""
from __future__ import annotations

import pytest
from frame_builders import CLIENT, SERVER, ethernet, flow_table, ipv4, packet_table, sent, tcp, udp

from analyzer.scan import BROKEN, CUT, HAS_TRANSPORT, MOST_HEADERS, NO_ADDRESS, NO_LAYOUT
from analyzer.table import PacketTable
from dissectors.headers import HEADERS
from dissectors.layout import Layout
from dissectors.transport.tcp import TCP

QUERY = udp(b"payload", 5000, 53)


def last(table: PacketTable, row: int = 0) -> str:
    number = int(table.column("last")[row])
    return "" if number == NO_LAYOUT else HEADERS[number].name


def test_ethernet_ip_udp() -> None:
    table = packet_table([ethernet(ipv4(QUERY, 17))])
    text = table.addresses.text
    assert (text(table.column("source")[0]), text(table.column("destination")[0])) == (CLIENT, SERVER)
    assert (table.column("source_port")[0], table.column("destination_port")[0]) == (5000, 53)
    assert (last(table), table.payload(0), int(table.column("marks")[0])) == ("udp", b"payload", HAS_TRANSPORT)


def test_padding_behind_the_datagram_is_no_payload() -> None:
    table = packet_table([ethernet(ipv4(QUERY, 17)) + bytes(20)])
    assert table.payload(0) == b"payload"


def test_tcp_numbers_stand_where_the_layout_has_them() -> None:
    table = packet_table([sent(b"x", 0xFEDCBA98, acknowledgment=0x01020304)])
    places = {spec.name: spec.at for spec in TCP.specs()}
    assert (places["tcp.seq_raw"], places["tcp.ack_raw"], places["tcp.flags.syn"]) == (4, 8, 13)
    assert int(table.column("sequence")[0]) == 0xFEDCBA98
    assert int(table.column("acknowledgment")[0]) == 0x01020304


@pytest.mark.parametrize(("linktype", "header", "names"), [
    (1, "020000000002 020000000001 8100 0064 0800", "802.1Q"),
    (1, "020000000002 020000000001 88a8 0064 8100 0065 0800", "802.1ad and 802.1Q"),
    (1, "020000000002 020000000001 0021 aaaa03 000000 0800", "802.3, LLC and SNAP"),
    (113, "0000 0001 0006 0200000000010000 0800", "Linux cooked"),
    (276, "0800 0000 00000001 0001 00 06 0200000000010000", "Linux cooked, version 2"),
    (0, "02000000", "NULL, little-endian"), (0, "00000002", "NULL, big-endian"), (108, "00000002", "LOOP"),
    (129, "be50 ab08 f0", "ARCNET, RFC 1051"), (129, "be50 ab08 d4 000165", "ARCNET, RFC 1201"),
    (258, f"6c000000 01000000 01000000 {'00' * 96} 020000000002 020000000001 0800", "PKTAP"),
    (239, "02000014 0800 0100 08000100 0500 0a00 00000000 3400 0900", "NFLOG, little-endian"),
    (239, "02000014 0008 0001 08000100 0005 000a 00000000 0034 0009", "NFLOG, big-endian"),
    (101, "", "raw IP"), (12, "", "raw IP"), (228, "", "IPv4"),
    (9, "ff03 0021", "PPP"), (9, "0021", "PPP without address"), (9, "21", "PPP with a short protocol"),
    (1, "020000000002 020000000001 8864 1100 0001 0029 0021", "PPPoE"),
])
def test_link_types(linktype: int, header: str, names: str) -> None:
    table = packet_table([bytes.fromhex(header) + ipv4(QUERY[:8] + b"payload", 17)], linktype=linktype)
    assert last(table) == "udp", names
    assert table.payload(0) == b"payload", names


@pytest.mark.parametrize(("protocol", "header"), [
    (4, ""),                                            # IP in IP
    (47, "0000 0800"),                                  # GRE
    (47, "2000 0800 00000007"),                         # GRE with a key
    (47, "b000 0800 00000000 00000007 00000001"),       # GRE with checksum, key and sequence number
])
def test_tunnels_show_the_inner_addresses(protocol: int, header: str) -> None:
    inner = ipv4(QUERY, 17, "192.168.0.1", "192.168.0.2")
    table = packet_table([ethernet(ipv4(bytes.fromhex(header) + inner, protocol))])
    assert table.addresses.text(table.column("source")[0]) == "192.168.0.1"
    assert table.payload(0) == b"payload"


VXLAN = bytes.fromhex("08000000 00000100")


def test_what_vxlan_carries_makes_the_flow() -> None:
    inner = ethernet(ipv4(QUERY, 17, "192.168.0.1", "192.168.0.2"))
    table = packet_table([ethernet(ipv4(udp(VXLAN + inner, 50_000, 4789), 17))])
    assert table.addresses.text(table.column("source")[0]) == "192.168.0.1"
    assert (table.transport_of(0), int(table.column("destination_port")[0]), table.payload(0)) == (17, 53, b"payload")
    assert int(table.column("transport_at")[0]) == 14 + 20 + 8 + 8 + 14 + 20


def test_vxlan_without_a_transport_makes_no_flow() -> None:
    table = packet_table([ethernet(ipv4(udp(VXLAN + ethernet(b"?", 0x88B5), 50_000, 4789), 17))])
    assert (last(table), int(table.column("marks")[0])) == ("eth", 0)
    assert len(flow_table(table)) == 0


def test_response_to_a_client_on_the_port_of_vxlan_is_no_tunnel() -> None:
    table = packet_table([ethernet(ipv4(udp(bytes.fromhex("1234 8180 0000 0000 0000 0000"), 53, 4789), 17))])
    assert (last(table), table.transport_of(0), len(table.payload(0))) == ("udp", 17, 12)


def test_ipv6_with_extension_headers() -> None:
    hop_by_hop, destination = bytes.fromhex("3c00010400000000"), bytes.fromhex("1100010400000000")
    payload = hop_by_hop + destination + QUERY
    header = bytes.fromhex("60000000") + len(payload).to_bytes(2, "big") + bytes.fromhex("0040") \
        + bytes.fromhex("fd770000000000000000000000000001fd770000000000000000000000000002")
    table = packet_table([ethernet(header + payload, 0x86DD)])
    assert table.addresses.text(table.column("source")[0]) == "fd77::1"
    assert (last(table), table.payload(0)) == ("udp", b"payload")


@pytest.mark.parametrize("layout", HEADERS, ids=lambda layout: layout.name)
def test_no_number_stands_behind_what_must_be_there(layout: Layout) -> None:
    terms = [layout.next.term if layout.next else None, layout.fragment, *layout.size.terms,
             *(layout.total.terms if layout.total else ())]
    ends = [term.at + term.size for term in terms if term]
    ends += [max(pair.source, pair.destination) + pair.size for pair in (layout.addresses, layout.ports) if pair]
    assert max(ends, default=0) <= layout.minimum


def test_session_of_pppoe_without_payload_is_read() -> None:
    assert last(packet_table([ethernet(bytes.fromhex("11000001 0000"), 0x8864)])) == "pppoes"


def test_a_cut_packet_is_cut_and_not_broken() -> None:
    whole = ethernet(ipv4(QUERY, 17))
    for size in range(len(whole)):
        table = packet_table([whole[:size], whole], wire=[len(whole), len(whole)])
        marks = int(table.column("marks")[0])
        assert marks & CUT and not marks & BROKEN
    table = packet_table([ethernet(ipv4(QUERY[:4], 17, total=20 + len(QUERY)))])
    assert table.column("marks")[0] & BROKEN


def test_unknown_protocols_are_listed() -> None:
    table = packet_table([ethernet(b"?", 0x88B5)])
    assert (last(table), int(table.column("payload_size")[0])) == ("eth", 1)
    table = packet_table([b"anything"], linktype=147)
    assert (last(table), int(table.column("source")[0])) == ("", NO_ADDRESS)


def test_tunnels_in_tunnels_end_somewhere() -> None:
    packet = tcp(b"")
    for _ in range(2 * MOST_HEADERS):
        packet = ipv4(packet, 4)
    assert last(packet_table([ethernet(packet)])) == "ip"


def test_many_addresses_keep_their_numbers_while_the_table_grows() -> None:
    frames = [ethernet(ipv4(QUERY, 17, f"10.1.{n >> 8}.{n & 255}", f"10.2.{n >> 8}.{n & 255}")) for n in range(5000)]
    table = packet_table(frames + frames)
    assert len(table.addresses) == 10_000
    assert table.column("source").tolist() == list(range(0, 10_000, 2)) * 2
