"""Rows of transactions and messages, their totals, and the same as JSON lines by kernels."""
from __future__ import annotations

import json
import random
from collections.abc import Iterator

import dns.edns
import pytest
from dns_cases import TCP, Said, gathered, query, response

from analyzer import dns_json
from analyzer.dns import Transactions
from analyzer.dns_messages import DnsInput
from analyzer.dns_pairing import transactions
from analyzer.export.json_text import to_json
from analyzer.rows import names
from dissectors import kernel

RECORDS = (
    "www.example. 300 IN CNAME w\\.eb\\\\.example.", "e. 1 IN AAAA 2001:db8::1", "e. 1 IN AAAA ::ffff:192.0.2.1",
    "e. 1 IN TXT \"a \\\"b\\\" \\\\ \\200\" \"\"", "e. 1 IN MX 10 mail.example.", "_s._tcp.e. 1 IN SRV 1 2 3 t.e.",
    "e. 1 IN SOA ns.e. host.e. 1 2 3 4 5", "e. 1 IN CAA 0 issue \"ca\"", "e. 1 IN TYPE65280 \\# 2 abcd",
    "e. 1 IN HTTPS 1 . alpn=h2 ipv6hint=2001:db8::1", "e. 1 IN EUI48 00-00-5e-00-53-2a", "e. 1 IN NSEC f. A TXT TYPE99",
    "e. 1 IN DS 1 13 2 1e91e7450a58313a4d3dc8bae718999242eded42fe511e1f6aeebb856a73da82",
    "e. 1 IN DNSKEY 257 3 13 AQPSKmynfzW4kyBv015MUG2DeIQ3", "e. 1 IN NSEC3PARAM 1 0 0 -",
    "e. 1 IN NSEC3PARAM 1 0 5 5a17",
    "e. 1 IN NSEC3 1 1 12 aabb 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX", "e. 1 IN HINFO \"x\" \"y\"",
    "e. 1 IN RRSIG A 13 2 86400 20261221023913 20000229013913 19585 example. pm0kjulGP8VxpT9jB0sWbu2AtUaaZVw=",
    "e. 1 IN NAPTR 100 10 \"u\" \"E2U+sip\" \"!^.*$!x!\" .", "e. 1 CH TXT \"version\"",
    "e. 1 IN LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m")


def conversation() -> Iterator[Said]:
    for number, record in enumerate(RECORDS):
        asked = query(f"{number}.www.example.", "A", number, use_edns=0, want_dnssec=bool(number & 1),
                      options=[dns.edns.GenericOption(10, b"12345678"), dns.edns.GenericOption(77, b"")])
        answer = response(asked, record, RECORDS[0], rcode=(0, 3, 16, 3000)[number % 4])
        ask = Said(asked.to_wire(), number, buffer=number & 1, transport=TCP if number % 5 == 0 else 17,
                   source=f"2001:db8::{number}", protocol=number % 3)
        yield ask
        if number % 7:
            back = ask.back(answer.to_wire(), number + 0.5)
            back.buffer = number % 2
            yield back
    other = query("5.www.example.", "A", 5, use_edns=0)
    yield Said(response(other, RECORDS[0], rcode=5).to_wire(), 88, "192.0.2.53", 53, "2001:db8::5", 4000, TCP,
               protocol=2)
    yield Said(query("late.", number=4).to_wire(), 92, header=b"E" * 10)
    yield Said(query("late.", number=4).to_wire(), 92.5, header=b"E" * 10)
    yield Said(b"short", 90)
    yield Said(response(query("late.", number=4)).to_wire(), 91, truncated=True)


def damaged(seed: int) -> DnsInput:
    chance, said = random.Random(seed), list(conversation())
    for one in said:
        data = bytearray(one.data)
        for _ in range(chance.randrange(3)):
            data[chance.randrange(len(data))] = chance.choice((0, 1, 0xC0, 0xFF, chance.randrange(256)))
        one.data = bytes(data[:chance.choice((len(data), chance.randrange(len(data))))])
    return gathered(said)


def lines(found: Transactions) -> bytes:
    written: list[bytes] = []
    found.json_lines(lambda text: written.append(bytes(text)), 6)
    return b"".join(written)


@pytest.mark.parametrize("seed", range(-1, 12))
def test_lines_are_the_rows_interpreted_and_compiled(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = gathered(list(conversation())) if seed < 0 else damaged(seed)
    expected = None
    for least in (1 << 40, 0):
        monkeypatch.setattr(kernel, "LOAD_FROM", least)
        monkeypatch.setattr(kernel, "COMPILE_FROM", least)
        found = transactions(messages)
        rows = b"".join(to_json(row, 6) + b"\n" for row in found.rows())
        assert lines(found) == rows
        assert rows == (expected or rows)
        expected = rows


@pytest.mark.parametrize("threads", [1, 3])
def test_many_blocks_are_written_in_order(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    found = transactions(gathered(list(conversation())))
    whole = lines(found)
    monkeypatch.setattr(dns_json, "BLOCK", 1)
    monkeypatch.setattr(dns_json, "processors", lambda: threads)
    assert lines(found) == whole


def test_a_line_longer_than_the_room_is_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    found = transactions(gathered(list(conversation())))
    whole = lines(found)
    monkeypatch.setattr(dns_json, "ROOM", 100)
    monkeypatch.setattr(dns_json, "BLOCK", 3)
    assert lines(found) == whole


def test_rows_have_the_columns_of_the_command_line() -> None:
    found = transactions(gathered(list(conversation())))
    assert {tuple(row) for row in found.rows()} == {names("dns")}
    assert {tuple(row) for row in found.message_rows()} == {names("dns messages")}


def test_rows_name_numbers_as_iana_does() -> None:
    asked = query("example.", "TYPE65280")
    wire = bytearray(asked.to_wire())
    wire[2:4], wire[-2:] = b"\xb9\x77", b"\0\x4d"
    row, = transactions(gathered([Said(bytes(wire))])).rows()
    assert (row["opcode"], row["rcode"], row["questions"]) == (
        "OPCODE7", "YXRRSET", [{"name": "example", "type": "TYPE65280", "class": "CLASS77"}])
    assert row["flags"] == ["QR", "RD", "Z", "AD", "CD"]


def test_edns_has_what_its_record_says() -> None:
    rows = {row["id"]: row for row in transactions(gathered(list(conversation()))).rows()}
    assert rows[3]["edns"] == {"version": 0, "udp_size": 8192, "do": False, "extended_rcode": 187, "options": []}
    assert rows[3]["rcode"] == "RCODE3000" and rows[3]["additionals"] == []
    assert rows[7]["edns"]["options"] == [
        {"code": 10, "name": "COOKIE", "data": "3132333435363738"}, {"code": 77, "name": "OPT77", "data": ""}]


def test_message_rows_say_what_is_wrong_and_where() -> None:
    data = response(query(), "www.example. 300 IN A 192.0.2.7").to_wire()
    bad = data.replace(b"\0\4\xc0\0\2\7", b"\0\3\xc0\0\2")
    said = [Said(data), Said(data[:-1]), Said(data[:-1], truncated=True), Said(data + b"#"), Said(bad), Said(data[:5])]
    wrong = [row["malformed"] for row in transactions(gathered(said)).message_rows()]
    assert wrong[0] is None is wrong[2]
    assert wrong[1] == "the data of a record leave the message at byte 39"
    assert wrong[3] == "octets are left after the last record at byte 45"
    assert wrong[4] == "4 bytes wanted, 3 left at byte 41"
    assert wrong[5] == "the message is shorter than its header at byte 5"


def test_totals_are_those_of_the_rows() -> None:
    found = transactions(gathered(list(conversation())))
    rows, total = list(found.rows()), found.summary()
    assert total["transactions"] == len(rows)
    assert total["answered"] == sum(row["status"] == "answered" for row in rows)
    assert sum(total["rcodes"].values()) == sum(row["response_packet"] is not None for row in rows)
    assert total["latency"]["median"] == total["latency"]["max"] == 500_000


def test_totals_of_nothing() -> None:
    found = transactions(gathered([]))
    assert found.summary()["latency"] == {"median": None, "p95": None, "max": None}
    assert lines(found) == b"" and list(found.rows()) == []


def test_times_in_lines_have_the_digits_of_the_capture() -> None:
    written = lines(transactions(gathered(list(conversation())))).splitlines()
    row = next(row for row in (json.loads(line, parse_float=str) for line in written) if row["id"] == 3)
    assert (row["query_time"], row["latency"]) == ("1700000000.003000", "0.000500")
