"""DNS, mDNS and LLMNR: messages over UDP and TCP (RFC 1035, RFC 6762, RFC 4795)."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from dissectors.fields import Field, Spec
from dissectors.late import LateFields
from dissectors.octets import Octets
from dissectors.registry import Claim, Context, Dissector
from dissectors.stream import Conversation, Event

if TYPE_CHECKING:
    from dissectors.dns.message import Message


@cache
def _parser() -> Callable[..., Message]:
    """Reads messages; imported for the first of them, since a cold start wants only the ports."""
    from dissectors.dns.message import parse
    return parse


@cache
def _describer() -> Callable[[Message, str, Any], Iterator[Field]]:
    """Makes the fields of messages; imported for the first of them."""
    from dissectors.dns.tree import describe
    return describe


class DNS(Dissector):
    """DNS on port 53, and over TCP on that of mDNS, as Wireshark has it."""
    name: ClassVar[str] = "dns"
    label: ClassVar[str] = "Domain Name System"
    fields: ClassVar[Sequence[Spec]] = LateFields("dissectors.dns.fields")
    claims: ClassVar[Sequence[Claim]] = (
        Claim("udp.port", 53), Claim("tcp.port", 53), Claim("tcp.port", 5353))

    def parse(self, octets: Octets, context: Context) -> Message:
        """Reads a message; over TCP with the two octets of its length before it (RFC 1035 4.2.2).

        Raises:
            Malformed: where not even the header is whole.
        """
        parse = _parser()
        if context.transport != "tcp":
            return parse(octets)
        size = octets.u16()
        octets.end = min(octets.end, octets.pos + size)
        return parse(octets, 2)

    def headline(self, record: Message, context: Context) -> str:
        """`Domain Name System (query)`."""
        return f"{self.label} ({'response' if record.response else 'query'})"

    def info(self, record: Message) -> str:
        """Operation, id, question and, in a response, what it says."""
        from dissectors.dns.info import info
        return info(record)

    def describe(self, record: Message, context: Context) -> Iterator[Field]:
        """The fields of a message."""
        return _describer()(record, self.name, context.facts)

    def conversation(self, context: Context) -> Conversation:
        """Takes a TCP connection apart into messages."""
        from dissectors.dns.stream import Messages
        return Messages()

    def describe_event(self, event: Event, data: bytes, context: Context) -> Iterator[Field]:
        """The fields of a message over TCP."""
        from dissectors.dns.stream import describe_event
        return describe_event(event, data, self.name, context)

    def event_info(self, event: Event, data: bytes) -> str:
        """The text of a message over TCP."""
        from dissectors.dns.stream import event_info
        return event_info(event, data)

    def likelihood(self, client: bytes, server: bytes) -> float:
        """Whether a datagram, or the begin of a connection, is a message from its first to its last octet."""
        from dissectors.dns.looks import looks_like_dns
        for octets in (client, server):
            if octets and looks_like_dns(octets, 0, len(octets)):
                return 0.9
            size = int.from_bytes(octets[:2], "big")
            if 0 < size <= len(octets) - 2 and looks_like_dns(octets, 2, 2 + size):
                return 0.9
        return 0.0


class MDNS(DNS):
    """Multicast DNS on port 5353 (RFC 6762)."""
    name = "mdns"
    label = "Multicast Domain Name System"
    fields = ()
    claims = (Claim("udp.port", 5353),)

    def likelihood(self, client: bytes, server: bytes) -> float:
        """Only its port tells it from DNS."""
        return 0.0


class LLMNR(DNS):
    """Link-local multicast name resolution on port 5355 (RFC 4795)."""
    name = "llmnr"
    label = "Link-local Multicast Name Resolution"
    fields = ()
    claims = (Claim("udp.port", 5355), Claim("tcp.port", 5355))

    def likelihood(self, client: bytes, server: bytes) -> float:
        """Only its port tells it from DNS, which is likelier on all others."""
        return min(super().likelihood(client, server), 0.5)


__all__ = ["DNS", "LLMNR", "MDNS"]
