"""Stateful operations: TLVs in place of questions and records."""
from __future__ import annotations

import pytest

from dissectors.dns.message import parse
from dissectors.dns.tree import describe
from dissectors.octets import Octets

HEADER = "0009 3000 0000 0000 0000 0000"
KEEPALIVE = "0001 0008 00003a98 00007530"


def shown(octets: str) -> list[tuple[str, object, int, int]]:
    """Name, value, position and size of what stands below the operation."""
    operation = next(field for field in describe(parse(Octets(bytes.fromhex(HEADER + octets))), "dns", {})
                     if field.spec.name == "dns.dso")
    return [(field.spec.name.removeprefix("dns.dso.tlv"), field.value, field.pos, field.size)
            for tlv in operation.children for field in (tlv, *tlv.children)]


def problem(octets: str) -> str | None:
    fault = parse(Octets(bytes.fromhex(HEADER + octets))).problem
    return str(fault) if fault else None


def test_keepalive_and_padding() -> None:
    assert shown(KEEPALIVE + "0003 0002 0000") == [
        ("", None, 12, 12), (".type", 1, 12, 2), (".length", 8, 14, 2),
        (".keepalive.inactivity", 15_000, 16, 4), (".keepalive.interval", 30_000, 20, 4),
        ("", None, 24, 6), (".type", 3, 24, 2), (".length", 2, 26, 2), (".encpad.padding", b"\0\0", 28, 2)]


@pytest.mark.parametrize(("octets", "field"), [
    ("0002 0004 00001388", (".retrydelay.retrydelay", 5_000, 16, 4)),
    ("0001 0002 ffff", (".data", b"\xff\xff", 16, 2)),      # a keepalive without its numbers
    ("0040 0003 616263", (".data", b"abc", 16, 3)),
])
def test_data_of_other_types(octets: str, field: tuple[str, object, int, int]) -> None:
    assert shown(octets)[-1] == field and problem(octets) is None


def test_tlv_that_leaves_the_message() -> None:
    assert problem(KEEPALIVE + "0003 0005 0000") == "a TLV of a stateful operation leaves the message at byte 26"
    assert len(shown(KEEPALIVE + "0003 0005 0000")) == 5


def test_octets_that_are_no_tlv() -> None:
    assert problem(KEEPALIVE + "000300") == "octets are left after the last record at byte 24"


def test_operation_without_tlvs_is_whole() -> None:
    assert problem("") is None
