"""RDATA of all record types: a table of shapes, put together from one file a family."""
from __future__ import annotations

from collections.abc import Callable

from dissectors.dns.name import name_text
from dissectors.dns.rdata import (
    a6,
    apl,
    dnssec,
    gateways,
    hip,
    hosts,
    keys,
    loc,
    mail,
    private,
    security,
    services,
    strings,
    svcb,
    transactions,
)
from dissectors.dns.rdata.forms import unknown_text
from dissectors.dns.rdata.reader import read_values, values_text
from dissectors.dns.rdata.shapes import Shape
from dissectors.malformed import Malformed
from dissectors.octets import Octets

SHAPES: dict[int, Shape] = (
    hosts.SHAPES | mail.SHAPES | strings.SHAPES | services.SHAPES | dnssec.SHAPES | keys.SHAPES | svcb.SHAPES
    | loc.SHAPES | security.SHAPES | gateways.SHAPES | hip.SHAPES | apl.SHAPES | a6.SHAPES | transactions.SHAPES
    | private.SHAPES)
"""The shape of each known type's RDATA."""


def rdata_text(kind: int, data: bytes | memoryview, at: int, stop: int, start: int,
               write_name: Callable[[bytes], str] = name_text) -> tuple[str, Malformed | None]:
    r"""The presentation form of the RDATA [at, stop) of a message that starts at `start`, and what is wrong with it.

    Data of an unknown type, and such as break their type's rules, are written `\# length hex` (RFC 3597 5).
    """
    shape = SHAPES.get(kind)
    if shape is None or at == stop:
        return unknown_text(bytes(data[at:stop])), None
    octets = Octets(data, at, stop)
    try:
        text = shape.text(octets, start, write_name) if shape.text else (
            values_text(read_values(shape, octets, start), write_name))
    except Malformed as fault:
        return unknown_text(bytes(data[at:stop])), fault
    return text, None
