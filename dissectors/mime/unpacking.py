"""Files within a body that are no parts of their own: in TNEF, and uuencoded in a text."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.mime import tnef, transfer
from dissectors.mime.headers import read_headers
from dissectors.mime.part import Part

MAX_DEPTH = 5
"""Messages in TNEF in messages in TNEF."""

_TNEF = "application/ms-tnef"
_TNEF_TYPES = frozenset({_TNEF, "application/vnd.ms-tnef"})
_TEXT = frozenset({"text/plain"})
_ANY_TYPE = "application/octet-stream"


def unpack(part: Part) -> list[Part]:
    """The files in a part that is none of these parts itself, numbered `2-1`, `2-2`, … within part 2, and `2-1-1`, …
    within a message that is one of these files."""
    if part.content_type in _TNEF_TYPES or (part.content_type == _ANY_TYPE and _is_winmail(part)):
        return list(_in_tnef(part))
    if part.content_type in _TEXT and transfer.may_hold_uu(part.data, part.start, part.stop):
        # "begin 644 …" may also stand in a sentence
        whole = [file for file in transfer.uu_files(part.decoded()) if file.ended and file.content]
        return [_file(part, number, file.name, "", file.content) for number, file in enumerate(whole, 1)]
    return []


def _in_tnef(part: Part) -> Iterator[Part]:
    for number, file in enumerate(tnef.files(part.decoded()), 1):
        # MS-OXTNEF 2.1.3.4.3: a message that was attached is in TNEF as well
        is_message = file.data.startswith(tnef.SIGNATURE)
        made = _file(part, number, file.name, _TNEF if is_message else file.content_type, file.data)
        yield made
        if is_message and made.number.count("-") < MAX_DEPTH:
            yield from unpack(made)


def _is_winmail(part: Part) -> bool:
    return (part.filename or "").lower() == "winmail.dat"


def _file(part: Part, number: int, name: str, content_type: str, data: bytes) -> Part:
    """A file as a part, with the headers that it would have had (RFC 2183, RFC 2231)."""
    kind = content_type if content_type.isascii() and content_type.isprintable() and "/" in content_type else _ANY_TYPE
    encoded = "".join(f"%{byte:02X}" for byte in name.encode("utf-8", "replace"))
    head = (f"Content-Type: {kind}\r\n"
            f"Content-Disposition: attachment; filename*=utf-8''{encoded}\r\n\r\n").encode()
    headers, body = read_headers(head + data, 0)
    made = Part(headers, body, _ANY_TYPE)
    made.number = f"{part.number}-{number}"
    return made
