"""RDATA as fields of the tree."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from dissectors.dns.beyond import Names
from dissectors.dns.descriptions import TYPE_DESCRIPTIONS
from dissectors.dns.header import BITMAP_TYPE, RECORD_DATA
from dissectors.dns.message import Message, ResourceRecord
from dissectors.dns.name import ascii_text, name_line, shown, tree_name, tree_name_size
from dissectors.dns.rdata import SHAPES, rdata_text
from dissectors.dns.rdata.dnssec import KEY_IDS, key_tag
from dissectors.dns.rdata.forms import base32_text, ip4_text, ip6_text
from dissectors.dns.rdata.reader import read_values, value_text
from dissectors.dns.rdata.shapes import (
    BASE32,
    BASE64,
    BITMAP,
    IP4,
    IP6,
    NAME,
    OLD_BITMAP,
    PORTS,
    ROOT,
    SALT,
    SIZED64,
    STRING,
    STRINGS,
    TAG,
    Part,
    Shape,
    Value,
)
from dissectors.fields import PROBLEM, Field, Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets


def describe_rdata(message: Message, record: ResourceRecord, names: Names) -> tuple[str, list[Field]]:
    """What is added to the record's line, and the fields of its data: up to the fault where there is one. `names` reads
    one that breaks the rules."""
    at, stop = record.rdata, record.stop
    if at == stop:
        return "", []
    shape = SHAPES.get(record.type)
    if shape is None:
        return "", [_plain(message, at, stop)]
    octets = Octets(message.data, at, stop)
    if shape.describe is not None:
        fields, fault = _until_fault(shape.describe(octets, message.start))
        fault = fault or rdata_text(record.type, message.data, at, stop, message.start)[1]
        return "", fields + _problem(message, fault)
    values, fault = _values(shape, octets, message.start)
    if fault and shape.read is None and len(values) < len(shape.parts):
        values += _broken_name(shape.parts[len(values)], octets.pos, stop, names)
    fields = [field for value in values for field in _fields(value)]
    if not any(field.spec.name for field in fields):
        whole = _plain(message, at, stop)
        whole.children = fields
        return "", [whole, *_problem(message, fault)]
    if record.type in KEY_IDS and not fault:
        tag = key_tag(bytes(message.data[at:stop]))
        fields.insert(3, Field(KEY_IDS[record.type], tag, record.start + message.twice, 0, generated=True))
    headline = shape.headline.format(*map(_word, values)) if shape.headline and not fault else ""
    return headline, fields + _problem(message, fault)


def _values(shape: Shape, octets: Octets, start: int) -> tuple[list[Value], Malformed | None]:
    """The values before a fault, and the fault."""
    values: list[Value] = []
    try:
        read_values(shape, octets, start, values)
    except Malformed as fault:
        return values, fault
    return values, None


def _until_fault(found: Iterator[Field]) -> tuple[list[Field], Malformed | None]:
    """The fields before a fault, and the fault."""
    before: list[Field] = []
    try:
        for one in found:
            before.append(one)
    except Malformed as fault:
        return before, fault
    return before, None


def _broken_name(part: Part, at: int, stop: int, names: Names) -> list[Value]:
    """A name that breaks the rules, as far as it can be shown."""
    found = names.within(at, stop) if part.code == NAME else None
    return [Value(part, found[0], at, found[1] - at)] if found else []


def _problem(message: Message, fault: Malformed | None) -> list[Field]:
    """What is wrong and at which byte of the message."""
    if fault is None:
        return []
    return [Field(PROBLEM, f"{fault.reason} at byte {fault.at - message.start}", fault.at, 0, generated=True)]


def _plain(message: Message, at: int, stop: int) -> Field:
    return Field(RECORD_DATA, bytes(message.data[at:stop]), at, stop - at)


def _word(value: Value) -> str:
    write = _WORDS.get(value.part.code)
    return write(value.value) if write else str(value.value)


_WORDS: dict[int, Callable[[bytes], str]] = {NAME: tree_name, IP4: ip4_text, IP6: ip6_text, STRING: shown, TAG: shown}


def _fields(value: Value) -> list[Field]:
    spec, code = value.part.spec, value.part.code
    if spec is not None and not spec.name:
        return [Field(spec, None, value.pos, value.size, text=f"{spec.label}: {value_text(value, tree_name)}")]
    if spec is not None and spec.kind is Kind.TIME:
        return [Field(spec, value.value * 1_000_000_000, value.pos, value.size)]
    return _FIELDS.get(code, _number)(value)


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
    if not value.size:
        return []
    return [_text(value) if spec.kind is Kind.TEXT else Field(spec, value.value, value.pos, value.size)]


def _name(value: Value) -> list[Field]:
    part = value.part
    # NAPTR's replacement: Wireshark counts the text, which has no octet of length
    counted = [Field(part.length, tree_name_size(value.value), value.pos, 0)] if part.length else []
    spec, name = _spec(part), value.value
    return [*counted, Field(spec, tree_name(name), value.pos, value.size, text=name_line(spec.label, name))]


def _length(part: Part, size: int, pos: int) -> list[Field]:
    return [Field(part.length, size, pos - 1, 1)] if part.length else []


def _text(value: Value) -> Field:
    """A text; its line has what is not ASCII too."""
    spec, text = _spec(value.part), ascii_text(value.value)
    line = "" if text.isascii() else f"{spec.label}: {shown(value.value)}"
    return Field(spec, text, value.pos, value.size, text=line)


def _string(value: Value) -> list[Field]:
    return [*_length(value.part, value.size, value.pos), _text(value)]


def _strings(value: Value) -> list[Field]:
    return [field for pos, octets in value.value
            for field in _string(Value(value.part, octets, pos + 1, len(octets)))]


def _salt(value: Value) -> list[Field]:
    return [*_length(value.part, value.size, value.pos), Field(_spec(value.part), value.value, value.pos, value.size)]


def _hash(value: Value) -> list[Field]:
    return [*_length(value.part, value.size, value.pos),
            Field(_spec(value.part), base32_text(value.value), value.pos, value.size)]


def _types(value: Value) -> list[Field]:
    types = [Field(BITMAP_TYPE, number, pos, 1, text="RR type in bit map: "
                   + TYPE_DESCRIPTIONS.get(number, f"Unknown ({number})")) for number, pos in value.value.types]
    spec = value.part.spec
    return types if spec is None else [
        Field(spec, value.value.octets, value.pos, value.size, children=types)]


def _ports(value: Value) -> list[Field]:
    """An octet of the bit map that is not zero, with its ports."""
    spec = _spec(value.part)
    return [Field(spec, octet, value.pos + place, 1, text=f"{spec.label}: 0x{octet:02x} ({_ports_text(place, octet)})")
            for place, octet in enumerate(value.value) if octet]


def _ports_text(place: int, octet: int) -> str:
    return ", ".join([str(place * 8 + bit) for bit in range(8) if octet & (0x80 >> bit)])


def _nothing(value: Value) -> list[Field]:
    return []


_FIELDS: dict[int, Callable[[Value], list[Field]]] = {
    NAME: _name, STRING: _string, TAG: _string, STRINGS: _strings, SALT: _salt, BASE32: _hash,
    BITMAP: _types, OLD_BITMAP: _types, BASE64: _octets, SIZED64: _octets, PORTS: _ports, ROOT: _nothing}
