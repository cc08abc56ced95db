"""The field tree's model."""
from __future__ import annotations

from contextlib import closing

from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from sample_captures import FOLDER

from analyzer.analysis import Analysis
from gui.models.nodes import NO_NODE, Nodes
from gui.models.tree import TreeModel

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


def test_every_node_has_its_place() -> None:
    model = TreeModel()
    QAbstractItemModelTester(model, STRICT)
    with closing(Analysis.open(FOLDER / "06-dns-iterative.pcap")) as analysis:
        nodes = Nodes(analysis.tree(2))
    model.show(nodes)
    assert model.rowCount() == len(nodes.roots)
    for node in range(len(nodes)):
        index = model.index_of(node)
        assert model.node_of(index) == node
        assert model.node_of(index.parent()) == nodes.parents[node]
        assert index.data() == nodes.text(node)


def test_no_packet_no_rows() -> None:
    model = TreeModel()
    assert model.rowCount() == 0
    assert model.node_of(QModelIndex()) == NO_NODE
    assert not model.index_of(0).isValid()
