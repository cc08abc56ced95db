"""Messages as `dig` prints them."""
from __future__ import annotations

from dns_cases import Said, gathered, query, response

from analyzer.dns import transactions

EXPECTED = """\
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1
;; flags: qr rd; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1

;; OPT PSEUDOSECTION:
; EDNS: version: 0, flags:; udp: 8192
;; QUESTION SECTION:
;www.example.		IN	A

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
    assert texts[0].startswith(";; ->>HEADER<<- opcode: QUERY") and "sent: 40" in texts[0]


def test_fault_is_told() -> None:
    bad, short = transactions(gathered([Said(query().to_wire() + b"#"), Said(b"\1\2")])).dig_text()
    assert ";; WARNING: octets are left after the last record at byte 29" in bad
    assert short == ";; Got bad packet: the message is shorter than its header\n01 02\n"
