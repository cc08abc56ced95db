"""The engine below all views: reads a capture block by block, and puts together the flows that someone asks about."""
from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from analyzer.capture import CaptureFile, Records
from analyzer.columns import Array
from analyzer.comments import Comments
from analyzer.conversations import Talk
from analyzer.flows import TCP, TRANSPORTS, FlowTable
from analyzer.guard import Guard
from analyzer.plain import Call, load_kernels, plain_sessions
from analyzer.program import Program
from analyzer.services import Services, well_known_ports
from analyzer.streams import Streams
from analyzer.table import PacketTable
from dissectors.headers import HEADERS
from dissectors.kernel import COMPILE_FROM
from dissectors.registry import Context, Registry

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession

TALKS_KEPT = 64
"""Conversations that are kept for views that ask again."""
FLOWS_AT_ONCE = 32
"""Flows whose plain sessions are read together."""
LARGE = 16 << 20
"""Bytes of a capture from which two threads read it."""
MOST_KEPT = 4096
"""Small facts about flows that are kept, such as their window scales."""
FEW = 500
"""So many packets are in sight at once: while others still come, only their flows are put together."""

Made = TypeVar("Made")


class Engine:
    """An open capture, its packets and its flows.

    Attributes:
        capture: the file, with its damage, comments and names.
        packets: the packet table; rows count from 0.
        flows: the flow table.
        services: which protocol each flow speaks.
        comments: what is said of packets.
        registry: the dissectors in use.
        guard: what keeps their faults from everything else; `strict` lets them through, for tests.
    """

    def __init__(self, capture: CaptureFile, registry: Registry, strict: bool = False) -> None:
        self.capture, self.registry = capture, registry
        self.comments = Comments(capture.comments)
        self.guard = Guard(strict)
        self.packets = PacketTable(capture, Program(HEADERS))
        self.flows = FlowTable(well_known_ports(registry))
        self.services = Services(self.packets, self.flows, registry)
        self._blocks = capture.blocks()
        self._talks: dict[int, Talk] = {}
        self._plain: dict[int, PlainSession | None] = {}
        self._kept: dict[Hashable, object] = {}

    def advance(self) -> bool:
        """Reads a block of packets; False where there is none."""
        rows = self._read()
        if rows is None:
            return False
        self.flows.add(self.packets, *rows)
        self._forget()
        return True

    def look_again(self) -> None:
        """Lets `advance` go on with what was added to a file that grows."""
        self.capture.refresh()
        self._blocks = self.capture.blocks()

    def load(self, progress: Callable[[], object]) -> None:
        """Reads all packets. Of a large file the flows of one block are numbered while the next one is read: compiled
        kernels run beside each other."""
        if not self.advance() or len(self.capture.data) < LARGE:
            while self.advance():
                progress()
            return
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(1) as beside:
            numbered = beside.submit(lambda: None)
            while (rows := self._read(numbered.result)) is not None:
                numbered.result()
                numbered = beside.submit(self.flows.add, self.packets, *rows)
                progress()
            numbered.result()
        self._forget()

    def choose(self, engine: Engine, rows: Array) -> None:
        """Takes packets of another engine in place of those of the file."""
        packets = engine.packets
        self.comments.take(engine.comments, rows.tolist())
        self.packets.expect(len(rows))
        self.flows.add(self.packets, *self.packets.append(Records(**{
            name: packets.column(name)[rows] for name in Records.__dataclass_fields__})))

    def _read(self, before_moving: Callable[[], None] = lambda: None) -> tuple[int, int] | None:
        """Adds the next block to the packet table; gives its rows. Where columns must move to grow, nobody else may
        be writing into them: `before_moving` waits for that."""
        begin = self.capture.position
        records = next(self._blocks, None)
        if records is None:
            return None
        expected = self._expected(len(records.offset))
        if expected > self.packets.columns.capacity:
            before_moving()
        self.packets.expect(expected)
        rows = self.packets.append(records)
        self.capture.discard(begin, self.capture.position)
        return rows

    def _expected(self, more: int) -> int:
        """About how many packets the file has, with `more` read. For the first ones nothing is worth compiling: people
        wait to see them."""
        rows = self.packets.rows + more
        expected = max(rows, len(self.capture.data) * rows // self.capture.position)
        return expected if self.packets.rows else min(expected, max(rows, COMPILE_FROM - 1))

    def _forget(self) -> None:
        for name in ("tcp_streams", "_numbers"):
            self.__dict__.pop(name, None)
        self._kept.clear()
        self._talks.clear()
        self._plain.clear()

    @cached_property
    def tcp_streams(self) -> Streams:
        """All TCP flows, reassembled."""
        self.services.numbers()
        self.packets.release()
        return Streams(self.packets, self.flows, np.flatnonzero(self.flows.column("transport") == TCP))

    def notes_of(self, rows: Array) -> Array:
        """For each packet what reassembly notes of its segment (see `dissectors.transport.standing`)."""
        # who asks for one packet asks for others, too
        if "tcp_streams" in self.__dict__ or not 1 < len(rows) <= FEW:
            return self.tcp_streams.notes_of(rows)
        flows = np.unique(self.packets.column("flow")[rows])
        flows = flows[flows >= 0]
        return Streams(self.packets, self.flows, flows[self.flows.of("transport", flows) == TCP]).notes_of(rows)

    def talk(self, flow: int) -> Talk | None:
        """A flow's conversation; None where its service has none."""
        if flow not in self._talks and self.services.converses(flow):
            self._talks[flow] = self.converse(flow, self._plain.get(flow))
            while len(self._talks) > TALKS_KEPT:
                self._talks.pop(next(iter(self._talks)))
        return self._talks.get(flow)

    def plain_sessions(self, flows: Iterable[int]) -> Mapping[int, PlainSession | None]:
        """Those of the flows that are plain sessions, None for the others; the last ones are kept, for `talk` too."""
        wanted = dict.fromkeys(flows)
        new = [flow for flow in wanted if flow not in self._plain]
        found = self.find_plain(new)
        self._plain = {flow: self._plain.get(flow) or found.get(flow) for flow in wanted}
        return self._plain

    def find_plain(self, flows: Sequence[int]) -> Mapping[int, PlainSession]:
        """Those of the flows that are plain sessions, worked out anew."""
        return plain_sessions(self.tcp_streams, self.services, self.registry, flows)

    def talks(self, *services: str) -> Iterator[Talk]:
        """The conversations of these services, one after the other, without keeping them."""
        flows = self.services.flows_of(*services).tolist()
        for start in range(0, len(flows), FLOWS_AT_ONCE):
            yield from self.conversing(flows[start:start + FLOWS_AT_ONCE])

    def conversing(self, flows: Sequence[int]) -> Iterator[Talk]:
        """The conversations of flows, worked out anew; the plain ones are read together."""
        return self._converse(flows, self.find_plain(flows))

    def prepare_conversing(self, services: Iterable[str], calls: Sequence[Call] = ()) -> None:
        """Does what is done once for all conversations of these services, before processes share them; `calls` are of
        further kernels that will be needed."""
        load_kernels(self.tcp_streams, self.services, self.registry, services, calls)

    def converse(self, flow: int, plain: PlainSession | None = None) -> Talk:
        """A flow's conversation, worked out anew unless it was found to be a `plain` session."""
        return next(self._converse([flow], {flow: plain}))

    def _converse(self, flows: Sequence[int], plain: Mapping[int, PlainSession | None]) -> Iterator[Talk]:
        ports = (self.flows.of(name, np.asarray(flows, np.int64)).tolist() for name in ("client_port", "server_port"))
        for stream, service, client, server in zip(
                self.tcp_streams.several(flows), self.services.of_flows(flows), *ports, strict=True):
            dissector = self.registry.get(service or "")
            assert dissector is not None
            yield Talk(stream, dissector, self.registry, Context("tcp", client, server), self.guard,
                       plain.get(stream.flow))

    def kept(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, kept under `key` until packets are added or much else was kept."""
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = make()
        return cast(Made, self._kept[key])

    def number_in_transport(self, flow: int) -> int:
        """A flow's number among those of its transport, as Wireshark counts streams."""
        transport = self.flows.value(flow, "transport")
        number: int = self._numbers[transport].item(flow)
        return number

    @cached_property
    def _numbers(self) -> dict[int, Array]:
        transports = self.flows.column("transport")
        return {number: np.cumsum(transports == number, dtype=np.int32) - 1 for number in TRANSPORTS}

    def rows_of(self, flow: int) -> Array:
        """The rows of a flow's packets."""
        return np.flatnonzero(self.packets.column("flow") == flow)
