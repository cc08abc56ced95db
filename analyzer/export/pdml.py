"""PDML, as Wireshark writes it."""
from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.trees import Tree
from dissectors.fields import Field, Layer
from dissectors.show import form, time_text
from dissectors.tree import Shared

_KEPT_TEXTS = 20_000
_UNSAFE = re.compile("[\x00-\x1f\"'<>&\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {'"': "&quot;", "'": "&#x27;", "<": "&lt;", ">": "&gt;", "&": "&amp;", "\t": "&#x9;", "\n": "&#xA;",
            "\r": "&#xD;"}
"""XML 1.0 2.2 has no other control characters at all: they become U+FFFD."""

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="pdml2html.xsl"?>
"""
TAIL = "</pdml>\n"


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], "\ufffd")


def escaped(text: str) -> str:
    """Text for an attribute."""
    return _UNSAFE.sub(_escape, text)


class PdmlWriter:
    """Writes packets as PDML; keeps the text of fields that stand in many packets."""

    def __init__(self) -> None:
        self._kept: dict[Field, str] = {}

    def head(self, capture: str) -> str:
        """What comes before the packets."""
        return f'{HEAD}<pdml version="0" creator="pilotfish" capture_file="{escaped(capture)}">\n'

    def packet(self, tree: Tree, time_ns: int | None, length: int) -> str:
        """One packet."""
        out = ["<packet>\n", _general(tree, time_ns, length)]
        for layer in tree.layers:
            self._layer(layer, tree, out)
        out.append("</packet>\n\n\n")
        return "".join(out)

    def _layer(self, layer: Layer, tree: Tree, out: list[str]) -> None:
        out.append(f'  <proto name="{layer.name}" showname="{escaped(layer.label)}" size="{layer.size}" '
                   f'pos="{layer.pos}">\n')
        kept = self._kept
        for field in layer.fields:
            text = kept.get(field)
            if text is None:
                text = "".join(_lines(field, tree.sources[field.source]))
                if type(field) is Shared:
                    if len(kept) >= _KEPT_TEXTS:
                        kept.clear()
                    kept[field] = text
            out.append(text)
        out.append("  </proto>\n")


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


def _lines(field: Field, data: bytes) -> Iterator[str]:
    """A field and all below it; without recursion, as depth is up to dissectors."""
    pending: list[Field | str] = [field]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            yield one
        elif one.children:
            yield f"{_opening(one, data)}>\n"
            pending.append("    </field>\n")
            pending += reversed(one.children)
        else:
            yield f"{_opening(one, data)}/>\n"


def _opening(field: Field, data: bytes) -> str:
    how = form(field.spec)
    name = field.spec.name
    value = how.value(field, data)
    head = f'    <field name="{name}" showname="{escaped(how.line(field))}"' if name else '    <field name=""'
    if field.hidden:
        head += ' hide="yes"'
    text = f'{head} size="{field.size}" pos="{field.pos}" show="{escaped(how.show(field))}"'
    if value is not None:
        text += f' value="{value}"'
        if how.masked:
            text += f' unmaskedvalue="{how.unmasked(field, data)}"'
    return text
