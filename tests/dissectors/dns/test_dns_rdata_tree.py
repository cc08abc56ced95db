"""The fields of RDATA: all that a type has, and what there is before a fault."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from dns_records import RECORDS, records
from hypothesis import given, settings

from dissectors.dns.beyond import Names
from dissectors.dns.descriptions import TYPE_DESCRIPTIONS
from dissectors.dns.fields import FIELDS
from dissectors.dns.message import parse
from dissectors.dns.rdata import rdata_text
from dissectors.dns.rdata.tree import describe_rdata
from dissectors.dns.text import TYPES
from dissectors.fields import PROBLEM, Field
from dissectors.octets import Octets
from dissectors.show import form

HEADER = bytes.fromhex("0001 8180 0000 0001 0000 0000 00")     # one answer, of the root
RDATA_AT = len(HEADER) + 10
NAMES = {spec.name for spec in FIELDS} | {PROBLEM.name, ""}


def described(kind: int, octets: bytes) -> list[Field]:
    data = HEADER + kind.to_bytes(2, "big") + bytes.fromhex("0001 0000003c") + len(octets).to_bytes(2, "big") + octets
    message = parse(Octets(data))
    return list(walked(describe_rdata(message, message.sections[0][0], Names(message))[1]))


def walked(fields: list[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from walked(field.children)


def shown(kind: int, octets: str) -> list[tuple[str, str]]:
    """Names and what they show; lines of fields without a name."""
    return [(field.spec.name.rpartition(".")[2], form(field.spec).show(field))
            for field in described(kind, bytes.fromhex(octets))]


def test_every_type_has_a_description() -> None:
    assert TYPES.keys() <= TYPE_DESCRIPTIONS.keys()
    assert TYPE_DESCRIPTIONS[33] == "SRV (Server Selection)"


@pytest.mark.parametrize(("kind", "octets", "expected"), [
    (11, "0a000001 06 0000 05", [("address", "10.0.0.1"), ("protocol", "6"), ("bits", "0x05")]),
    (20, "0131 0132", [("length", "1"), ("address", "1"), ("length", "1"), ("address", "2")]),
    (30, "0161 00 4000 0002", [("next_domain_name", "a"), ("type", "1"), ("type", "30")]),
    (38, "40 0000000000000001 0161 00", [("prefix_len", "64"), ("address_suffix", "::1"), ("prefix_name", "a")]),
    (42, "0001 10 82 c0a8", [("address_family", "1"), ("coded_prefix", "16"), ("negation", "1"), ("afdlength", "2"),
                             ("ipv4", "192.168.0.0")]),
    (45, "0a 01 02 c0000226 aabb", [
        ("gateway_precedence", "10"), ("gateway_type", "1"), ("gateway_algorithm", "2"),
        ("gateway_ipv4", "192.0.2.38"), ("public_key", "aa:bb")]),
    (55, "01 02 0002 20 aabb 0161 00", [("length", "1"), ("algo", "2"), ("length", "2"), ("hit", "20"),
                                        ("pk", "aa:bb"), ("rendezvous_server", "a")]),
    (62, "00000042 0003 0001 40", [("soa", "66"), ("flags", "0x0003"), ("immediate", "1"), ("soaminimum", "1"),
                                   ("type_bitmap", "00:01:40"), ("type", "1")]),
    (250, "0161 00 00005f5e1000 012c 0001 ff 1234 0012 0000", [
        ("algorithm_name", "a"), ("time_signed", "Sep 13, 2020 12:26:40.000000000 UTC"), ("fudge", "300"),
        ("mac_size", "1"), ("mac", ""), ("original_id", "4660"), ("error", "18"), ("other_len", "0")]),
    (256, "000a 0001 61", [("data", "00:0a:00:01:61"), ("", "Priority: 10"), ("", "Weight: 1"), ("", 'Target: "a"')]),
    (260, "0a 81 cb00710f", [("data", "0a:81:cb:00:71:0f"), ("", "Precedence: 10"), ("", "Discovery Optional: 1"),
                             ("", "Relay Type: 1"), ("", "Relay: 203.0.113.15")]),
])
def test_all_parts_are_shown(kind: int, octets: str, expected: list[tuple[str, str]]) -> None:
    assert shown(kind, octets) == expected


def test_keys_without_a_key_have_fewer_flags() -> None:
    assert [name for name, _ in shown(25, "c000 03 05")] == [
        "flags", "authentication", "confidentiality", "protocol", "algorithm", "key_id"]
    assert ("signatory", "1") in shown(25, "0001 03 05 aabb")


def test_what_comes_before_a_fault_is_shown() -> None:
    *before, fault = described(33, bytes.fromhex("0001 0002 0003 0561"))
    assert [field.spec.name for field in before] == ["dns.srv.priority", "dns.srv.weight", "dns.srv.port"]
    assert fault.spec is PROBLEM and fault.pos == RDATA_AT + 8
    assert str(fault.value).endswith(f"at byte {RDATA_AT + 8}")


def test_octets_behind_the_last_part_are_a_fault() -> None:
    address, fault = described(1, bytes.fromhex("c0000201 ff"))
    assert (address.spec.name, fault.spec) == ("dns.a", PROBLEM)
    assert fault.pos == RDATA_AT + 4


def test_a_value_of_caa_that_is_not_ascii_is_whole() -> None:
    assert shown(257, "00 05 6973737565 c3a9 c3a9 21")[-1] == ("value", "\ufffd" * 4 + "!")


def test_servers_of_hip_are_not_compressed() -> None:
    assert shown(55, "01 02 0001 20 aa 0161 00 c010")[-2:] == [
        ("rendezvous_server", "a"), ("malformed", "a compression pointer that does not point backwards at byte 32")]


def test_text_that_is_not_ascii_is_readable_in_its_line() -> None:
    _, text = described(16, b"\x05caf\xc3\xa9")
    assert (text.value, text.text) == ("caf\ufffd\ufffd", "TXT: café")


@settings(deadline=None, derandomize=True, max_examples=500)
@given(records(RECORDS))
def test_fields_lie_in_the_data_and_say_what_is_wrong(record: tuple[int, bytes]) -> None:
    kind, octets = record
    fields = described(kind, octets)
    assert {field.spec.name for field in fields} <= NAMES
    assert all(RDATA_AT <= field.pos <= field.pos + field.size <= RDATA_AT + len(octets)
               for field in fields if not field.generated)
    for field in fields:
        how = form(field.spec)
        how.line(field, how.show(field))
    fault = rdata_text(kind, octets, 0, len(octets), 0)[1]
    assert any(field.spec is PROBLEM for field in fields) or fault is None
