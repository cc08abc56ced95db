"""TLS (RFC 8446, RFC 5246): what can be read without keys."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field
from dissectors.late import LateFields
from dissectors.registry import Claim, Context, Dissector
from dissectors.stream import Conversation, Event
from dissectors.tls.head import HANDSHAKE, is_record

__all__ = ["TLS"]


class TLS(Dissector):
    """Transport Layer Security."""
    name = "tls"
    label = "Transport Layer Security"
    fields = LateFields("dissectors.tls.fields")
    claims = tuple(Claim("tcp.port", port) for port in (443, 465, 636, 853, 989, 990, 992, 993, 994, 995, 5061))

    def conversation(self, context: Context) -> Conversation:
        """A new reader of one connection."""
        from dissectors.tls.records import TlsConversation
        return TlsConversation()

    def likelihood(self, client: bytes, server: bytes) -> float:
        """By the record headers that the two sides begin with."""
        seen = [head for head in (client, server) if head]
        if not seen or not all(is_record(head[:5]) for head in seen):
            return 0.0
        return 0.98 if all(head[0] == HANDSHAKE for head in seen) else 0.7

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The header of the record that an event lies in."""
        from dissectors.tls.tree import describe_event
        return describe_event(event, data)

    def event_info(self, event: Event, data: bytes) -> str:
        """The handshake message, or that nothing can be read any more."""
        from dissectors.tls.tree import event_info
        return event_info(event, data)
