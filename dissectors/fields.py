"""What a field is (Spec), a field found in a packet (Field) and the protocol layer that holds it (Layer)."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What type of value a field has; filters and outputs go by it."""
    NONE = "none"            # a line of the tree without a value
    UINT = "uint"
    INT = "int"
    BOOL = "bool"
    BYTES = "bytes"
    TEXT = "text"
    IPV4 = "ipv4"
    IPV6 = "ipv6"
    ETHER = "ether"
    TIME = "time"            # absolute, int nanoseconds since 1970
    DURATION = "duration"    # relative, int nanoseconds
    FRAME = "frame"          # the number of a packet
    PROTOCOL = "protocol"    # a protocol within another, with its fields below it


class Show(Enum):
    """How a number is written in `show`."""
    DECIMAL = "decimal"
    HEX = "hex"              # 0x with as many digits as the field's size (or mask's bytes) has
    OCTAL = "octal"


@dataclass(frozen=True, slots=True, eq=False)
class Spec:
    """A field's definition: the one place for its name, label, type and place in a fixed header.

    `name` is Wireshark's filter name. `at` and `size` (bytes, from the start of the header) and `mask` (of the bytes
    read as one number, big-endian unless `little`; 0 for all of it) hold in a Layout only; elsewhere the reader says
    the place.
    `factor` multiplies the number for show (IHL × 4). `whole` writes a masked field's bytes as they are, where
    Wireshark takes the number apart itself. `names` names numbers in the label's line; a TEXT with names in a Layout
    has its number's name as value. `hidden` fields can be filtered on and are not drawn (`ip.addr`). `secret` values
    are masked unless asked for. `varies`: its values hardly ever repeat, so what was made of one is not worth keeping.
    `children` are bit fields drawn below this one.
    """
    name: str
    label: str
    kind: Kind = Kind.UINT
    at: int = 0
    size: int = 0
    mask: int = 0
    show: Show = Show.DECIMAL
    factor: int = 1
    whole: bool = False
    little: bool = False
    names: Mapping[int, str] | None = None
    hidden: bool = False
    secret: bool = False
    varies: bool = False
    children: tuple[Spec, ...] = ()


@dataclass(slots=True, eq=False)
class Field:
    """A Spec found in a packet.

    Attributes:
        value: int for numbers, times and durations (ns), bool, bytes (also for addresses), str.
        pos, size: where its bytes are, in `source`; size 0 where it has none (generated fields).
        source: 0 the frame; 1… a further buffer of this packet (reassembled, decoded bytes), see Tree.sources.
        text: the line a person reads, without the label's bit pattern; "" makes `label: value` from the Spec.
        generated: worked out, not in the bytes.
    """
    spec: Spec
    value: object
    pos: int
    size: int
    source: int = 0
    text: str = ""
    children: list[Field] = field(default_factory=list)
    generated: bool = False
    hidden: bool = False


class Shared(Field):
    """A Field that stands in many packets, so that a writer may keep what it made of it. Nobody changes it."""
    __slots__ = ()


def moved(field: Field, by: int, source: int) -> Field:
    """A field, with all below it, so many bytes further on and in another buffer. Of a Shared one, which other packets
    have too, that is a copy."""
    shared = type(field) is Shared
    top = _moved(field, by, source, shared)
    pending = [(top, shared)]
    while pending:
        found, shared = pending.pop()
        if found.children:
            kinds = [shared or type(child) is Shared for child in found.children]
            found.children = [_moved(child, by, source, copied)
                              for child, copied in zip(found.children, kinds, strict=True)]
            pending += zip(found.children, kinds, strict=True)
    return top


def _moved(field: Field, by: int, source: int, copied: bool) -> Field:
    if copied:
        return Field(field.spec, field.value, field.pos + by, field.size, source, field.text, field.children,
                     field.generated, field.hidden)
    field.pos += by
    field.source = source
    return field


@dataclass(slots=True, eq=False)
class Layer:
    """A protocol of a packet with its fields. `name` is Wireshark's protocol name, `label` the line of the tree."""
    name: str
    label: str
    pos: int
    size: int
    source: int = 0
    fields: list[Field] = field(default_factory=list)


PROBLEM = Spec("_ws.malformed", "Malformed", Kind.TEXT)
"""What is wrong in a packet and at which byte; the driver adds it where a reader raised Malformed."""
DATA = Spec("data.data", "Data", Kind.BYTES)
"""Bytes that nobody reads."""
DATA_LENGTH = Spec("data.len", "Length", Kind.UINT)
CUT = Spec("_ws.short", "Cut by the capture", Kind.TEXT)
"""Where the snap length ended a packet; not the sender's fault."""
