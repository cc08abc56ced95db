"""Which DNS lookups belong to the transfer of an email: by who asked, for what, and when; each with its reason."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from ipaddress import ip_address
from typing import Any

import numpy as np

from analyzer.dns import Transactions
from analyzer.dns_rows import rows
from analyzer.journey_asked import ANYONE, Asked

ADDRESSES = ("A", "AAAA")
MOST_ANSWERS = 200
"""So many lookups of addresses are read to the answer, the last ones before the connection."""
MOST_FOUND = 200
"""So many lookups of a transfer are told; a message to very many domains has more."""
MOST_STEPS = 50


class AskedFor(Enum):
    """Why a lookup belongs to a transfer: what the sending host asked for before it sent, or, from CLIENT_NAME on, the
    receiving host while it was connected."""
    RECIPIENT = "recipient"
    """Where mail for the recipient's domain goes (RFC 5321 5.1), or its policy (RFC 8461)."""
    EXCHANGE = "exchange"
    """The address, or the certificate (RFC 7672), of a server that the MX records name."""
    SERVER = "server"
    """Its answer has the address to which the host then connected."""
    OTHER_HOST = "other host"
    """Where mail for the recipient's domain goes; but it was another host that asked."""
    CLIENT_NAME = "client name"
    """The name of the sending host's address."""
    CLIENT_ADDRESS = "client address"
    """The address of the name that the sending host has or says."""
    SENDER = "sender"
    """The domain of the envelope's sender, or its policies (RFC 7208, RFC 7489), or a key of a signature (RFC 6376)."""
    LIST = "list"
    """The sending host's address in a list of addresses (RFC 5782)."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A transfer, as far as lookups are looked for.

    Attributes:
        email: its number.
        client, server: addresses.
        begin, sent, end: when the connection began, the message's first byte was captured, the connection ended; ns.
        recipients, sender: domains of the envelope.
        greeting: what the client calls itself.
    """
    email: int
    client: str
    server: str
    begin: int
    sent: int
    end: int
    recipients: frozenset[str] = frozenset()
    sender: frozenset[str] = frozenset()
    greeting: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A transaction that belongs to a transfer.

    Attributes:
        time: of its query; ns.
        number: of the transaction.
        row: the row of `dns`.
        email: the transfer to which it belongs.
        asked_for: why.
        steps: what the resolver that was asked asked others, for the same question, before it answered.
    """
    time: int
    number: int
    row: dict[str, Any]
    email: int
    asked_for: AskedFor
    steps: tuple[int, ...]


def domain_of(mailbox: str) -> str:
    """The domain of a mailbox as lookups have it; "" where there is none, or an address in its place."""
    _, at, domain = mailbox.rpartition("@")
    if not at or domain.startswith("["):
        return ""
    try:
        # RFC 6531 3.2: lookups have A-labels
        name = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:    # no name of the DNS
        return ""
    return name.rstrip(".").lower()


def lookups(found: Transactions, leg: Leg) -> list[Lookup]:
    """The lookups of a transfer. Of several for the same question the last one counts."""
    if not len(found):
        return []
    reasons = _Reasons(found, leg)
    # the sending host's come last, for a host that relays to itself has both reasons
    numbers = {**dict(reasons.receiving()), **dict(reasons.sending())}
    return [_lookup(found, number, leg, asked_for) for number, asked_for in sorted(numbers.items())[:MOST_FOUND]]


def _lookup(found: Transactions, number: int, leg: Leg, asked_for: AskedFor) -> Lookup:
    row = next(rows(found, [number]))
    if asked_for in (AskedFor.RECIPIENT, AskedFor.EXCHANGE) and _leads_to(row, leg.server):
        asked_for = AskedFor.SERVER
    return Lookup(int(row["query_time"]), number, row, leg.email, asked_for, _steps(found, number))


def _leads_to(row: dict[str, Any], address: str) -> bool:
    return any(record["type"] in ADDRESSES and record["data"] == address for record in row["answers"])


def _steps(found: Transactions, number: int) -> tuple[int, ...]:
    """What the resolver asked, for the same question, between a query and its response."""
    messages, query, response = found.messages, int(found.query[number]), int(found.response[number])
    if response < 0:
        return ()
    alike = np.flatnonzero(found.columns.question == found.columns.question[query])
    asked = found.transaction[alike]
    asked = asked[(asked >= 0) & (found.query[asked] == alike)]
    queries = found.query[asked]
    time = messages.time[queries]
    within = ((time >= messages.time[query]) & (time <= messages.time[response])
              & (messages.source[queries] == messages.destination[query]) & (asked != number))
    return tuple(np.sort(asked[within])[:MOST_STEPS].tolist())


class _Reasons:
    """Finds the lookups of a transfer; pairs of number and reason."""

    def __init__(self, found: Transactions, leg: Leg) -> None:
        self._found, self._leg = found, leg

    @cached_property
    def _before(self) -> Asked:
        return Asked(self._found, self._leg.client, 0, self._leg.sent)

    def sending(self) -> Iterator[tuple[int, AskedFor]]:
        """What the sending host asked for; the strongest reason last."""
        leg, asked = self._leg, self._before
        addresses = asked.last_of_type(*ADDRESSES, most=MOST_ANSWERS, before=leg.begin)
        # of several that lead to the server, the last one of each type
        leading = {row["questions"][0]["type"]: number
                   for number, row in zip(addresses, rows(self._found, addresses), strict=True)
                   if _leads_to(row, leg.server)}
        yield from ((number, AskedFor.SERVER) for number in leading.values())
        if not leg.recipients:
            return
        of_recipients = asked.last(leg.recipients, "MX", *ADDRESSES)
        of_recipients += asked.last((f"_mta-sts.{name}" for name in leg.recipients), "TXT")
        yield from ((number, AskedFor.RECIPIENT) for number in of_recipients)
        exchanges = set(self._exchanges(of_recipients))
        yield from ((number, AskedFor.EXCHANGE) for number in asked.last(exchanges, *ADDRESSES))
        yield from ((number, AskedFor.EXCHANGE) for number in asked.last(
            (f"_25._tcp.{name}" for name in exchanges), "TLSA"))
        if not of_recipients:
            others = Asked(self._found, ANYONE, 0, leg.sent).last(leg.recipients, "MX")
            yield from ((number, AskedFor.OTHER_HOST) for number in others)

    def receiving(self) -> Iterator[tuple[int, AskedFor]]:
        """What the receiving host asked for while it was connected."""
        leg, asked = self._leg, Asked(self._found, self._leg.server, self._leg.begin, self._leg.end)
        pointer = ip_address(leg.client).reverse_pointer
        of_name = asked.last([pointer], "PTR")
        names = {leg.greeting, *self._data(of_name, "PTR")} - {""}
        yield from ((number, AskedFor.CLIENT_ADDRESS) for number in asked.last(names, *ADDRESSES))
        yield from ((number, AskedFor.CLIENT_NAME) for number in of_name)
        keys = [name for name in asked.by_name if "._domainkey." in name] if leg.sender else []
        policies = {f"_dmarc.{name}" for name in leg.sender}
        yield from ((number, AskedFor.SENDER) for number in (
            *asked.last(leg.sender, "MX", "TXT", "SPF", *ADDRESSES), *asked.last({*policies, *keys}, "TXT")))
        backwards = pointer.removesuffix("in-addr.arpa").removesuffix("ip6.arpa")
        lists = [name for name in asked.by_name if name.startswith(backwards) and name != pointer]
        yield from ((number, AskedFor.LIST) for number in asked.last(lists, "A", "TXT"))

    def _exchanges(self, numbers: Iterable[int]) -> Iterator[str]:
        """The servers that MX records name: preference and name (RFC 1035 3.3.9)."""
        return (data.rpartition(" ")[2] for data in self._data(numbers, "MX"))

    def _data(self, numbers: Iterable[int], kind: str) -> Iterator[str]:
        for row in rows(self._found, list(numbers)):
            yield from (record["data"].lower() for record in row["answers"] if record["type"] == kind)
