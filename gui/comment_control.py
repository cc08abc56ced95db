"""Comments of packets: adding, editing and deleting them, as in Wireshark's menu."""
from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from gui.actions import Actions
from gui.text import plain
from gui.workspace import Workspace

LONGEST_TITLE = 50
MOST_LISTED = 20
"""Comments of a packet that the menu offers one by one; a hostile file has very many."""
LONGEST = 65_535
"""An option of pcapng has a length of 16 bits."""


class CommentControl(QObject):
    """Changes what is said of the chosen packet. `menu` has what can be done with it."""
    changed = Signal()

    def __init__(self, workspace: Workspace, actions: Actions, window: QWidget) -> None:
        super().__init__(window)
        self._space, self._actions, self._window = workspace, actions, window
        self.menu = QMenu(self.tr("Packet &comments"), window)
        self.menu.aboutToShow.connect(self._fill)
        actions.connect(comment=self.add)
        self._fill()

    def texts(self) -> tuple[str, ...]:
        """The comments of the chosen packet."""
        session, row = self._space.session, self._space.state.packet
        return session.analysis.comments.of(row) if session and session.analysis and row is not None else ()

    def put(self, texts: Sequence[str]) -> None:
        """Gives the chosen packet these comments."""
        session, row = self._space.session, self._space.state.packet
        if session is None or session.analysis is None or row is None:
            return
        session.analysis.comments.put(row, texts)
        self._space.packets.redraw([row])
        session.ask_nodes(row)
        self.changed.emit()

    def add(self) -> None:
        """Asks for a further comment."""
        self._ask(self.tr("Add a comment"), "", lambda text: self.put([*self.texts(), text]))

    def edit(self, number: int) -> None:
        """Asks for another text of a comment."""
        texts = self.texts()
        self._ask(self.tr("Edit the comment"), texts[number],
                  lambda text: self.put([*texts[:number], text, *texts[number + 1:]]))

    def delete(self, number: int) -> None:
        """Takes a comment away."""
        texts = self.texts()
        self.put([*texts[:number], *texts[number + 1:]])

    def _fill(self) -> None:
        self.menu.clear()
        self.menu.addAction(self._actions["comment"])
        texts = self.texts()
        for number, text in enumerate(texts[:MOST_LISTED]):
            short = _short(text)
            self.menu.addSeparator()
            self.menu.addAction(self.tr("Edit “{0}”…").format(short)).triggered.connect(
                lambda _=False, number=number: self.edit(number))
            self.menu.addAction(self.tr("Delete “{0}”").format(short)).triggered.connect(
                lambda _=False, number=number: self.delete(number))
        if len(texts) > MOST_LISTED:
            self.menu.addSeparator()
            self.menu.addAction(f"… +{len(texts) - MOST_LISTED:,}").setEnabled(False)
        if len(texts) > 1:
            self.menu.addSeparator()
            self.menu.addAction(self.tr("Delete all comments of this packet")).triggered.connect(lambda: self.put(()))

    def _ask(self, title: str, text: str, agreed: Callable[[str], None]) -> None:
        if self._space.state.packet is None:
            return
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("Comment of packet {0}:").format(self._space.state.packet + 1))
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(lambda written: agreed(written.strip()[:LONGEST]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _short(text: str) -> str:
    text = plain(text).replace("&", "&&")
    return text if len(text) <= LONGEST_TITLE else text[:LONGEST_TITLE - 1] + "…"
