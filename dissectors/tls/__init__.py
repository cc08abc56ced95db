"""TLS (RFC 8446, RFC 5246): what can be read without keys."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field
from dissectors.registry import Claim, Context, Dissector
from dissectors.stream import Conversation, Event
from dissectors.tls.events import ClientHello, Encrypted, ServerHello
from dissectors.tls.fields import FIELDS, VERSIONS, describe_record
from dissectors.tls.records import HANDSHAKE, TlsConversation, is_record

__all__ = ["TLS", "ClientHello", "Encrypted", "ServerHello", "TlsConversation", "is_record"]


class TLS(Dissector):
    """Transport Layer Security."""
    name = "tls"
    label = "Transport Layer Security"
    fields = FIELDS
    claims = tuple(Claim("tcp.port", port) for port in (443, 465, 636, 853, 989, 990, 992, 993, 994, 995, 5061))

    def conversation(self, context: Context) -> Conversation:
        """A new reader of one connection."""
        return TlsConversation()

    def likelihood(self, client: bytes, server: bytes) -> float:
        """By the record headers that the two sides begin with."""
        seen = [head for head in (client, server) if head]
        if not seen or not all(is_record(head[:5]) for head in seen):
            return 0.0
        return 0.98 if all(head[0] == HANDSHAKE for head in seen) else 0.7

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The header of the record that an event lies in."""
        return describe_record(data, event.server_name if isinstance(event, ClientHello) else None)

    def event_info(self, event: Event, data: bytes) -> str:
        """The handshake message, or that nothing can be read any more."""
        if isinstance(event, ClientHello):
            return f"Client Hello (SNI={event.server_name})" if event.server_name else "Client Hello"
        if isinstance(event, ServerHello):
            return f"Server Hello, {VERSIONS.get(event.version, hex(event.version))}"
        return "Encrypted" if isinstance(event, Encrypted) else ""
