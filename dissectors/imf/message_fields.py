"""The fields of the layer `message`: what the headers and parts of a message say, decoded."""
from __future__ import annotations

from dissectors.fields import Kind, Spec


def _text(name: str, label: str) -> Spec:
    return Spec(f"message.{name}", label, Kind.TEXT)


MISSING = Spec("message.missing_bytes", "Bytes that the capture lacks", Kind.UINT)
SUBJECT = _text("subject", "Subject")
GUESSED = Spec("message.charset_guessed", "Charset guessed", Kind.BOOL)
ADDRESSED = {name.lower().encode(): _text(name.lower().replace("-", "_"), name) for name in (
    "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc",
    "Resent-Bcc", "Return-Path", "Delivered-To", "Disposition-Notification-To")}
"""Fields that hold addresses, by their names in lower case."""
GROUP = _text("group", "Group")
ADDRESS = _text("address", "Address")
DATES = {name.lower().encode(): Spec(f"message.{name.lower().replace('-', '_')}", name, Kind.TIME) for name in (
    "Date", "Resent-Date", "Delivery-Date", "Expires", "Expiry-Date", "Reply-By")}
"""Fields that hold a moment."""
IDENTITIES = {name.lower().encode(): _text(name.lower().replace("-", "_"), name) for name in (
    "Message-ID", "In-Reply-To", "References", "Resent-Message-ID", "Content-ID", "List-ID", "List-Unsubscribe",
    "List-Post", "List-Help", "List-Subscribe", "List-Owner", "List-Archive")}
"""Fields that hold names or addresses in angle brackets (RFC 5322 3.6.4, RFC 2369)."""
IDENTITY = _text("id", "In brackets")
HOP = Spec("message.hop", "Hop", Kind.NONE)
CLAUSES = {name: _text(f"hop.{name}", name.capitalize()) for name in ("from", "by", "via", "with", "id", "for")}
HOP_TIME = Spec("message.hop.time", "Received", Kind.TIME)
HOP_DELAY = Spec("message.hop.delay", "Since the hop before", Kind.DURATION)
DELAY = Spec("message.delay", "From the first hop to the last", Kind.DURATION)
TAGS = _text("tags", "Signature")
TAG = _text("tag", "Tag")
RESULTS = _text("authentication", "Authentication results of")
RESULT = _text("authentication.result", "Result")
PROPERTY = _text("authentication.property", "Property")
OTHER = _text("header", "Header")
PART = _text("part", "Part")
CONTENT_TYPE = _text("part.content_type", "Content type")
PARAMETER = _text("part.parameter", "Parameter")
DISPOSITION = _text("part.disposition", "Disposition")
FILENAME = _text("part.filename", "File name")
ENCODING = _text("part.encoding", "Transfer encoding")
SIZE = Spec("message.part.size", "Bytes as transferred", Kind.UINT)
PROBLEM = _text("problem", "Problem")

FIELDS = (MISSING, SUBJECT, GUESSED, *ADDRESSED.values(), GROUP, ADDRESS, *DATES.values(), *IDENTITIES.values(),
          IDENTITY, HOP, *CLAUSES.values(), HOP_TIME, HOP_DELAY, DELAY, TAGS, TAG, RESULTS, RESULT, PROPERTY, OTHER,
          PART, CONTENT_TYPE, PARAMETER, DISPOSITION, FILENAME, ENCODING, SIZE, PROBLEM)
