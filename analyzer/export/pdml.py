"""PDML, as Wireshark writes it."""
from __future__ import annotations

import re
from functools import lru_cache

from analyzer.trees import Tree
from dissectors.fields import Field, Kind, Shared, Spec
from dissectors.show import form, time_text

_KEPT_TEXTS = 20_000
_KEPT_ELEMENTS = 1024
DEEPEST = 50
"""Levels of fields that are written; what a dissector puts deeper is left out."""
_KEPT_KINDS = frozenset((Kind.UINT, Kind.BOOL))
_OTHER_LINES = frozenset((Kind.NONE, Kind.BOOL, Kind.BYTES))
_PLAIN_KINDS = frozenset(Kind) - {Kind.TEXT, Kind.NONE}
_UNSAFE = re.compile("[\x00-\x1f\"'<>&\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {'"': "&quot;", "'": "&#x27;", "<": "&lt;", ">": "&gt;", "&": "&amp;", "\t": "&#x9;", "\n": "&#xA;",
            "\r": "&#xD;"}
"""XML 1.0 2.2 has no other control characters at all: Wireshark writes `\\xN` for them."""

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="pdml2html.xsl"?>
"""
TAIL = "</pdml>\n"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or (f"\\x{ord(character):x}" if character < "\x80" else "\ufffd")


def escaped(text: str) -> str:
    """Text for an attribute."""
    # most texts have nothing to escape, which a search finds out sooner
    return text if _UNSAFE.search(text) is None else _UNSAFE.sub(_escape, text)


def _is_simple(spec: Spec) -> bool:
    """Whether the line for people is just label and `show`."""
    return bool(spec.name) and not spec.mask and spec.names is None and spec.kind not in _OTHER_LINES


class _Element:
    """How the fields of one Spec become elements; keeps the text of those that repeat (flags, types, counts)."""
    __slots__ = ("_empty", "_escapes", "_form", "_head", "_kept", "_lead", "_line", "_masked", "_named", "_repeats",
                 "_show")
    closing = "    </field>\n"
    """What ends an element that has fields below it."""

    def __init__(self, spec: Spec) -> None:
        self._form = form(spec)
        self._head = f'    <field name="{spec.name}"'
        self._masked = self._form.masked
        self._empty = spec.kind is Kind.NONE and bool(spec.name)
        self._named, self._escapes = bool(spec.name), spec.kind not in _PLAIN_KINDS
        self._lead = f'{self._head} showname="{escaped(spec.label)}: ' if _is_simple(spec) else ""
        self._show, self._line = self._form.show, self._form.line
        self._repeats = bool(spec.mask or spec.names)
        keeps = spec.kind in _KEPT_KINDS and not spec.varies
        self._kept: dict[tuple[object, ...], str] | None = {} if keeps else None

    def opening(self, field: Field, data: bytes) -> str:
        """The element's tag without its end."""
        kept = self._kept
        if kept is None:
            return self._opening(field, data)
        pos = field.pos
        key = field.value, pos, data[pos:pos + field.size], field.text
        text = kept.get(key)
        if text is None:
            text = kept[key] = self._opening(field, data)
            if len(kept) > _KEPT_ELEMENTS:
                self._kept = {} if self._repeats else None
        return text

    def _opening(self, field: Field, data: bytes) -> str:
        pos, size = field.pos, field.size
        line = self._show(field)
        shown = escaped(line) if self._escapes else line
        if self._lead and size and not field.text:  # most fields
            hide = ' hide="yes"' if field.hidden else ""
            return (f'{self._lead}{shown}"{hide} size="{size}" pos="{pos}" show="{shown}" '
                    f'value="{data[pos:pos + size].hex()}"')
        if self._named:
            head = f'{self._head} showname="{escaped(self._line(field, line))}"'
        else:
            head = self._head
        if field.hidden:
            head += ' hide="yes"'
        if self._masked:
            return (f'{head} size="{size}" pos="{pos}" show="{shown}" value="{field.value:X}" '
                    f'unmaskedvalue="{data[pos:pos + size].hex()}"')
        if self._empty:
            return f'{head} size="{size}" pos="{pos}" show="{shown}" value=""'
        if size:
            return f'{head} size="{size}" pos="{pos}" show="{shown}" value="{data[pos:pos + size].hex()}"'
        return f'{head} size="0" pos="{pos}" show="{shown}"'


class _Protocol(_Element):
    """How a protocol within another becomes an element."""
    __slots__ = ()
    closing = "    </proto>\n"

    def _opening(self, field: Field, data: bytes) -> str:
        return (f'    <proto name="{self._form.spec.name}" showname="{escaped(self._form.line(field, ""))}" '
                f'size="{field.size}" pos="{field.pos}"')


class _Data(_Element):
    """Bytes that nobody reads, for which Wireshark has an element of its own."""
    __slots__ = ()

    def _opening(self, field: Field, data: bytes) -> str:
        return f'{self._head} value="{data[field.pos:field.pos + field.size].hex()}"'


def _new_element(spec: Spec) -> _Element:
    if spec.kind is not Kind.PROTOCOL:
        return _Element(spec)
    return _Data(spec) if spec.name == "data" else _Protocol(spec)


_label = lru_cache(4096)(escaped)


class PdmlWriter:
    """Writes packets as PDML; keeps the text of fields that stand in many packets."""

    def __init__(self) -> None:
        self._kept: dict[Field, str] = {}
        self._elements: dict[Spec, _Element] = {}

    def head(self, capture: str) -> str:
        """What comes before the packets."""
        return f'{HEAD}<pdml version="0" creator="pilotfish" capture_file="{escaped(capture)}">\n'

    def packet(self, tree: Tree, time_ns: int | None, length: int) -> str:
        """One packet."""
        out = ["<packet>\n", _general(tree, time_ns, length)]
        for layer in tree.layers:
            out.append(f'  <proto name="{layer.name}" showname="{_label(layer.label)}" size="{layer.size}" '
                       f'pos="{layer.pos}">\n')
            self._fields(layer.fields, tree.sources, out, DEEPEST)
            out.append("  </proto>\n")
        out.append("</packet>\n\n\n")
        return "".join(out)

    def _fields(self, fields: list[Field], sources: list[bytes], out: list[str], depth: int) -> None:
        elements, kept = self._elements, self._kept
        for field in fields:
            if type(field) is Shared:
                out.append(kept.get(field) or self._keep(field, sources, depth))
                continue
            element = elements.get(field.spec) or self._element(field.spec)
            if field.children and depth:
                out += element.opening(field, sources[field.source]), ">\n"
                self._fields(field.children, sources, out, depth - 1)
                out.append(element.closing)
            else:
                out += element.opening(field, sources[field.source]), "/>\n"

    def _element(self, spec: Spec) -> _Element:
        if len(self._elements) >= _KEPT_TEXTS:
            self._elements.clear()
        element = self._elements[spec] = _new_element(spec)
        return element

    def _keep(self, field: Field, sources: list[bytes], depth: int) -> str:
        """Writes a shared field and remembers how."""
        element = self._elements.get(field.spec) or self._element(field.spec)
        out = [element.opening(field, sources[field.source])]
        if field.children and depth:
            out.append(">\n")
            self._fields(field.children, sources, out, depth - 1)
            out.append(element.closing)
        else:
            out.append("/>\n")
        if len(self._kept) >= _KEPT_TEXTS:
            self._kept.clear()
        text = self._kept[field] = "".join(out)
        return text


def _general(tree: Tree, time_ns: int | None, length: int) -> str:
    """The proto `geninfo` that PDML wants first."""
    size = len(tree.sources[0])
    time = "" if time_ns is None else (
        f'    <field name="timestamp" pos="0" show="{time_text(time_ns)}" showname="Captured Time" '
        f'value="{time_ns // 1_000_000_000}.{time_ns % 1_000_000_000:09d}" size="{size}"/>\n')
    return (f'  <proto name="geninfo" pos="0" showname="General information" size="{size}">\n'
            f'    <field name="num" pos="0" show="{tree.packet}" showname="Number" value="{tree.packet:x}" '
            f'size="{size}"/>\n'
            f'    <field name="len" pos="0" show="{length}" showname="Frame Length" value="{length:x}" '
            f'size="{size}"/>\n'
            f'    <field name="caplen" pos="0" show="{size}" showname="Captured Length" value="{size:x}" '
            f'size="{size}"/>\n{time}  </proto>\n')
