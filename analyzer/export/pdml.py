"""PDML, as Wireshark writes it."""
from __future__ import annotations

from analyzer.export.pdml_tags import Tag, end_of, escaped, tag_of
from analyzer.trees import Tree
from dissectors.fields import Field, Shared, Spec
from dissectors.show import time_text

_KEPT_TEXTS = 20_000
DEEPEST = 50
"""Levels of fields that are written; what a dissector puts deeper is left out."""

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="pdml2html.xsl"?>
"""
TAIL = "</pdml>\n"
_EMPTY = "/>\n"

class PdmlWriter:
    """Writes packets as PDML; keeps the text of fields that stand in many packets."""

    def __init__(self) -> None:
        self._kept: dict[Field, str] = {}
        self._tags: dict[Spec, Tag] = {}

    def head(self, capture: str) -> str:
        """What comes before the packets."""
        return f'{HEAD}<pdml version="0" creator="pilotfish" capture_file="{escaped(capture)}">\n'

    def packet(self, tree: Tree, time_ns: int | None, length: int) -> str:
        """One packet."""
        out = ["<packet>\n", _general(tree, time_ns, length)]
        for layer in tree.layers:
            out.append(f'  <proto name="{layer.name}" showname="{escaped(layer.label)}" size="{layer.size}" '
                       f'pos="{layer.pos}">\n')
            self._fields(layer.fields, tree.sources, out, DEEPEST)
            out.append("  </proto>\n")
        out.append("</packet>\n\n\n")
        return "".join(out)

    def _fields(self, fields: list[Field], sources: list[bytes], out: list[str], depth: int) -> None:
        tags, kept, write = self._tags, self._kept, out.append
        for field in fields:
            if type(field) is Shared:
                write(kept.get(field) or self._keep(field, sources, depth))
            elif field.children:
                self._element(field, sources, out, depth)
            else:       # most are, and need no call for that
                write((tags.get(field.spec) or self._tag(field.spec))(field, sources[field.source], _EMPTY))

    def _element(self, field: Field, sources: list[bytes], out: list[str], depth: int) -> None:
        """Writes a field with those below it."""
        tag, data = self._tags.get(field.spec) or self._tag(field.spec), sources[field.source]
        if not field.children or not depth:
            out.append(tag(field, data, _EMPTY))
            return
        out.append(tag(field, data, ">\n"))
        self._fields(field.children, sources, out, depth - 1)
        out.append(end_of(field.spec))

    def _tag(self, spec: Spec) -> Tag:
        if len(self._tags) >= _KEPT_TEXTS:
            self._tags.clear()
        tag = self._tags[spec] = tag_of(spec)
        return tag

    def _keep(self, field: Field, sources: list[bytes], depth: int) -> str:
        """Writes a shared field and remembers how."""
        out: list[str] = []
        self._element(field, sources, out, depth)
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
