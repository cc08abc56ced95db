"""Plain sessions of many flows at once (see `dissectors.plain_sessions`)."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from analyzer.services import Services
from analyzer.streams import Streams
from analyzer.workers import over
from dissectors.kernel import COMPILE_FROM, Kernel, compiled_here
from dissectors.registry import Registry

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession

Call: TypeAlias = tuple[Kernel, tuple[Any, ...]]
"""A kernel and arguments by which it does nothing."""
OUTLINING = frozenset(("gather", "outline_all", "put_texts"))
"""The kernels that read what plain sessions carry."""
WRITING = frozenset(("put_sessions",))
"""The kernel that writes what is said in them."""


def reads_plain(streams: Streams) -> bool:
    """Whether kernels read plain sessions: where compiled ones pay. On a new machine these wait for the next process,
    after those that each capture needs: without them all is read the same."""
    if len(streams.segment_rows) < COMPILE_FROM:
        return False
    from dissectors.plain_sessions import SESSION_KERNELS
    return not compiled_here - SESSION_KERNELS - OUTLINING - WRITING


def plain_sessions(streams: Streams, services: Services, registry: Registry,
                   flows: Sequence[int]) -> Mapping[int, PlainSession]:
    """Those of the flows that are plain sessions; none where they are not read so."""
    spoken = services.of_flows(flows)
    found: dict[int, PlainSession] = {}
    for name in filter(None, dict.fromkeys(spoken)):
        chosen = [flow for flow, service in zip(flows, spoken, strict=True) if service == name]
        for flow, session in zip(chosen, _read(streams, registry, name, chosen), strict=False):
            if session is not None:
                found[flow] = session
    return found


def load_kernels(streams: Streams, services: Services, registry: Registry, names: Iterable[str],
                 more: Sequence[Call] = ()) -> None:
    """Compiles what reads the plain sessions of these services, where they are spoken, and what else will be called:
    once, before processes share the work, and in several processes where there is much to compile."""
    if not reads_plain(streams):
        return
    from dissectors.plain_sessions import call_of
    nothing = streams.slices_of(np.zeros(0, np.int64))
    spoken = [dissector for name in names if len(services.flows_of(name)) and (dissector := registry.get(name))]
    readers = [reader for dissector in reversed(spoken) if (reader := dissector.plain())]   # IMAP takes longest
    calls = [*(call_of(reader, nothing, 0) for reader in readers), *more]
    missing = [call for call in calls if not call[0].is_at_hand(*call[1])]
    if len(missing) > 1:
        for _ in over(_compile, missing, large=True):
            pass
    for call in calls:
        _compile(call)


def _compile(call: Call) -> None:
    kernel, arguments = call
    kernel.compiled(*arguments)


def _read(streams: Streams, registry: Registry, service: str, flows: Sequence[int]) -> list[PlainSession | None]:
    """The sessions of flows of a service; an empty list where none are read so."""
    dissector = registry.get(service)
    reader = dissector.plain() if dissector is not None and reads_plain(streams) else None
    if reader is None:
        return []
    from dissectors.plain_sessions import read_sessions
    return read_sessions(reader, streams.slices_of(np.array(flows, np.int64)), len(streams.segment_rows))
