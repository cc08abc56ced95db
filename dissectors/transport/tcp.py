"""TCP."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from dissectors.checksum import UNVERIFIED, calculated, pseudo_header, status_field, status_spec, verdict
from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import NO_SCALE, UNKNOWN_SCALE, Header, TransportFacts
from dissectors.layout import Claim, Layout, Pair, Size, Term
from dissectors.malformed import Malformed
from dissectors.network.ip import SET
from dissectors.transport.numbers import ACK, FIN, MINIMUM, SYN
from dissectors.transport.standing import describe_standing
from dissectors.tree import short_of

PROTOCOL = 6


class _Letters(Mapping[int, str]):
    """The flags as letters in their places, as Wireshark writes them."""

    def __getitem__(self, flags: int) -> str:
        return "".join(letter if flags & 1 << 11 - at else "·" for at, letter in enumerate("RRRACEUAPRSF"))

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self)))

    def __len__(self) -> int:
        return 1 << 12


def _flag(name: str, label: str, at: int, mask: int) -> Spec:
    return Spec(f"tcp.flags.{name}", label, Kind.BOOL, at, 1, mask, names=SET)


SEQUENCE = Spec("tcp.seq_raw", "Sequence Number (raw)", Kind.UINT, 4, 4, varies=True)
ACKNOWLEDGMENT = Spec("tcp.ack_raw", "Acknowledgment number (raw)", Kind.UINT, 8, 4, varies=True)
FLAGS = Spec("tcp.flags", "Flags", Kind.UINT, 12, 2, 0x0FFF, show=Show.HEX, children=(
    _flag("res", "Reserved", 12, 0x0E), _flag("ae", "Accurate ECN", 12, 0x01),
    _flag("cwr", "Congestion Window Reduced", 13, 0x80), _flag("ece", "ECN-Echo", 13, 0x40),
    _flag("urg", "Urgent", 13, 0x20), _flag("ack", "Acknowledgment", 13, 0x10), _flag("push", "Push", 13, 0x08),
    _flag("reset", "Reset", 13, 0x04), _flag("syn", "Syn", 13, 0x02), _flag("fin", "Fin", 13, 0x01),
    Spec("tcp.flags.str", "TCP Flags", Kind.TEXT, 12, 2, 0x0FFF, whole=True, names=_Letters())))
WINDOW = Spec("tcp.window_size_value", "Window", Kind.UINT, 14, 2, varies=True)
CHECKSUM = Spec("tcp.checksum", "Checksum", Kind.UINT, 16, 2, show=Show.HEX, varies=True)
URGENT = Spec("tcp.urgent_pointer", "Urgent Pointer", Kind.UINT, 18, 2)
STATUS = status_spec("tcp.checksum.status")
CALCULATED = Spec("tcp.checksum_calculated", "Calculated Checksum", Kind.UINT, size=2, show=Show.HEX)
STREAM = Spec("tcp.stream", "Stream index", Kind.UINT)
LENGTH = Spec("tcp.len", "TCP Segment Len", Kind.UINT)
RELATIVE_SEQUENCE = Spec("tcp.seq", "Sequence Number", Kind.UINT)
NEXT_SEQUENCE = Spec("tcp.nxtseq", "Next Sequence Number", Kind.UINT)
RELATIVE_ACKNOWLEDGMENT = Spec("tcp.ack", "Acknowledgment Number", Kind.UINT)
SCALED_WINDOW = Spec("tcp.window_size", "Calculated window size", Kind.UINT)
SCALE_FACTOR = Spec("tcp.window_size_scalefactor", "Window size scaling factor", Kind.INT)
PAYLOAD = Spec("tcp.payload", "TCP payload", Kind.BYTES)
SEGMENT_DATA = Spec("tcp.segment_data", "TCP segment data", Kind.BYTES)
_MODULUS = 1 << 32
_QUOTED = TransportFacts()


def assumed_facts(sequence: int, acknowledgment: int, flags: int) -> TransportFacts:
    """What holds for a segment of which nothing else is known: relative numbers are 0 for a SYN and 1 for others."""
    base = sequence if flags & SYN else sequence - 1
    return TransportFacts(None, base % _MODULUS, (acknowledgment - 1) % _MODULUS if flags & ACK else 0)


def complete(header: Header, fields: list[Field]) -> None:
    """Adds relative numbers, statuses, options and payload to the fields of the table."""
    data, pos = header.data, header.pos
    if header.end - pos < MINIMUM:
        del fields[7:]
        raise Malformed(f"a header of {header.end - pos} bytes", pos + 12)
    sequence = int.from_bytes(data[pos + 4:pos + 8], "big")
    acknowledgment = int.from_bytes(data[pos + 8:pos + 12], "big")
    flags = data[pos + 13]
    # how long a quoted segment was is not known, so Wireshark leaves it out of its conversation's numbers
    facts = _QUOTED if header.quoted else header.facts or assumed_facts(sequence, acknowledgment, flags)
    ports, (raw_sequence, raw_acknowledgment), rest = fields[:4], fields[4:6], fields[6:]
    relative = (sequence - facts.sequence_base) % _MODULUS
    answer = (acknowledgment - facts.acknowledgment_base) % _MODULUS if flags & ACK else acknowledgment
    length, window, checksum, urgent = rest[0], rest[2], rest[3], rest[4]
    fields[:] = [
        *ports, *_stream(header, facts),
        Field(RELATIVE_SEQUENCE, relative, pos + 4, 4, header.source), raw_sequence,
        *_length(header, relative, flags),
        Field(RELATIVE_ACKNOWLEDGMENT, answer, pos + 8, 4, header.source), raw_acknowledgment,
        length, rest[1], window, *_window(header, facts, flags), checksum, *_checksum(header), urgent]
    if header.end > header.stop:
        raise short_of(header, header.end)
    if header.end > pos + MINIMUM:
        from dissectors.transport.options import read_options
        fields.append(read_options(header, pos + MINIMUM))
    unscaled = int.from_bytes(data[pos + WINDOW.at:pos + WINDOW.at + WINDOW.size], "big")
    fields += describe_standing(facts.note, unscaled, flags, pos, header.source)
    _payload(header, facts, fields)


def _length(header: Header, relative: int, flags: int) -> Iterator[Field]:
    """RFC 9293 3.4: SYN and FIN take a number each."""
    if header.quoted:
        return
    size = max(0, header.wire_stop - header.end)
    following = (relative + size + bool(flags & SYN) + bool(flags & FIN)) % _MODULUS
    yield Field(LENGTH, size, header.pos, 0, header.source, generated=True)
    yield Field(NEXT_SEQUENCE, following, header.pos, 0, header.source, generated=True)


def _stream(header: Header, facts: TransportFacts) -> Iterator[Field]:
    if facts.stream is not None:
        yield Field(STREAM, facts.stream, header.pos, 0, header.source, generated=True)


def _window(header: Header, facts: TransportFacts, flags: int) -> Iterator[Field]:
    at, scale = header.pos + WINDOW.at, facts.window_scale
    window = int.from_bytes(header.data[at:at + 2], "big")
    syn = bool(flags & SYN)
    yield Field(SCALED_WINDOW, scaled_window(window, scale, syn), at, 2, header.source, generated=True)
    for factor in scale_factor(scale, syn):
        text = {UNKNOWN_SCALE: " (unknown)", NO_SCALE: " (no window scaling used)"}.get(scale, "")
        yield Field(SCALE_FACTOR, factor, at, 2, header.source, f"Window size scaling factor: {factor}{text}",
                    generated=True)


def scaled_window(window: int, scale: int, syn: int) -> int:
    """RFC 7323 2.2: the window of a segment with SYN is not scaled."""
    return window << scale if scale >= 0 and not syn else window


def scale_factor(scale: int, syn: int) -> list[int]:
    """What the window is multiplied with, or why it is not; none for a SYN."""
    return [] if syn else [1 << scale if scale >= 0 else scale]


def _checksum(header: Header) -> Iterator[Field]:
    at = header.pos + CHECKSUM.at
    if not header.check or not header.whole or header.quoted or not header.ends[0]:
        yield status_field(STATUS, UNVERIFIED, at, header.source)
        return
    segment = header.data[header.pos:header.wire_stop]
    covered = pseudo_header(header.ends, PROTOCOL, len(segment)) + segment
    yield status_field(STATUS, verdict(covered), at, header.source)
    right = calculated(covered, int.from_bytes(header.data[at:at + 2], "big"))
    yield Field(CALCULATED, right, at, 2, header.source, generated=True)


def _payload(header: Header, facts: TransportFacts, fields: list[Field]) -> None:
    size = header.stop - header.end
    if size <= 0:
        return
    data = header.data[header.end:header.stop]
    fields.append(Field(PAYLOAD, data, header.end, size, header.source, f"TCP payload ({size} bytes)"))
    for start, stop in facts.segment_data:
        part = data[start:stop]
        fields.append(Field(SEGMENT_DATA, part, header.end + start, len(part), header.source,
                            f"TCP segment data ({len(part)} bytes)"))


def headline(data: bytes | memoryview, pos: int) -> str:
    """The line of the layer."""
    source, destination = int.from_bytes(data[pos:pos + 2], "big"), int.from_bytes(data[pos + 2:pos + 4], "big")
    return f"Transmission Control Protocol, Src Port: {source}, Dst Port: {destination}"


TCP = Layout(
    "tcp", "Transmission Control Protocol", "RFC 9293 3.1", (
        Spec("tcp.srcport", "Source Port", Kind.UINT, 0, 2),
        Spec("tcp.dstport", "Destination Port", Kind.UINT, 2, 2),
        Spec("tcp.port", "Source or Destination Port", Kind.UINT, 0, 2, hidden=True),
        Spec("tcp.port", "Source or Destination Port", Kind.UINT, 2, 2, hidden=True),
        SEQUENCE, ACKNOWLEDGMENT,
        Spec("tcp.hdr_len", "Header Length", Kind.UINT, 12, 1, 0xF0, factor=4, whole=True),
        FLAGS, WINDOW, CHECKSUM,
        URGENT),
    minimum=MINIMUM, size=Size(0, (Term(12, 1, 0xF0, 4),)), ports=Pair(0, 2, 2), transport=True,
    headline=headline, tail=complete,
    claims=(Claim("ip.proto", 6),))
