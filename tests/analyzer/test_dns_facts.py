"""What the tree says of a packet's DNS message, as Wireshark pairs them."""
from __future__ import annotations

from dns_cases import Said, gathered, query, response

from analyzer.dns import transactions

QUERY = query()
ASK = Said(QUERY.to_wire())
ANSWER = ASK.back(response(QUERY).to_wire(), 20)
AGAIN = Said(QUERY.to_wire(), 10)


def test_packets_point_to_each_other() -> None:
    facts = transactions(gathered([ASK, AGAIN, ANSWER, ASK.back(ANSWER.data, 30), Said(b"?" * 12, 40)])).facts
    assert facts(0) == {"response_in": 3}
    assert facts(1) == {"retransmit_request_in": 1}
    assert facts(2) == {"response_to": 1, "time": 20_000_000}
    assert facts(3) == {"retransmit_response_in": 3}
    assert facts(4) == facts(99) == {}


def test_response_alone_is_unsolicited() -> None:
    assert transactions(gathered([ANSWER])).facts(0) == {"unsolicited": True}


def test_multicast_is_paired_by_conversation() -> None:
    ask = Said(query(number=0).to_wire(), 0, "192.0.2.1", 5353, "224.0.0.251", 5353, protocol=1)
    said = Said(response(query("other.", number=0)).to_wire(), 5, "192.0.2.1", 5353, "224.0.0.251", 5353, protocol=1)
    assert transactions(gathered([ask, said])).facts(1) == {"response_to": 1, "time": 5_000_000}
