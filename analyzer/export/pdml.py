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
                continue
            spec = field.spec
            tag = tags.get(spec) or self._tag(spec)
            if field.children and depth:
                write(tag(field, sources[field.source], ">\n"))
                self._fields(field.children, sources, out, depth - 1)
                write(end_of(spec))
            else:
                write(tag(field, sources[field.source], "/>\n"))

    def _tag(self, spec: Spec) -> Tag:
        if len(self._tags) >= _KEPT_TEXTS:
            self._tags.clear()
        tag = self._tags[spec] = tag_of(spec)
        return tag

    def _keep(self, field: Field, sources: list[bytes], depth: int) -> str:
        """Writes a shared field and remembers how."""
        out: list[str] = []
        plain = Field(field.spec, field.value, field.pos, field.size, field.source, field.text, field.children,
                      field.generated, field.hidden)
        self._fields([plain], sources, out, depth)
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
