"""Events of a TLS connection that is not decrypted."""
from __future__ import annotations

from dissectors.stream import Event, event


@event
class ClientHello(Event):
    """The client's first message (RFC 8446 4.1.2): the highest version that it offers, the server's name that it asks
    for (RFC 6066 3), the protocols that it offers (RFC 7301)."""
    version: int
    server_name: str | None = None
    protocols: tuple[str, ...] = ()


@event
class ServerHello(Event):
    """The server's first message (RFC 8446 4.1.3): the version that it chose."""
    version: int


@event
class Encrypted(Event):
    """From `start` on, what this side sends is encrypted."""
