"""Messages of every kind, and what a broken or hostile sender makes of them."""
from __future__ import annotations

import random
import struct

import dns.edns
import dns.message
import dns.rrset
import dns.update

NAME = b"\3www\7example\0"
RECORDS = r"""
A 192.0.2.1
NS ns.example.
CNAME a.b.example.
SOA ns.example. host.example. 1 2 3 4 5
WKS 192.0.2.1 6 25
PTR host.example.
HINFO "cpu" "os"
MX 10 mx.example.
TXT "a" "bc" ""
RP a.example. b.example.
AFSDB 1 a.example.
X25 "311061700956"
ISDN "150862028003217" "004"
RT 2 a.example.
NSAP 0x47000580005a
PX 1 a. b.
GPOS "-32.6" "116.8" "10.0"
AAAA 2001:db8::1
LOC 52 22 23.000 N 4 53 32.000 E -2m 1m 10m 10m
SRV 1 2 443 a.example.
NAPTR 1 2 "u" "E2U+sip" "!.*!a!" .
KX 1 a.example.
CERT 1 2 8 AAEC
DNAME a.example.
APL 1:192.0.2.0/24 !2:2001:db8::/32
DS 1 8 2 abababababababababababababababababababababababababababababababab
SSHFP 1 1 cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd
IPSECKEY 1 3 2 gw.example. AQID
RRSIG A 8 2 60 20300101000000 20200101000000 5 example. AAECAw==
NSEC b.example. A NS TYPE1234
DNSKEY 257 3 8 AwEAAQ==
DHCID AAIBY2/AuCccgoJbsaxcQc9TUapptP69lOjxfNuVAA2kjEA=
NSEC3 1 1 2 aabb 2t7b4g4vsa5smi47k61mv5bv1a22bojr A
NSEC3PARAM 1 0 2 aabb
TLSA 3 1 1 efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef
SMIMEA 3 1 1 efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef
HIP 2 200100107B1A74DF365639CC39F1D578 AwEAAbdx a.example.
OPENPGPKEY AQID
CSYNC 1 3 A NS
ZONEMD 1 1 1 abababababababababababababababababababababababababababababababababababababababababababababababab
SVCB 1 a.example. alpn=h2 port=443
HTTPS 1 . alpn=h3 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1 key9=x
SPF "v=spf1"
NID 10 0014:4fff:ff20:ee64
L32 10 10.1.2.0
L64 10 2001:0DB8:1140:1000
LP 10 a.example.
EUI48 00-00-5e-00-53-2a
EUI64 00-00-5e-ef-10-00-00-2a
URI 1 2 "ftp://a/"
CAA 0 issue "ca.example"
AMTRELAY 10 0 3 a.example.
TYPE65280 \# 3 010203
TYPE38 \# 4 80016100
TYPE250 \# 20 00000065550000012c0003010203000700000000
"""
"""A record of each type."""
OPTIONS = (3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 65001)
TLVS = b"\0\1\0\x08" + bytes(8) + b"\0\2\0\4" + bytes(4) + b"\0\3\0\2ab" + b"\0\x40\0\1c"
"""Keepalive, retry delay, padding, and one that a server pushes (RFC 8490, RFC 8765)."""


def messages() -> list[bytes]:
    """Valid messages: each type, all together, an update, options, several questions, stateful operations."""
    sets = [dns.rrset.from_text("www.example.", 60, "IN", kind, data) for kind, data in (
        line.split(" ", 1) for line in RECORDS.strip().splitlines())]
    made = [_answer(one).to_wire() for one in sets] + [_answer(*sets).to_wire(max_size=65535)]
    asked = dns.message.make_query("www.example.", "A", id=2, use_edns=0, options=[
        dns.edns.GenericOption(code, b"\0\1\x18\0\xc0\0\2") for code in OPTIONS])
    update = dns.update.UpdateMessage("example.", id=3)
    update.present("a")
    update.replace("a", 60, "A", "192.0.2.1")
    two = struct.pack(">6H", 7, 0, 2, 0, 0, 0) + NAME + b"\0\1\0\1\xc0\x0c\0\x1c\x80\1"
    return [*made, asked.to_wire(), update.to_wire(), two, struct.pack(">6H", 9, 6 << 11, 0, 0, 0, 0) + TLVS]


def _answer(*sets: dns.rrset.RRset) -> dns.message.Message:
    made = dns.message.make_response(dns.message.make_query("www.example.", sets[0].rdtype, want_dnssec=True, id=1))
    for section, one in zip((made.answer, made.authority, made.additional) * len(sets), sets, strict=False):
        section.append(one)
    return made


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The message with some of its counts, pointers, lengths and octets changed, octets lost or added, or cut."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        _change(made, chance)
    return bytes(made[:chance.randrange(len(made) + 1)] if chance.random() < 0.2 else made)


def _change(made: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(made)) if made else 0
    what = chance.randrange(7)
    if what == 0:
        place = 4 + 2 * chance.randrange(4)
        made[place:place + 2] = struct.pack(">H", chance.choice((0, 1, 2, 255, 0xFFFF)))
    elif what == 1:
        made[at:at + 2] = struct.pack(">H", 0xC000 | chance.randrange(min(len(made) + 4, 0x4000)))
    elif what == 2:
        made[at:at + 1] = bytes([chance.choice((0, 1, 63, 64, 65, 128, 191, 192, 255))])
    elif what == 3:
        made[at:at + 2] = struct.pack(">H", chance.choice((0, 1, 12, 0x7FFF, 0xFFFF, len(made) - at)) & 0xFFFF)
    elif what == 4:
        del made[at:at + chance.randrange(1, 9)]
    elif what == 5:
        made[at:at] = chance.randbytes(chance.randrange(1, 9))
    else:
        made[at:at + 1] = chance.randbytes(1)
