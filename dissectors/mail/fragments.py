"""The fields about messages that were put together from several packets, as Wireshark has them for SMTP and POP."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dissectors.fields import Field, Kind, Spec

SHOWN = 1000
"""Fragments of a message that are listed."""


class Fragment(NamedTuple):
    """The bytes [start, stop) of a message, and the number of the packet that brought them."""
    packet: int
    start: int
    stop: int


class Specs(NamedTuple):
    """The fields of one protocol."""
    fragments: Spec
    fragment: Spec
    number: Spec
    length: Spec
    reassembled_in: Spec


def _specs(protocol: str) -> Specs:
    name = f"{protocol}.data"
    return Specs(Spec(f"{name}.fragments", "DATA fragments", Kind.NONE),
                 Spec(f"{name}.fragment", "DATA fragment", Kind.FRAME),
                 Spec(f"{name}.fragment.count", "DATA fragment count", Kind.UINT),
                 Spec(f"{name}.reassembled.length", "Reassembled DATA length", Kind.UINT),
                 Spec(f"{name}.reassembled.in", "Reassembled DATA in frame", Kind.FRAME))


SPECS = {protocol: _specs(protocol) for protocol in ("smtp", "pop")}
"""The fields of the protocols that have such."""


def describe_reassembled_in(protocol: str, packet: int, pos: int) -> Field:
    """In which packet the message is whole of which this one has a fragment."""
    return Field(SPECS[protocol].reassembled_in, packet, pos, 0, generated=True)


def describe_fragments(protocol: str, fragments: Sequence[Fragment], pos: int, source: int) -> Field:
    """The fragments of a message, which stands in the packet's buffer `source`; `pos` is where their list stands."""
    known, size = SPECS[protocol], fragments[-1].stop
    shown = fragments[:SHOWN]
    listed = ", ".join(f"#{packet}({stop - start})" for packet, start, stop in shown)
    field = Field(known.fragments, "", pos, size, generated=True, text=(
        f"{len(fragments)} DATA fragment{'s' if len(fragments) > 1 else ''} ({size} bytes): {listed}"
        f"{', …' if len(fragments) > SHOWN else ''}"))
    field.children = [
        Field(known.fragment, packet, start, stop - start, source, generated=True,
              text=f"Frame: {packet}, payload: {start}-{stop - 1} ({stop - start} bytes)")
        for packet, start, stop in shown]
    field.children += [Field(known.number, len(fragments), 0, 0, source, generated=True),
                       Field(known.length, size, 0, 0, source, generated=True)]
    return field
