"""What tshark says of a packet as a layer of our tree, below our own and marked as tshark's."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from analyzer.companion import NAME, OURS_IS_LESS, Answer
from analyzer.secrets import SHORTEST
from dissectors.fields import Field, Kind, Layer, Spec
from dissectors.mail.trees import MASK

if TYPE_CHECKING:
    from analyzer.trees import Tree

WRAPPER = "fake-field-wrapper"
"""What PDML has around fields that are in no protocol."""
LONGEST_LABEL = 80
_NO_NAME = re.compile(r"[^\w.-]")
_REASSEMBLED = ".reassembled.data"
_SECRET = re.compile(r"(?:authorization|authbasic|cookie|password|passwd|token|secret)(?:_|\.|$)")
"""Names of fields that are masked like passwords of mail: of HTTP, FTP, …"""
Node = dict[str, Any]


def add_layer(tree: Tree, answer: Answer, show_secrets: bool = False) -> bool:
    """Adds what tshark knows beyond our layers; whether that is anything."""
    told = _beyond(tree, answer.protocols)
    if not told:
        return False
    label = f"tshark {answer.version}" if answer.is_numbered else (
        f"tshark {answer.version} (it counts the packets of this flow alone)")
    layer = Layer(NAME, label, 0, 0)
    buffers = [tree.sources[0], *map(_octets, filter(_is_reassembled, _all(answer.protocols)))]
    secrets = frozenset() if show_secrets else frozenset(_secrets(answer.protocols))
    used = {0: 0}       # of these buffers those that come to the tree
    for node in told:
        source = _source(node, buffers)
        if source is not None and source not in used:
            used[source] = len(tree.sources)
            tree.sources.append(buffers[source])
        data = buffers[source] if source is not None else b""
        made = _field(node, data, 0 if source is None else used[source], secrets)
        layer.fields += made.children if node["name"] == WRAPPER else [made]
    tree.layers.append(layer)
    return True


def _beyond(tree: Tree, protocols: list[Node]) -> list[Node]:
    """The protocols that our tree does not have, apart from those that say no more than it."""
    ours = Counter(layer.name for layer in tree.layers if layer.name not in OURS_IS_LESS)
    found = []
    for node in protocols:
        if ours[node["name"]]:
            ours[node["name"]] -= 1
        else:
            found.append(node)
    return found if any(not _says_nothing(node) for node in found) else []


def _says_nothing(node: Node) -> bool:
    return bool(node["name"] == "data" or (node["name"] == WRAPPER and all(
        one["name"] in ("data", "data.data", "data.len", "tcp.segments") for one in node["fields"])))


def _all(nodes: list[Node]) -> Iterator[Node]:
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node["fields"])


def _is_reassembled(node: Node) -> bool:
    return bool(node["name"].endswith(_REASSEMBLED) and node["bytes"])


@lru_cache(4096)
def _spec(name: str, label: str, kind: Kind) -> Spec:
    return Spec(_NO_NAME.sub("_", name), label, kind)


def _octets(node: Node) -> bytes:
    """The bytes of a field; of one that is part of a byte there are none."""
    try:
        return bytes.fromhex(node["bytes"])
    except ValueError:
        return b""


def _is_at(node: Node, data: bytes) -> bool:
    octets = _octets(node)
    return bool(octets) and data[node["pos"]:node["pos"] + node["size"]] == octets


def _source(node: Node, buffers: list[bytes]) -> int | None:
    """Which buffer a protocol's fields stand in: PDML does not say it, but has their bytes. None for one that we don't
    have, such as what was decrypted."""
    nodes = list(_all([node]))
    counts = [sum(_is_at(one, data) for one in nodes) for data in buffers]
    most = max(counts)
    return counts.index(most) if most else None


def _secrets(nodes: list[Node]) -> Iterator[bytes]:
    """What is not shown: other fields have the same bytes, one by one and put together."""
    for one in _all(nodes):
        if _SECRET.search(one["name"]) and len(octets := _octets(one)) >= SHORTEST:
            yield octets


def _field(node: Node, data: bytes, source: int, secrets: frozenset[bytes]) -> Field:
    """A field with all that is in it."""
    top = _one(node, data, source, secrets)
    waiting = [(node, top)]
    while waiting:
        above, field = waiting.pop()
        field.children = [_one(below, data, source, secrets) for below in above["fields"]]
        waiting += zip(above["fields"], field.children, strict=True)
    return top


def _one(node: Node, data: bytes, source: int, secrets: frozenset[bytes]) -> Field:
    text, shown = node["text"], node["show"]
    label = text.partition(": ")[0][:LONGEST_LABEL]
    is_there = _is_at(node, data) or (not node["bytes"] and 0 <= node["pos"] <= len(data) - node["size"])
    pos, size = (node["pos"], node["size"]) if is_there else (0, 0)
    octets = data[pos:pos + size] or _octets(node) if secrets and not node["is_protocol"] else b""
    if any(secret in octets for secret in secrets) or (secrets and _SECRET.search(node["name"])):
        pos, size = 0, 0
        if node["bytes"] or shown:
            text, shown = f"{label}: {MASK}", MASK
    kind = Kind.PROTOCOL if node["is_protocol"] else Kind.TEXT
    return Field(_spec(node["name"], label, kind), "" if node["is_protocol"] else shown, pos, size, source, text,
                 hidden=node["hidden"])
