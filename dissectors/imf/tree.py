"""The layer `imf`: a message's header fields and its body, with names, places and values as Wireshark has them."""
from __future__ import annotations

import re
from copy import copy

from dissectors.fields import Field, Spec
from dissectors.imf.fields import (
    ADDRESS,
    ADDRESS_ITEM,
    DISPLAY_NAME,
    EXTENSION,
    EXTENSION_TYPE,
    EXTENSION_VALUE,
    IMF,
    KNOWN,
    MAILBOX_ITEM,
    MESSAGE_TEXT,
    PARAMETERS,
    TYPE,
    Form,
)
from dissectors.imf.maker import LINE, Maker
from dissectors.imf.multipart import describe_body
from dissectors.mail.addresses import tokens
from dissectors.mime.headers import HeaderField
from dissectors.mime.part import Part
from dissectors.mime.parts import parse

_SPACE = b" \t\r\n"
LINE_FEED = 10
_NEXT_FIELD = re.compile(rb"\n(?=[!-9;-~]+:|\r?\n)")


def describe_message(data: bytes, base: int, source: int, sources: list[bytes]) -> list[Field]:
    """The fields of a message; `data` stands at `base` of the packet's buffer `source`, one of `sources`."""
    return _message(Maker(data, base, source, sources), parse(data))


def describe_text(data: bytes, base: int, source: int, sources: list[bytes]) -> list[Field]:
    """The field of bytes that belong to the text of a message."""
    return [_text(Maker(data, base, source, sources), 0, len(data))]


def describe_rest(data: bytes, base: int, source: int, sources: list[bytes]) -> list[Field]:
    """The fields of a message whose first bytes are missing: it begins within a header field, which is passed over."""
    rest = _NEXT_FIELD.search(data)
    skipped = rest.start() + 1 if rest else 0
    return describe_message(data[skipped:], base + skipped, source, sources)


def _message(maker: Maker, message: Part) -> list[Field]:
    fields = _headers(maker, message)
    if _has_parameters(message):
        fields += _body(maker, message)
    else:
        # as Wireshark has it: without header fields the empty line is text, too
        fields.append(_text(maker, message.start if fields else message.header_start, message.stop))
    return fields


def _body(maker: Maker, message: Part) -> list[Field]:
    """The body; one in base64 stands decoded in a buffer of its own."""
    if message.is_multipart or message.transfer_encoding != "base64" or message.start == message.stop:
        return describe_body(maker, message, _embedded)
    decoded = copy(message)
    decoded.data = message.decoded()
    decoded.start, decoded.stop = 0, len(decoded.data)
    within = maker.over(decoded.data)
    return [_embedded(within, part) for part in message.children] or describe_body(within, decoded, _embedded)


def _has_parameters(message: Part) -> bool:
    """Wireshark looks at types with parameters only; a multipart has one."""
    return b";" in (message.headers.value(b"content-type") or b"")


def _embedded(maker: Maker, message: Part) -> Field:
    """A message within a message."""
    field = maker.span(IMF, message.header_start, message.stop, text=IMF.label)
    field.children = _message(maker, message)
    return field


def _text(maker: Maker, start: int, stop: int) -> Field:
    field = maker.span(MESSAGE_TEXT, start, stop)
    field.children = maker.text_lines(start, stop)
    return field


def _headers(maker: Maker, message: Part) -> list[Field]:
    fields: list[Field] = []
    for header in message.headers.fields():
        if maker.left <= 0:
            break
        if maker.data[header.stop - 1] != LINE_FEED:
            # its end is in a later packet: Wireshark has no field for what is here
            fields.append(maker.span(LINE, header.start, header.stop))
        else:
            fields.append(_header(maker, header))
    return fields


def _header(maker: Maker, header: HeaderField) -> Field:
    data = maker.data
    value = data.index(b":", header.start) + 1
    stop = value + len(header.value)
    start = stop - len(header.value.lstrip(_SPACE)) if header.value.strip(_SPACE) else value
    known = KNOWN.get(header.name.lower().encode())
    if known is None:
        field = maker.field(EXTENSION, header.start, stop)
        field.children = [maker.field(EXTENSION_TYPE, header.start, header.start + len(header.name)),
                          maker.field(EXTENSION_VALUE, start, stop)]
        return field
    field = maker.field(known.spec, start, stop)
    if known.form is Form.MAILBOX:
        field.children = _mailbox(maker, start, header.stop)
    elif known.form is Form.CONTENT_TYPE:
        field.children = _content_type(maker, start, stop)
    elif known.form is not Form.TEXT:
        # Wireshark counts the line end to the last item of a list
        spec = ADDRESS_ITEM if known.form is Form.ADDRESSES else MAILBOX_ITEM
        field.children = _items(maker, spec, start, header.stop)
        count = len(field.children)
        field.text = f"{known.spec.label}: {field.value}, {count} item{'s' if count != 1 else ''}"
    return field


def _content_type(maker: Maker, start: int, stop: int) -> list[Field]:
    end = maker.data.find(b";", start, stop)
    if end < 0:
        return []
    return [maker.field(TYPE, start, end), maker.field(PARAMETERS, end + 1, stop)]


def _items(maker: Maker, spec: Spec, start: int, stop: int) -> list[Field]:
    """The items of a list of addresses (RFC 5322 3.4); commas in quotes, comments and groups part nothing."""
    fields: list[Field] = []
    begin, in_group = start, False
    for kind, at, end in tokens(maker.data, start, stop):
        if maker.left <= 0:
            break
        if kind != "separator":
            continue
        sign = maker.data[at:end]
        if sign == b":":
            in_group = spec is ADDRESS_ITEM
        elif sign == b";":
            in_group = False
        elif not in_group:
            fields.append(_item(maker, spec, begin, at))
            begin = end
    fields.append(_item(maker, spec, begin, stop))
    return fields


def _item(maker: Maker, spec: Spec, start: int, stop: int) -> Field:
    field = maker.field(spec, start, stop)
    colon = _group_colon(maker, start, stop) if spec is ADDRESS_ITEM else -1
    field.children = _mailbox(maker, start, stop) if colon < 0 else [_group(maker, start, colon, stop)]
    return field


def _group_colon(maker: Maker, start: int, stop: int) -> int:
    for kind, at, end in tokens(maker.data, start, stop):
        if kind == "separator" and maker.data[at:end] == b":":
            return at
    return -1


def _group(maker: Maker, start: int, colon: int, stop: int) -> Field:
    """RFC 5322 3.4: group = display-name ":" [group-list] ";"."""
    start = _behind_blanks(maker, start, colon)
    name = maker.field(DISPLAY_NAME, start, colon)
    end = maker.data.rfind(b";", colon, stop)
    end = stop if end < 0 else end
    members = _behind_blanks(maker, colon + 1, end)
    if members < end:
        name.children = _items(maker, MAILBOX_ITEM, members, end)
    return name


def _behind_blanks(maker: Maker, start: int, stop: int) -> int:
    while start < stop and maker.data[start] in _SPACE:
        start += 1
    return start


def _mailbox(maker: Maker, start: int, stop: int) -> list[Field]:
    """A display name and an address, or an address alone, which Wireshark takes with all blanks around it."""
    angle = next(((at, end) for kind, at, end in tokens(maker.data, start, stop) if kind == "angle"), None)
    if angle is None:
        return [maker.field(ADDRESS, start, stop)]
    at, end = angle
    start = _behind_blanks(maker, start, at)
    fields: list[Field] = []
    if start < at:
        name = maker.data[start:at]
        fields.append(maker.field(DISPLAY_NAME, start, start + len(name.rstrip(_SPACE))))
    if maker.data[end - 1:end] == b">":
        fields.append(maker.field(ADDRESS, at + 1, end - 1))
    return fields
