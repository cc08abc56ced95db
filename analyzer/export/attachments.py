"""Attachments as files: the decoded parts of an email, below `NNNN/`."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.export.filenames import safe_name
from analyzer.export.folder import Folder
from analyzer.export.json_text import to_json
from analyzer.export.manifest import Row, describe_file
from dissectors import mime
from dissectors.mime.digests import Digests
from dissectors.mime.mapped import Content

MAX_REPEATED_BYTES = 4 << 20
"""How much the lines of one email's attachments may repeat of the email; beyond it they give its number only."""

# suffixes for parts without a name; the system's own table differs from machine to machine
_SUFFIXES = {
    "application/pdf": ".pdf", "application/zip": ".zip", "application/json": ".json", "application/xml": ".xml",
    "application/pgp-signature": ".asc", "application/pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m",
    "image/gif": ".gif", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/svg+xml": ".svg",
    "audio/mpeg": ".mp3", "audio/wav": ".wav", "video/mp4": ".mp4", "text/calendar": ".ics", "text/csv": ".csv",
    "text/html": ".html", "text/plain": ".txt", "text/xml": ".xml", "message/rfc822": ".eml",
    "message/global": ".eml", "message/delivery-status": ".txt", "message/disposition-notification": ".txt",
    "text/rfc822-headers": ".txt",
}


def write_attachments(folder: Folder, number: int, email: Mapping[str, Any], content: Content) -> Iterator[Row]:
    """Writes the attachments of an email, if it has any; gives their lines of the manifest."""
    parts = mime.attachments(mime.parse(content))
    if not parts:
        return
    own = folder.subfolder(f"{number:04d}")
    shared = _shared_fields(number, email, len(parts))
    for part in parts:
        seen = Digests()
        name = own.write(*file_name(part), seen.through(part.decoded_pieces()))
        facts = mime.describe_attachment(part, seen) | _loss(part, email, content)
        yield describe_file(f"{own.prefix}{name}", "attachment", shared, facts)


def _loss(part: mime.Part, email: Mapping[str, Any], content: Content) -> Row:
    """Whether all of an attachment is there, as far as the email's gaps tell, and how many bytes of it, encoded, are
    missing; nothing where it lies within something encoded."""
    if email.get("complete", True) or part.data is not content:
        return {}
    missing = sum(gap["size"] for gap in email["gaps"] if part.start <= gap["at"] <= part.stop)
    return {"complete": not missing and part.stop < len(content), "missing_bytes": missing}


def file_name(part: mime.Part) -> tuple[str, str]:
    """A safe name for the file, as stem and suffix; one without a name gets its number and the suffix of its type."""
    stem, suffix = safe_name(part.filename or "", f"part-{part.number}")
    return stem, _SUFFIXES.get(part.content_type, ".bin") if part.filename is None else suffix


def _shared_fields(number: int, email: Mapping[str, Any], count: int) -> Row:
    """The email's fields as its attachments' lines have them; its list of attachments is in its own line."""
    shared = {name: value for name, value in email.items() if name != "attachments"}
    return shared if len(to_json(shared)) * count <= MAX_REPEATED_BYTES else {"email": number}
