"""DNS messages as records that know where they lie, read on top of the walk."""
from __future__ import annotations

import struct
from collections.abc import Callable
from typing import NamedTuple

from dissectors.dns.name import labels_at, name_text
from dissectors.dns.rdata import rdata_text
from dissectors.dns.text import OPT
from dissectors.dns.walk import (
    ADDITIONAL,
    ANSWER,
    AUTHORITY,
    CUTS,
    ENTRY,
    HEADER,
    QUESTION,
    REASONS,
    SHORT_HEADER,
    walk_message,
)
from dissectors.malformed import Malformed, Truncated
from dissectors.octets import Octets

_walk = walk_message.interpreted()
_WORDS = struct.Struct(">6H")


class Question(NamedTuple):
    """A question; its name stands at [start, name_stop), type and class follow.

    Attributes:
        name: the labels, uncompressed, without the root's.
    """
    start: int
    name_stop: int
    name: bytes
    type: int
    number: int
    """The class, with mDNS's first bit."""

    @property
    def stop(self) -> int:
        """The position behind it."""
        return self.name_stop + 4


class ResourceRecord(NamedTuple):
    """A record; its name stands at [start, name_stop), ten octets of header follow, then RDATA [rdata, stop)."""
    start: int
    name_stop: int
    name: bytes
    type: int
    number: int
    """The class, with mDNS's first bit; a size in OPT."""
    ttl: int
    rdata: int
    stop: int


class Message(NamedTuple):
    """A message [start, stop) of `data`; over TCP its two octets of length stand before.

    Attributes:
        sections: answers, authorities, additionals, as far as they could be read.
        end: where reading ended.
        problem: what is wrong, Truncated where the capture lacks the rest.
        prefix: how many octets of length stand before it (RFC 1035 4.2.2).
        before: how many bytes of the frame stand before `data`.
    """
    data: bytes | memoryview
    start: int
    stop: int
    id: int
    flags: int
    counts: tuple[int, int, int, int]
    questions: tuple[Question, ...]
    sections: tuple[tuple[ResourceRecord, ...], tuple[ResourceRecord, ...], tuple[ResourceRecord, ...]]
    end: int
    problem: Malformed | None = None
    prefix: int = 0
    before: int = 0

    @property
    def twice(self) -> int:
        """By how much some fields that are worked out stand too far on: Wireshark counts from the layer's start
        twice."""
        return self.start - self.prefix + self.before

    @property
    def response(self) -> bool:
        """The QR bit."""
        return self.flags >= 0x8000

    @property
    def opcode(self) -> int:
        """RFC 1035 4.1.1."""
        return (self.flags >> 11) & 15

    @property
    def opt(self) -> ResourceRecord | None:
        """The EDNS record (RFC 6891 6.1.1)."""
        return next((record for record in self.sections[2] if record.type == OPT), None)

    @property
    def rcode(self) -> int:
        """The response code with EDNS's upper bits (RFC 6891 6.1.3)."""
        opt = self.opt
        return (self.flags & 15) + ((opt.ttl >> 24) << 4 if opt else 0)

    def records(self) -> tuple[tuple[ResourceRecord, ...], ...]:
        """The sections without what is EDNS (RFC 6891 6.1.1)."""
        answers, authorities, additionals = self.sections
        return answers, authorities, tuple(record for record in additionals if record.type != OPT)

    def text(self, record: ResourceRecord, write_name: Callable[[bytes], str] = name_text) -> str:
        """A record's data in presentation form."""
        return rdata_text(record.type, self.data, record.rdata, record.stop, self.start, write_name)[0]

    def fault(self) -> Malformed | None:
        """What is wrong in the message, the data of its records included."""
        if self.problem is not None:
            return self.problem
        texts = (rdata_text(record.type, self.data, record.rdata, record.stop, self.start)
                 for section in self.sections for record in section)
        return next((fault for _, fault in texts if fault), None)


def parse(octets: Octets, prefix: int = 0) -> Message:
    """Reads the message that `octets` holds; what is wrong is kept inside.

    Raises:
        Malformed: where not even id and flags are whole.
    """
    data, start, stop = octets.data, octets.pos, octets.end
    limit = (stop - start) // 5
    entries = [0] * (min(limit, _promised(data, start, stop)) * ENTRY)
    found, end, fault, where, _opt = _walk(data, start, stop, entries, 0, len(entries) // ENTRY)
    problem = _problem(fault, where, start, octets)
    if fault == SHORT_HEADER:
        assert problem is not None
        return _short(octets, problem, prefix)
    octets.pos = end
    questions: list[Question] = []
    sections: tuple[list[ResourceRecord], ...] = ([], [], [])
    names: dict[bytes, bytes] = {}      # within a message the same octets are the same name
    for place in range(0, found * ENTRY, ENTRY):
        section, at, name_stop, kind, class_number, ttl, rdata, behind = entries[place:place + ENTRY]
        octets_of_name = bytes(data[at:name_stop])
        name = names.get(octets_of_name)
        if name is None:
            name = names[octets_of_name] = labels_at(data, at, start)
        if section == QUESTION:
            questions.append(Question(at, name_stop, name, kind, class_number))
        else:
            sections[section - 1].append(ResourceRecord(
                at, name_stop, name, kind, class_number, ttl, rdata, behind))
    number, flags, *counts = _WORDS.unpack_from(data, start)
    return Message(data, start, stop, number, flags, (counts[0], counts[1], counts[2], counts[3]), tuple(questions),
                   (tuple(sections[ANSWER - 1]), tuple(sections[AUTHORITY - 1]), tuple(sections[ADDITIONAL - 1])),
                   end, problem, prefix)


def _short(octets: Octets, problem: Malformed, prefix: int) -> Message:
    """A message with nothing but its id, flags and some of its counts."""
    if octets.left < 4:
        raise problem
    data, start, stop = octets.data, octets.pos, octets.end
    whole = start + (stop - start) // 2 * 2
    number, flags, *counts = _WORDS.unpack(bytes(data[start:whole]).ljust(HEADER, b"\0"))
    return Message(data, start, stop, number, flags, (counts[0], counts[1], counts[2], counts[3]), (), ((), (), ()),
                   stop, problem, prefix)


def _promised(data: bytes | memoryview, start: int, stop: int) -> int:
    if stop - start < HEADER:
        return 0
    return sum(_WORDS.unpack_from(data, start)[2:])


def _problem(fault: int, where: int, start: int, octets: Octets) -> Malformed | None:
    """Positions in a problem count from the start of the message."""
    if not fault:
        return None
    if fault in CUTS and octets.truncated:
        return Truncated("the capture lacks the end of the message", where - start)
    return Malformed(REASONS[fault], where - start)
