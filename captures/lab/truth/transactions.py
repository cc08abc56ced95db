"""DNS transactions as they stand in truth files, from messages that dnspython read."""
from __future__ import annotations

import re
from collections.abc import Iterable

import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset
from truth.record import Entry

FLAGS = {"QR": 0x8000, "AA": 0x0400, "TC": 0x0200, "RD": 0x0100, "RA": 0x0080, "Z": 0x0040, "AD": 0x0020, "CD": 0x0010}


def transaction(query: dns.message.Message, ends: Entry, transport: str, source: str) -> Entry:
    """A query without an answer so far; `ends` are client, server and their ports."""
    question = query.question[0]
    return {"protocol": "dns", "transport": transport, **ends, "id": query.id, "name": shown(question.name),
            "type": dns.rdatatype.to_text(question.rdtype), "status": "unanswered", "rcode": None, "flags": None,
            "answers": None, "source": source}


def answer(entry: Entry, response: dns.message.Message) -> None:
    """The response to a transaction's query has come."""
    entry.update(status="answered", rcode=dns.rcode.to_text(response.rcode()), answers=records(response.answer),
                 flags=[name for name, bit in FLAGS.items() if response.flags & bit])


def add_message(entry: Entry, response: dns.message.Message) -> None:
    """A further message of the response: a zone transfer has many."""
    entry.setdefault("all_answers", list(entry["answers"]))
    entry["all_answers"] += records(response.answer)
    entry["response_messages"] = entry.get("response_messages", 1) + 1


def records(section: Iterable[dns.rrset.RRset]) -> list[Entry]:
    """The resource records of a section."""
    return [{"name": shown(rrset.name), "type": dns.rdatatype.to_text(rrset.rdtype), "ttl": rrset.ttl,
             "data": data.to_text()} for rrset in section for data in rrset]


def same_records(some: list[Entry] | None, others: list[Entry] | None) -> bool:
    """The same records, in any order and with any spacing and case?"""
    return _normal(some) == _normal(others)


def shown(name: dns.name.Name) -> str:
    """A name without the dot at its end, but for the root."""
    return name.to_text(omit_final_dot=name != dns.name.root)


def _normal(entries: list[Entry] | None) -> list[tuple[str, str, int, str]]:
    return sorted((entry["name"].lower(), entry["type"], entry["ttl"], re.sub(r"\s", "", entry["data"]).lower())
                  for entry in entries or [])
