"""Which lookups belong to a transfer: by host, name and time."""
from __future__ import annotations

import pytest
from dns_cases import START, Said, gathered, query, response

from analyzer.dns_pairing import transactions
from analyzer.journey_lookups import MOST_FOUND, AskedFor, Leg, domain_of, lookups

SENDER, RECEIVER, RESOLVER = "192.0.2.1", "192.0.2.25", "192.0.2.53"


def asked(*questions: tuple[float, str, str, str, tuple[str, ...]]) -> list[Said]:
    """Queries and their responses: when (ms), who asked, name, type, answers."""
    said = []
    for number, (at, source, name, kind, records) in enumerate(questions):
        to = query(name, kind, number)
        one = Said(to.to_wire(), at, source, 5000 + number)
        said += [one, one.back(response(to, *records).to_wire(), at + 1)]
    return said


def leg(**changes: object) -> Leg:
    usual = {"email": 0, "client": SENDER, "server": RECEIVER, "begin": START + 100_000_000,
             "sent": START + 200_000_000, "end": START + 300_000_000, "recipients": frozenset(("example.net",)),
             "sender": frozenset(("example.com",)), "greeting": "out.example.com"}
    return Leg(**(usual | changes))  # type: ignore[arg-type]


def found(said: list[Said], **changes: object) -> list[tuple[str, str, AskedFor]]:
    return [(one.row["questions"][0]["name"], one.row["questions"][0]["type"], one.asked_for)
            for one in lookups(transactions(gathered(said)), leg(**changes))]


def test_sending_host_asks_where_to_send() -> None:
    assert found(asked(
        (1, SENDER, "example.net.", "MX", ("example.net. 60 IN MX 10 MX.example.net.",)),
        (3, SENDER, "mx.example.net.", "A", (f"mx.example.net. 60 IN A {RECEIVER}",)),
        (5, SENDER, "mx.example.net.", "AAAA", ()), (7, SENDER, "_25._tcp.mx.example.net.", "TLSA", ()),
        (9, SENDER, "_mta-sts.example.net.", "TXT", ()), (11, SENDER, "www.example.net.", "A", ()),
        (13, SENDER, "example.net.", "NS", ()))) == [
        ("example.net", "MX", AskedFor.RECIPIENT), ("mx.example.net", "A", AskedFor.SERVER),
        ("mx.example.net", "AAAA", AskedFor.EXCHANGE), ("_25._tcp.mx.example.net", "TLSA", AskedFor.EXCHANGE),
        ("_mta-sts.example.net", "TXT", AskedFor.RECIPIENT)]


def test_receiving_host_asks_who_sends() -> None:
    assert found(asked(
        (101, RECEIVER, "1.2.0.192.in-addr.arpa.", "PTR", ("1.2.0.192.in-addr.arpa. 60 IN PTR a.example.com.",)),
        (103, RECEIVER, "a.example.com.", "A", ()), (105, RECEIVER, "out.example.com.", "A", ()),
        (107, RECEIVER, "example.com.", "TXT", ()), (109, RECEIVER, "_dmarc.example.com.", "TXT", ()),
        (111, RECEIVER, "s1._domainkey.example.org.", "TXT", ()),
        (113, RECEIVER, "1.2.0.192.bl.example.org.", "A", ()), (115, RECEIVER, "other.example.", "A", ()))) == [
        ("1.2.0.192.in-addr.arpa", "PTR", AskedFor.CLIENT_NAME), ("a.example.com", "A", AskedFor.CLIENT_ADDRESS),
        ("out.example.com", "A", AskedFor.CLIENT_ADDRESS), ("example.com", "TXT", AskedFor.SENDER),
        ("_dmarc.example.com", "TXT", AskedFor.SENDER), ("s1._domainkey.example.org", "TXT", AskedFor.SENDER),
        ("1.2.0.192.bl.example.org", "A", AskedFor.LIST)]


@pytest.mark.parametrize("one", [
    (250, SENDER, "example.net.", "MX", ()),            # after the message was sent
    (99, RECEIVER, "example.com.", "TXT", ()),          # before the sending host was connected
    (301, RECEIVER, "example.com.", "TXT", ()),         # after that
    (110, SENDER, "example.com.", "TXT", ()),           # by the host that sends
    (1, SENDER, "mx.example.net.", "A", ("mx.example.net. 60 IN A 192.0.2.99",)),  # leads elsewhere
    (1, RESOLVER, "mx.example.net.", "A", (f"mx.example.net. 60 IN A {RECEIVER}",)),
])
def test_what_does_not_belong_to_it(one: tuple[float, str, str, str, tuple[str, ...]]) -> None:
    assert found(asked(one)) == []


def test_the_last_lookup_for_a_question_counts() -> None:
    said = asked((1, SENDER, "example.net.", "MX", ()), (11, SENDER, "example.net.", "MX", ()))
    [one] = lookups(transactions(gathered(said)), leg())
    assert one.time == START + 11_000_000


def test_address_of_a_server_whose_name_is_not_known() -> None:
    said = asked((1, SENDER, "pop.example.net.", "A", (f"pop.example.net. 60 IN A {RECEIVER}",)),
                 (2, SENDER, "other.example.net.", "A", (f"other.example.net. 60 IN A {RECEIVER}",)),
                 (150, SENDER, "late.example.net.", "A", (f"late.example.net. 60 IN A {RECEIVER}",)))
    none: frozenset[str] = frozenset()
    assert found(said, recipients=none, sender=none, greeting="") == [("other.example.net", "A", AskedFor.SERVER)]


def test_a_message_to_many_domains() -> None:
    names = [f"n{number}.example" for number in range(2 * MOST_FOUND)]
    said = asked(*((number / 10, SENDER, f"{name}.", "MX", ()) for number, name in enumerate(names)))
    assert len(found(said, recipients=frozenset(names))) == MOST_FOUND


@pytest.mark.parametrize(("mailbox", "domain"), [
    ("a@Example.COM", "example.com"), ('"a@b"@example.com.', "example.com"),
    ("a@b\u00fccher.example", "xn--bcher-kva.example"),
    ("a@[192.0.2.1]", ""), ("postmaster", ""), ("", ""), ("a@" + "\u00fc" * 70, ""), ("a@\u00fc..b", "")])
def test_domain_of_a_mailbox(mailbox: str, domain: str) -> None:
    assert domain_of(mailbox) == domain
