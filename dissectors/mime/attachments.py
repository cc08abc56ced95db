"""Attachments: which parts of a message are files, and what is known of each."""
from __future__ import annotations

from dissectors.mime.digests import Digests, digests_of
from dissectors.mime.part import EMBEDDED, Message, Part
from dissectors.mime.unpacking import unpack


def attachments(message: Message) -> list[Part]:
    """Every leaf part with a file name, with disposition attachment, or of a type other than text, and every part
    that is a message; then the files within a part (see `unpack`). No other body is decoded for it."""
    found: list[Part] = []
    for part in message.parts:
        if _is_attachment(part):
            found.append(part)
        if not part.children:
            found += unpack(part)
    return found


def describe_attachment(part: Part, seen: Digests | None = None) -> dict[str, object]:
    """What there is to say of an attachment; size and digests are those of the decoded bytes, which are decoded
    here unless the caller has seen them."""
    seen = seen or digests_of(part.decoded_pieces())
    return {
        "part": part.number,
        "filename": part.filename,
        "content_type": part.content_type,
        "disposition": part.disposition,
        "size": seen.size,
        "sha256": seen.sha256,
        "md5": seen.md5,
    }


def _is_attachment(part: Part) -> bool:
    if part.content_type in EMBEDDED:
        return True
    if part.children:
        return False
    if not part.content_type.startswith(("text/", "multipart/")):
        return True
    return part.disposition == "attachment" or part.filename is not None
