"""The layer `mime_multipart` (RFC 2046 5.1) and the bodies of parts, with names and places as Wireshark has them."""
from __future__ import annotations

import re
from collections.abc import Callable

from dissectors.fields import DATA, DATA_LENGTH, Field
from dissectors.imf.maker import LINE, MAX_DEPTH, Maker
from dissectors.imf.multipart_fields import (
    BOUNDARY,
    DATA_LAYER,
    FIRST_BOUNDARY,
    HEADERS,
    LAST_BOUNDARY,
    MEDIA,
    MEDIA_TYPE,
    MULTIPART,
    PART,
    PREAMBLE,
    TEXT_LINES,
    TRAILER,
    TYPE,
)
from dissectors.mail.trees import escaped
from dissectors.mime.headers import HeaderField
from dissectors.mime.part import Part

TEXTS = frozenset(f"text/{kind}" for kind in ("plain", "html", "richtext", "enriched", "css", "javascript"))
"""Types that Wireshark shows by the line."""

_LWS = re.compile(rb'("(?>(?:[^"\\]|\\.)*)"?)|[ \t\r\n]*+([:;,=])[ \t\r\n]*+|[ \t\r\n]++', re.DOTALL)
Embedded = Callable[[Maker, Part], Field]


def describe_body(maker: Maker, part: Part, embedded: Embedded) -> list[Field]:
    """The body of a part; `embedded` makes the field of a message in it."""
    if maker.left <= 0 or part.start == part.stop:
        return []
    if part.children and part.children[0].data is part.data and maker.depth < MAX_DEPTH:
        maker.depth += 1
        made = _multipart(maker, part, embedded) if part.is_multipart else embedded(maker, part.children[0])
        maker.depth -= 1
        return [made]
    if part.headers.value(b"content-type") is None:
        # as Wireshark has it: no type, no text; where nothing is said at all, the empty line belongs to the data
        said = any(True for _ in part.headers.fields())
        return [_data(maker, part.start if said else part.header_start, part.stop)]
    if part.is_multipart:
        return [_without_parts(maker, part)]
    if part.content_type in TEXTS:
        return [_text_lines(maker, part)]
    if part.content_type == "application/octet-stream":
        return [_data(maker, part.start, part.stop)]
    return [_media(maker, part)]


def _layer(maker: Maker, part: Part) -> Field:
    field = maker.span(MULTIPART, part.start, part.stop)
    field.text = (f"{MULTIPART.label}, Type: {part.content_type}, "
                  f'Boundary: "{part.parameters.get("boundary", "")}"')
    kind = maker.span(TYPE, part.start, part.start, _written_type(part))
    kind.generated = True
    field.children.append(kind)
    return field


def _without_parts(maker: Maker, part: Part) -> Field:
    """A multipart in which no boundary was found."""
    field = _layer(maker, part)
    field.children.append(_data(maker, part.start, part.stop))
    return field


def _multipart(maker: Maker, part: Part, embedded: Embedded) -> Field:
    field = _layer(maker, part)
    fields = field.children
    first = part.children[0].header_start
    line = maker.data.rfind(b"\n", part.start, first - 1) + 1 or part.start
    if line > part.start:
        fields.append(maker.span(PREAMBLE, part.start, line, maker.data[part.start:line]))
    fields.append(maker.field(FIRST_BOUNDARY, line, first))
    for child, following in zip(part.children, [*part.children[1:], None], strict=True):
        if maker.left <= 0:
            break
        fields.append(_part(maker, child, embedded))
        if following is not None:
            fields.append(maker.field(BOUNDARY, child.stop, following.header_start))
    fields += _ending(maker, part)
    return field


def _written_type(part: Part) -> str:
    value = part.headers.value(b"content-type") or b""
    return value.partition(b";")[0].strip().decode("ascii", "replace")


def _ending(maker: Maker, part: Part) -> list[Field]:
    """The boundary that ends the parts, and what follows it."""
    start, stop = part.children[-1].stop, part.stop
    dashes = maker.data.find(b"--", start, min(start + 4, stop))
    if dashes < 0:
        return []
    end = maker.data.find(b"\n", dashes, stop) + 1 or stop
    fields = [maker.field(LAST_BOUNDARY, start, end)]
    if end < stop:
        fields.append(maker.span(TRAILER, end, stop, maker.data[end:stop]))
    return fields


def _part(maker: Maker, part: Part, embedded: Embedded) -> Field:
    said = part.headers.value(b"content-type")
    field = maker.span(PART, part.header_start, part.stop)
    field.text = f"{PART.label}: " + (f" ({part.content_type})" if said is not None else "")
    headers = list(part.headers.fields())
    for header in headers:
        # Wireshark counts the empty line to the last field
        stop = part.start if header is headers[-1] else header.stop
        field.children.append(_header(maker, header, min(stop, part.stop)))
    field.children += describe_body(maker, part, embedded)
    return field


def _header(maker: Maker, header: HeaderField, stop: int) -> Field:
    text = escaped(maker.data[header.start:stop].decode("ascii", "replace"))
    spec = HEADERS.get(header.name.lower().encode())
    if spec is None:
        return maker.span(LINE, header.start, stop, text=text)
    return maker.span(spec, header.start, stop, compact(header.value).decode("ascii", "replace"), text)


def compact(value: bytes) -> bytes:
    """A value without blanks around separators and at its ends, and one blank for others; quoted text stays."""
    return _LWS.sub(lambda match: match[1] or match[2] or b" ", value.strip(b" \t\r\n"))


def _text_lines(maker: Maker, part: Part) -> Field:
    field = maker.span(TEXT_LINES, part.start, part.stop)
    field.children = maker.text_lines(part.start, part.stop)
    count = maker.data.count(b"\n", part.start, part.stop)
    field.text = f"{TEXT_LINES.label}: {part.content_type} ({count} lines)"
    return field


def _media(maker: Maker, part: Part) -> Field:
    field = maker.span(MEDIA, part.start, part.stop, text=MEDIA.label)
    kind = maker.span(MEDIA_TYPE, part.start, part.stop, part.raw)
    kind.text = f"{MEDIA_TYPE.label}: {part.content_type} ({part.stop - part.start} bytes)"
    field.children = [kind]
    return field


def _data(maker: Maker, start: int, stop: int) -> Field:
    field = maker.span(DATA_LAYER, start, stop, text=f"{DATA_LAYER.label} ({stop - start} bytes)")
    length = maker.span(DATA_LENGTH, start, start, stop - start)
    length.generated = True
    field.children = [maker.span(DATA, start, stop, maker.data[start:stop]), length]
    return field
