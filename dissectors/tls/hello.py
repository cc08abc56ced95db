"""The hello messages of TLS: versions, server name, protocols (RFC 8446 4.1, 4.2)."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dissectors.malformed import Malformed
from dissectors.octets import Octets

CLIENT_HELLO, SERVER_HELLO = 1, 2
SERVER_NAME, ALPN, SUPPORTED_VERSIONS = 0, 16, 43


class Hello(NamedTuple):
    """What a hello message says."""
    kind: int
    version: int
    server_name: str | None
    protocols: tuple[str, ...]


def read_hello(data: bytes) -> Hello | None:
    """A handshake message of type 1 or 2; what is cut off or against the rules at its end is left out. None where it
    is another message, or not even its version is there."""
    octets = Octets(data)
    try:
        kind = octets.u8()
        octets.take(3)
        version = octets.u16()
    except Malformed:
        return None
    if kind not in (CLIENT_HELLO, SERVER_HELLO):
        return None
    name: str | None = None
    protocols: tuple[str, ...] = ()
    try:
        for number, content in _extensions(octets, kind):
            if number == SERVER_NAME and kind == CLIENT_HELLO:
                name = _server_name(Octets(content))
            elif number == ALPN:
                protocols = tuple(_protocols(Octets(content)))
            elif number == SUPPORTED_VERSIONS:
                version = _version(content, kind, version)
    except Malformed:
        return Hello(kind, version, name, protocols)
    return Hello(kind, version, name, protocols)


def _extensions(octets: Octets, kind: int) -> Iterator[tuple[int, bytes]]:
    octets.take(32)                                 # random
    octets.take(octets.u8())                        # session id
    if kind == CLIENT_HELLO:
        octets.take(octets.u16())                   # cipher suites
        octets.take(octets.u8())                    # compression methods
    else:
        octets.take(3)                              # cipher suite, compression method
    octets.u16()
    while octets.left >= 4:
        number, size = octets.u16(), octets.u16()
        yield number, octets.take(size)


def _server_name(octets: Octets) -> str | None:
    octets.u16()
    while octets.left:
        kind, name = octets.u8(), octets.take(octets.u16())
        if kind == 0:
            return name.decode("utf-8", "replace")
    return None


def _protocols(octets: Octets) -> Iterator[str]:
    octets.u16()
    while octets.left:
        yield octets.take(octets.u8()).decode("utf-8", "replace")


def _version(content: bytes, kind: int, version: int) -> int:
    """RFC 8446 4.2.1: the client sends a list, the server its choice; values of RFC 8701 mean nothing."""
    listed = content if kind == SERVER_HELLO else content[1:]
    offered = [int.from_bytes(listed[at:at + 2], "big") for at in range(0, len(listed) - 1, 2)]
    return max((number for number in offered if number & 0x0F0F != 0x0A0A), default=version)
