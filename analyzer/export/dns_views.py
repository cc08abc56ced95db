"""How DNS transactions and messages are shown to people."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from analyzer.export.csv_text import cell_text
from analyzer.export.people import Shown, View
from analyzer.export.views import ARROW, Clock, columns_of, end, length_of
from analyzer.rows import Row

_SHOWN = 12
"""Records of an answer that are looked at; no screen shows more."""
_NAMED = ("CNAME", "DNAME", "RRSIG")
"""Types that are told with the data: an address they are not."""


def transactions(clock: Clock) -> View:
    """A line a transaction."""
    column = columns_of("dns")
    return View((
        Shown("No.", _packets, number=True),
        column("query_time", lambda row: clock.since(row, _first_time(row)), rank=3),
        column("client", least=12, middle=True), column("client_port", rank=4),
        Shown("Server", _server, least=12, middle=True),
        column("protocol", lambda row: f"{row['protocol']}/{row['transport']}", rank=4),
        Shown("Question", _names, least=22), Shown("Type", _types), Shown("Answer", answer_text, least=18),
        column("latency", partial(length_of, "latency")), column("flags", lambda row: " ".join(row["flags"]), rank=5),
        column("status", rank=2), column("retransmissions", lambda row: str(row["retransmissions"] or ""), rank=6),
    ), "no DNS messages")


def messages(clock: Clock) -> View:
    """A line a message."""
    column = columns_of("dns messages")
    return View((
        column("packet"), column("time", lambda row: clock.since(row, "time"), rank=3),
        column("source", least=12, middle=True), column("destination", least=12, middle=True),
        column("protocol", lambda row: f"{row['protocol']}/{row['transport']}", rank=4),
        column("id", lambda row: f"0x{row['id']:04x}"),
        Shown("Kind", lambda row: "response" if row["response"] else "query"),
        Shown("Question", _names, least=20), Shown("Type", _types), Shown("Answer", _message_answer, least=14),
        column("flags", lambda row: " ".join(row["flags"]), rank=5), column("counts", _counts, rank=2),
    ), "no DNS messages")


def _packets(row: Row) -> str:
    query, response = row["query_packet"], row["response_packet"]
    if query is None or response is None:
        return str(query or response or "")
    return f"{query}{ARROW}{response}"


def _first_time(row: Row) -> str:
    return "response_time" if row["query_time"] is None else "query_time"


def _server(row: Row) -> str:
    """The port only where it says something."""
    return end("server", row).removesuffix(":53").removeprefix("[").removesuffix("]")


def _names(row: Row) -> str:
    """The names that are asked for; mDNS responses have none, but what they tell is about names."""
    return ", ".join(record["name"] for record in row["questions"][:_SHOWN] or row["answers"][:1])


def _types(row: Row) -> str:
    """The types that are asked for, with the class where it is not IN."""
    return ", ".join(question["type"] if question["class"] == "IN" else f"{question['class']} {question['type']}"
                     for question in row["questions"][:_SHOWN])


def answer_text(row: Row) -> str:
    """What came of a transaction, in a line."""
    return row["status"] if row["response_packet"] is None else _outcome(row)


def _message_answer(row: Row) -> str:
    if row["malformed"]:
        return f"malformed: {row['malformed']}"
    return _outcome(row) if row["response"] else ""


def _outcome(row: Row) -> str:
    """The data of the answers, or the rcode where there are none."""
    rcode, answers = row["rcode"], row["answers"]
    if not answers:
        referral = rcode == "NOERROR" and any(record["type"] == "NS" for record in row["authorities"])
        return "referral" if referral else "no data" if rcode == "NOERROR" else str(rcode)
    count = f"{len(answers)} records: " if len(answers) > _SHOWN else ""
    text = count + ", ".join(_data(answers))
    return text if rcode == "NOERROR" else f"{rcode} {text}"


def _data(answers: Iterable[Row]) -> Iterator[str]:
    """The data of the first answers; signatures only where nothing else is there."""
    plain = (record for record in answers if record["type"] != "RRSIG")
    for record in list(islice(plain, _SHOWN)) or list(islice(answers, _SHOWN)):
        yield f"{record['type']} {record['data']}" if record["type"] in _NAMED else record["data"]


def _counts(row: Row) -> str:
    return cell_text(row["counts"]).replace(";", "/")
