"""Fields of headers that repeat: made once, never changed, not kept without end."""
from __future__ import annotations

from dissectors import tree
from dissectors.fields import Field, Kind, Shared, Spec, moved
from dissectors.header import Header
from dissectors.layout import Layout, Size

NUMBER = Spec("x.number", "Number", Kind.UINT, 0, 2, varies=True)
FLAGS = Spec("x.flags", "Flags", Kind.UINT, 2, 1, children=(Spec("x.flags.low", "Low", Kind.BOOL, 2, 1, 0x01),))
LIMIT = Spec("x.limit", "Limit", Kind.UINT, 3, 1)
SOURCE = Spec("x.src", "Source", Kind.IPV4, 4, 4)
X = Layout("x", "X", "none", (NUMBER, FLAGS, LIMIT, SOURCE), minimum=8, size=Size(8))


def read(reader: tree.HeaderReader, header: str) -> list[Field]:
    data = bytes.fromhex(header)
    fields: list[Field] = []
    reader.read(Header(X, data, 0, 8, len(data), len(data)), fields)
    return fields


def test_what_repeats_is_made_once() -> None:
    reader = tree.HeaderReader()
    first, second = read(reader, "0001 01 40 0a000001"), read(reader, "0002 01 40 0a000001")
    assert [one is other for one, other in zip(first, second, strict=True)] == [False, True, True, True]
    assert [field.value for field in second] == [2, 1, 64, b"\x0a\0\0\1"]
    assert [type(field) for field in second] == [Field, Shared, Shared, Shared]


def test_an_address_is_kept_apart_from_the_numbers_before_it() -> None:
    reader = tree.HeaderReader()
    first, second = read(reader, "0001 01 40 0a000001"), read(reader, "0001 00 40 0a000001")
    assert [one is other for one, other in zip(first, second, strict=True)] == [False, False, False, True]
    assert [child.value for child in second[1].children] == [False]


def test_no_more_is_kept_than_said(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(tree, "_MOST_KEPT", 3)
    reader = tree.HeaderReader()
    found = [read(reader, f"0001 01 40 0a0000{number:02x}")[3].value for number in range(8)]
    assert found == [bytes((10, 0, 0, number)) for number in range(8)]
    assert reader._kept <= 3


def test_moving_changes_no_field_that_others_have() -> None:
    shared = read(tree.HeaderReader(), "0001 01 40 0a000001")[1]
    own = Field(LIMIT, 1, 5, 1, children=[shared])
    copy, same = moved(shared, 10, 1), moved(own, 10, 1)
    assert (copy.pos, copy.source, copy.children[0].pos, copy.children[0].source) == (12, 1, 12, 1)
    assert (same.pos, same.children[0].pos, same.children[0].children[0].pos) == (15, 12, 12)
    assert (shared.pos, shared.source, shared.children[0].pos, shared.children[0].source) == (2, 0, 2, 0)
