"""The workspace: the panes of an open capture, and how choosing in one shows in the others."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from gui import cell_filters
from gui.coloring import DEFAULTS, Rule
from gui.field_link import FieldLink
from gui.filtering import Filtered
from gui.flow_link import FlowLink
from gui.live_place import in_place
from gui.models.flows import FlowsModel
from gui.models.packets import PacketsModel
from gui.models.tree import TreeModel
from gui.packet_cells import cells
from gui.questions import Progress, neighbour
from gui.related import Related
from gui.session import Session
from gui.state import State, Topic
from gui.views.panes import Panes

PASSING_MS = 100
"""Of packets that are passed with a key held down, fields are shown so often."""


class Workspace(QObject):
    """Ties a Session, the State and the panes together."""
    status_changed = Signal(str)
    counts_changed = Signal()
    reload_wanted = Signal()    # the file is another one now
    listed_changed = Signal()   # other packets are listed
    colored = Signal()          # by other rules, or no longer
    all_wanted = Signal()       # a packet that the filter does not keep is to be shown

    def __init__(self) -> None:
        super().__init__()
        self.state = State()
        self.session: Session | None = None
        self.rules: Sequence[Rule] = DEFAULTS
        self.packets, self.flows, self.fields = PacketsModel(self), FlowsModel(self), TreeModel(self)
        self.panes = Panes(self.packets, self.flows, self.fields)
        self.field_link = FieldLink(self.state, self.panes, self.fields, self)
        self.flow_link = FlowLink(self.state, self.panes, self.packets, self.flows, self)
        self._passing = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._connect()

    def _connect(self) -> None:
        panes, state = self.panes, self.state
        panes.packet_list.line_chosen.connect(lambda line: state.choose_packet(self.packets.row_of(line)))
        panes.dialogue.packet_wanted.connect(self.go_to_packet)
        self.field_link.status_changed.connect(self.status_changed)
        self.flow_link.packets_listed.connect(self._relisted)
        self.flow_link.flows_listed.connect(self.counts_changed)
        self.packets.wanted.connect(self._texts_wanted)
        self._passing.timeout.connect(self._ask_nodes)
        state.listen(Topic.PACKET, self._packet_changed)

    # The session.

    def show(self, session: Session | None) -> None:
        """Shows another capture, or none."""
        self.session = session
        self.flow_link.show(session)
        analysis = session.analysis if session is not None else None
        self.state.clear()
        self.packets.show(analysis)
        self.panes.packet_list.relate(Related())
        self.flows.show(analysis)
        self.panes.flow_list.refresh_choice()
        self.panes.damage_bar.hide()
        self.field_link.forget()
        self.panes.dialogue.start()
        if session is not None:
            session.grew.connect(self._grew)
            session.stopped.connect(self._stopped)
            session.texts_came.connect(self.packets.fill)
            session.nodes_came.connect(self.field_link.came)
            session.related_came.connect(self._related_came)
            session.file_cut.connect(self._file_cut)

    def _grew(self, progress: Progress) -> None:
        first = self.packets.rowCount() == 0
        self.packets.grow(progress.rows)
        self.flows.grow(progress.flows, progress.services)
        if first and self.packets.rowCount():
            self.panes.fit_columns()
            self.state.choose_packet(self.packets.row_of(0))
        self.counts_changed.emit()

    def _stopped(self) -> None:
        assert self.session is not None
        self.panes.flow_list.refresh_choice()
        self.packets.forget_texts()
        damage = self.session.analysis.capture.damage if self.session.analysis is not None else []
        if damage:
            self.panes.damage_bar.say(self.tr("The capture is damaged: {0}. What stands before is shown.").format(
                "; ".join(map(str, damage))))
        elif not self.session.complete:
            self.panes.damage_bar.say(self.tr("Reading was stopped; only the first packets are shown."),
                                      self.tr("Go on reading"), self._resume)
        self._relisted()

    def _file_cut(self) -> None:
        """What was shown stays; there is nothing more to be had."""
        self.panes.damage_bar.say(self.tr("The file became shorter while it was open: nothing more can be read of it."),
                                  self.tr("Open it again"), self.reload_wanted.emit)

    def _resume(self) -> None:
        self.panes.damage_bar.hide()
        if self.session is not None:
            self.session.resume()
            self.counts_changed.emit()

    # Packets.

    def _texts_wanted(self, rows: list[int]) -> None:
        session = self.session
        if session is None or session.analysis is None:
            return
        if texts := self.packets.own_texts():
            session.ask(cells(session.analysis, texts, rows), self.packets.fill_own, "cells")
        session.ask_texts(rows)     # asked last, hence worked out first

    def color(self, rules: Sequence[Rule], is_colored: bool) -> None:
        """Colours the packet list by these rules, or not at all."""
        self.rules, self.packets.is_colored = rules, is_colored
        self.packets.forget_texts()
        self.colored.emit()

    def _packet_changed(self) -> None:
        row = self.state.packet
        if row is None or self.session is None:
            self.field_link.show(None)
            self.panes.packet_list.relate(Related())
            return
        self.field_link.await_nodes()
        if not self.panes.packet_list.is_held:
            self._ask_nodes()
        elif not self._passing.isActive():
            self._passing.start()
        self.panes.dialogue.mark_packet(row)
        line = self.packets.line_of(row)
        if line != self.panes.packet_list.current_line():
            self.panes.packet_list.go_to(line)

    def _related_came(self, row: int, found: Related) -> None:
        if row == self.state.packet:
            self.panes.packet_list.relate(found)

    def _ask_nodes(self) -> None:
        """Asks for the fields of the chosen packet."""
        self._passing.stop()
        if self.session is not None and self.state.packet is not None:
            self.session.ask_nodes(self.state.packet)

    def go_to_packet(self, row: int) -> None:
        """Chooses a packet; where the list is narrowed to others, all packets are shown."""
        if self.packets.line_of(row) < 0:
            self.state.choose_flow(None)
        if self.packets.line_of(row) < 0:
            self.all_wanted.emit()
        self.state.choose_packet(row)

    def go_in_flow(self, step: int) -> None:
        """Chooses the next or previous packet of the same flow."""
        if self.session is None or self.session.analysis is None or self.state.packet is None:
            return
        row = neighbour(self.session.analysis, self.state.packet, step)
        if row is not None:
            self.go_to_packet(row)

    def flow_of_packet(self) -> int | None:
        """The flow of the chosen packet."""
        if self.session is None or self.session.analysis is None or self.state.packet is None:
            return None
        flow = int(self.session.analysis.packets.column("flow")[self.state.packet])
        return flow if flow >= 0 else None

    def follow(self) -> None:
        """Narrows the list to the flow of the chosen packet, and shows what was said in it."""
        flow = self.flow_of_packet()
        if flow is not None:
            self.state.choose_flow(flow)
            self.panes.raise_dialogue()

    def keep(self, found: Filtered | None) -> None:
        """Lists only what a filter keeps; None lists all. The chosen packet stays chosen, or else its neighbour is."""
        row = self.state.packet
        self.packets.keep(found.rows if found is not None else None)
        self.flows.keep(found.flows if found is not None else None)
        self.flow_link.go_to_flow()
        line = self.packets.listed.line_near(row or 0)
        self.panes.packet_list.go_to(line)
        if line < 0:
            self.state.choose_packet(None)
        self._relisted()

    def keep_more(self, found: Filtered) -> None:
        """Lists also those of the packets that came since which a filter keeps."""
        self.packets.keep_more(found.rows)
        with in_place(self.panes.flow_list.table, self.flows.flow_of, self.flows.line_of, follows=True):
            self.flows.keep(found.flows)
        self.counts_changed.emit()

    def filter_of_packet(self, line: int, column: int) -> str:
        """The filter that a cell of the packet list stands for."""
        if self.session is None or self.session.analysis is None:
            return ""
        row, shown = self.packets.row_of(line), self.packets.columns[column]
        if shown.kind is None:
            return self.packets.filter_of(row, shown)
        said = self.packets.lines(line, line + 1)[0].cells[column]
        return cell_filters.of_packet(self.session.analysis, row, shown.kind, said)

    def filter_of_flow(self, line: int, column: int) -> str:
        """The filter that a cell of the flow list stands for."""
        if self.session is None or self.session.analysis is None:
            return ""
        flow = self.flows.flow_of(line)
        return cell_filters.of_flow(self.session.analysis, flow, column, self.flows.service(flow))

    def _relisted(self) -> None:
        self.listed_changed.emit()
        self.counts_changed.emit()
