"""EDNS options in the tree: fields with Wireshark's names, lines for what it has no field for."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.dns.edns import Option
from dissectors.dns.options import describe_option
from dissectors.fields import PROBLEM, Field
from dissectors.show import form


def walked(field: Field) -> Iterator[Field]:
    yield field
    for child in field.children:
        yield from walked(child)


def option(code: int, content: str) -> list[Field]:
    return list(walked(describe_option(Option(code, bytes.fromhex(content), 100))))


def named(code: int, content: str) -> dict[str, str]:
    return {field.spec.name: form(field.spec).show(field) for field in option(code, content)[4:] if field.spec.name}


def lines(code: int, content: str) -> list[str]:
    return [field.text for field in option(code, content) if not field.spec.name]


@pytest.mark.parametrize(("code", "content", "fields"), [
    (5, "08 0d", {"dns.opt.dau": "13"}),
    (8, "0001 18 00 c00002", {"dns.opt.client.family": "1", "dns.opt.client.netmask": "24",
                              "dns.opt.client.scope": "0", "dns.opt.client.addr4": "192.0.2.0"}),
    (8, "0002 20 00 20010db8", {"dns.opt.client.family": "2", "dns.opt.client.netmask": "32",
                                "dns.opt.client.scope": "0", "dns.opt.client.addr6": "2001:db8::"}),
    (10, "0102030405060708", {"dns.opt.cookie.client": "01:02:03:04:05:06:07:08", "dns.opt.cookie.server": ""}),
    (11, "0064", {"dns.opt.edns_tcp_keepalive.timeout": "100"}),
    (12, "0000", {"dns.opt.padding": "00:00"}),
    (15, "0006 626164", {"dns.opt.ext_error.info_code": "6", "dns.opt.ext_error.extra_text": "bad"}),
    (15, "0006", {"dns.opt.ext_error.info_code": "6"})])
def test_options_have_wiresharks_fields(code: int, content: str, fields: dict[str, str]) -> None:
    assert named(code, content) == fields


@pytest.mark.parametrize(("code", "content", "expected"), [
    (1, "0001 0001 0000 0102030405060708 00000e10", [
        "Version: 1", "Opcode: LLQ-SETUP (1)", "Error: NO-ERROR (0)", "Id: 72623859790382856", "Lease: 3600"]),
    (2, "00000e10", ["Lease: 3600"]),
    (2, "00000e10 00001c20", ["Lease: 3600", "Key lease: 7200"]),
    (3, "6e7331", ["Identifier: ns1"]),
    (9, "00093a80", ["Expire: 604800"]),
    (13, "076578616d706c6500", ["Name: example"]),
    (14, "4f66 4a5c", ["Key tag: 20326", "Key tag: 19036"]),
    (16, "00ff", ["Tag: 255"]),
    (17, "0001", ["Tag: 1"]),
    (18, "056167656e74076578616d706c6500", ["Agent domain: agent.example"]),
    (19, "02 00 78e3f1c1", ["Label count: 2", "Type: SOA-SERIAL (0)", "Version: 2028204481"]),
    (20, "001c 0041", ["Type: AAAA", "Type: HTTPS"]),
    (23, "6d61696c746f3a61", ["Contact: mailto:a"])])
def test_options_without_fields_have_lines(code: int, content: str, expected: list[str]) -> None:
    assert lines(code, content) == expected
    assert not [field for field in option(code, content) if field.spec is PROBLEM]


def test_unknown_options_are_octets() -> None:
    fields = option(65001, "0102")
    assert fields[0].text == "Option: Unknown (65001)"
    assert [(field.spec.name, field.pos, field.size) for field in fields] == [
        ("dns.opt", 100, 6), ("dns.opt.code", 100, 2), ("dns.opt.len", 102, 2), ("dns.opt.data", 104, 2)]


@pytest.mark.parametrize(("code", "content", "where"), [
    (1, "0001", 6), (8, "0001", 6), (8, "0001 18 00 c000020101", 12), (10, "0102", 4), (11, "000102", 4),
    (14, "4f664a", 6), (18, "05616765", 8), (9, "00", 4)])
def test_what_is_wrong_in_an_option_has_its_place(code: int, content: str, where: int) -> None:
    problem, = (field for field in option(code, content) if field.spec is PROBLEM)
    assert str(problem.value).endswith(f"at byte {where} of the option")
    assert problem.pos == 100 + where


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.integers(0, 30) | st.just(20730), st.binary(max_size=60))
def test_any_content_stays_within_its_option(code: int, content: bytes) -> None:
    for field in walked(describe_option(Option(code, content, 100))):
        assert 100 <= field.pos <= field.pos + field.size <= 104 + len(content)
        line = form(field.spec).line(field, form(field.spec).show(field))
        assert field.spec.name or min(line) >= " "
