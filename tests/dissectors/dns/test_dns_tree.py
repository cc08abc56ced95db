"""The fields of messages, with Wireshark's names, places and values."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

import dns.update
import pytest
from dns_cases import query, response

from dissectors.dns import DNS, LLMNR, MDNS
from dissectors.dns.fields import FIELDS
from dissectors.fields import Field
from dissectors.octets import Octets
from dissectors.registry import Context
from dissectors.show import form


def lines(fields: Iterable[Field]) -> Iterator[tuple[str, int, int, str]]:
    for field in fields:
        if field.spec.name:
            yield field.spec.name, field.pos, field.size, form(field.spec).show(field)
        yield from lines(field.children)


def tree(data: bytes, kind: type[DNS] = DNS, transport: str = "udp", **facts: object) -> dict[str, list[object]]:
    context = Context(transport, facts=facts)
    message = kind().parse(Octets(b"##" + data, 2), context)
    return {name: rest for name, *rest in lines(kind().describe(message, context))}


def test_query_shows_the_bits_of_queries() -> None:
    found = tree(query().to_wire())
    assert found["dns.id"] == [2, 2, "0x0001"]
    assert found["dns.flags"] == [4, 2, "0x0100"]
    assert found["dns.flags.recdesired"] == [4, 2, "1"]
    assert "dns.flags.rcode" not in found
    assert found["dns.qry.name"] == [14, 13, "www.example"]
    assert found["dns.qry.name.len"] == [14, 13, "11"]
    assert found["dns.count.labels"] == [14, 13, "2"]
    assert found["dns.qry.class"] == [29, 2, "0x0001"]


def test_response_shows_its_records() -> None:
    found = tree(response(query(), "www.example. 300 IN A 192.0.2.7").to_wire(), response_to=1, time=1_500)
    assert found["dns.flags.rcode"] == [4, 2, "0"]
    assert found["dns.resp.name"] == [31, 2, "www.example"]
    assert found["dns.resp.ttl"] == [37, 4, "300"]
    assert found["dns.a"] == [43, 4, "192.0.2.7"]
    assert found["dns.response_to"] == [2, 0, "1"]
    assert found["dns.time"] == [2, 0, "0.000001500"]


def test_every_record_type_of_ours_shows_its_fields() -> None:
    answer = response(
        query(), "_a._tcp.example. 1 IN SRV 1 2 3 t.example.", "e. 1 IN TXT \"one\" \"two\"",
        "e. 1 IN CAA 0 issue \"ca\"", "e. 1 IN NSEC f. A TXT", "e. 1 IN TYPE65280 \\# 2 abcd",
        "e. 1 IN HTTPS 1 . alpn=h2 port=853", "e. 1 IN LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m")
    found = tree(answer.to_wire())
    assert found["dns.srv.service"][2] == "_a" and found["dns.srv.target"][2] == "t.example"
    assert found["dns.txt"][2] == "two" and found["dns.caa.tag"][2] == "issue"
    assert found["dns.data"][2] == "ab:cd" and found["dns.svcb.svcparam.port"][2] == "853"
    assert found["dns.loc.altitude"][2] == "9999800"


def test_multicast_takes_the_first_bit_of_a_class_apart() -> None:
    data = query().to_wire()
    found = tree(data[:-2] + b"\x80\x01", MDNS)
    assert found["dns.qry.class"] == [29, 2, "0x0001"]
    assert found["dns.qry.qu"] == [29, 2, "1"]


@pytest.mark.parametrize(("text", "shown"), [
    ("74793d4772c3bc6e", "ty=Gr\u00fcn"), ("4772fc6e", "Gr\ufffdn"), ("c3bc00c3bc", "\u00fc")])
def test_texts_of_multicast_are_utf8(text: str, shown: str) -> None:
    octets = bytes.fromhex(text)
    message = (bytes.fromhex("0000 8400 0000 0001 0000 0000 00 0010 8001 00000078")     # root, TXT, flush IN, 120 s
               + (1 + len(octets)).to_bytes(2, "big") + bytes((len(octets),)) + octets)
    assert tree(message, MDNS)["dns.txt"][2] == shown
    assert "\ufffd" in str(tree(message, DNS)["dns.txt"][2])       # RFC 1035 knows ASCII


def test_link_local_messages_have_other_bits() -> None:
    found = tree(query().to_wire(), LLMNR)
    assert "dns.flags.tentative" in found and "dns.flags.recdesired" not in found


def test_sections_of_an_update_have_their_own_names() -> None:
    found = tree(dns.update.UpdateMessage("example.").to_wire())
    assert found["dns.count.zones"] == [6, 2, "1"]


def test_length_comes_first_over_tcp() -> None:
    data = query().to_wire()
    found = tree(len(data).to_bytes(2, "big") + data, transport="tcp", response_in=9)
    assert next(iter(found.items())) == ("dns.length", [2, 2, "29"])
    assert found["dns.response_in"] == [2, 0, "9"]


def test_octets_that_are_left_over_are_shown() -> None:
    found = tree(query().to_wire() + b"xyz")
    assert found["dns.extraneous.data"] == [31, 3, "78:79:7a"]


def test_repeated_query_names_the_first() -> None:
    found = tree(query().to_wire(), retransmit_request_in=4)
    assert found["dns.retransmit_request"] == [0, 0, ""]
    assert found["dns.retransmission"] == [2, 0, "1"]


def test_all_fields_are_listed_once() -> None:
    names = [spec.name for spec in FIELDS]
    assert len(names) == len(set(names)) > 200
    assert [spec.name for spec in DNS.fields] == names
