"""Rows of DNS transactions and messages."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from analyzer.dns import Transactions
from analyzer.dns_messages import Columns, DnsInput
from analyzer.dns_pairs import MDNS
from analyzer.flows import TCP
from analyzer.seconds import Nanoseconds
from analyzer.services import DNS
from dissectors.dns.edns import read_edns
from dissectors.dns.message import Message, Question, ResourceRecord, parse
from dissectors.dns.name import name_text
from dissectors.dns.text import (
    CLASS_NAMES,
    OPCODE_NAMES,
    OPTION_NAMES,
    RCODE_NAMES,
    TYPE_NAMES,
    flag_names,
)
from dissectors.dns.walk import REASONS, SHORT_HEADER
from dissectors.malformed import Truncated
from dissectors.octets import Octets

Row = dict[str, Any]
MULTICAST_CLASS = 0x7FFF
"""mDNS uses the first bit of a class for other things (RFC 6762 5.4, 10.2)."""
STATUSES = ANSWERED, UNANSWERED, UNSOLICITED = ("answered", "unanswered", "unsolicited")
"""What became of a transaction: it has a response, or none, or a response alone."""


def read_message(messages: DnsInput, number: int) -> Message:
    """A message as a record; positions count from its start.

    Raises:
        Malformed: where its header is not whole.
    """
    data = messages.octets(number)
    return parse(Octets(data, 0, len(data), 1 << 16 if messages.truncated[number] else 0))


def rows(found: Transactions, numbers: Sequence[int] | None = None) -> Iterator[Row]:
    """A row a transaction; `numbers` picks some."""
    messages = found.messages
    for number in range(len(found)) if numbers is None else numbers:
        query, response = int(found.query[number]), int(found.response[number])
        yield _row(found, number, query, response, read_message(messages, query if query >= 0 else response))


def _row(found: Transactions, number: int, query: int, response: int, asked: Message) -> Row:
    messages = found.messages
    said = read_message(messages, response) if response >= 0 else None
    shown = said or asked
    mask = MULTICAST_CLASS if messages.protocol[max(query, response)] == MDNS else 0xFFFF
    sections: list[list[Row]] = [[], [], []]
    if said:
        for message in (said, *_further(found, number)):
            for rows_of, section in zip(sections, message.records(), strict=True):
                rows_of += [_record(message, record, mask) for record in section]
    status = UNSOLICITED if query < 0 else ANSWERED if said else UNANSWERED
    return _ends(messages, query, response) | {
        "id": asked.id,
        "opcode": OPCODE_NAMES[shown.opcode], "rcode": RCODE_NAMES[said.rcode] if said else None,
        "flags": flag_names(shown.flags),
        "questions": [_question(question, mask) for question in asked.questions],
        "answers": sections[0], "authorities": sections[1], "additionals": sections[2], "edns": _edns(shown),
        "retransmissions": int(found.retransmissions[number]), "duplicates": int(found.duplicates[number]),
        "status": status, "mirrored": int(found.mirrored[number]),
        "conflict_packet": _packet(messages, other_response(found, number)),
        "retry_packet": _packet(messages, other_query(found, number))}


def other_response(found: Transactions, number: int) -> int:
    """The response that says something else than a transaction's, or -1."""
    return int(found.response[found.conflict[number]]) if found.conflict[number] >= 0 else -1


def other_query(found: Transactions, number: int) -> int:
    """The query that asks over TCP what was truncated, or of this one that over UDP; or -1."""
    return int(found.query[found.retry[number]]) if found.retry[number] >= 0 else -1


def _packet(messages: DnsInput, number: int) -> int | None:
    return int(messages.row[number]) + 1 if number >= 0 else None


def _further(found: Transactions, number: int) -> Iterator[Message]:
    for place in range(int(found.further_at[number]), int(found.further_at[number + 1])):
        yield read_message(found.messages, int(found.further[place]))


def _ends(messages: DnsInput, query: int, response: int) -> Row:
    """Who asked whom, when and how; the server is who answered, the client of an unsolicited response who got it.

    The columns stand in their final order, those that the caller fills in as None.
    """
    one = query if query >= 0 else response
    asked = query >= 0
    client = messages.source if asked else messages.destination
    client_port = messages.source_port if asked else messages.destination_port
    # RFC 4795 2.4 and RFC 6762 6: who answers is another than the group that was asked
    server, server_port = (messages.source[response], messages.source_port[response]) if response >= 0 else (
        messages.destination[query], messages.destination_port[query])
    query_time = int(messages.time[query]) if asked else None
    response_time = int(messages.time[response]) if response >= 0 else None
    return {
        "id": None, "protocol": DNS[messages.protocol[one]], "transport": _transport(messages, one),
        "client": messages.address_text(int(client[one])), "client_port": int(client_port[one]),
        "server": messages.address_text(int(server)), "server_port": int(server_port),
        "query_packet": _packet(messages, query), "response_packet": _packet(messages, response),
        "query_time": None if query_time is None else Nanoseconds(query_time),
        "response_time": None if response_time is None else Nanoseconds(response_time),
        "latency": None if query_time is None or response_time is None or not known_latency(messages, query, response)
        else Nanoseconds(response_time - query_time)}


def known_latency(messages: DnsInput, query: Any, response: Any) -> Any:
    """Whether the times say how long an answer took: not where it was captured first and has the earlier time too. Of
    one pair of messages, or of arrays of them."""
    return (query < response) | (messages.time[query] <= messages.time[response])


def _transport(messages: DnsInput, number: int) -> str:
    return "tcp" if messages.transport[number] == TCP else "udp"


def _question(question: Question, mask: int) -> Row:
    return {"name": name_text(question.name), "type": TYPE_NAMES[question.type],
            "class": CLASS_NAMES[question.number & mask]}


def _record(message: Message, record: ResourceRecord, mask: int) -> Row:
    return {"name": name_text(record.name), "type": TYPE_NAMES[record.type],
            "class": CLASS_NAMES[record.number & mask], "ttl": record.ttl, "data": message.text(record)}


def _edns(message: Message) -> Row | None:
    edns = read_edns(message)
    if edns is None:
        return None
    return {"version": edns.version, "udp_size": edns.udp_size, "do": edns.dnssec_ok,
            "extended_rcode": edns.extended_rcode,
            "options": [{"code": option.code, "name": OPTION_NAMES[option.code], "data": option.content.hex()}
                        for option in edns.options]}


def message_rows(found: Transactions) -> Iterator[Row]:
    """A row a message, those without a whole header too."""
    messages = found.messages
    for number in range(len(messages)):
        yield _whole_row(messages, number) if found.columns.numbers[number, Columns.FAULT] != SHORT_HEADER else (
            _short_row(messages, number))


def _place(messages: DnsInput, number: int) -> Row:
    return {
        "packet": int(messages.row[number]) + 1, "time": Nanoseconds(int(messages.time[number])),
        "source": messages.address_text(int(messages.source[number])),
        "source_port": int(messages.source_port[number]),
        "destination": messages.address_text(int(messages.destination[number])),
        "destination_port": int(messages.destination_port[number]),
        "protocol": DNS[messages.protocol[number]], "transport": _transport(messages, number)}


def _whole_row(messages: DnsInput, number: int) -> Row:
    message = read_message(messages, number)
    mask = MULTICAST_CLASS if messages.protocol[number] == MDNS else 0xFFFF
    answers, authorities, additionals = (
        [_record(message, record, mask) for record in section] for section in message.records())
    fault = message.fault()
    return _place(messages, number) | {
        "id": message.id, "response": message.response, "opcode": OPCODE_NAMES[message.opcode],
        "rcode": RCODE_NAMES[message.rcode], "flags": flag_names(message.flags), "counts": list(message.counts),
        "questions": [_question(question, mask) for question in message.questions], "answers": answers,
        "authorities": authorities, "additionals": additionals, "edns": _edns(message),
        "malformed": None if fault is None or isinstance(fault, Truncated) else f"{fault.reason} at byte {fault.at}"}


def _short_row(messages: DnsInput, number: int) -> Row:
    """What there is of a message whose header is not whole."""
    data = messages.octets(number)
    reason = None if messages.truncated[number] else f"{REASONS[SHORT_HEADER]} at byte {len(data)}"
    return _place(messages, number) | {
        "id": int.from_bytes(data[:2], "big") if len(data) >= 2 else None,
        "response": data[2] >= 0x80 if len(data) > 2 else None, "opcode": None, "rcode": None, "flags": [],
        "counts": [], "questions": [], "answers": [], "authorities": [], "additionals": [], "edns": None,
        "malformed": reason}
