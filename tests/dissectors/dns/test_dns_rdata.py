"""RDATA: the presentation form of every known type against dnspython, and what breaks it."""
from __future__ import annotations

import re

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.dns.rdata import SHAPES, rdata_text
from dissectors.dns.rdata.dnssec import key_tag
from dissectors.dns.rdata.forms import ip6_text
from dissectors.dns.text import TYPES

RECORDS = [
    "A 192.0.2.1", "AAAA 2001:db8::1", "AAAA ::", "AAAA 1:0:0:2:0:0:0:3", "AAAA ::ffff:192.0.2.1",
    "NS ns.example", "CNAME a\\.b.example", "PTR .", "DNAME new.example", "MX 10 mail.example",
    "SOA ns.example host.example 1 7200 900 1209600 300", "TXT \"a \\\"quoted\\\" \\\\ \\200 word\" \"\" \"two\"",
    "HINFO \"RISC-V\" \"Plan 9\"", "RP admin.example info.example", "AFSDB 1 afs.example", "RT 5 relay.example",
    "X25 \"311061700956\"", "PX 10 map.example x400.example", "KX 10 kx.example", "SRV 0 5 5060 sip.example",
    "NAPTR 100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:info@example!\" .",
    "URI 10 1 \"https://example/path?a=b\"", "CAA 128 issue \"ca.example; policy=ev\"", "CAA 0 iodef \"\"",
    "DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118", "DNSKEY 257 3 13 " + "AQPSKmynfzW4kyBv015MUG2DeIQ3" * 2,
    "RRSIG A 13 2 86400 20261221023913 20261121013913 19585 example pm0kjulGP8VxpT9jB0sWbu2AtUaaZVzn",
    "NSEC next.example A MX RRSIG NSEC TYPE1234", "NSEC3PARAM 1 0 0 5a17", "NSEC3PARAM 1 0 0 -",
    "NSEC3 1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG",
    "SSHFP 4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789",
    "TLSA 3 1 1 0d6fce3479b3b9a1f0bb8b2ecf5a1d9ab9a7c7a5e9ae8b6c7d3c0d1e2f3a4b5c",
    "SMIMEA 3 1 1 0d6fce3479b3b9a1f0bb8b2ecf5a1d9ab9a7c7a5e9ae8b6c7d3c0d1e2f3a4b5c",
    "OPENPGPKEY " + "mQENBFVHm5sBCAD0" * 3, "DHCID AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=",
    "CSYNC 66 3 A NS AAAA", "EUI48 00-00-5e-00-53-2a", "EUI64 00-00-5e-ef-10-00-00-2a", "NSAP 0x47000580005a00",
    "NID 10 0014:4fff:ff20:ee64", "L32 10 10.1.2.0", "L64 10 2001:0db8:1140:1000", "LP 10 l64.example",
    "SPF \"v=spf1 -all\"", "GPOS -32.6882 116.8652 10.0", "LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000.00m 10m",
    "SVCB 2 svc.example alpn=\"dot\" port=\"853\"", "HTTPS 0 other.example",
    "HTTPS 1 . alpn=\"h2,h3\" no-default-alpn ipv4hint=\"10.77.0.71\" ipv6hint=\"fd77::47\"",
    "HTTPS 1 . mandatory=\"alpn,port\" alpn=\"h2\" port=\"8443\" key667=\"hello\"",
    "ZONEMD 2018031900 1 1 " + "62e6cf51b02e54b9b5f967d547ce43136792901f9f88e637493daaf401c92c27"
    "9dd10f0edb1c56f8080211f8480ee306",
]


def wire(record: str) -> tuple[int, bytes, str]:
    kind, _, text = record.partition(" ")
    number = dns.rdatatype.from_text(kind)
    rdata = dns.rdata.from_text(dns.rdataclass.IN, number, text)
    return int(number), rdata.to_wire(origin=dns.name.root) or b"", rdata.to_text()


def ours(kind: int, octets: bytes) -> str:
    return rdata_text(kind, octets, 0, len(octets), 0)[0]


def plain(text: str) -> str:
    """Blanks stand anywhere in base64, and service parameters may do without quotes."""
    return re.sub(r"\s", "", text).replace('"', "").lower()


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record[:20])
def test_presentation_form_is_dnspythons(record: str) -> None:
    kind, octets, theirs = wire(record)
    text = ours(kind, octets)
    assert plain(re.sub(r"\.00?m", "m", text)) == plain(re.sub(r"\.00?m", "m", theirs))
    if TYPES[kind] not in ("HTTPS", "SVCB", "LOC", "DNSKEY", "RRSIG", "OPENPGPKEY", "DHCID", "CSYNC"):
        assert text == theirs


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record[:20])
def test_data_cut_anywhere_are_shown_as_they_are_or_read(record: str) -> None:
    kind, octets, _ = wire(record)
    for size in range(len(octets)):
        text, fault = rdata_text(kind, octets, 0, size, 0)
        assert text.startswith("\\# ") == (fault is not None or not size)


def test_unknown_types_and_empty_data_have_their_generic_form() -> None:
    assert ours(65280, b"\x0a\x00\x00\x01") == "\\# 4 0a000001"
    assert ours(65280, b"") == ours(1, b"") == "\\# 0"


def test_compressed_names_in_data_are_read() -> None:
    message = b"\x07example\0" + b"\x00\x0a\x04mail\xc0\x00"
    assert rdata_text(15, message, 9, len(message), 0)[0] == "10 mail.example"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.sampled_from(sorted(SHAPES.keys() & {1, 2, 6, 12, 13, 15, 16, 28, 33, 35, 46, 47, 48, 51, 52, 256, 257})),
       st.binary(max_size=40))
def test_any_octets_are_read_or_refused_as_dnspython_does(kind: int, octets: bytes) -> None:
    try:
        theirs = dns.rdata.from_wire(dns.rdataclass.IN, kind, octets, 0, len(octets)).to_text()
    except (dns.exception.DNSException, ValueError):
        return
    text, fault = rdata_text(kind, octets, 0, len(octets), 0)
    assert fault is not None or plain(text) == plain(re.sub(r"(?<!\\)\.(?=\s|$)(?<=\w\.)", "", theirs))


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.sampled_from(sorted(SHAPES)), st.binary(max_size=60))
def test_any_octets_of_any_type_give_a_text(kind: int, octets: bytes) -> None:
    assert ours(kind, octets).isprintable()


def test_addresses_are_shortened_at_the_longest_run_of_zeros() -> None:
    assert ip6_text(bytes.fromhex("0001000000000002" "0000000000000003")) == "1:0:0:2::3"
    assert ip6_text(bytes.fromhex("0001000000020003" "0004000500060007")) == "1:0:2:3:4:5:6:7"
    assert ip6_text(bytes(12) + bytes([192, 0, 2, 1])) == "::192.0.2.1"


def test_key_tag_is_that_of_the_key() -> None:
    import dns.dnssec
    rdata = dns.rdata.from_text("IN", "DNSKEY", "257 3 13 " + "AQPSKmynfzW4kyBv015MUG2DeIQ3" * 2)
    assert key_tag(rdata.to_wire() or b"") == dns.dnssec.key_id(rdata)  # type: ignore[arg-type]
