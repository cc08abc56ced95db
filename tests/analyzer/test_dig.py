"""Messages as `dig` prints them."""
from __future__ import annotations

import dns.edns
import dns.message
import dns.tsig
import pytest
from dns_cases import Said, gathered, query, response

from analyzer.dns_pairing import transactions

EXPECTED = """\
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1
;; flags: qr rd; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1
;; WARNING: recursion requested but not available

;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 8192
;; QUESTION SECTION:
;www.example.			IN	A

;; ANSWER SECTION:
www.example.		300	IN	CNAME	web.example.
web.example.		60	IN	A	192.0.2.7

;; Query time: 25 msec
;; SERVER: 192.0.2.53#53(192.0.2.53) (UDP)
;; WHEN: Tue Nov 14 22:13:20 UTC 2023
;; MSG SIZE  rcvd: 74

"""


def test_response_is_printed_as_dig_does() -> None:
    asked = query(use_edns=0, want_dnssec=True)
    answer = response(asked, "www.example. 300 IN CNAME web.example.", "web.example. 60 IN A 192.0.2.7")
    ask = Said(asked.to_wire())
    texts = list(transactions(gathered([ask, ask.back(answer.to_wire(), 25)])).dig_text())
    assert texts[1] == EXPECTED
    assert texts[0].startswith(";; Sending:\n;; ->>HEADER<<- opcode: QUERY") and "QUERY SIZE: 40" in texts[0]


def test_fault_is_told() -> None:
    bad, short = transactions(gathered([Said(query().to_wire() + b"#"), Said(b"\1\2")])).dig_text()
    assert ";; WARNING: Message has 1 extra bytes at end" in bad
    assert short == ";; Got bad packet: the message is shorter than its header\n01 02\n"


def printed(message: dns.message.Message) -> list[str]:
    return next(iter(transactions(gathered([Said(message.to_wire())])).dig_text())).splitlines()


# code, content, and the line of dig 9.18 (or of 9.20, where 9.18 does not know the option)
OPTIONS = (
    (1, "0001", '; LLQ: 00 01 ("..")'),
    (3, "6e7322ff", '; NSID: 6e 73 22 ff ("ns".")'),
    (3, "", "; NSID:"),
    (5, "080d0f", '; DAU: 08 0d 0f ("...")'),
    (8, "00011800c00002", "; CLIENT-SUBNET: 192.0.2.0/24/0"),
    (8, "0002383820010db8000100", "; CLIENT-SUBNET: 2001:db8:1::/56/56"),
    (8, "00010000", "; CLIENT-SUBNET: 0.0.0.0/0/0"),
    (8, "00000000", "; CLIENT-SUBNET: 0/0/0"),
    (8, "0001", '; CLIENT-SUBNET: 00 01 ("..")'),
    (9, "00093a80", "; EXPIRE: 604800 (1 week)"),
    (9, "00000e11", "; EXPIRE: 3601 (1 hour 1 second)"),
    (10, "0102030405060708", "; COOKIE: 0102030405060708"),
    (11, "012d", "; TCP KEEPALIVE: 30.1 secs"),
    (11, "01", '; TCP KEEPALIVE: 01 (".")'),
    (12, "00000000000000", "; PAD: (7 bytes)"),
    (13, "076578616d706c6500", "; CHAIN: example."),
    (13, "076578616d", '; CHAIN: 07 65 78 61 6d (".exam")'),
    (14, "4f664a5c", "; KEY-TAG: 20326, 19036"),
    (15, "0012", "; EDE: 18 (Prohibited)"),
    (15, "0012626c6f636b65640ac3a9", "; EDE: 18 (Prohibited): (blocked.é)"),
    (15, "0063", "; EDE: 99"),
    (16, "1234", "; CLIENT-TAG: 4660"),
    (18, "076578616d706c6500", "; REPORT-CHANNEL: example."),
    (26946, "4f70656e444e53", '; DEVICEID: 4f 70 65 6e 44 4e 53 ("OpenDNS")'),
    (65001, "01ff41", '; OPT65001: 01 ff 41 ("..A")'),
)


@pytest.mark.parametrize(("code", "content", "line"), OPTIONS)
def test_options_are_printed_as_dig_does(code: int, content: str, line: str) -> None:
    option = dns.edns.GenericOption(code, bytes.fromhex(content))
    assert line in printed(query(use_edns=0, options=[option]))


def test_reserved_bits_are_told() -> None:
    asked = query(use_edns=0, ednsflags=0x8010)
    asked.flags |= 0x40
    lines = printed(asked)
    assert ";; flags: rd; MBZ: 0x4; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1" in lines
    assert "; EDNS: version: 0, flags: do; MBZ: 0x0010, udp: 1232" in lines


def test_signature_stands_in_a_section_of_its_own() -> None:
    asked = query()
    asked.use_tsig(dns.tsig.Key("key.", "c2VjcmV0"))
    text = "\n".join(printed(asked))
    assert ";; TSIG PSEUDOSECTION:\nkey.\t\t\t0\tANY\tTSIG\t" in text
    assert "ADDITIONAL SECTION" not in text


def test_long_columns_leave_a_blank_between_them() -> None:
    name = "a-name-that-needs-more-than-its-column.example."
    asked = query(name, "NSEC3PARAM")
    lines = printed(response(asked, f"{name} 5 IN NSEC3PARAM 1 0 0 -"))
    assert f";{name} IN NSEC3PARAM" in lines
    assert f"{name} 5 IN NSEC3PARAM 1 0 0 -" in lines
