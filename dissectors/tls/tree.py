"""The field trees of TLS's events, and a line about each."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field
from dissectors.stream import Event
from dissectors.tls.events import ClientHello, Encrypted, ServerHello
from dissectors.tls.fields import VERSIONS, describe_record


def describe_event(event: Event, data: bytes) -> Iterator[Field]:
    """The header of the record that an event lies in."""
    return describe_record(data, event.server_name if isinstance(event, ClientHello) else None)


def event_info(event: Event, data: bytes) -> str:
    """The handshake message, or that nothing can be read any more."""
    if isinstance(event, ClientHello):
        return f"Client Hello (SNI={event.server_name})" if event.server_name else "Client Hello"
    if isinstance(event, ServerHello):
        return f"Server Hello, {VERSIONS.get(event.version, hex(event.version))}"
    return "Encrypted" if isinstance(event, Encrypted) else ""
