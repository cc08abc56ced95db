"""Plain sessions of many flows at once (see `dissectors.mail.plain`)."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analyzer.services import Services
from analyzer.streams import Streams
from dissectors.kernel import COMPILE_FROM
from dissectors.registry import Registry

if TYPE_CHECKING:
    from dissectors.mail.plain import PlainSession


def plain_sessions(streams: Streams, services: Services, registry: Registry,
                   flows: Sequence[int]) -> Mapping[int, PlainSession]:
    """Those of the flows that are plain sessions; none of a capture for which compiled kernels don't pay."""
    work = len(streams.segment_rows)
    found: dict[int, PlainSession] = {}
    if work < COMPILE_FROM:
        return {}
    spoken = [services.of(flow) or "" for flow in flows]
    for name in set(spoken):
        dissector = registry.get(name)
        reader = dissector.plain() if dissector is not None else None
        if reader is None:
            continue
        from dissectors.mail.plain import read_sessions
        chosen = [flow for flow, service in zip(flows, spoken, strict=True) if service == name]
        sessions = read_sessions(reader, streams.slices_of(np.array(chosen, np.int64)), work)
        found |= {flow: session for flow, session in zip(chosen, sessions, strict=True) if session is not None}
    return found
