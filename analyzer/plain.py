"""Plain sessions of many flows at once (see `dissectors.plain_sessions`)."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analyzer.services import Services
from analyzer.streams import Streams
from dissectors.kernel import COMPILE_FROM, compiled_here
from dissectors.registry import Registry

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession


def plain_sessions(streams: Streams, services: Services, registry: Registry,
                   flows: Sequence[int]) -> Mapping[int, PlainSession]:
    """Those of the flows that are plain sessions; none of a capture for which compiled kernels don't pay."""
    spoken = [services.of(flow) or "" for flow in flows]
    found: dict[int, PlainSession] = {}
    for name in dict.fromkeys(spoken):
        chosen = [flow for flow, service in zip(flows, spoken, strict=True) if service == name]
        for flow, session in zip(chosen, _read(streams, registry, name, chosen), strict=False):
            if session is not None:
                found[flow] = session
    return found


def load_kernels(streams: Streams, services: Services, registry: Registry, names: Iterable[str]) -> None:
    """Compiles what reads the plain sessions of these services, where they are spoken: once, before processes share
    the work."""
    for name in names:
        if len(services.flows_of(name)):
            _read(streams, registry, name, ())


def _read(streams: Streams, registry: Registry, service: str, flows: Sequence[int]) -> list[PlainSession | None]:
    """The sessions of flows of a service; an empty list where none are read so."""
    dissector, work = registry.get(service), len(streams.segment_rows)
    reader = dissector.plain() if dissector is not None and work >= COMPILE_FROM else None
    if reader is None:
        return []
    from dissectors.plain_sessions import SESSION_KERNELS, read_sessions
    if compiled_here - SESSION_KERNELS:
        return []   # on a new machine these kernels wait for the next process: conversations read the same
    return read_sessions(reader, streams.slices_of(np.array(flows, np.int64)), work)
