"""The engine below all views: reads a capture block by block, and puts together the flows that someone asks about."""
from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

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


class _Block(NamedTuple):
    """Packets that lie in bytes [begin, end) of the file."""
    records: Records
    begin: int
    end: int


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
        block = self._next()
        if block is None:
            return False
        self.flows.add(self.packets, *self._take(block))
        self._forget()
        return True

    def look_again(self) -> None:
        """Lets `advance` go on with what was added to a file that grows."""
        self.capture.refresh()
        self._blocks = self.capture.blocks()

    def load(self, progress: Callable[[], object]) -> None:
        """Reads all packets. Of a large file the flows of one block are numbered while the headers of the next one are
        read and those of a third are looked for: compiled kernels run beside each other."""
        if not self.advance() or len(self.capture.data) < LARGE:
            while self.advance():
                progress()
            return
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(2) as beside:
            numbered, following = beside.submit(lambda: None), beside.submit(self._next)
            while (block := following.result()) is not None:
                following = beside.submit(self._next)
                rows = self._take(block, numbered.result)
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

    def _next(self) -> _Block | None:
        """The next block of the file."""
        begin = self.capture.position
        records = next(self._blocks, None)
        return None if records is None else _Block(records, begin, self.capture.position)

    def _take(self, block: _Block, before_moving: Callable[[], None] = lambda: None) -> tuple[int, int]:
        """Adds a block to the packet table; gives its rows. Where columns must move to grow, nobody else may be
        writing into them: `before_moving` waits for that."""
        expected = self._expected(block)
        if expected > self.packets.columns.capacity:
            before_moving()
        self.packets.expect(expected)
        rows = self.packets.append(block.records)
        self.capture.discard(block.begin, block.end)
        return rows

    def _expected(self, block: _Block) -> int:
        """About how many packets the file has, with this block read. For the first ones nothing is worth compiling:
        people wait to see them."""
        rows = self.packets.rows + len(block.records)
        expected = max(rows, len(self.capture.data) * rows // block.end)
        return expected if self.packets.rows else min(expected, max(rows, COMPILE_FROM - 1))

    def _forget(self) -> None:
        for name in ("tcp_streams", "_numbers"):
            self.__dict__.pop(name, None)
        self._kept.clear()
        self._talks.clear()
        self._plain.clear()

    @cached_property
    def tcp_streams(self) -> Streams:
        """All TCP flows, reassembled. In large captures it is found out beside that what they speak."""
        flows = np.flatnonzero(self.flows.column("transport") == TCP)
        if len(self.capture.data) < LARGE:
            self.services.numbers()
            return Streams(self.packets, self.flows, flows)
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(1) as beside:
            found = beside.submit(self.services.numbers)
            streams = Streams(self.packets, self.flows, flows)
            found.result()
        self.packets.release()
        return streams

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
        wanted, text = np.asarray(flows, np.int64), self.packets.addresses.text
        ends, ports = (list(zip(*(self.flows.of(name, wanted).tolist() for name in names), strict=True))
                       for names in (("client", "server"), ("client_port", "server_port")))
        for stream, service, (client, server), port in zip(
                self.tcp_streams.several(flows), self.services.of_flows(flows), ends, ports, strict=True):
            dissector = self.registry.get(service or "")
            assert dissector is not None
            yield Talk(stream, (text(client) or "", text(server) or ""), dissector, self.registry,
                       Context("tcp", *port), self.guard, plain.get(stream.flow))

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
