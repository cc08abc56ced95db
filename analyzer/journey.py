"""Journey: what a capture has of one email's way - lookups, transfers, fetches, and the fields of its trace - in order
of time, each with the reason why it belongs to it."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from analyzer.engine import Engine
from analyzer.journey_lookups import Leg, Lookup, domain_of, lookups
from dissectors.imf.received import MAX_HOPS, Hop, hops
from dissectors.mail.events import Command
from dissectors.mime import Message, parse

if TYPE_CHECKING:
    from analyzer.dns import Transactions
    from analyzer.mails import MailWithRow

LONGEST_HEAD = 256 << 10
"""Bytes of a message in which its trace is looked for."""
SHORTEST_ID = 4
"""Signs of an id by which a reply and a field of the trace are known to be of one server."""
_WORDS = re.compile(r"[\s<>()\[\]=,;\"']+")


class SameBy(Enum):
    """How a transfer is known to be one of this email."""
    ITSELF = "itself"
    MESSAGE_ID = "Message-ID"
    BODY = "body"


class TraceBy(Enum):
    """How a `Received` field is known to be what the server of a transfer wrote: it stands above those with which the
    message came, and says this of the transfer."""
    QUEUE_ID = "id"
    """Its `id` stands in the server's reply."""
    ADDRESS = "address"
    """Its `from` has the client's address."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """The email on a leg of its way.

    Attributes:
        time: when its first byte was captured; ns.
        row: the row of `mail`.
        same_by: why it is this email.
        trace, trace_by: the `Received` field that its server wrote, if one is known, and how.
    """
    time: int
    row: dict[str, Any]
    same_by: SameBy
    trace: Hop | None = None
    trace_by: TraceBy | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """A `Received` field of which no transfer in the capture is known; its time is by the clock of who wrote it."""
    hop: Hop


Station = Lookup | Transfer | Trace


@dataclass(frozen=True, slots=True)
class Journey:
    """The way of one email: its stations in order of time. A Trace stands where its place in the header puts it."""
    email: int
    stations: list[Station]


@dataclass(slots=True)
class _Leg:
    """A transfer, what its message says of its way so far, in order of time, and its lookups."""
    transfer: Transfer
    trace: tuple[bytes, ...]
    lookups: list[Lookup]

    @property
    def begin(self) -> int:
        """When the first that belongs to it was captured."""
        return min(self.transfer.time, *(one.time for one in self.lookups)) if self.lookups else self.transfer.time


def journey(engine: Engine, dns: Transactions, mails: Sequence[MailWithRow], number: int) -> Journey:
    """The journey of an email; `mails` are all of the capture, with `same_as` filled in."""
    numbers = sorted([number, *mails[number].row["same_as"]])
    legs = [_leg(engine, dns, mails[one], number) for one in numbers]
    own = next(leg.trace for leg in legs if leg.transfer.row["email"] == number)
    # the trace that goes on from this email's own; another copy of it may have gone another way
    chain = max((leg.trace for leg in legs if leg.trace[:len(own)] == own), key=len)
    found = hops(reversed(chain))
    linked = _link(legs, chain, found)
    placed: list[tuple[tuple[int, int, int], Station]] = []
    for leg in legs:
        placed.append(((leg.transfer.time, 0, 0), leg.transfer))
        placed += (((one.time, 0, 0), one) for one in leg.lookups)
    placed += _traces(legs, chain, found, linked)
    return Journey(number, list(_once(station for _, station in sorted(placed, key=lambda one: one[0]))))


def _leg(engine: Engine, dns: Transactions, mail: MailWithRow, number: int) -> _Leg:
    row = mail.row
    message = _head(mail)
    by = SameBy.ITSELF if row["email"] == number else (
        SameBy.MESSAGE_ID if (row["message_id"] or "").strip(" <>") else SameBy.BODY)
    values = [b" ".join(field.value.split()) for field in message.headers.fields() if field.name.lower() == "received"]
    return _Leg(Transfer(int(row["time"]), row, by), tuple(reversed(values[-MAX_HOPS:])),
                lookups(dns, _ends(engine, row)))


def _head(mail: MailWithRow) -> Message:
    """The message as far as its trace can be in it."""
    head = bytearray()
    for chunk in mail.email().chunks():
        head += chunk[:LONGEST_HEAD]
        if len(head) >= LONGEST_HEAD or b"\n\r\n" in head:
            break
    return parse(bytes(head[:LONGEST_HEAD]))


def _ends(engine: Engine, row: dict[str, Any]) -> Leg:
    """Who sent what to whom, and when they were connected."""
    flow = row["flow"]
    smtp = row["protocol"] == "smtp"
    return Leg(
        email=row["email"], client=row["client"], server=row["server"], begin=engine.flows.value(flow, "first_time"),
        sent=int(row["time"]), end=engine.flows.value(flow, "last_time"),
        recipients=_domains(row["envelope_to"] if smtp else ()),
        sender=_domains([row["envelope_from"] or ""] if smtp else ()), greeting=_greeting(engine, flow) if smtp else "")


def _domains(paths: Sequence[str]) -> frozenset[str]:
    return frozenset(filter(None, map(domain_of, paths)))


def _greeting(engine: Engine, flow: int) -> str:
    """What the client calls itself last (RFC 5321 4.1.1.1)."""
    talk = engine.talk(flow)
    said = [event.argument for event in talk.events if isinstance(event, Command) and event.verb in ("EHLO", "HELO")
            ] if talk is not None else []
    return said[-1].strip().lower() if said else ""


def _link(legs: list[_Leg], chain: tuple[bytes, ...], found: list[Hop]) -> set[int]:
    """Tells transfers which field of the trace their server wrote; gives the places of these. RFC 5321 4.4: a server
    puts its field above all that are there."""
    linked: set[int] = set()
    for leg in legs:
        place = len(leg.trace)
        if leg.transfer.row["direction"] != "sent" or chain[:place] != leg.trace or place >= len(found):
            continue
        by = _linked_by(leg.transfer.row, found[place])
        if by is not None:
            leg.transfer = replace(leg.transfer, trace=found[place], trace_by=by)
            linked.add(place)
    return linked


def _linked_by(row: dict[str, Any], hop: Hop) -> TraceBy | None:
    number = hop.clauses.get("id", "").partition(" ")[0].strip("<>")
    if len(number) >= SHORTEST_ID and number in _WORDS.split(row["status"] or ""):
        return TraceBy.QUEUE_ID
    said = hop.clauses.get("from", "").lower().replace("[ipv6:", "[")
    return TraceBy.ADDRESS if f"[{row['client']}]" in said else None


def _traces(legs: list[_Leg], chain: tuple[bytes, ...], found: list[Hop],
            linked: set[int]) -> Iterator[tuple[tuple[int, int, int], Station]]:
    """The fields that are linked to no transfer: behind the transfer that is known to be before them, or else before
    the first one that has them."""
    after = {len(leg.trace): leg.transfer.time for leg in legs if leg.transfer.trace is not None}
    for place, hop in enumerate(found):
        if place in linked:
            continue
        before = [time for linked_place, time in after.items() if linked_place < place]
        if before:
            yield (max(before), 1, place), Trace(hop)
        else:
            having = [leg.begin for leg in legs if leg.trace[:place + 1] == chain[:place + 1]]
            yield (min(having), -1, place), Trace(hop)


def _once(stations: Iterator[Station]) -> Iterator[Station]:
    """A lookup that belongs to several legs is one station, of the first."""
    seen: set[int] = set()
    for station in stations:
        if isinstance(station, Lookup):
            if station.number in seen:
                continue
            seen.add(station.number)
        yield station
