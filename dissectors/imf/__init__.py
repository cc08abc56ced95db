"""The Internet Message Format (RFC 5322) in the trees of packets, and what the headers of a message say."""
from __future__ import annotations

from dissectors.late import LateFields
from dissectors.registry import Dissector

__all__ = ["IMF", "MESSAGE", "MULTIPART"]


class IMF(Dissector):
    """Messages as Wireshark shows them; SMTP, POP and IMAP bring them."""
    name = "imf"
    label = "Internet Message Format"
    fields = LateFields("dissectors.imf.fields")


class MULTIPART(Dissector):
    """The parts of messages as Wireshark shows them."""
    name = "mime_multipart"
    label = "MIME Multipart Media Encapsulation"
    fields = LateFields("dissectors.imf.multipart_fields")


class MESSAGE(Dissector):
    """What the headers and parts of messages say, decoded."""
    name = "message"
    label = "Message, decoded"
    fields = LateFields("dissectors.imf.message_fields")
