"""What is this? The chosen field is explained below the tree."""
from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from dissectors.dns.header import ID, SECTIONS
from dissectors.fields import Field, Kind, Layer, Spec
from gui.models.nodes import Nodes
from gui.models.tree import TreeModel
from gui.views.field_pane import FieldPane
from gui.views.field_tree import FieldTree

FOREIGN = Spec("<b>finger</b>.query", "Query", Kind.TEXT)


class Tree:
    """A packet with DNS and with a protocol that nobody has explained."""

    def __init__(self) -> None:
        self.sources = [bytes(40)]
        self.layers = [
            Layer("dns", "Domain Name System", 0, 20, 0, [Field(ID, 7, 0, 2), Field(SECTIONS[1], None, 2, 2)]),
            Layer("finger", "Finger", 20, 20, 0, [Field(FOREIGN, "x", 20, 2)])]


def shown(path: tuple[str, ...]) -> FieldPane:
    model = TreeModel()
    tree = FieldTree(model)
    pane = FieldPane(tree, model)
    nodes = Nodes(Tree())
    tree.show_nodes(nodes)
    tree.choose(nodes.find(path))
    pane.show()
    return pane


def test_chosen_field_is_explained(app: QApplication) -> None:
    pane = shown(("dns", "dns.id"))
    text = pane.what.toPlainText()
    assert text.startswith("dns.id · Identification: ")
    assert text.endswith("RFC 1035, 4.1.1")
    assert pane.what.isVisible()


def test_line_without_a_name_is_explained_by_its_label(app: QApplication) -> None:
    assert shown(("dns", "Answers")).what.toPlainText().startswith("Answers · The records that answer")


def test_what_nobody_has_explained_takes_no_room(app: QApplication) -> None:
    assert not shown(("finger", FOREIGN.name)).what.isVisible()


def test_the_text_does_not_cover_the_chosen_field(app: QApplication) -> None:
    model = TreeModel()
    tree = FieldTree(model)
    pane = FieldPane(tree, model)
    pane.resize(400, 200)
    pane.show()
    many = Tree()
    many.layers = [Layer("dns", "Domain Name System", 0, 20, 0, [Field(ID, number, 0, 2) for number in range(30)])]
    tree.show_nodes(Nodes(many))
    app.processEvents()
    height = tree.viewport().height()
    last = tree.indexAt(QPoint(30, height - 2))
    tree.setCurrentIndex(last)
    app.processEvents()
    assert pane.what.isVisible()
    assert tree.viewport().height() < height
    rect = tree.visualRect(last)
    assert 0 <= rect.top() <= rect.bottom() <= tree.viewport().height()


def test_another_packet_clears_the_text(app: QApplication) -> None:
    pane = shown(("dns", "dns.id"))
    pane._model.show(None)
    assert pane.what.toPlainText() == ""
