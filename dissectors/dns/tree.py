"""A message as fields of the tree, with Wireshark's names, places and labels."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import Any

from dissectors.dns import header as h
from dissectors.dns.beyond import Names, read_on
from dissectors.dns.descriptions import CLASS_NAMES, OPCODE_NAMES, RCODE_NAMES, SHORT_TYPES
from dissectors.dns.dso import describe_operation
from dissectors.dns.edns import read_options
from dissectors.dns.facts import describe_facts, note_repetition
from dissectors.dns.info import UNKNOWN_CODE, UNKNOWN_OPERATION
from dissectors.dns.message import Message, ResourceRecord
from dissectors.dns.name import name_line, tree_name, tree_name_size, utf8_text
from dissectors.dns.options import describe_option
from dissectors.dns.rdata.tree import describe_rdata
from dissectors.dns.text import OPT, SRV, TXT
from dissectors.dns.walk import REASONS, TRAILING
from dissectors.fields import CUT, PROBLEM, Field, Kind, Shared, Spec
from dissectors.malformed import Truncated

MULTICAST, LINK_LOCAL = "mdns", "llmnr"
UPDATE = 5
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@lru_cache(maxsize=4096)
def duration_words(seconds: int) -> str:
    """A time to live for people: `1 hour, 15 minutes`."""
    words = []
    for size, unit in _UNITS:
        count, seconds = divmod(seconds, size)
        if count:
            words.append(f"{count} {unit}{'s' if count > 1 else ''}")
    return ", ".join(words) or "0 seconds"


@lru_cache(maxsize=4096)
def flags_line(flags: int) -> str:
    """The header's second word for people."""
    opcode = OPCODE_NAMES.get((flags >> 11) & 15, UNKNOWN_OPERATION)
    if flags < 0x8000:
        return f"Flags: 0x{flags:04x} {opcode}"
    return f"Flags: 0x{flags:04x} {opcode} response, {RCODE_NAMES.get(flags & 15, UNKNOWN_CODE)}"


def _bits(flags: int, protocol: str) -> tuple[Spec, ...]:
    if protocol == LINK_LOCAL:
        return h.LLMNR_RESPONSE_BITS if flags & 0x8000 else h.LLMNR_QUERY_BITS
    if flags & 0x8000:
        return h.RESPONSE_BITS
    return h.QUERY_BITS_AD if flags & 0x0020 else h.QUERY_BITS


@lru_cache(maxsize=4096)
def describe_flags(flags: int, protocol: str, at: int) -> Field:
    """The second word; few of its values are ever seen."""
    return Shared(h.FLAGS, flags, at, 2, 0, flags_line(flags), [
        Field(spec, (flags & spec.mask) >> ((spec.mask & -spec.mask).bit_length() - 1), at, 2)
        for spec in _bits(flags, protocol)])


@lru_cache(maxsize=4096)
def _counts(counts: tuple[int, ...], at: int, update: bool) -> tuple[Field, ...]:
    return tuple(Shared(spec, count, at + spec.at, 2)
                 for spec, count in zip(h.UPDATE_COUNTS if update else h.COUNTS, counts, strict=True))


@lru_cache(maxsize=8192)
def _number(spec: Spec, number: int, at: int) -> Field:
    """A number of two octets that stands in many records."""
    return Shared(spec, number, at, 2)


def describe(message: Message, protocol: str, facts: Any) -> Iterator[Field]:
    """The fields of a message; `protocol` is `dns`, `mdns` or `llmnr`.

    `facts` may hold response_in, response_to, retransmit_request_in, retransmit_response_in (packets), time and
    time_from_last (ns) and unsolicited.
    """
    at, flags = message.start, message.flags
    if message.problem is not None:
        message = read_on(message)
    if message.prefix:
        # as it was sent: the capture may lack octets
        yield Field(h.LENGTH, int.from_bytes(message.data[at - 2:at], "big"), at - 2, 2)
    identity = Field(h.ID, message.id, at, 2)
    note_repetition(identity, facts)
    yield identity
    yield describe_flags(flags, protocol, at + 2)
    update = message.opcode == UPDATE
    # of a header that is cut, those that are whole
    yield from _counts(message.counts, at, update)[:(message.stop - at - h.COUNTS[0].at) // 2]
    yield from describe_operation(message)
    titles = h.UPDATE_SECTIONS if update else h.SECTIONS
    multicast, names = protocol == MULTICAST, Names(message)
    questions = message.questions
    if questions:
        first = questions[0].start
        yield Field(titles[0], None, first, questions[-1].stop - first, 0, titles[0].label,
                    [describe_question(question.start, bytes(message.data[question.start:question.stop]),
                                       question.name, multicast) for question in questions])
    for title, section in zip(titles[1:], message.sections, strict=True):
        if section:
            first = section[0].start
            yield Field(title, None, first, section[-1].stop - first, 0, title.label,
                        [describe_record(message, record, multicast, names) for record in section])
    if facts:
        yield from describe_facts(at - message.prefix, facts)
    if message.problem is not None:
        yield from _describe_problem(message)


@lru_cache(maxsize=4096)
def describe_question(at: int, octets: bytes, labels: bytes, multicast: bool) -> Field:
    """The question that stands at `at`, with its fields; `labels` is its name, uncompressed. Responses repeat it."""
    size = len(octets) - 4
    behind = at + size
    name = tree_name(labels)
    kind, number = int.from_bytes(octets[-4:-2], "big"), int.from_bytes(octets[-2:], "big")
    children = [
        Field(h.QUESTION_NAME, name, at, size, text=name_line(h.QUESTION_NAME.label, labels)),
        Field(h.QUESTION_NAME_LENGTH, _counted(labels), at, size),
        Field(h.QUESTION_LABELS, name.count(".") + 1, at, size),
        Field(h.QUESTION_TYPE, kind, behind, 2),
    ]
    line = f"{name}: type {SHORT_TYPES.get(kind, 'Unknown')}, class "
    if multicast:
        children += (Field(h.MULTICAST_QUESTION_CLASS, number & 0x7FFF, behind + 2, 2),
                     Field(h.UNICAST_WANTED, number >> 15, behind + 2, 2))
        line += f'{CLASS_NAMES.get(number & 0x7FFF, "Unknown")}, "{"QU" if number >> 15 else "QM"}" question'
    else:
        children.append(Field(h.QUESTION_CLASS, number, behind + 2, 2))
        line += CLASS_NAMES.get(number, "Unknown")
    return Shared(h.ENTRY, None, at, size + 4, 0, line, children)


def _counted(labels: bytes) -> int:
    """Wireshark counts in the text that it shows, and none where that is one octet."""
    size = tree_name_size(labels)
    return size if size > 1 else 0


def describe_record(message: Message, record: ResourceRecord, multicast: bool, names: Names) -> Field:
    """A record with its fields; `names` reads one in its data that breaks the rules."""
    at, behind, kind = record.start, record.name_stop, record.type
    if kind == OPT:
        if record.rdata == record.stop:
            return _bare_opt(record, multicast)
        return _opt(Field, record, multicast, map(describe_option, read_options(message, record)))
    name = tree_name(record.name)
    children = [*_name_fields(name, record), _number(h.RECORD_TYPE, kind, behind)]
    number, ttl = record.number, record.ttl
    line = f"{name}: type {SHORT_TYPES.get(kind, 'Unknown')}, class "
    if multicast:
        children += (Field(h.MULTICAST_RECORD_CLASS, number & 0x7FFF, behind + 2, 2),
                     Field(h.CACHE_FLUSH, number >> 15, behind + 2, 2))
        line += CLASS_NAMES.get(number & 0x7FFF, "Unknown") + (", cache flush" if number >> 15 else "")
    else:
        children.append(_number(h.RECORD_CLASS, number, behind + 2))
        line += CLASS_NAMES.get(number, "Unknown")
    children += (
        Field(h.RECORD_TTL, ttl, behind + 4, 4, 0, f"Time to live: {ttl} ({duration_words(ttl)})"),
        _number(h.RECORD_LENGTH, record.stop - record.rdata, behind + 8))
    more, fields = describe_rdata(message, record, names)
    children += map(partial(_in_utf8, message), fields) if multicast and kind == TXT else fields
    return Field(h.ENTRY, None, at, record.stop - at, 0, line + more, children)


def _in_utf8(message: Message, field: Field) -> Field:
    """A field of a multicast TXT record, whose texts are UTF-8."""
    if field.spec.kind is not Kind.TEXT or field.generated:
        return field
    text = utf8_text(bytes(message.data[field.pos:field.pos + field.size]))
    return Field(field.spec, text, field.pos, field.size, text=field.text)


def _name_fields(name: str, record: ResourceRecord) -> list[Field]:
    at, size = record.start, record.name_stop - record.start
    if record.type != SRV:
        return [Field(h.RECORD_NAME, name, at, size, text=name_line(h.RECORD_NAME.label, record.name))]
    return [Field(spec, part, at, size) for spec, part in zip(
        (h.SERVICE, h.SERVICE_PROTOCOL, h.SERVICE_NAME), name.split(".", 2), strict=False)]


@lru_cache(maxsize=4096)
def _bare_opt(record: ResourceRecord, multicast: bool) -> Field:
    """An OPT record without options. Few of them are ever seen."""
    return _opt(Shared, record, multicast, ())


def _opt(kind: type[Field], record: ResourceRecord, multicast: bool, options: Iterable[Field]) -> Field:
    at, name, size = record.start, tree_name(record.name), record.stop - record.rdata
    return kind(h.ENTRY, None, at, record.stop - at, 0, f"{name}: type OPT", [
        *_name_fields(name, record), _number(h.RECORD_TYPE, OPT, record.name_stop),
        *_opt_numbers(record.name_stop, record.number, record.ttl, size, multicast), *options])


@lru_cache(maxsize=4096)
def _opt_numbers(at: int, number: int, ttl: int, size: int, multicast: bool) -> tuple[Field, ...]:
    """RFC 6891 6.1.2: class and TTL of an OPT record mean other things. Few of them are ever seen."""
    bits = ttl & 0xFFFF
    if multicast:
        sizes = [Shared(h.MULTICAST_UDP_SIZE, number & 0x7FFF, at + 2, 2),
                 Shared(h.CACHE_FLUSH, number >> 15, at + 2, 2)]
    else:
        sizes = [Shared(h.UDP_SIZE, number, at + 2, 2)]
    return (
        *sizes,
        Shared(h.EXTENDED_RCODE, ttl >> 24, at + 4, 1),
        Shared(h.EDNS_VERSION, (ttl >> 16) & 255, at + 5, 1),
        Shared(h.EDNS_Z, bits, at + 6, 2, children=[Field(h.DNSSEC_OK, bits >> 15, at + 6, 2),
                                                    Field(h.EDNS_RESERVED, bits & 0x7FFF, at + 6, 2)]),
        Shared(h.RECORD_LENGTH, size, at + 8, 2),
    )


def _describe_problem(message: Message) -> Iterator[Field]:
    problem = message.problem
    assert problem is not None
    at, size = message.end, message.stop - message.end
    if size > 0:
        rest = bytes(message.data[at:message.stop])
        yield Field(h.EXTRA, None, at, size, text=f"Extraneous Data ({size} bytes)", children=[
            Field(h.EXTRA_DATA, rest, at, size),
            Field(h.EXTRA_LENGTH, size, at + message.twice, 0, generated=True)])
    if problem.reason != REASONS[TRAILING]:
        spec = CUT if isinstance(problem, Truncated) else PROBLEM
        yield Field(spec, f"{problem.reason} at byte {problem.at}", message.start + problem.at, 0, generated=True)
