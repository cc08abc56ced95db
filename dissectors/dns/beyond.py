"""What stands behind a name that breaks the rules, read on as Wireshark does: for the tree alone."""
from __future__ import annotations

import struct

from dissectors.dns.message import Message, Question, ResourceRecord

POINTERS = 255
"""With more pointers Wireshark takes a name for a loop."""
LABELS = 100_000
"""How many labels are looked at in one message: more than 64 KiB hold, far less than crossing names could ask for."""
LONGEST = 254
"""The octets of the longest name without its root (RFC 1035 2.3.4)."""
TOO_LONG, LOOPS, UNKNOWN_LABEL = (bytes([len(words)]) + words for words in (
    b"<Name too long>", b"<Name contains a pointer that loops>", b"<Unknown extended label>"))
"""What stands in the place of a name, as its one label."""

ROOT, UNKNOWN = -1, -2
"""How the labels of a name end that do not end with a pointer."""
BIT_STRING = 65
"""A type of label with data of its own (RFC 2673); Wireshark knows it."""

_QUESTION = struct.Struct(">2H")
_RECORD = struct.Struct(">2HIH")


class _Unreadable(Exception):
    """What leaves the message, or a name of which nobody knows where it ends."""


def read_on(message: Message) -> Message:
    """The message with all that can be read although a name in it breaks the rules.

    Names have the labels that their pointers lead to, forward ones too.
    """
    names = Names(message)
    questions = list(message.questions)
    sections = [list(section) for section in message.sections]
    end = message.end
    try:
        while len(questions) < message.counts[0]:
            questions.append(_question(message, names, end))
            end = questions[-1].stop
        for section, count in zip(sections, message.counts[1:], strict=True):
            while len(section) < count:
                section.append(_record(message, names, end))
                end = section[-1].stop
    except _Unreadable:
        end = message.stop
    return message._replace(questions=tuple(questions), end=end,
                            sections=(tuple(sections[0]), tuple(sections[1]), tuple(sections[2])))


def _question(message: Message, names: Names, at: int) -> Question:
    name, behind = names.read(at)
    if behind + _QUESTION.size > message.stop:
        raise _Unreadable
    kind, number = _QUESTION.unpack_from(message.data, behind)
    return Question(at, behind, name, kind, number)


def _record(message: Message, names: Names, at: int) -> ResourceRecord:
    name, behind = names.read(at)
    rdata = behind + _RECORD.size
    if rdata > message.stop:
        raise _Unreadable
    kind, number, ttl, size = _RECORD.unpack_from(message.data, behind)
    if rdata + size > message.stop:
        raise _Unreadable
    return ResourceRecord(at, behind, name, kind, number, ttl, rdata, rdata + size)


class Names:
    """The names of one message; each target of a pointer is read once."""

    def __init__(self, message: Message) -> None:
        self._data, self._start, self._stop = message.data, message.start, message.stop
        self._known: dict[int, tuple[bytes, int]] = {}
        self._left = LABELS

    def within(self, at: int, stop: int) -> tuple[bytes, int] | None:
        """As `read`, for a name that has to end before `stop`; None where it doesn't or can't be read."""
        try:
            labels, behind = self.read(at)
        except _Unreadable:
            return None
        return (labels, behind) if behind <= stop else None

    def read(self, at: int) -> tuple[bytes, int]:
        """The labels of the name at `at`, or what is wrong with it as one label, and the position behind it.

        Raises:
            _Unreadable: where nobody knows where it ends, or what it refers to.
        """
        labels, target, behind = self._run(at)
        if target == UNKNOWN:
            return UNKNOWN_LABEL, behind
        rest, pointers = self._follow(target)
        return LOOPS if pointers > POINTERS else _joined(labels, rest), behind

    def _follow(self, target: int) -> tuple[bytes, int]:
        """What a pointer to `target` stands for, or ROOT, and how many pointers that takes."""
        way: dict[int, bytes] = {}
        while target >= 0 and target not in self._known and target not in way:
            labels, following, _ = self._run(target)
            way[target] = labels
            target = following
        if target == UNKNOWN:
            raise _Unreadable
        rest, pointers = (b"", 0) if target == ROOT else self._known.get(target, (LOOPS, POINTERS))
        for place, labels in reversed(way.items()):
            rest, pointers = _joined(labels, rest), pointers + 1
            self._known[place] = rest, pointers
        return rest, pointers

    def _run(self, first: int) -> tuple[bytes, int, int]:
        """The labels at `first` before their end, the target of the pointer that ends them, ROOT or UNKNOWN, and the
        position behind."""
        data, at = self._data, first
        while at < self._stop and 0 < data[at] < 64 and self._left > 0:
            at += data[at] + 1
            self._left -= 1
        labels = bytes(data[first:min(at, first + LONGEST + 1)])
        if at < self._stop and data[at] == 0:
            return labels, ROOT, at + 1
        if at + 1 < self._stop and data[at] >= 192:
            return labels, self._start + (data[at] - 192) * 256 + data[at + 1], at + 2
        if first < at < self._stop and 64 <= data[at] < 128 and data[at] != BIT_STRING:
            return labels, UNKNOWN, at + 1
        raise _Unreadable


def _joined(labels: bytes, rest: bytes) -> bytes:
    if rest in (TOO_LONG, LOOPS):
        return rest
    return labels + rest if len(labels) + len(rest) <= LONGEST else TOO_LONG
