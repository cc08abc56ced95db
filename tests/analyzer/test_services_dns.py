"""DNS on ports that nobody claims, known by its content."""
from __future__ import annotations

from pathlib import Path

import pytest
from capture_builders import pcap
from dns_cases import query, response
from frame_builders import ethernet, ipv4, tcp, udp

import analyzer

ASKED = query()
ANSWERED = response(ASKED, "www.example. 300 IN A 192.0.2.7").to_wire()
ENCRYPTED = bytes.fromhex("7236666e76576a38 c7f20a5c91be3d4408e2 0000000100010000") + bytes(range(3, 200))
NETBIOS = bytes.fromhex("0001 0110 0001 0000 0000 0000 20 434b") + b"A" * 29 + bytes.fromhex("62 00 0021 0001")
"""A query for a node's status whose name is damaged."""


def services(path: Path, *frames: bytes) -> list[str | None]:
    path.write_bytes(pcap(enumerate(frames)))
    with analyzer.open(path) as analysis:
        return [row["service"] for row in analysis.flow_rows()]


def datagram(payload: bytes, source: int = 5000, destination: int = 8053) -> bytes:
    return ethernet(ipv4(udp(payload, source, destination), 17))


def segment(payload: bytes, sequence: int) -> bytes:
    return ethernet(ipv4(tcp(payload, destination=8053, sequence=sequence), 6))


@pytest.mark.parametrize("message", [ASKED.to_wire(), ANSWERED], ids=["query", "response"])
def test_datagram_that_is_a_message_to_its_end(tmp_path: Path, message: bytes) -> None:
    assert services(tmp_path / "a.pcap", datagram(message)) == ["dns"]


def test_datagram_in_fragments(tmp_path: Path) -> None:
    whole = udp(ANSWERED, destination=8053)
    frames = [ethernet(ipv4(part, 17, fragment=where)) for part, where in ((whole[:32], 0x2000), (whole[32:], 4))]
    assert services(tmp_path / "a.pcap", *frames) == ["dns"]


def test_connection_that_begins_with_a_message(tmp_path: Path) -> None:
    stream = len(ASKED.to_wire()).to_bytes(2, "big") + ASKED.to_wire()
    assert services(tmp_path / "a.pcap", segment(stream, 1)) == ["dns"]


@pytest.mark.parametrize(("port", "service"), [(53, "dns"), (5353, "dns"), (5355, "llmnr"), (8053, "dns")])
def test_port_tells_kinds_of_dns_apart(tmp_path: Path, port: int, service: str) -> None:
    stream = len(ASKED.to_wire()).to_bytes(2, "big") + ASKED.to_wire()
    assert services(tmp_path / "a.pcap", ethernet(ipv4(tcp(stream, destination=port), 6))) == [service]


@pytest.mark.parametrize("payload", [ENCRYPTED, ANSWERED[:-1], ANSWERED + b"a", bytes(60)],
                         ids=["noise", "cut", "longer", "zeros"])
def test_other_datagrams(tmp_path: Path, payload: bytes) -> None:
    assert services(tmp_path / "a.pcap", datagram(payload)) == [None]


@pytest.mark.parametrize("ports", [(137, 137), (137, 5000), (5000, 137)])
def test_names_of_netbios_are_none_of_dns(tmp_path: Path, ports: tuple[int, int]) -> None:
    assert services(tmp_path / "a.pcap", datagram(NETBIOS, *ports)) == [None]
