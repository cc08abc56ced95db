"""The layer `frame`: what the capture file says of a packet."""
from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from dissectors.fields import Field, Kind, Layer, Shared, Spec

ENCAPSULATION = Spec("frame.encap_type", "Encapsulation type", Kind.UINT)
INTERFACE = Spec("frame.interface_id", "Interface id", Kind.UINT)
TIME = Spec("frame.time", "Arrival Time", Kind.TIME)
EPOCH = Spec("frame.time_epoch", "Epoch Time", Kind.DURATION)
NUMBER = Spec("frame.number", "Frame Number", Kind.UINT)
LENGTH = Spec("frame.len", "Frame Length", Kind.UINT)
CAPTURED = Spec("frame.cap_len", "Capture Length", Kind.UINT)
PROTOCOLS = Spec("frame.protocols", "Protocols in frame", Kind.TEXT)
COMMENT = Spec("frame.comment", "Comment", Kind.TEXT)
FIELDS = (ENCAPSULATION, INTERFACE, TIME, EPOCH, NUMBER, LENGTH, CAPTURED, PROTOCOLS, COMMENT)

_TYPED = frozenset(("eth", "vlan", "ieee8021ad", "sll"))
"""Headers after whose type Wireshark lists `ethertype` among the protocols."""


def frame_layer(number: int, linktype: int, length: int, captured: int, time_ns: int | None,
                interface: int | None) -> Layer:
    """The layer without the list of protocols, which is known when the packet has been read."""
    label = (f"Frame {number}: {length} bytes on wire ({8 * length} bits), "
             f"{captured} bytes captured ({8 * captured} bits)")
    layer = Layer("frame", label, 0, captured)
    add = layer.fields.append
    if interface is not None:
        add(_repeated(INTERFACE, interface))
    add(_repeated(ENCAPSULATION, linktype))
    if time_ns is not None:
        add(Field(TIME, time_ns, 0, 0, generated=True))
        add(Field(EPOCH, time_ns, 0, 0, generated=True))
    add(Field(NUMBER, number, 0, 0, generated=True))
    add(_repeated(LENGTH, length))
    add(_repeated(CAPTURED, captured))
    return layer


def comment_layer(texts: Iterable[str]) -> Layer:
    """What the file's readers said of the packet; it stands before the frame, as in Wireshark."""
    return Layer("pkt_comment", "Packet comments", 0, 0, 0,
                 [Field(COMMENT, text, 0, 0, text=text, generated=True) for text in texts])


@lru_cache(4096)
def _repeated(spec: Spec, value: object) -> Field:
    """A field that is the same in many frames."""
    return Shared(spec, value, 0, 0, generated=True)


def add_protocols(frame: Layer, layers: Iterable[Layer]) -> None:
    """Adds the list of protocols."""
    names = []
    for layer in layers:
        names.append(layer.name)
        if layer.name in _TYPED:
            names.append("ethertype")
    frame.fields.append(_repeated(PROTOCOLS, ":".join(names)))
