"""A Session: one open capture in a window, with the thread that works on it."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from analyzer.errors import ReportedError
from gui import questions
from gui.jobs import Worker
from gui.models.nodes import Nodes
from gui.questions import Progress
from gui.related import Related
from gui.spent import OPENING, READING
from gui.whole_file import FileCutError, while_whole

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

Part = TypeVar("Part")


class Session(QObject):
    """Opens and reads a capture and answers what the window asks; all work is done in its Worker.

    Attributes:
        path: the file.
        analysis: what was read; None until the file is open.
        loading: whether packets are being read.
        complete: whether all packets were read.
        progress: how far reading is.
        spent: how long the work took.
        live: whether the capture is still being taken, and the file grows.
    """
    opened = Signal()
    failed = Signal(str)
    grew = Signal(object)
    stopped = Signal()          # reading has ended: complete, cancelled, or by a fault
    texts_came = Signal(object)
    nodes_came = Signal(int, object)
    related_came = Signal(int, object)
    flow_came = Signal(object)
    lines_came = Signal(int, object)
    file_cut = Signal()         # the file has become shorter; nothing can be asked any more

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.analysis: Analysis | None = None
        self.loading = self.complete = self.live = False
        self.progress: Progress | None = None
        self._begun: Analysis | None = None
        self._worker = Worker(self._close_file)
        self.spent = self._worker.spent

    def begin(self) -> None:
        """Opens the file and starts reading; `opened` or `failed` tells how that went."""
        self.loading = True
        self._worker.ask(self._keep(questions.begin(self.path)), self._opened, on_fault=self._fault, kind=OPENING)

    def resume(self) -> None:
        """Goes on reading after `cancel`."""
        if self.analysis is not None and not self.loading and not self.complete:
            self.loading = True
            self._load()

    def cancel(self) -> None:
        """Stops reading; what was read stays."""
        if self.loading:
            for kind in (OPENING, READING):
                self._worker.cancel(kind)
            self.loading = False
            self.stopped.emit()

    def close(self, wait_seconds: float = 0.0) -> None:
        """Ends the work and closes the file."""
        self.blockSignals(True)
        self._worker.stop(wait_seconds)

    @property
    def at_work(self) -> bool:
        """Whether the thread still runs."""
        return self._worker.alive

    @property
    def rests(self) -> bool:
        """Whether nothing is asked that is not answered."""
        return self._worker.rests

    # What the window asks.

    def ask_texts(self, rows: list[int]) -> None:
        """Asks for protocols and infos of packets, instead of those that were asked for last."""
        if self.analysis is not None:
            self.ask(questions.texts(self.analysis, rows), self.texts_came.emit, "texts",
                     on_fault=lambda fault: self._texts_failed(rows, fault))

    def ask_nodes(self, row: int) -> None:
        """Asks for the field tree of a packet."""
        if self.analysis is not None:
            self.ask(questions.nodes(self.analysis, row), lambda found: self._nodes_came(row, found), "nodes")

    def _nodes_came(self, row: int, found: Nodes | Related) -> None:
        if isinstance(found, Related):
            self.related_came.emit(row, found)
        else:
            self.nodes_came.emit(row, found)

    def ask_flow(self, flow: int) -> None:
        """Asks for the packets of a flow."""
        if self.analysis is not None:
            self.ask(questions.flow_packets(self.analysis, flow), self.flow_came.emit, "flow")

    def ask_dialogue(self, flow: int) -> None:
        """Asks for what was said in a flow; it comes in parts, an empty one where there is more than is shown."""
        if self.analysis is not None:
            self.ask(questions.dialogue(self.analysis, flow), lambda part: self.lines_came.emit(flow, part),
                      "dialogue")

    def drop(self, *kinds: str) -> None:
        """Drops questions that nobody waits for any longer."""
        for kind in kinds:
            self._worker.cancel(kind)

    def ask(self, steps: Iterator[Part], on_part: Callable[[Part], None], kind: str,
            on_end: Callable[[], None] | None = None, on_fault: Callable[[BaseException], None] | None = None,
            background: bool = False) -> None:
        """Has the worker do something; an earlier question of this kind is dropped. What is done in the background
        waits for all other questions."""
        if self.analysis is None:
            return

        def failed(fault: BaseException) -> None:
            if isinstance(fault, FileCutError):
                self.file_cut.emit()
            elif on_fault is None:
                raise fault
            else:
                on_fault(fault)
        self._worker.ask(while_whole(self.analysis, steps), on_part, on_end, failed, kind, background)

    def _texts_failed(self, rows: list[int], fault: BaseException) -> None:
        """Gives the rows some text, so that they are not asked for again and again; then reports the fault."""
        self.texts_came.emit({row: ("", self.tr("could not be worked out")) for row in rows})
        raise fault

    # How reading goes.

    def _keep(self, steps: Any) -> Any:
        """Notes the analysis in the worker's thread, so that it is closed even if nobody waits for it any longer."""
        for self._begun in steps:
            yield self._begun

    def _opened(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.opened.emit()
        self._load()

    def _load(self) -> None:
        assert self.analysis is not None
        self._worker.ask(questions.load(self.analysis), self._grew, self._ended, self._fault, READING, background=True)

    def _grew(self, progress: Progress) -> None:
        self.progress = progress
        self.grew.emit(progress)

    def _ended(self) -> None:
        self.loading, self.complete = False, True
        self.spent.note_read()
        self.stopped.emit()

    def _fault(self, fault: BaseException) -> None:
        self.loading = False
        if self.analysis is not None:
            self.stopped.emit()
        if not isinstance(fault, ReportedError):
            raise fault
        self.failed.emit(str(fault))

    def _close_file(self) -> None:
        if self._begun is not None:
            self._begun.close()
