"""What the tree says of a packet's DNS message, as Wireshark pairs them."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
from dns_cases import TCP, Said, at, gathered, query, response

from analyzer.dns_pairing import transactions

QUERY = query()
ASK = Said(QUERY.to_wire())
ANSWER = ASK.back(response(QUERY).to_wire(), 20)
AGAIN = Said(QUERY.to_wire(), 10)


def test_packets_point_to_each_other() -> None:
    facts = transactions(gathered([ASK, AGAIN, ANSWER, ASK.back(ANSWER.data, 30), Said(b"?" * 12, 40)])).facts
    assert facts(0) == {"response_in": 3}
    assert facts(1) == {"retransmit_request_in": 1}
    assert facts(2) == {"response_to": 1, "time": 20_000_000, "time_from_last": 10_000_000}
    assert facts(3) == {"retransmit_response_in": 3}
    assert facts(4) == facts(99) == {}


def test_what_contradicts_a_response_repeats_it_for_wireshark() -> None:
    other = ASK.back(response(QUERY, "www.example. 9 IN A 192.0.2.66").to_wire(), 30)
    facts = transactions(gathered([ASK, ANSWER, other, at(other, 40)])).facts
    assert facts(2) == facts(3) == {"retransmit_response_in": 2}


def test_all_messages_of_a_transfer_answer_its_query() -> None:
    ask = Said(query("example.", "AXFR").to_wire(), transport=TCP)
    parts = [response(query("example.", "AXFR"), f"{name}.example. 9 IN A 192.0.2.1") for name in "abc"]
    parts[2].question = []
    facts = transactions(gathered([ask, *(ask.back(part.to_wire(), 5 + at) for at, part in enumerate(parts))])).facts
    assert facts(0) == {"response_in": 2}
    assert [facts(row) for row in (1, 2, 3)] == [{"response_to": 1, "time": ms * 1_000_000} for ms in (5, 6, 7)]


def test_copies_of_frames_are_repetitions_for_wireshark() -> None:
    frames = [Said(**vars(one) | {"header": bytes.fromhex("45000000abcd00004011")}) for one in (ASK, ANSWER)]
    facts = transactions(gathered([frames[0], frames[0], frames[1], frames[1]])).facts
    assert facts(1) == {"retransmit_request_in": 1} and facts(3) == {"retransmit_response_in": 3}


def test_response_captured_first_with_an_earlier_time_has_none() -> None:
    facts = transactions(gathered([ANSWER, Said(QUERY.to_wire(), 25)])).facts
    assert facts(0) == {"response_to": 2} and facts(1) == {"response_in": 1}


def test_response_alone_is_unsolicited() -> None:
    assert transactions(gathered([ANSWER])).facts(0) == {"unsolicited": True}


def test_multicast_is_paired_by_conversation() -> None:
    ask = Said(query(number=0).to_wire(), 0, "192.0.2.1", 5353, "224.0.0.251", 5353, protocol=1)
    said = Said(response(query("other.", number=0)).to_wire(), 5, "192.0.2.1", 5353, "224.0.0.251", 5353, protocol=1)
    assert transactions(gathered([ask, said])).facts(1) == {"response_to": 1, "time": 5_000_000}


def test_facts_do_not_depend_on_who_was_asked_before() -> None:
    asked = [Said(query(number=number).to_wire(), number, transport=TCP) for number in range(6)]
    said = gathered([*asked, *(one.back(response(query(number=number)).to_wire(), 20 + number)
                               for number, one in enumerate(asked))])
    said = replace(said, row=np.array([0, 0, 1, 3, 3, 3, 4, 5, 5, 8, 9, 9], np.int32))     # several in a segment
    rows = said.row.tolist()
    places = [(row, nth) for row in sorted(set(rows)) for nth in range(rows.count(row))]
    found = {place: transactions(said).facts(*place) for place in places}
    assert found[3, 2] == {"response_in": 10} and found[9, 1] == {"response_to": 4, "time": 20_000_000}
    facts = transactions(said).facts
    for order in (places, places[::-1], sorted(places * 3), places[::2] + places[1::2]):
        assert [facts(*place) for place in order] == [found[place] for place in order]
