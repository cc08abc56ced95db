"""The flat field tree."""
from __future__ import annotations

from types import SimpleNamespace

from dissectors.fields import PROBLEM, Field, Kind, Layer, Spec
from gui.models.nodes import NO_NODE, Nodes
from gui.state import Span

PORT = Spec("udp.port", "Port")
FLAGS = Spec("dns.flags", "Flags")
BIT = Spec("dns.flags.response", "Response", Kind.BOOL)
TEXT = Spec("dns.txt", "TXT", Kind.TEXT)


def nodes() -> Nodes:
    """udp: a port and the same port hidden; dns: flags with a bit below, of the same two bytes, and a text outside."""
    udp = Layer("udp", "User Datagram Protocol", 0, 8, fields=[
        Field(PORT, 53, 0, 2), Field(PORT, 53, 2, 2, hidden=True)])
    flags = Field(FLAGS, 0x8000, 10, 2, children=[Field(BIT, True, 10, 2)])
    dns = Layer("dns", "Domain Name System", 8, 12, fields=[
        flags, Field(TEXT, "a\nb\u202e", 0, 4, source=1), Field(PROBLEM, "odd", 0, 0, generated=True)])
    return Nodes(SimpleNamespace(layers=[udp, dns], sources=[bytes(20), b"a\nbc"]))


def test_hidden_fields_are_left_out() -> None:
    found = nodes()
    assert [found.text(node) for node in found.children[found.roots[0]]] == ["Port: 53"]


def test_the_smallest_and_deepest_field_has_a_byte() -> None:
    found = nodes()
    assert found.name(found.at(0, 1)) == "udp.port"
    assert found.name(found.at(0, 3)) == "udp"
    assert found.name(found.at(0, 11)) == "dns.flags.response"
    assert found.name(found.at(1, 3)) == "dns.txt"
    assert found.at(0, 20) == found.at(2, 0) == NO_NODE


def test_a_field_is_found_again_in_the_next_packet() -> None:
    first, second = nodes(), nodes()
    path = first.path(first.at(0, 11))
    assert path == ("dns", "dns.flags", "dns.flags.response")
    assert second.path(second.find(path)) == path
    assert second.find(("dns", "dns.id")) == NO_NODE


def test_places_and_kinds() -> None:
    found = nodes()
    text, problem = found.find(("dns", "dns.txt")), found.find(("dns", "_ws.malformed"))
    assert found.span(text) == Span(1, 0, 4)
    assert found.span(problem) is None
    assert found.is_problem(problem)
    assert found.is_generated(problem)
    assert found.name(found.layer_of(text)) == "dns"


def test_text_of_a_field_is_one_line_that_hides_nothing() -> None:
    found = nodes()
    assert found.text(found.find(("dns", "dns.txt"))) == "TXT: a\\nb\\u202e"


def test_a_deep_tree_needs_no_deep_stack() -> None:
    field = Field(FLAGS, 1, 0, 1)
    for _ in range(5_000):
        field = Field(FLAGS, 1, 0, 1, children=[field])
    deep = Nodes(SimpleNamespace(layers=[Layer("dns", "DNS", 0, 1, fields=[field])], sources=[b"x"]))
    assert len(deep) == 5_002
