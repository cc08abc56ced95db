"""RDATA of HIP: who a host is, apart from where it is (RFC 8005)."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.dns.rdata.reader import take, take_sized
from dissectors.dns.rdata.shapes import HEX, LENGTH8, LENGTH16, SIZED64, U8, Part, Shape, Value, domain, number
from dissectors.fields import Kind, Spec
from dissectors.octets import Octets

_ALGORITHMS = {0: "Reserved", 1: "DSA", 2: "RSA"}

_TAG_LENGTH = Part(LENGTH8, Spec("dns.hip.hit.length", "HIT length", size=1))
_ALGORITHM = number(U8, "dns.hip.hit.pk.algo", "HIT length", names=_ALGORITHMS)
_KEY_LENGTH = Part(LENGTH16, Spec("dns.hip.pk.length", "PK length", size=2))
_TAG = Part(HEX, Spec("dns.hip.hit", "Host Identity Tag", Kind.BYTES))
_KEY = Part(SIZED64, Spec("dns.hip.pk", "HIP Public Key", Kind.BYTES))
_SERVER = domain("dns.hip.rendezvous_server", "Rendezvous Server")


def _read(octets: Octets, start: int) -> Iterator[Value]:
    """RFC 8005 5: the lengths come first, the rendezvous servers are as many as there are, and not compressed.

    So thousands of pointers to one long name cost nothing.
    """
    tag_length = take(_TAG_LENGTH, octets, start)
    yield tag_length
    yield take(_ALGORITHM, octets, start)
    key_length = take(_KEY_LENGTH, octets, start)
    yield key_length
    yield take_sized(_TAG, octets, tag_length.value)
    yield take_sized(_KEY, octets, key_length.value)
    while octets.left:
        # from here on a pointer can't point backwards
        yield take(_SERVER, octets, octets.pos)


SHAPES = {55: Shape((_TAG_LENGTH, _ALGORITHM, _KEY_LENGTH, _TAG, _KEY, _SERVER), read=_read)}
