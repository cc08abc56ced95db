"""Messages as records with places."""
from __future__ import annotations

import dns.edns
import dns.flags
import pytest
from dns_cases import query, response
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.dns import DNS
from dissectors.dns.edns import read_edns
from dissectors.dns.info import info
from dissectors.dns.message import parse
from dissectors.dns.tree import describe
from dissectors.malformed import Malformed, Truncated
from dissectors.octets import Octets
from dissectors.registry import Context

ASKED = query(use_edns=0, payload=1232, want_dnssec=True, options=[dns.edns.GenericOption(10, b"12345678")])
ANSWERED = response(ASKED, "www.example. 300 IN CNAME web.example.", "web.example. 60 IN A 192.0.2.7")
WIRE = ANSWERED.to_wire()


def test_message_knows_its_parts_and_where_they_lie() -> None:
    message = parse(Octets(b"head" + WIRE, 4))
    assert (message.id, message.response, message.opcode, message.rcode) == (1, True, 0, 0)
    assert message.counts == (1, 2, 0, 1)
    assert [(q.start, q.stop, q.type) for q in message.questions] == [(16, 33, 1)]
    assert [message.text(record) for record in message.sections[0]] == ["web.example", "192.0.2.7"]
    assert message.end == message.stop == 4 + len(WIRE)


def test_edns_is_read_with_its_options() -> None:
    edns = read_edns(parse(Octets(ASKED.to_wire())))
    assert edns is not None
    assert (edns.version, edns.udp_size, edns.dnssec_ok, edns.extended_rcode) == (0, 1232, True, 0)
    assert [(option.code, option.content) for option in edns.options] == [(10, b"12345678")]


def test_response_code_has_the_upper_bits_of_edns() -> None:
    assert parse(Octets(response(ASKED, rcode=23).to_wire())).rcode == 23


@pytest.mark.parametrize("size", range(12, len(WIRE)))
def test_what_is_before_a_cut_stays(size: int) -> None:
    message = parse(Octets(WIRE[:size]))
    assert message.problem is not None
    assert len(message.questions) == (size >= 29)
    assert sum(map(len, message.sections)) < 3


def test_cut_by_the_capture_is_not_malformed() -> None:
    message = parse(Octets(WIRE, 0, 30, len(WIRE)))
    assert isinstance(message.problem, Truncated)


@pytest.mark.parametrize("size", range(4))
def test_message_without_id_and_flags_is_malformed(size: int) -> None:
    with pytest.raises(Malformed):
        parse(Octets(WIRE[:size]))


@pytest.mark.parametrize(("size", "counts"), [(4, 0), (5, 0), (6, 1), (9, 2), (11, 3)])
def test_of_a_header_that_is_cut_what_is_whole_is_shown(size: int, counts: int) -> None:
    message = parse(Octets(b"head" + WIRE[:size], 4))
    fields = list(describe(message, "dns", {}))
    assert [field.spec.name for field in fields if field.spec.name.startswith("dns.count")] == [
        "dns.count.queries", "dns.count.answers", "dns.count.auth_rr"][:counts]
    assert fields[-1].value == f"the message is shorter than its header at byte {size}"


def test_data_that_break_their_type_are_a_fault() -> None:
    message = parse(Octets(WIRE[:6] + b"\0\3" + WIRE[8:]))      # one more record promised than there is
    assert message.problem is not None and message.problem.at == len(WIRE)
    broken = ANSWERED.to_wire().replace(b"\0\4\xc0\0\2\7", b"\0\3\xc0\0\2")
    assert "wanted" in str(parse(Octets(broken)).fault())


def test_length_comes_before_a_message_over_tcp() -> None:
    message = DNS().parse(Octets(len(WIRE).to_bytes(2, "big") + WIRE + b"more"), Context("tcp"))
    assert (message.start, message.stop, message.prefix) == (2, 2 + len(WIRE), 2)


def test_line_names_question_and_records() -> None:
    assert info(parse(Octets(WIRE))) == (
        "Standard query response 0x0001 A www.example CNAME web.example A 192.0.2.7")


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(WIRE) - 1), st.integers(0, 255)), min_size=1, max_size=6),
       st.sampled_from(["dns", "mdns", "llmnr"]))
def test_mutated_messages_are_read_and_described(changes: list[tuple[int, int]], protocol: str) -> None:
    data = bytearray(WIRE)
    for place, octet in changes:
        data[place] = octet
    message = parse(Octets(bytes(data)))
    fields = list(describe(message, protocol, {}))
    assert fields[0].spec.name == "dns.id" and info(message)
