"""BODYSTRUCTURE and BODY: the parts of a message as the server has found them (RFC 9051 7.5.2)."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from dissectors.fields import Field
from dissectors.imap.grammar import number
from dissectors.imap.responses import making, specs
from dissectors.imap.responses.envelope import envelope
from dissectors.imap.responses.making import other, others, over
from dissectors.imap.responses.values import MAX_PARTS, MAX_TEXT, Group, Value, Word
from dissectors.mime.parameters import decoded
from dissectors.mime.part import EMBEDDED


def structure(value: Value) -> Iterator[Field]:
    """A message's part, or its parts."""
    return _body(value, "", 0)


def _body(value: Value, of: str, depth: int) -> Iterator[Field]:
    """The body of a message that is part `of`, numbered as in RFC 9051 6.4.5.1."""
    prefix = f"{of}." if of else ""
    if isinstance(value, Group) and _is_multipart(value):
        yield from _part(value, f"{prefix}TEXT", prefix, depth)
    else:
        yield from _part(value, f"{prefix}1", f"{prefix}1.", depth)


def _part(value: Value, of: str, prefix: str, depth: int) -> Iterator[Field]:
    if not isinstance(value, Group) or depth > MAX_PARTS:
        yield from other(value, specs.PART.label)
    elif _is_multipart(value):
        yield _multipart(value, of, prefix, depth)
    else:
        yield _single(value, of, depth)


def _is_multipart(value: Group) -> bool:
    return bool(value.items) and isinstance(value.items[0], Group)


def _multipart(value: Group, of: str, prefix: str, depth: int) -> Field:
    parts = list(takewhile(lambda one: isinstance(one, Group), value.items))
    rest = value.items[len(parts):]
    subtype = rest[0].text.lower() if rest else ""
    fields = [over(specs.CONTENT_TYPE, f"multipart/{subtype}", rest[0] if rest else value)]
    fields += _BEHIND_MULTIPART(rest[1:])
    for at, part in enumerate(parts, 1):
        fields += _part(part, f"{prefix}{at}", f"{prefix}{at}.", depth + 1)
    return over(specs.PART, of, value, fields, f"Part {of}: multipart/{subtype}, {len(parts)} parts")


def _single(value: Group, of: str, depth: int) -> Field:
    """Type, subtype, parameters, id, description, encoding, size; what follows is the type's own, then extensions."""
    items = value.items
    content_type = "/".join(one.text.lower() for one in items[:2])
    fields = [over(specs.CONTENT_TYPE, content_type, one) for one in items[1:2]]
    fields += _FIRST(items[2:7])
    rest = items[7:]
    if content_type in EMBEDDED:
        fields += making.in_order(envelope)(rest[:1])
        fields += [field for one in rest[1:2] for field in _body(one, of, depth + 1)]
        rest = rest[2:]
    if content_type in EMBEDDED or content_type.startswith("text/"):
        fields += _LINES(rest[:1])
        rest = rest[1:]
    fields += _BEHIND(rest)
    filename = next((f", {field.value}" for field in _named(fields)), "")
    size = items[6] if len(items) > 6 else None
    octets = number(size.meant) if isinstance(size, Word) else None
    return over(specs.PART, of, value, fields, f"Part {of}: {content_type}{filename}" +
                (f", {octets} bytes" if octets is not None else ""))


def _named(fields: Sequence[Field]) -> Iterator[Field]:
    """The name of the file: that of the disposition comes first (RFC 2183 2.3)."""
    for field in fields:
        if field.spec is specs.DISPOSITION:
            yield from (one for one in field.children if one.spec is specs.FILENAME)
    yield from (field for field in fields if field.spec is specs.FILENAME)


def _parameters(value: Value) -> Iterator[Field]:
    """Names and values, of which some are decoded and joined (RFC 2231)."""
    if not isinstance(value, Group):
        yield from other(value, specs.PARAMETER.label)
        return
    raw: dict[bytes, bytes] = {}
    for name, one in making.pairs(value.items):
        raw.setdefault(name.lower().encode(), one.meant if isinstance(one, Word) else b"")
    for key, text in decoded(raw).items():
        if key in ("filename", "name"):
            yield over(specs.FILENAME, text[:MAX_TEXT], value)
        else:
            yield over(specs.PARAMETER, f"{key}={text}"[:MAX_TEXT], value)


def _disposition(value: Value) -> Iterator[Field]:
    if isinstance(value, Group) and value.items:
        yield over(specs.DISPOSITION, value.items[0].text.lower(), value, [
            field for one in value.items[1:2] for field in _parameters(one)])
        yield from others(value.items[2:])
    else:
        yield from other(value, specs.DISPOSITION.label)


_FIRST = making.in_order(
    _parameters, making.text(specs.CONTENT_ID), making.decoded(specs.DESCRIPTION), making.text(specs.ENCODING),
    making.count(specs.PART_SIZE))
_LINES = making.in_order(making.count(specs.LINES))
_EXTENSIONS = _disposition, making.within(making.text(specs.LANGUAGE)), making.text(specs.LOCATION)
_BEHIND = making.in_order(making.text(specs.MD5), *_EXTENSIONS)
_BEHIND_MULTIPART = making.in_order(_parameters, *_EXTENSIONS)
