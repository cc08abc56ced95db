"""Brings what was captured meanwhile into what is looked at: infos, filter, dialogue, and the tabs."""
from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from gui.actions import Actions
from gui.live_place import lines_in_sight
from gui.live_scroll import Autoscroll
from gui.packet_filter import PacketFilter
from gui.questions import Progress, Texts, dialogue, texts
from gui.session import Session
from gui.tabs import Tabs

EVERY_SECONDS = 0.4
SHARE = 3
"""Renewing takes no more than one part in so many of the time, so that the packet list goes on."""
PATIENCE_SECONDS = 60
"""A renewal that has failed never ends; after so long the next one begins."""


class LiveUpdates(QObject):
    """One renewal at a time; how long it took says when the next one may be."""

    def __init__(self, tabs: Tabs, packet_filter: PacketFilter, actions: Actions) -> None:
        super().__init__(tabs)
        self._tabs, self._filter = tabs, packet_filter
        self._session: Session | None = None
        self._began: float | None = None
        self._due = False
        self._rows = 0
        self.scroll = Autoscroll(tabs.workspace.panes.packet_list)
        self._action = actions["autoscroll"]
        self._action.setChecked(True)
        self._action.setEnabled(False)
        self._action.toggled.connect(self.scroll.set_holds)
        self.scroll.holds_changed.connect(self._action.setChecked)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._renew)
        tabs.currentChanged.connect(lambda _index: self._grew())

    def show(self, session: Session | None) -> None:
        """Looks after another capture, or none."""
        self._session, self._began, self._due, self._rows = session, None, False, 0
        self._timer.stop()
        self.scroll.set_active(False)
        self._action.setEnabled(session is not None and session.live)
        if session is not None and session.live:
            session.grew.connect(self._grew)
            session.stopped.connect(self._stopped)

    def _grew(self, _progress: Progress | None = None) -> None:
        if self._session is None or not self._session.live:
            return
        if not self.scroll.active and self._session.progress is not None:
            self.scroll.set_active(True)    # the first packet has just been chosen, and brought into sight
        self._due = True
        self._soon()

    def _soon(self) -> None:
        waiting = self._began is not None and time.monotonic() - self._began < PATIENCE_SECONDS
        if self._due and not waiting and not self._timer.isActive():
            self._timer.start(0)

    def _stopped(self) -> None:
        """Everything is asked anew by those who show it."""
        self._due = False
        self._timer.stop()
        self.scroll.set_active(False)
        self._action.setEnabled(False)

    def _renew(self) -> None:
        session = self._session
        if session is None or session.analysis is None or not session.live or not self._due:
            return
        self._due, self._began = False, time.monotonic()
        tab = self._tabs.live_tab()
        if tab is not None:
            tab.renew(self._renewed)
            return
        self._filter.grow()
        self._renew_dialogue(session)
        packets = self._tabs.workspace.packets
        rows = [packets.row_of(line) for line in lines_in_sight(self._tabs.workspace.panes.packet_list)]
        session.ask(texts(session.analysis, rows), self._texts_came, "renewed texts", self._renewed)

    def _renewed(self) -> None:
        took = time.monotonic() - self._began if self._began is not None else 0.0
        self._began = None
        self._timer.start(int(1000 * max(SHARE * took, EVERY_SECONDS)))

    def _texts_came(self, found: Texts) -> None:
        """What is not known yet stays as it was."""
        self._tabs.workspace.packets.fill({row: text for row, text in found.items() if text[1] is not None})

    def _renew_dialogue(self, session: Session) -> None:
        """Says again what was said in the chosen flow, if it has new packets."""
        assert session.analysis is not None
        flow, first, flows = self._tabs.workspace.state.flow, self._rows, session.analysis.packets.column("flow")
        self._rows = len(flows)
        if flow is not None and (flows[first:] == flow).any():
            lines = self._tabs.workspace.panes.dialogue
            session.ask(dialogue(session.analysis, flow), lines.renew, "dialogue", lines.renewed)
