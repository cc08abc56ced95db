"""DNS messages as `dig` prints them."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from analyzer.dns import TCP, Columns, Transactions
from analyzer.dns_pairs import RESPONSE
from analyzer.dns_rows import message_bytes, read_message
from dissectors.dns.edns import Edns, Option, read_edns
from dissectors.dns.message import Message, Question, ResourceRecord
from dissectors.dns.name import absolute_text, string_text
from dissectors.dns.text import CLASS_NAMES, OPCODE_NAMES, OPTION_NAMES, RCODE_NAMES, TYPE_NAMES, flag_names
from dissectors.dns.walk import REASONS, SHORT_HEADER

UPDATE = 5
_TITLES = ("QUERY", "ANSWER", "AUTHORITY", "ADDITIONAL")
_UPDATE_TITLES = ("ZONE", "PREREQ", "UPDATE", "ADDITIONAL")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NSID, _COOKIE = 3, 10


def dig_text(found: Transactions) -> Iterator[str]:
    """A text a message, with an empty line behind it."""
    messages = found.messages
    for number in range(len(messages)):
        if found.columns.faults[number, Columns.FAULT] == SHORT_HEADER:
            yield f";; Got bad packet: {REASONS[SHORT_HEADER]}\n{message_bytes(messages, number).hex(' ')}\n"
            continue
        message = read_message(messages, number)
        yield "\n".join([*_message_lines(message), *_footer(found, number), ""])


def _message_lines(message: Message) -> Iterator[str]:
    titles = _UPDATE_TITLES if message.opcode == UPDATE else _TITLES
    yield (f";; ->>HEADER<<- opcode: {OPCODE_NAMES[message.opcode]}, status: {RCODE_NAMES[message.rcode]}, "
           f"id: {message.id}")
    counts = ", ".join(f"{title}: {count}" for title, count in zip(titles, message.counts, strict=True))
    yield f";; flags: {' '.join(name.lower() for name in flag_names(message.flags))}; {counts}"
    edns = read_edns(message)
    if edns is not None:
        yield "\n;; OPT PSEUDOSECTION:"
        yield from _edns_lines(edns)
    if message.questions:
        yield f"{'' if edns else chr(10)};; {'ZONE' if titles is _UPDATE_TITLES else 'QUESTION'} SECTION:"
        yield from map(_question_line, message.questions)
    for title, section in zip(titles[1:], message.records(), strict=True):
        yield from _section_lines(message, title, section)
    fault = message.fault()
    if fault is not None:
        yield f"\n;; WARNING: {fault.reason} at byte {fault.at}"


def _edns_lines(edns: Edns) -> Iterator[str]:
    yield f"; EDNS: version: {edns.version}, flags:{' do' if edns.dnssec_ok else ''}; udp: {edns.udp_size}"
    yield from map(_option_line, edns.options)


def _option_line(option: Option) -> str:
    name, content = OPTION_NAMES[option.code], option.content
    if option.code == _COOKIE:
        return f"; COOKIE: {content.hex()}"
    if option.code == _NSID:
        return f"; NSID: {content.hex(' ')} ({string_text(content)})" if content else "; NSID"
    return f"; {name}: {content.hex(' ')}" if content else f"; {name}"


def _question_line(question: Question) -> str:
    return f";{absolute_text(question.name)}\t\t{CLASS_NAMES[question.number]}\t{TYPE_NAMES[question.type]}"


def _section_lines(message: Message, title: str, section: Sequence[ResourceRecord]) -> Iterator[str]:
    if not section:
        return
    yield f"\n;; {title} SECTION:"
    for record in section:
        yield (f"{absolute_text(record.name)}\t\t{record.ttl}\t{CLASS_NAMES[record.number]}\t"
               f"{TYPE_NAMES[record.type]}\t{message.text(record, absolute_text)}")


def _footer(found: Transactions, number: int) -> Iterator[str]:
    """When, from whom and how large; how long a response took."""
    messages = found.messages
    yield ""
    if found.role[number] == RESPONSE:
        asked = found.query[found.transaction[number]]
        yield f";; Query time: {(int(messages.time[number]) - int(messages.time[asked])) // 1_000_000} msec"
    response = bool(found.columns.response[number])
    address = messages.source[number] if response else messages.destination[number]
    port = messages.source_port[number] if response else messages.destination_port[number]
    text = messages.address_text(int(address))
    transport = "TCP" if messages.transport[number] == TCP else "UDP"
    yield f";; SERVER: {text}#{port}({text}) ({transport})"
    moment = _EPOCH + timedelta(microseconds=int(messages.time[number]) // 1000)
    yield f";; WHEN: {moment:%a %b %d %H:%M:%S} UTC {moment.year}"
    size = int(messages.stop[number] - messages.start[number])
    yield f";; MSG SIZE  {'rcvd' if response else 'sent'}: {size}\n"
