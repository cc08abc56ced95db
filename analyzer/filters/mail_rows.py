"""Packets that carry nothing but a part of an email in a plain session: the fields that these can't have."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from analyzer.columns import Array
from analyzer.filters.steps import Steps
from analyzer.packet_parts import parts_of_emails

if TYPE_CHECKING:
    from analyzer.engine import Engine

_FLOWS_A_STEP = 32
_SENT = frozenset(("smtp", "smtp_details", "imf", "mime_multipart", "message"))
"""Layers that SMTP has in packets with a command, a reply or the end of an email."""
_RETRIEVED = ("pop.request", "pop.response")
"""How fields of POP begin that stand in packets with a command or a reply."""


def without(names: Iterable[str]) -> list[str]:
    """The services in which packets within emails have none of these fields."""
    names = list(names)
    found = {"smtp": all(name.split(".")[0] in _SENT and name != "smtp" and not name.startswith("smtp.data")
                         for name in names),
             "pop": all(name.startswith(_RETRIEVED) for name in names)}
    return [service for service, holds in found.items() if holds]


def within_emails(engine: Engine, service: str) -> Steps[Array]:
    """Such packets of a service, as a mask."""
    flows, found = engine.services.flows_of(service), np.zeros(engine.packets.rows, bool)
    order, begins = _by_flow(engine, flows)
    for start in range(0, len(flows), _FLOWS_A_STEP):
        stop = min(start + _FLOWS_A_STEP, len(flows))
        sessions = engine.find_plain(flows[start:stop].tolist())
        rows = order[begins[start]:begins[stop]]
        found[rows[parts_of_emails(engine.tcp_streams, sessions, rows, engine.packets.column("flow")[rows])]] = True
        yield
    return found


def _by_flow(engine: Engine, flows: Array) -> tuple[Array, Array]:
    """The rows of flows, ascending, in order of these, and where those of each begin."""
    of = engine.packets.column("flow")
    rows = np.flatnonzero(np.isin(of, flows))
    rows = rows[np.argsort(of[rows], kind="stable")]
    return rows, np.searchsorted(of[rows], np.append(flows, np.iinfo(np.int64).max))
