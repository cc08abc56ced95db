"""Nodes: the field tree of one packet, flat, so that a model and a hex pane can look things up by number."""
from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Protocol

from dissectors.fields import PROBLEM, Field, Layer
from dissectors.show import form
from gui.filter_texts import of_item
from gui.state import Span
from gui.text import plain

NO_NODE = -1


_OF_DATAGRAMS = frozenset(("tcp", "udp", "icmp", "icmpv6", "ip", "ipv6"))
"""What datagrams carry that are put together from fragments."""


class Origin(Enum):
    """How bytes came about."""
    FRAME = "frame"
    DATAGRAM = "datagram"   # put together from fragments
    STREAM = "stream"       # put together from segments
    DECODED = "decoded"
    OTHER = "other"


class TreeLike(Protocol):
    """What is needed of a tree."""

    @property
    def layers(self) -> list[Layer]:
        """The protocols."""

    @property
    def sources(self) -> list[bytes]:
        """The bytes: of the frame, and those that were put together or decoded for this packet."""


class Nodes:
    """Layers and fields by number; hidden fields are left out.

    Attributes:
        sources: the buffers of bytes; the first is the frame.
        roots: the numbers of the layers.
        children: for each node the numbers of the nodes below it.
        parents, rows: for each node the one above it (NO_NODE for layers) and its place among its siblings.
    """

    def __init__(self, tree: TreeLike) -> None:
        self.sources = list(tree.sources)
        self.roots: list[int] = []
        self.children: list[list[int]] = []
        self.parents: list[int] = []
        self.rows: list[int] = []
        self._items: list[Layer | Field] = []
        waiting: list[tuple[int, list[Field]]] = []
        for layer in tree.layers:
            waiting.append((self._add(layer, NO_NODE), layer.fields))
        while waiting:
            parent, fields = waiting.pop()
            waiting.extend((self._add(field, parent), field.children) for field in fields if not field.hidden)

    def __len__(self) -> int:
        return len(self._items)

    def _add(self, item: Layer | Field, parent: int) -> int:
        node, siblings = len(self._items), self.roots if parent == NO_NODE else self.children[parent]
        self.rows.append(len(siblings))
        siblings.append(node)
        self._items.append(item)
        self.parents.append(parent)
        self.children.append([])
        return node

    def fields(self) -> Iterator[Field]:
        """All fields."""
        return (item for item in self._items if isinstance(item, Field))

    def text(self, node: int) -> str:
        """The line of the tree."""
        item = self._items[node]
        if isinstance(item, Layer):
            return plain(item.label)
        written = form(item.spec)
        return plain(written.line(item, written.show(item)))

    def name(self, node: int) -> str:
        """The name for filters: of a field or of a protocol."""
        item = self._items[node]
        return item.name if isinstance(item, Layer) else item.spec.name

    def label(self, node: int) -> str:
        """What the field or protocol is called."""
        item = self._items[node]
        return plain(item.label if isinstance(item, Layer) else item.spec.label)

    def filter_text(self, node: int) -> str:
        """The filter for packets with this protocol, or with this field and its value; "" where there is none,
        as for what tshark says, by names that our filters don't know."""
        from analyzer.companion import NAME
        if self.name(self.layer_of(node)) == NAME:
            return ""
        return of_item(self._items[node], self.sources[0])

    def show(self, node: int) -> str:
        """The value of a field as scripts read it; of a protocol its line."""
        item = self._items[node]
        return plain(item.label) if isinstance(item, Layer) else plain(form(item.spec).show(item))

    def value(self, node: int) -> object:
        """The value of a field; None of a protocol."""
        item = self._items[node]
        return item.value if isinstance(item, Field) else None

    def named(self, name: str) -> int:
        """The first protocol or field of a name; NO_NODE where there is none."""
        return next((node for node in range(len(self)) if self.name(node) == name), NO_NODE)

    def origin(self, source: int) -> tuple[Origin, str]:
        """What the bytes of a source are: how they came about, and of which protocol or field they are."""
        if source == 0:
            return Origin.FRAME, ""
        node = min((node for node, item in enumerate(self._items) if item.source == source),
                   key=lambda node: (len(self.path(node)), node), default=NO_NODE)
        if node == NO_NODE:
            return Origin.OTHER, ""
        if not self.is_layer(node):
            return Origin.DECODED, self.label(self.parents[node])
        kind = Origin.DATAGRAM if self.name(node) in _OF_DATAGRAMS else Origin.STREAM
        return kind, self.name(node).upper()

    def octets(self, node: int) -> bytes:
        """The bytes of a field or protocol."""
        item = self._items[node]
        return self.sources[item.source][item.pos:item.pos + item.size]

    def is_layer(self, node: int) -> bool:
        """Whether it is a protocol."""
        return self.parents[node] == NO_NODE

    def is_problem(self, node: int) -> bool:
        """Whether it says what is wrong."""
        item = self._items[node]
        return isinstance(item, Field) and item.spec is PROBLEM

    def is_generated(self, node: int) -> bool:
        """Whether it was worked out and is not in the bytes."""
        item = self._items[node]
        return isinstance(item, Field) and item.generated

    def span(self, node: int) -> Span | None:
        """Its bytes; None where it has none."""
        item = self._items[node]
        return Span(item.source, item.pos, item.size) if item.size > 0 else None

    def layer_of(self, node: int) -> int:
        """The protocol that a node is in."""
        while self.parents[node] != NO_NODE:
            node = self.parents[node]
        return node

    def path(self, node: int) -> tuple[str, ...]:
        """The names from the layer down to the node; the same in the next packet of this kind."""
        names = [self.name(node) or self.label(node)]
        while self.parents[node] != NO_NODE:
            node = self.parents[node]
            names.append(self.name(node) or self.label(node))
        return tuple(reversed(names))

    def find(self, path: tuple[str, ...]) -> int:
        """The first node with these names; NO_NODE where there is none."""
        below, node = self.roots, NO_NODE
        for name in path:
            node = next((n for n in below if (self.name(n) or self.label(n)) == name), NO_NODE)
            if node == NO_NODE:
                return NO_NODE
            below = self.children[node]
        return node

    def at(self, source: int, pos: int) -> int:
        """The smallest node that holds a byte, the deepest of equals; NO_NODE where there is none."""
        found, smallest = NO_NODE, 1 << 62
        for node in self._holding(source, pos):
            size = self._items[node].size
            if size <= smallest:
                found, smallest = node, size
        return found

    def _holding(self, source: int, pos: int) -> Iterator[int]:
        for node, item in enumerate(self._items):
            if item.source == source and item.pos <= pos < item.pos + item.size:
                yield node
