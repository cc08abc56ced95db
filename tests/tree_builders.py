"""Trees of single frames for tests, and short ways to what stands in them."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyzer.guard import Guard
from analyzer.tree_input import StreamLayer
from analyzer.trees import Tree, Trees
from dissectors.fields import Field
from dissectors.header import TransportFacts
from dissectors.registry import Registry


@dataclass
class Packet:
    """A frame that is all that is known."""
    data: bytes
    linktype: int = 1
    wire: int | None = None
    known: TransportFacts | None = None
    whole: bytes | None = None
    streams: Sequence[StreamLayer] = ()
    number: int = 1
    time_ns: int | None = 1_000_000_001
    interface: int | None = None
    comments: tuple[str, ...] = ()
    service: str | None = None
    told: Mapping[str, Any] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return len(self.data) if self.wire is None else self.wire

    def transport(self, at: int) -> TransportFacts | None:
        return self.known

    def datagram(self) -> bytes | None:
        return self.whole

    def facts(self, protocol: str, nth: int = 0) -> Mapping[str, Any]:
        return self.told

    def stream_layers(self) -> Sequence[StreamLayer]:
        return self.streams


def tree_of(data: bytes, linktype: int = 1, *, check: bool = False, registry: Registry | None = None,
            strict: bool = True, **more: Any) -> Tree:
    """The tree of a frame; faults of dissectors are raised unless not `strict`."""
    trees = Trees(registry or Registry(()), Guard(strict), check_checksums=check)
    return trees.tree(Packet(data, linktype, **more))


def names(tree: Tree) -> list[str]:
    """The names of the layers above `frame`."""
    return [layer.name for layer in tree.layers[1:]]


def all_fields(tree: Tree, layer: str = "") -> list[Field]:
    """All fields, or those of the layers of that name, with those below them."""
    found: list[Field] = []
    pending = [one for each in reversed(tree.layers) if layer in ("", each.name) for one in reversed(each.fields)]
    while pending:
        one = pending.pop()
        found.append(one)
        pending += reversed(one.children)
    return found


def told(fields: Sequence[Field], protocol: str) -> Iterator[tuple[str, object]]:
    """Fields with those below them, as names without the protocol's, and values."""
    for one in fields:
        yield one.spec.name.removeprefix(f"{protocol}."), one.value
        yield from told(one.children, protocol)


def within(fields: Iterable[Field], size: int) -> list[Field]:
    """The fields, all of which lie within so many bytes, with those below them."""
    found = list(fields)
    pending = list(found)
    while pending:
        one = pending.pop()
        assert 0 <= one.pos <= one.pos + one.size <= size
        pending += one.children
    return found


def values(tree: Tree, name: str) -> list[object]:
    """The values of all fields of that name."""
    return [one.value for one in all_fields(tree) if one.spec.name == name]
