"""The field tree and the hex pane of the chosen packet: choosing in one shows in the other."""
from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gui.models.nodes import NO_NODE, Nodes
from gui.models.tree import TreeModel
from gui.state import Span, State, Topic
from gui.text import hint
from gui.views.panes import Panes

LATE_MS = 300
"""From then on a field tree that is awaited is shown empty, and not the last packet's."""


class FieldLink(QObject):
    """Shows the fields and bytes of a packet, and links them."""
    status_changed = Signal(str)

    def __init__(self, state: State, panes: Panes, fields: TreeModel, parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._fields = state, fields
        self._tree, self._bytes, self._panes = panes.field_tree, panes.bytes, panes
        self._path: tuple[str, ...] | None = None       # of the field that was chosen last, for the next packet
        self._following = False     # whether a choice comes from elsewhere than the pane that shows it
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(LATE_MS)
        self._late.timeout.connect(lambda: self.show(None))
        self._tree.node_chosen.connect(self._node_chosen)
        self._bytes.byte_chosen.connect(self._byte_chosen)
        self._bytes.byte_hovered.connect(self._byte_hovered)
        state.listen(Topic.SPAN, self._span_changed)

    def forget(self) -> None:
        """Shows nothing, as for another capture."""
        self._path = None
        self.show(None)

    def await_nodes(self) -> None:
        """The fields of another packet are asked for."""
        self._late.start()

    def came(self, row: int, nodes: Nodes) -> None:
        """The fields of a packet are known."""
        if row == self._state.packet:
            self.show(nodes)

    def show(self, nodes: Nodes | None) -> None:
        """Shows these fields, or none."""
        self._late.stop()
        self._following = True
        self._tree.show_nodes(nodes)
        sources = nodes.sources if nodes is not None else []
        self._bytes.show_sources(sources, [nodes.origin(number) for number in range(len(sources))] if nodes else [])
        node = nodes.find(self._path) if nodes is not None and self._path is not None else NO_NODE
        if nodes is not None and node != NO_NODE:
            self._tree.choose(node)
        self._following = False

    def _node_chosen(self, node: int) -> None:
        nodes = self._fields.nodes
        if nodes is None:
            return
        self._path = nodes.path(node)
        self._state.choose_span(nodes.span(node))
        if not self._following:
            self._panes.raise_bytes()
        self._tell(nodes, node)

    def _byte_chosen(self, source: int, pos: int) -> None:
        nodes = self._fields.nodes
        node = nodes.at(source, pos) if nodes is not None else NO_NODE
        if node == NO_NODE:
            self._state.choose_span(Span(source, pos, 1))
        else:
            self._following = True
            self._tree.choose(node)
            self._following = False

    def _span_changed(self) -> None:
        span, nodes = self._state.span, self._fields.nodes
        node = self._tree.current_node()
        layer = nodes.span(nodes.layer_of(node)) if nodes is not None and node != NO_NODE else None
        self._bytes.mark(span, layer if span is not None else None)

    def _byte_hovered(self, source: int, pos: int) -> None:
        nodes = self._fields.nodes
        if nodes is None:
            return
        if pos < 0:
            self._bytes.view.viewport().setToolTip("")
            node = self._tree.current_node()
            if node != NO_NODE:
                self._tell(nodes, node)
            return
        node = nodes.at(source, pos)
        text = nodes.text(node) if node != NO_NODE else self.tr("no field")
        self._bytes.view.viewport().setToolTip(
            hint(f"{text}\n{self._fields.place(node)}" if node != NO_NODE else text))
        self.status_changed.emit(self.tr("Byte {0} (0x{0:x}) · {1}").format(pos, text))

    def _tell(self, nodes: Nodes, node: int) -> None:
        self.status_changed.emit(f"{nodes.label(node)} · {self._fields.place(node)}")
