"""DNS messages as `dig` prints them."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from analyzer.dns import Transactions
from analyzer.dns_messages import Columns
from analyzer.dns_options import option_line
from analyzer.dns_pairs import RESPONSE
from analyzer.dns_rows import read_message
from analyzer.flows import TCP
from dissectors.dns.edns import read_edns
from dissectors.dns.message import Message, Question, ResourceRecord
from dissectors.dns.name import absolute_text
from dissectors.dns.text import CLASS_NAMES, OPCODE_NAMES, RCODE_NAMES, TYPE_NAMES, flag_names
from dissectors.dns.walk import REASONS, SHORT_HEADER, TRAILING

UPDATE = 5
_TITLES = ("QUERY", "ANSWER", "AUTHORITY", "ADDITIONAL")
_UPDATE_TITLES = ("ZONE", "PREREQ", "UPDATE", "ADDITIONAL")
_SIGNATURES = {250: "TSIG", 24: "SIG0"}
"""Types of the record that signs a message and stands apart (RFC 8945 5.1, RFC 2931 3)."""
_RD, _RA, _Z, _DO = 0x0100, 0x0080, 0x0040, 0x8000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TAB = 8
_TTL_AT, _CLASS_AT, _TYPE_AT, _DATA_AT = 24, 32, 40, 48


def dig_text(found: Transactions, numbers: Sequence[int] | None = None) -> Iterator[str]:
    """A text a message, with an empty line behind it; `numbers` picks some."""
    messages = found.messages
    for number in range(len(messages)) if numbers is None else numbers:
        if found.columns.numbers[number, Columns.FAULT] == SHORT_HEADER:
            yield f";; Got bad packet: {REASONS[SHORT_HEADER]}\n{messages.octets(number).hex(' ')}\n"
            continue
        message = read_message(messages, number)
        yield "\n".join([*_message_lines(message), *_footer(found, number), ""])


def _message_lines(message: Message) -> Iterator[str]:
    yield from _header_lines(message)
    edns = read_edns(message)
    if edns is not None and message.opt is not None:
        reserved = message.opt.ttl & 0xFFFF & ~_DO
        yield "\n;; OPT PSEUDOSECTION:"
        yield (f"; EDNS: version: {edns.version}, flags:{' do' if edns.dnssec_ok else ''};"
               f"{f' MBZ: 0x{reserved:04x},' if reserved else ''} udp: {edns.udp_size}")
        yield from map(option_line, edns.options)
    update = message.opcode == UPDATE
    if message.questions:
        yield f"{'' if edns else chr(10)};; {'ZONE' if update else 'QUESTION'} SECTION:"
        yield from map(_question_line, message.questions)
    *sections, additionals = message.records()
    signature = additionals[-1:] if additionals and additionals[-1].type in _SIGNATURES else ()
    sections.append(additionals[:len(additionals) - len(signature)])
    for title, section in zip((_UPDATE_TITLES if update else _TITLES)[1:], sections, strict=True):
        yield from _section_lines(message, f"{title} SECTION", section)
    for record in signature:
        yield from _section_lines(message, f"{_SIGNATURES[record.type]} PSEUDOSECTION", signature)


def _header_lines(message: Message) -> Iterator[str]:
    titles = _UPDATE_TITLES if message.opcode == UPDATE else _TITLES
    yield ";; Got answer:" if message.response else ";; Sending:"
    yield (f";; ->>HEADER<<- opcode: {OPCODE_NAMES[message.opcode]}, status: {RCODE_NAMES[message.rcode]}, "
           f"id: {message.id}")
    flags = "".join(f" {name.lower()}" for name in flag_names(message.flags & ~_Z))
    counts = ", ".join(f"{title}: {count}" for title, count in zip(titles, message.counts, strict=True))
    # RFC 1035 4.1.1: the bit that must be zero
    yield f";; flags:{flags};{' MBZ: 0x4;' if message.flags & _Z else ''} {counts}"
    if message.response and message.flags & _RD and not message.flags & _RA:
        yield ";; WARNING: recursion requested but not available"
    fault = message.fault()
    if fault is not None and fault.reason == REASONS[TRAILING]:
        yield f";; WARNING: Message has {message.stop - fault.at + message.start} extra bytes at end"
    elif fault is not None:
        yield f";; WARNING: {fault.reason} at byte {fault.at}"


def _question_line(question: Question) -> str:
    return _aligned(";" + absolute_text(question.name), (_CLASS_AT, CLASS_NAMES[question.number]),
                    (_TYPE_AT, TYPE_NAMES[question.type]))


def _section_lines(message: Message, title: str, section: Sequence[ResourceRecord]) -> Iterator[str]:
    if not section:
        return
    yield f"\n;; {title}:"
    for record in section:
        yield _aligned(absolute_text(record.name), (_TTL_AT, str(record.ttl)), (_CLASS_AT, CLASS_NAMES[record.number]),
                       (_TYPE_AT, TYPE_NAMES[record.type]), (_DATA_AT, message.text(record, absolute_text)))


def _aligned(text: str, *columns: tuple[int, str]) -> str:
    """Columns at their places by tabs; a blank where the place is taken."""
    at = len(text)
    for place, column in columns:
        text += "\t" * -(-(place - at) // _TAB) if at < place else " "
        text += column
        at = max(place, at + 1) + len(column)
    return text.rstrip()


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
    size = int(messages.size[number])
    yield f";; {'MSG SIZE  rcvd' if response else 'QUERY SIZE'}: {size}\n"
