"""Internet messages without I/O: header blocks (RFC 5322), parts and their contents (MIME, RFC 2045 to 2049)."""
from __future__ import annotations

from dissectors.mime.attachments import attachments, describe_attachment
from dissectors.mime.headers import HeaderField, Headers, read_headers
from dissectors.mime.part import Message, Part, Problem
from dissectors.mime.parts import parse

__all__ = ["HeaderField", "Headers", "Message", "Part", "Problem", "attachments", "describe_attachment", "parse",
           "read_headers"]
