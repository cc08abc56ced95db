"""How fields become tags of PDML: a function for each Spec, made once, as short as its fields allow."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from dissectors.fields import Field, Kind, Spec
from dissectors.show import Form, form

Tag: TypeAlias = Callable[[Field, bytes, str], str]
"""Writes the tag of a field whose bytes stand in a buffer; the text is how it ends."""

_KEPT_TAGS = 1024
_DATA = "data"
_HIDE = ' hide="yes"'
_KEPT_KINDS = frozenset((Kind.UINT, Kind.BOOL))
_OTHER_LINES = frozenset((Kind.NONE, Kind.BOOL, Kind.BYTES))
_ESCAPED_KINDS = frozenset((Kind.TEXT, Kind.NONE))
_UNSAFE = re.compile("[\x00-\x1f\"'<>&\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {'"': "&quot;", "'": "&#x27;", "<": "&lt;", ">": "&gt;", "&": "&amp;", "\t": "&#x9;", "\n": "&#xA;",
            "\r": "&#xD;"}
"""XML 1.0 2.2 has no other control characters at all: Wireshark writes `\\xN` for them."""
_is_unsafe = _UNSAFE.search


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or (f"\\x{ord(character):x}" if character < "\x80" else "\ufffd")


def escaped(text: str) -> str:
    """Text for an attribute."""
    # most texts have nothing to escape, which a search finds out sooner
    return text if _is_unsafe(text) is None else _UNSAFE.sub(_escape, text)


def tag_of(spec: Spec) -> Tag:
    """What writes the fields of a Spec."""
    if spec.kind is Kind.PROTOCOL:
        return _data(spec) if spec.name == _DATA else _protocol(spec)
    if not spec.name:
        return _line(spec)
    how = form(spec)
    if spec.mask or spec.names is not None or spec.kind in _OTHER_LINES:
        tag = _any(spec, how)
    else:
        tag = _labelled(spec, how)
    return _remembering(tag) if (spec.mask or spec.names) and spec.kind in _KEPT_KINDS and not spec.varies else tag


def end_of(spec: Spec) -> str:
    """What stands behind the fields below one."""
    return "    </proto>\n" if spec.kind is Kind.PROTOCOL and spec.name != _DATA else "    </field>\n"


def _labelled(spec: Spec, how: Form) -> Tag:
    """Most fields: where they say nothing else, their line for people is label and `show`."""
    lead, label, show, escapes = _lead(spec), escaped(spec.label), how.show, spec.kind in _ESCAPED_KINDS

    def tag(field: Field, data: bytes, end: str) -> str:
        shown, text, pos, size = show(field), field.text, field.pos, field.size
        if escapes and _is_unsafe(shown):
            shown = escaped(shown)
        if not text:
            text = f"{label}: {shown}"
        elif _is_unsafe(text):
            text = escaped(text)
        hide, value = _HIDE if field.hidden else "", f' value="{data[pos:pos + size].hex()}"' if size else ""
        return f'{lead}{text}"{hide} size="{size}" pos="{pos}" show="{shown}"{value}{end}'
    return tag


def _lead(spec: Spec) -> str:
    return f'    <field name="{spec.name}" showname="'


def _line(spec: Spec) -> Tag:
    """A line for people that stands for no value."""
    label = spec.label

    def tag(field: Field, data: bytes, end: str) -> str:
        shown, pos, size = field.text or label, field.pos, field.size
        if _is_unsafe(shown):
            shown = escaped(shown)
        hide, value = _HIDE if field.hidden else "", f' value="{data[pos:pos + size].hex()}"' if size else ""
        return f'    <field name=""{hide} size="{size}" pos="{pos}" show="{shown}"{value}{end}'
    return tag


def _any(spec: Spec, how: Form) -> Tag:
    """A field of any kind that has a name."""
    lead, show, line, masked = _lead(spec), how.show, how.line, how.masked
    escapes, empty = spec.kind in _ESCAPED_KINDS, spec.kind is Kind.NONE

    def tag(field: Field, data: bytes, end: str) -> str:
        shown, pos, size = show(field), field.pos, field.size
        text = line(field, shown)
        if _is_unsafe(text):
            text = escaped(text)
        if escapes and _is_unsafe(shown):
            shown = escaped(shown)
        hide = _HIDE if field.hidden else ""
        head = f'{lead}{text}"{hide} size="{size}" pos="{pos}" show="{shown}"'
        if masked:
            return f'{head} value="{field.value:X}" unmaskedvalue="{data[pos:pos + size].hex()}"{end}'
        if empty:
            return f'{head} value=""{end}'
        return f'{head} value="{data[pos:pos + size].hex()}"{end}' if size else head + end
    return tag


def _remembering(tag: Tag) -> Tag:
    """Keeps the tags of fields that repeat: flags, types, codes."""
    kept: dict[tuple[object, ...], str] = {}

    def remembered(field: Field, data: bytes, end: str) -> str:
        pos = field.pos
        key = field.value, pos, data[pos:pos + field.size], field.text
        text = kept.get(key)
        if text is None:
            if len(kept) >= _KEPT_TAGS:
                kept.clear()
            text = kept[key] = tag(field, data, "")
        return text + end
    return remembered


def _protocol(spec: Spec) -> Tag:
    """A protocol within another."""
    line = form(spec).line
    return lambda field, data, end: (f'    <proto name="{spec.name}" showname="{escaped(line(field, ""))}" '
                                     f'size="{field.size}" pos="{field.pos}"{end}')


def _data(spec: Spec) -> Tag:
    """Bytes that nobody reads, for which Wireshark has an element of its own."""
    return lambda field, data, end: (
        f'    <field name="{spec.name}" value="{data[field.pos:field.pos + field.size].hex()}"{end}')
