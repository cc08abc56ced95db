"""RDATA: the presentation form of every known type against dnspython, and what breaks it."""
from __future__ import annotations

import re

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
    "WKS 10.0.0.1 6 0 1 2 21 23 25", "ISDN \"150862028003217\" \"004\"", "ISDN \"150862028003217\"",
    "KEY 257 3 5 AQPSKmynfzW4", "SIG A 13 2 86400 20261221023913 20261121013913 19585 example pm0kjulGP8Vx",
    "CERT PKIX 12345 RSASHA256 AQIDBA==", "CERT 65000 0 99 AQIDBA==", "NSAP-PTR foo.example",
    "APL 1:192.168.32.0/21 !1:192.168.38.0/28 2:ff00::/8 3:aabb/4", "RESINFO \"qnamemin\" \"exterr=15-17\"",
    "IPSECKEY 10 0 2 . AQNRU3mG7TVT", "IPSECKEY 10 1 2 192.0.2.38 AQNRU3mG7TVT",
    "IPSECKEY 10 2 1 2001:db8::1 AQNRU3mG7TVT", "IPSECKEY 10 3 0 gw.example AQNRU3mG7TVT",
    "AMTRELAY 10 0 0 .", "AMTRELAY 10 1 1 203.0.113.15", "AMTRELAY 128 0 2 2600:1f16::5", "AMTRELAY 10 1 3 amt.example",
    "HIP 2 200100107b1a74df365639cc39f1d578 AwEAAbdxyhNuSutc rvs.example r2.example",
    "TSIG hmac-sha256 1600000000 300 4 AQIDBA== 4660 NOERROR 0", "TSIG a 1 2 0 \"\" 4 BADSIG 6 AAAAAAEC",
    "TKEY gss-tsig 1600000000 1600003600 3 0 AQIDBA== AQID", "DSYNC CDS NOTIFY 5300 sync.example",
    "CDS 0 0 0 00", "CDNSKEY 0 3 0 AA==", "AVC \"app-name:a\"", "NINFO \"a\"", "HHIT AQID", "BRID AQID", "WALLET \"a\"",
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
    if TYPES[kind] not in ("HTTPS", "SVCB", "LOC", "DNSKEY", "RRSIG", "OPENPGPKEY", "DHCID", "CSYNC", "TSIG", "TKEY"):
        assert text == theirs


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record[:20])
def test_data_cut_anywhere_are_shown_as_they_are_or_read(record: str) -> None:
    kind, octets, _ = wire(record)
    for size in range(len(octets)):
        text, fault = rdata_text(kind, octets, 0, size, 0)
        assert text.startswith("\\# ") == (fault is not None or not size)


@pytest.mark.parametrize(("kind", "octets", "text"), [
    # of types that dnspython does not know
    (4, "0161 00", "a"), (14, "0161 00 0162 00", "a b"),
    (30, "0161 00 4000 0002", "a A NXT"),
    (38, "00 20010db8000000000000000000000001", "0 2001:db8::1"), (38, "40 0000000000000001 0161 00", "64 ::1 a"),
    (38, "80 0161 00", "128 a"),
    (40, "01 02 03 aabb", "1 2 3 qrs="), (57, "0000 03 05 aabb", "0 3 5 qrs="), (58, "00 0161 00", ". a"),
    (259, "00000001 00000002 01 09746578742f68746d6c aabb", "1 2 1 \"text/html\" qrs="),
    (259, "00000001 00000002 01 00", "1 2 1 \"\" -"),
    (264, "0000000000000101", "257"), (32768, "ec45 05 01" + "11" * 20, "60485 5 1 " + "11" * 20),
    (65281, "00010000", "\\# 4 00010000")])
def test_presentation_form_of_other_types(kind: int, octets: str, text: str) -> None:
    assert ours(kind, bytes.fromhex(octets)) == text


@pytest.mark.parametrize(("kind", "octets", "where"), [
    (38, "81", 0), (42, "0001 21 01 c0", 4), (42, "0001 08 02 c000", 5), (45, "0a 04 02 aa", 3), (47, "00 0001 00", 3),
    (43, "0001 08 02 aa", 4), (44, "01 01 aa", 2), (50, "01 00 0000 00 00", 6), (52, "03 01 01 aa", 3),
    (63, "00000001 01 01" + "11" * 12, 6), (256, "0001 0001", 4), (257, "00 01 2d 61", 2),
    (64, "0001 00 0000 0000", 3), (64, "0001 00 0001 0001 00", 3), (64, "0001 00 0002 0000", 7),
    (64, "0001 00 0000 0002 0003", 9), (64, "0001 00 0003 0003 000000", 3)])
def test_data_that_break_the_rules_of_their_type(kind: int, octets: str, where: int) -> None:
    data = bytes.fromhex(octets)
    text, fault = rdata_text(kind, data, 0, len(data), 0)
    assert text.startswith("\\# ")
    assert fault is not None and fault.at == where


def test_unknown_types_and_empty_data_have_their_generic_form() -> None:
    assert ours(65280, b"\x0a\x00\x00\x01") == "\\# 4 0a000001"
    assert ours(65280, b"") == ours(1, b"") == "\\# 0"


def test_compressed_names_in_data_are_read() -> None:
    message = b"\x07example\0" + b"\x00\x0a\x04mail\xc0\x00"
    assert rdata_text(15, message, 9, len(message), 0)[0] == "10 mail.example"


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
