"""The pane of fields: the tree, and below it what the chosen field is, in a few sentences."""
from __future__ import annotations

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from analyzer.help import explain_path
from gui.models.tree import TreeModel
from gui.theme import colors
from gui.views.escaped import value
from gui.views.field_tree import FieldTree
from gui.views.rich_text import RichText

LINES = 3
"""So many lines most texts take; longer ones can be scrolled."""


class FieldPane(QSplitter):
    """The text takes no room before the first field is chosen; the line above it can be moved, down to the end."""

    def __init__(self, tree: FieldTree, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.what = RichText(self)
        self._model = model
        self._language = QLocale().name().partition("_")[0]
        self.what.setFrameShape(QFrame.Shape.NoFrame)
        self.what.document().setDocumentMargin(6)
        self.what.setAccessibleName(self.tr("What is this?"))
        self.what.setTabChangesFocus(True)
        self.what.hide()
        self.addWidget(tree)
        self.addWidget(self.what)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setHandleWidth(3)
        height = LINES * self.what.fontMetrics().lineSpacing() + 14
        self.setSizes([6 * height, height])
        tree.node_chosen.connect(self._explain)
        model.modelReset.connect(self.what.clear)

    def _explain(self, node: int) -> None:
        nodes = self._model.nodes
        found = explain_path(nodes.path(node), self._language) if nodes is not None else None
        if found is None:
            self.what.clear()
            return
        name, (about, reference) = found
        faint = colors().faint.name()
        self.what.setHtml(f'<b>{value(name)}</b> · {value(about)} '
                          f'<span style="color:{faint}">{value(reference)}</span>')
        self.what.show()
