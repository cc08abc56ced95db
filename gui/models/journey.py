"""The stations of a journey as cards, and in detail: what happened, between whom, when, and why it belongs here."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject

from analyzer.export.dns_views import answer_text
from analyzer.export.moments import date, span
from analyzer.journey import Journey, SameBy, Station, Trace, TraceBy, Transfer
from analyzer.journey_lookups import AskedFor, Lookup
from dissectors.imf.received import Hop
from gui.models.style import Style
from gui.text import plain
from gui.views.escaped import packet_link, packets_link, table, value

MOST_STATIONS = 400
Steps = Mapping[int, Mapping[str, Any]]
"""Rows of what resolvers asked, by the number of the transaction."""


class Kind(Enum):
    """What a station is; the value is its icon."""
    LOOKUP = "find"
    SENT = "sent"
    FETCHED = "fetched"
    TRACE = "trace"


@dataclass(frozen=True, slots=True)
class Card:
    """A station in four lines.

    Attributes:
        chosen: whether it is the chosen email itself.
        first_packet: from 1; None where it is not in the capture.
        detail: rich text.
    """
    kind: Kind
    style: Style
    title: str
    time: str
    what: str
    result: str
    chosen: bool
    first_packet: int | None
    detail: str


class JourneyCards(QObject):
    """Makes the cards of one journey."""

    def __init__(self, journey: Journey, steps: Steps, carrier: Callable[[dict[str, Any]], str]) -> None:
        """`carrier` says how an email was transferred."""
        super().__init__()
        self._carrier = carrier
        self._stations, self._steps, self._email = journey.stations[:MOST_STATIONS], steps, journey.email
        self._begin = next((one.time for one in self._stations if not isinstance(one, Trace)), 0)

    def cards(self) -> list[Card]:
        """All, in order of time."""
        return [self._card(station) for station in self._stations]

    def summary(self) -> str:
        """What was found, and what was not."""
        kinds = [type(station) for station in self._stations]
        lookups, transfers, traces = (kinds.count(kind) for kind in (Lookup, Transfer, Trace))
        words = [self.tr("{0:,} transfers of this mail").format(transfers) if transfers > 1
                 else self.tr("Only this transfer of the mail was found")]
        words.append(self.tr("{0:,} lookups that belong to it").format(lookups) if lookups
                     else self.tr("no lookups that belong to it were found"))
        if traces:
            words.append(self.tr("{0:,} more in its Received fields").format(traces))
        return self.tr("{0}.").format(", ".join(words))

    def _card(self, station: Station) -> Card:
        if isinstance(station, Lookup):
            return self._lookup(station)
        return self._transfer(station) if isinstance(station, Transfer) else self._trace(station.hop)

    def _since(self, time: int) -> str:
        return f"+ {span(time - self._begin)}" if time != self._begin else "0"

    # Lookups.

    def _lookup(self, one: Lookup) -> Card:
        row, question = one.row, one.row["questions"][0]
        asked = f"{question['type']} {question['name']}"
        return Card(Kind.LOOKUP, Style.DNS, self.tr("Lookup"), self._since(one.time), plain(asked),
                    plain(answer_text(row)), False, row["query_packet"], "".join((
                        _heading(asked), table(self._lookup_facts(one, row)), *self._resolver(one.steps))))

    def _lookup_facts(self, one: Lookup, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        yield self.tr("Why here"), self._asked_for(one)
        packets = [packet_link(row[name]) for name in ("query_packet", "response_packet")]
        latency = self.tr("answered after {0}").format(span(row["latency"])) if row["latency"] is not None else ""
        yield self.tr("Asked"), " · ".join(filter(None, (date(one.time), latency, *packets)))
        yield self.tr("Between"), value(f"{row['client']} → {row['server']}")
        yield self.tr("Answer"), value(answer_text(row))

    def _asked_for(self, one: Lookup) -> str:
        client, mail = value(one.row["client"]), f'<a href="mail:{one.email}">{one.email}</a>'
        return {
            AskedFor.RECIPIENT: self.tr("{0}, which then sent mail {1}, asked where mail of the recipient’s domain "
                                        "goes; it is the last such lookup before the mail"),
            AskedFor.EXCHANGE: self.tr("{0}, which then sent mail {1}, asked for a server that the MX records name; "
                                       "but it connected to another address"),
            AskedFor.SERVER: self.tr("The answer has the address to which {0} then connected, for mail {1}"),
            AskedFor.OTHER_HOST: self.tr("It asks where mail of the recipient’s domain goes, before mail {1} was sent; "
                                         "but {0}, which asked, is another host than the one that sent"),
            AskedFor.CLIENT_NAME: self.tr("While mail {1} was transferred, its server {0} asked for the name of the "
                                          "client’s address"),
            AskedFor.CLIENT_ADDRESS: self.tr("While mail {1} was transferred, its server {0} asked for the address of "
                                             "the name that the client has or says"),
            AskedFor.SENDER: self.tr("While mail {1} was transferred, its server {0} asked about the sender’s domain "
                                     "or for a key of a signature"),
            AskedFor.LIST: self.tr("While mail {1} was transferred, its server {0} looked for the client’s address in "
                                   "a list of addresses"),
        }[one.asked_for].format(client, mail)

    def _resolver(self, numbers: Sequence[int]) -> Iterator[str]:
        rows = [self._steps[number] for number in numbers if number in self._steps]
        if rows:
            title = self.tr("To answer, the resolver asked")
            yield f"<p style='margin-top:8px; margin-bottom:2px'><b>{title}</b></p>"
            yield table((value(row["server"]), value(answer_text(row)), packet_link(row["query_packet"]))
                        for row in rows)

    # Transfers.

    def _transfer(self, one: Transfer) -> Card:
        row = one.row
        sent, title = row["direction"] == "sent", self._carrier(row)
        ends = f"{row['client']} → {row['server']}" if sent else f"{row['server']} → {row['client']}"
        status = str(row["status"] or self.tr("no reply in the capture"))
        return Card(Kind.SENT if sent else Kind.FETCHED, Style.MAIL, title, self._since(one.time), plain(ends),
                    plain(status), row["email"] == self._email, row["first_packet"],
                    _heading(f"{title}: {ends}") + table(self._transfer_facts(one, row, status)))

    def _transfer_facts(self, one: Transfer, row: Mapping[str, Any], status: str) -> Iterator[tuple[str, str]]:
        name = self.tr("mail {0}").format(row["email"])
        mail = f'<a href="mail:{row["email"]}">{name}</a>'
        yield self.tr("Why here"), {
            SameBy.ITSELF: self.tr("It is the chosen mail"),
            SameBy.MESSAGE_ID: self.tr("It has the same Message-ID: {0}").format(mail),
            SameBy.BODY: self.tr("It has the same body, and no Message-ID: {0}").format(mail)}[one.same_by]
        yield self.tr("Transferred"), f"{date(one.time)} · " + packets_link(
            row["first_packet"], row["last_packet"])
        yield self.tr("Reply"), value(status)
        if not row["complete"]:
            yield self.tr("Complete"), self.tr("no; {0:,} bytes are missing").format(row["missing_bytes"])
        if one.trace is not None and one.trace_by is not None:
            yield self.tr("Trace"), self._linked(one.trace, one.trace_by)
            if one.trace.time is not None:
                yield "", self.tr("{0}, by the clock of who wrote it").format(date(one.trace.time, 0))

    def _linked(self, hop: Hop, by: TraceBy) -> str:
        why = {TraceBy.QUEUE_ID: self.tr("its id is in the server’s reply"),
               TraceBy.ADDRESS: self.tr("it has the client’s address")}[by]
        return self.tr("The server’s Received field is known, for {0}: {1}").format(why, value(self._clauses(hop)))

    # The trace.

    def _trace(self, hop: Hop) -> Card:
        by = hop.clauses.get("by", self.tr("unknown"))
        delay = "" if hop.delay is None else self.tr("in the same second as the field before") if not hop.delay else (
            self.tr("{0} after the field before").format(span(hop.delay)))
        return Card(Kind.TRACE, Style.PLAIN, self.tr("Received, not captured"), "", plain(by),
                    plain(delay or hop.clauses.get("with", "")), False, None, "".join((
                        _heading(self.tr("Received by {0}").format(by)), table(self._trace_facts(hop, delay)))))

    def _trace_facts(self, hop: Hop, delay: str) -> Iterator[tuple[str, str]]:
        yield self.tr("Why here"), self.tr("A Received field of the mail says so; it stands here by its place in the "
                                           "header. No transfer in this capture is known to be this one")
        yield self.tr("Field"), value(self._clauses(hop))
        if hop.time is not None:
            yield self.tr("Time"), self.tr("{0}, by the clock of who wrote it").format(date(hop.time, 0))
        if delay:
            yield self.tr("Delay"), delay

    def _clauses(self, hop: Hop) -> str:
        return " ".join(f"{name} {said}" for name, said in hop.clauses.items())


def _heading(text: str) -> str:
    return f'<h3 style="margin:0 0 4px 0">{value(text)}</h3>'
