"""The flow list, the packet list and the dialogue: choosing a flow shows its packets and what was said in it."""
from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from analyzer.services import MAIL
from gui.models.flows import FlowsModel
from gui.models.packets import PacketsModel
from gui.questions import FlowPackets, Lines
from gui.session import Session
from gui.state import State, Topic
from gui.views.panes import Panes


class FlowLink(QObject):
    """Narrows the packet list to the chosen flow, and the flow list to the chosen services."""
    packets_listed = Signal()   # other packets are listed
    flows_listed = Signal()

    def __init__(self, state: State, panes: Panes, packets: PacketsModel, flows: FlowsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._panes, self._packets, self._flows = state, panes, packets, flows
        self._session: Session | None = None
        panes.flow_list.table.line_chosen.connect(lambda line: state.choose_flow(flows.flow_of(line)))
        panes.flow_list.services_chosen.connect(state.choose_services)
        state.listen(Topic.FLOW, self._flow_changed)
        state.listen(Topic.SERVICES, self._services_changed)

    def show(self, session: Session | None) -> None:
        """Another capture is open, or none."""
        self._session = session
        if session is not None:
            session.flow_came.connect(self._flow_came)
            session.lines_came.connect(self._lines_came)

    def go_to_flow(self) -> None:
        """Brings the chosen flow into sight."""
        if self._state.flow is not None:
            self._panes.flow_list.table.go_to(self._flows.line_of(self._state.flow))

    def _flow_changed(self) -> None:
        flow, table = self._state.flow, self._panes.flow_list.table
        line = -1 if flow is None else self._flows.line_of(flow)
        if line != table.current_line():
            table.go_to(line)
        self._panes.dialogue.start()
        if flow is None or self._session is None:
            self._widen()
            return
        self._session.ask_dialogue(flow)
        self._session.ask_flow(flow)
        self._panes.flow_bar.say(self.tr("Only packets of flow {0}: {1}").format(flow, self._flows.title(flow)),
                                 self.tr("Show all packets"), lambda: self._state.choose_flow(None), closable=False)
        if self._flows.service(flow) in MAIL:
            self._panes.raise_dialogue()

    def _widen(self) -> None:
        if self._session is not None:
            self._session.drop("flow", "dialogue")
        self._panes.flow_bar.hide()
        self._packets.widen()
        if self._state.packet is not None:
            self._panes.packet_list.go_to(self._packets.line_of(self._state.packet))
        self.packets_listed.emit()

    def _flow_came(self, found: FlowPackets) -> None:
        if found.flow != self._state.flow:
            return
        self._packets.narrow(found.flow, found.rows, found.known)
        line = self._packets.line_of(self._state.packet) if self._state.packet is not None else -1
        self._panes.packet_list.go_to(max(line, 0))
        self.packets_listed.emit()

    def _lines_came(self, flow: int, lines: Lines) -> None:
        if flow != self._state.flow:
            return
        dialogue = self._panes.dialogue
        if lines:
            dialogue.add(lines)
        else:
            dialogue.add_note(self.tr("There is more: `pilotfish follow FILE {0}` prints all.").format(flow))

    def _services_changed(self) -> None:
        self._flows.narrow(self._state.services)
        self.go_to_flow()
        self.flows_listed.emit()
