"""What a packet shows of the emails that it carries: Wireshark's layers of a message, and what its headers say."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from dissectors.fields import Layer
from dissectors.mail.fragments import Fragment


class What(Enum):
    """What bytes of an email are."""
    MESSAGE = "message"
    """All of it, or its beginning."""
    REST = "rest"
    """What follows from within the headers on."""
    TEXT = "text"


class Awaited(NamedTuple):
    """A fragment of a message that is whole in a later packet."""
    packet: int


class Reassembled(NamedTuple):
    """A message that is whole in this packet, put together from fragments."""
    fragments: Sequence[Fragment]
    data: bytes


class Shown(NamedTuple):
    """Bytes of a message where they stand: from `at` of the packet's buffer."""
    at: int
    data: bytes
    what: What


class Whole(NamedTuple):
    """A message as its sender wrote it, how many bytes of it the capture lacks, and whether it is its beginning that
    was asked for."""
    data: bytes
    missing: int
    excerpt: bool


InPacket = Awaited | Reassembled | Shown | Whole


def message_layers(protocol: str, layer: Layer, carried: Sequence[InPacket], sources: list[bytes]) -> Iterator[Layer]:
    """Adds to a layer what it says of the messages that it carries, and gives the layers of these; their buffers come
    to `sources`."""
    from dissectors.mail.fragments import describe_fragments, describe_reassembled_in
    for one in carried:
        if isinstance(one, Awaited):
            layer.fields.append(describe_reassembled_in(protocol, one.packet, layer.pos))
        elif isinstance(one, Reassembled):
            sources.append(one.data)
            layer.fields.append(describe_fragments(protocol, one.fragments, layer.pos, len(sources) - 1))
            yield _imf(one.data, 0, len(sources) - 1, What.MESSAGE, sources)
        elif isinstance(one, Shown):
            yield _imf(one.data, one.at, layer.source, one.what, sources)
        else:
            from dissectors.imf import MESSAGE, message_tree
            yield Layer(MESSAGE.name, message_tree.headline(one.data, one.missing), layer.pos, 0, layer.source,
                        message_tree.describe_decoded(*one))


def _imf(data: bytes, at: int, source: int, what: What, sources: list[bytes]) -> Layer:
    from dissectors.imf import IMF, tree
    describe = {What.MESSAGE: tree.describe_message, What.REST: tree.describe_rest,
                What.TEXT: tree.describe_text}[what]
    return Layer(IMF.name, IMF.label, at, len(data), source, describe(data, at, source, sources))
