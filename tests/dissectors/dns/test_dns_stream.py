"""DNS over TCP: messages out of a stream, however it is cut."""
from __future__ import annotations

import pytest
from dns_cases import query, response

from dissectors.dns import DNS
from dissectors.dns.stream import DnsMessage, Messages
from dissectors.registry import Context
from dissectors.stream import Data, End, Event, Gap, How, Piece, Problem, Side

ONE, TWO = query(number=1).to_wire(), response(query(number=2), "www.example. 300 IN A 192.0.2.7").to_wire()
STREAM = b"".join(len(data).to_bytes(2, "big") + data for data in (ONE, TWO))
FIRST, ALL = len(ONE) + 2, len(STREAM)


def events(*pieces: Piece) -> list[Event]:
    messages = Messages()
    return [event for piece in pieces for event in messages.receive(Side.CLIENT, piece)]


def spans(found: list[Event]) -> list[tuple[int, int]]:
    return [(event.start, event.stop) for event in found if isinstance(event, DnsMessage) and not event.partial]


@pytest.mark.parametrize("cut", range(ALL + 1))
def test_every_cut_gives_the_same_messages(cut: int) -> None:
    pieces = [Data(0, STREAM[:cut]), Data(cut, STREAM[cut:]), End(ALL, How.FIN)]
    found = events(*(piece for piece in pieces if not isinstance(piece, Data) or piece.data))
    assert spans(found) == [(0, FIRST), (FIRST, ALL)] and len(found) == 2


def test_octet_by_octet() -> None:
    assert spans(events(*(Data(at, STREAM[at:at + 1]) for at in range(ALL)))) == [(0, FIRST), (FIRST, ALL)]


def test_message_whose_end_is_missing_is_partial() -> None:
    found = events(Data(0, STREAM[:20]), End(20, How.CAPTURE))
    assert found == [DnsMessage(side=Side.CLIENT, start=0, stop=20, partial=True)]


def test_messages_are_found_again_behind_a_gap() -> None:
    found = events(Data(0, STREAM[:20]), Gap(20, FIRST - 20), Data(FIRST, STREAM[FIRST:]))
    assert [type(event) for event in found] == [DnsMessage, Problem, DnsMessage]
    assert spans(found) == [(FIRST, ALL)]


def test_octets_that_are_no_message_behind_a_gap_are_passed_over() -> None:
    found = events(Gap(0, 5), Data(5, STREAM[5:FIRST]), Data(FIRST, STREAM[FIRST:]))
    assert spans(found) == [(FIRST, ALL)]


def test_length_of_zero_is_a_problem() -> None:
    found = events(Data(0, b"\0\0" + STREAM))
    assert [type(event) for event in found] == [Problem]


def test_message_is_described_from_its_length_on() -> None:
    event = events(Data(0, STREAM))[0]
    fields = list(DNS().describe_event(event, STREAM[:FIRST], Context("tcp")))
    assert [(field.spec.name, field.pos) for field in fields[:2]] == [("dns.length", 0), ("dns.id", 2)]
    assert DNS().event_info(event, STREAM[:FIRST]) == "Standard query 0x0001 A www.example"


def test_likelihood_is_high_for_messages_and_none_for_others() -> None:
    assert DNS().likelihood(ONE, TWO) > 0.5 < DNS().likelihood(STREAM, b"")
    assert DNS().likelihood(b"EHLO example\r\n", b"220 ready\r\n") == 0


def test_tag_of_a_key_stands_where_wireshark_places_it() -> None:
    key = bytes.fromhex("0000 8180 0000 0001 0000 0000 00 0030 0001 0000003c 0005 0100 03 05 aa")
    data = len(key).to_bytes(2, "big") + key
    fields = list(DNS().describe_event(events(Data(0, data))[0], data, Context("tcp", before=100)))
    tags = [field.pos for section in fields for record in section.children for field in record.children
            if field.spec.name == "dns.dnskey.key_id"]
    assert tags == [100 + 14]       # the record stands at 14; whoever moves the fields to 100 counts that again
