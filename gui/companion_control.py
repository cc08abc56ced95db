"""The tree of tshark below ours, for packets that we do not dissect: asked off the thread of the window, if wanted."""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from analyzer.errors import ReportedError
from gui.jobs import Worker
from gui.models.nodes import Nodes

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from analyzer.companion import Extract
    from analyzer.trees import Tree
    from gui.actions import Actions
    from gui.session import Session
    from gui.workspace import Workspace

Prepared = tuple["Tree", "Extract"]


def prepared(analysis: Analysis, row: int) -> Iterator[Prepared | None]:
    """The extract for a packet, if there is something to ask about it."""
    from analyzer import companion
    tree = analysis.tree(row)
    if companion.is_wanted(tree):
        companion.program()
        yield tree, companion.extract(analysis, [row])
    else:
        yield None


def asked(tree: Tree, extract: Extract) -> Iterator[Nodes | str | None]:
    """The nodes with tshark's; a word where it has nothing to add; None while it works."""
    from analyzer import companion
    from analyzer.companion_fields import add_layer
    for answer in companion.answers(extract):
        if answer is None:
            yield None
        elif add_layer(tree, answer):
            yield Nodes(tree)
        else:
            yield f"tshark {answer.version}"


class CompanionControl(QObject):
    """Asks for the chosen packet. The extract is written by the session's thread, which alone touches the analysis;
    tshark is waited for in a thread of its own, which starts with the first question."""
    told = Signal(str)

    def __init__(self, space: Workspace, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._space, self._switch = space, actions["ask_tshark"]
        self._worker: Worker | None = None
        self._switch.toggled.connect(self._switched)
        self.told.connect(space.status_changed)

    def show(self, session: Session | None) -> None:
        """Another capture is open, or none."""
        if session is not None:
            session.nodes_came.connect(lambda row, nodes: self._ask(row))

    def end(self) -> None:
        """The window goes."""
        if self._worker is not None:
            self._worker.stop(1.0)

    def _switched(self, is_on: bool) -> None:
        row, session = self._space.state.packet, self._space.session
        if row is not None and session is not None:
            session.ask_nodes(row)      # with tshark's tree, or without it again

    def _ask(self, row: int) -> None:
        session = self._space.session
        if not self._switch.isChecked() or session is None or session.analysis is None:
            return
        session.ask(prepared(session.analysis, row), lambda found: self._prepared(row, found), "companion",
                    on_fault=self._failed)

    def _prepared(self, row: int, found: Prepared | None) -> None:
        if found is None or row != self._space.state.packet:
            return
        if self._worker is None:
            self._worker = Worker(lambda: None)
        self.told.emit(self.tr("Asking tshark about packet {0}…").format(row + 1))
        self._worker.ask(asked(*found), lambda part: self._came(row, part), on_fault=self._failed, kind="companion")

    def _came(self, row: int, part: Nodes | str | None) -> None:
        if row != self._space.state.packet or part is None:
            return
        if isinstance(part, str):
            self.told.emit(self.tr("{0} knows no more of packet {1}").format(part, row + 1))
        else:
            self._space.field_link.came(row, part)

    def _failed(self, fault: BaseException) -> None:
        """What is known and told: the tree stays as it is."""
        if not isinstance(fault, ReportedError):
            raise fault
        self.told.emit(str(fault))
