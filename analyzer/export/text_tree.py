"""The field tree of a packet as indented text and as an object for JSON."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analyzer.export.hex import hex_lines
from analyzer.export.visible import visible
from analyzer.trees import Tree
from dissectors.fields import Field, Layer
from dissectors.show import form

DEEPEST = 50
"""Levels of fields that are written; what a dissector puts deeper is left out."""
_INDENT = "    "


def text_tree(tree: Tree) -> Iterator[str]:
    """The lines of the tree for people; what was worked out stands in brackets."""
    for layer in tree.layers:
        yield visible(layer.label)
        for field in layer.fields:
            yield from _field_lines(field, 1)


def _field_lines(field: Field, depth: int) -> Iterator[str]:
    if field.hidden:
        return
    how = form(field.spec)
    line = visible(how.line(field, how.show(field)))
    yield f"{_INDENT * depth}[{line}]" if field.generated else f"{_INDENT * depth}{line}"
    for child in field.children if depth < DEEPEST else ():
        yield from _field_lines(child, depth + 1)


def hex_dump(tree: Tree) -> Iterator[str]:
    """The lines of a hex dump of the frame and of the buffers that were put together."""
    for number, data in enumerate(tree.sources):
        yield ""
        yield f"Frame ({len(data)} bytes):" if not number else f"Put together ({len(data)} bytes):"
        yield from hex_lines(data)


def json_tree(tree: Tree) -> dict[str, Any]:
    """`{packet, layers: [{name, show, pos, size, fields: [{name, showname, show, value, pos, size, fields}]}]}`."""
    return {"packet": tree.packet, "layers": [_json_layer(layer, tree.sources) for layer in tree.layers]}


def field_rows(tree: Tree) -> Iterator[dict[str, Any]]:
    """A row a field, with the layer that it stands in."""
    found = json_tree(tree)
    for layer in found["layers"]:
        pending = list(reversed(layer["fields"]))
        while pending:
            field = pending.pop()
            yield {**field, "packet": found["packet"], "layer": layer["name"]}
            pending += reversed(field["fields"])


def _json_layer(layer: Layer, sources: list[bytes]) -> dict[str, Any]:
    return {"name": layer.name, "show": layer.label, "pos": layer.pos, "size": layer.size,
            "fields": [_json_field(field, sources, DEEPEST) for field in layer.fields]}


def _json_field(field: Field, sources: list[bytes], depth: int) -> dict[str, Any]:
    how = form(field.spec)
    shown = how.show(field)
    children = field.children if depth else ()
    return {"name": field.spec.name, "showname": how.line(field, shown), "show": shown,
            "value": how.value(field, sources[field.source]), "pos": field.pos, "size": field.size,
            "fields": [_json_field(child, sources, depth - 1) for child in children]}
