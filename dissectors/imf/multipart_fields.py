"""The fields of the layer `mime_multipart` and of what stands in parts, as Wireshark names them."""
from __future__ import annotations

from dissectors.fields import Kind, Spec

MULTIPART = Spec("mime_multipart", "MIME Multipart Media Encapsulation", Kind.PROTOCOL)
TYPE = Spec("mime_multipart.type", "Type", Kind.TEXT)
PREAMBLE = Spec("mime_multipart.preamble", "Preamble", Kind.BYTES)
FIRST_BOUNDARY = Spec("mime_multipart.first_boundary", "First boundary", Kind.TEXT)
BOUNDARY = Spec("mime_multipart.boundary", "Boundary", Kind.TEXT)
LAST_BOUNDARY = Spec("mime_multipart.last_boundary", "Last boundary", Kind.TEXT)
TRAILER = Spec("mime_multipart.trailer", "Trailer", Kind.BYTES)
PART = Spec("mime_multipart.part", "Encapsulated multipart part", Kind.TEXT)
HEADERS = {name.lower().encode(): Spec(f"mime_multipart.header.{name.lower()}", name, Kind.TEXT) for name in (
    "Content-Description", "Content-Disposition", "Content-Encoding", "Content-Id", "Content-Language",
    "Content-Length", "Content-Transfer-Encoding", "Content-Type", "OriginalContent")}
"""The header fields of parts that have a field of their own."""

TEXT_LINES = Spec("data-text-lines", "Line-based text data", Kind.PROTOCOL)
MEDIA = Spec("media", "Media Type", Kind.PROTOCOL)
MEDIA_TYPE = Spec("media.type", "Media type", Kind.BYTES)
DATA_LAYER = Spec("data", "Data", Kind.PROTOCOL)

FIELDS = (TYPE, PREAMBLE, FIRST_BOUNDARY, BOUNDARY, LAST_BOUNDARY, TRAILER, PART, *HEADERS.values())
