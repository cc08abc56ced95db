"""RDATA as fields of the tree."""
from __future__ import annotations

from collections.abc import Callable

from dissectors.dns.descriptions import TYPE_DESCRIPTIONS
from dissectors.dns.header import BITMAP_TYPE, RECORD_DATA
from dissectors.dns.message import Message, ResourceRecord
from dissectors.dns.name import shown, tree_name, tree_name_size
from dissectors.dns.rdata import SHAPES
from dissectors.dns.rdata.dnssec import KEY_ID, KEYS, key_tag
from dissectors.dns.rdata.reader import Value, base32_text, ip4_text, ip6_text, read_values
from dissectors.dns.rdata.shapes import (
    BASE32,
    BASE64,
    BITMAP,
    IP4,
    IP6,
    NAME,
    SALT,
    STRING,
    STRINGS,
    TAG,
    TIME,
    Part,
    Shape,
)
from dissectors.fields import Field, Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets


def describe_rdata(message: Message, record: ResourceRecord) -> tuple[str, list[Field]]:
    """What is added to the record's line, and the fields of its data."""
    at, stop = record.rdata, record.stop
    shape = SHAPES.get(record.type)
    if at == stop:
        return "", []
    if shape is None or (shape.describe is None and not _shown(shape)):
        return "", [_plain(message, at, stop)]
    try:
        octets = Octets(message.data, at, stop)
        if shape.describe is not None:
            return "", list(shape.describe(octets, message.start))
        values = read_values(shape, octets, message.start)
    except Malformed:
        # the message's problem says what is wrong; here the octets are shown as they are
        return "", [_plain(message, at, stop)]
    fields = [field for value in values for field in _FIELDS.get(value.part.code, _number)(value)]
    if record.type in KEYS:
        # a worked-out field, which Wireshark places at the record's start counted from the message's start twice
        tag = key_tag(bytes(message.data[at:stop]))
        fields.insert(3, Field(KEY_ID, tag, record.start + message.start - message.prefix, 0, generated=True))
    return shape.headline.format(*map(_word, values)) if shape.headline else "", fields


def _plain(message: Message, at: int, stop: int) -> Field:
    return Field(RECORD_DATA, bytes(message.data[at:stop]), at, stop - at)


def _shown(shape: Shape) -> bool:
    return all(part.spec is not None or part.code == BITMAP for part in shape.parts)


def _word(value: Value) -> str:
    write = _WORDS.get(value.part.code)
    return write(value.value) if write else str(value.value)


_WORDS: dict[int, Callable[[bytes], str]] = {NAME: tree_name, IP4: ip4_text, IP6: ip6_text, STRING: shown, TAG: shown}


def _spec(part: Part) -> Spec:
    assert part.spec is not None
    return part.spec


def _number(value: Value) -> list[Field]:
    """Numbers, addresses and octets: the value is the field's."""
    spec = _spec(value.part)
    return [Field(spec, value.value, value.pos, value.size, children=[
        Field(bit, (value.value & bit.mask) >> ((bit.mask & -bit.mask).bit_length() - 1), value.pos, value.size)
        for bit in spec.children])]


def _octets(value: Value) -> list[Field]:
    spec = _spec(value.part)
    shown_value = value.value.decode("utf-8", "replace") if spec.kind is Kind.TEXT else value.value
    return [Field(spec, shown_value, value.pos, value.size)] if value.size else []


def _name(value: Value) -> list[Field]:
    part = value.part
    # NAPTR's replacement: Wireshark counts the text, which has no octet of length
    counted = [Field(part.length, tree_name_size(value.value), value.pos, 0)] if part.length else []
    return [*counted, Field(_spec(part), tree_name(value.value), value.pos, value.size)]


def _time(value: Value) -> list[Field]:
    return [Field(_spec(value.part), value.value * 1_000_000_000, value.pos, value.size)]


def _length(part: Part, size: int, pos: int) -> list[Field]:
    return [Field(part.length, size, pos - 1, 1)] if part.length else []


def _string(value: Value) -> list[Field]:
    """Wireshark ends text at a zero octet."""
    text = value.value.partition(b"\0")[0].decode("utf-8", "replace")
    return [*_length(value.part, value.size, value.pos), Field(_spec(value.part), text, value.pos, value.size)]


def _strings(value: Value) -> list[Field]:
    return [field for pos, octets in value.value
            for field in _string(Value(value.part, octets, pos + 1, len(octets)))]


def _salt(value: Value) -> list[Field]:
    return [*_length(value.part, value.size, value.pos), Field(_spec(value.part), value.value, value.pos, value.size)]


def _hash(value: Value) -> list[Field]:
    return [*_length(value.part, value.size, value.pos),
            Field(_spec(value.part), base32_text(value.value), value.pos, value.size)]


def _bitmap(value: Value) -> list[Field]:
    return [Field(BITMAP_TYPE, number, pos, 1, text="RR type in bit map: "
                  + TYPE_DESCRIPTIONS.get(number, f"Unknown ({number})")) for number, pos in value.value]


_FIELDS: dict[int, Callable[[Value], list[Field]]] = {
    NAME: _name, TIME: _time, STRING: _string, TAG: _string, STRINGS: _strings, SALT: _salt, BASE32: _hash,
    BITMAP: _bitmap, BASE64: _octets}
