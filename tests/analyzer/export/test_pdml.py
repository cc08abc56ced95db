"""PDML and the other forms of a tree."""
from __future__ import annotations

from xml.etree import ElementTree

from tree_builders import tree_of

from analyzer.export.hex import hex_lines
from analyzer.export.pdml import DEEPEST, PdmlWriter
from analyzer.export.pdml_tags import escaped
from analyzer.export.text_tree import hex_dump, json_tree, text_tree
from analyzer.trees import Tree
from dissectors.fields import Field, Kind, Layer, Spec

TEXT = Spec("x.text", "Text", Kind.TEXT)
NODE = Spec("", "Node", Kind.NONE)
HIDDEN = Spec("x.hidden", "Hidden", Kind.UINT, hidden=True)
FRAME = bytes.fromhex("020000000001 020000000002 0800 4500001c000140004011 0000 0a000001 0a000002 1388003500080000")


def elements(tree: Tree) -> ElementTree.Element:
    return ElementTree.fromstring(PdmlWriter().packet(tree, 0, 1))


def field(root: ElementTree.Element, name: str) -> dict[str, str]:
    found = root.find(f".//field[@name='{name}']")
    assert found is not None
    return dict(found.attrib)


def test_attributes_are_wiresharks() -> None:
    root = elements(tree_of(FRAME))
    assert field(root, "ip.flags.df") == {
        "name": "ip.flags.df", "showname": ".1.. .... = Don't fragment: Set", "size": "1", "pos": "20", "show": "1",
        "value": "1", "unmaskedvalue": "40"}
    assert field(root, "ip.version") | {"showname": ""} == {
        "name": "ip.version", "showname": "", "size": "1", "pos": "14", "show": "4", "value": "45"}
    assert field(root, "eth.type")["show"] == "0x0800"
    assert field(root, "ip.addr")["hide"] == "yes"
    assert field(root, "ip.src") | {"showname": ""} == {
        "name": "ip.src", "showname": "", "size": "4", "pos": "26", "show": "10.0.0.1", "value": "0a000001"}
    assert "value" not in field(root, "ip.checksum.status")


def test_repeated_fields_are_written_the_same() -> None:
    writer, tree = PdmlWriter(), tree_of(FRAME)
    assert writer.packet(tree, 0, 42) == writer.packet(tree, 0, 42) == PdmlWriter().packet(tree, 0, 42)


def test_text_can_not_leave_its_attribute() -> None:
    hostile = "\"><x a='\x00\x1b[2J\ud800\uffff\n&"
    tree = Tree(1, [Layer("x", hostile, 0, 0, 0, [Field(TEXT, hostile, 0, 0), Field(NODE, None, 0, 0, text=hostile)])],
                [b""])
    root = elements(tree)
    assert field(root, "x.text")["show"] == "\"><x a='\\x0\\x1b[2J\ufffd\ufffd\n&"
    assert escaped("plain") == "plain"


def test_fields_that_are_too_deep_are_left_out() -> None:
    top = deepest = Field(NODE, None, 0, 0)
    for _ in range(2000):
        deepest.children.append(Field(NODE, None, 0, 0))
        deepest = deepest.children[0]
    tree = Tree(1, [Layer("x", "X", 0, 0, 0, [top])], [b""])
    assert PdmlWriter().packet(tree, 0, 0).count('name=""') == DEEPEST + 1
    assert len(list(text_tree(tree))) < 2 * DEEPEST
    assert json_tree(tree)["layers"][0]["fields"][0]["fields"]


def test_json_has_the_fields_of_the_contract() -> None:
    found = json_tree(tree_of(FRAME))
    assert list(found) == ["packet", "layers"]
    layer = found["layers"][2]
    assert (layer["name"], layer["pos"], layer["size"]) == ("ip", 14, 20)
    assert layer["fields"][3] | {"showname": ""} == {
        "name": "ip.len", "showname": "", "show": "28", "value": "001c", "pos": 16, "size": 2, "fields": []}


def test_text_leaves_hidden_fields_out_and_brackets_what_is_worked_out() -> None:
    lines = list(text_tree(tree_of(FRAME)))
    assert "    Total Length: 28" in lines
    assert "    [Header checksum status: Unverified]" in lines
    assert not any("Source or Destination" in line for line in lines)


def test_text_shows_no_control_characters() -> None:
    tree = Tree(1, [Layer("x", "X", 0, 0, 0, [Field(TEXT, "\x1b[2J", 0, 0)])], [b""])
    assert "\x1b" not in "".join(text_tree(tree))


def test_hex_lines() -> None:
    assert list(hex_lines(b"GET / HTTP/1.1\r\nx")) == [
        "0000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..",
        "0010  78                                                x"]
    assert list(hex_dump(Tree(1, [], [b"a", b"b"])))[1] == "Frame (1 bytes):"
