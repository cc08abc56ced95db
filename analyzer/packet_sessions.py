"""Lines of the packet list for packets of plain sessions, many at once: kernels write them."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from analyzer.columns import Array
from analyzer.infos import LONGEST
from analyzer.packet_secrets import DIALOGUE
from analyzer.packet_segments import title
from analyzer.packet_session_lines import SILENT, TOLD, put_sessions
from analyzer.plain import Call
from analyzer.stream import NO_PLACE
from analyzer.streams import Streams
from dissectors.imap.tree import REQUEST
from dissectors.imap.tree import RESPONSE as IMAP_RESPONSE
from dissectors.kernel import readonly
from dissectors.mail.trees import BAR, CLIENT_SAYS, FRAGMENT, MASK, SERVER_SAYS
from dissectors.smtp.tree import NAME, PASSWORD
from dissectors.transport.standing import NOTES

if TYPE_CHECKING:
    from dissectors.plain_sessions import PlainSession

_ROOM = LONGEST + 100
"""Octets in which every line finds room: nothing more is written of one that is too long."""


class SessionLines(NamedTuple):
    """What packets of plain sessions say.

    Attributes:
        text: their lines, as UTF-8 with line ends.
        told: the numbers of those whose lines these are, in their order.
        silent: the numbers of those that say nothing.
    """
    text: Array
    told: Array
    silent: Array


def session_lines(streams: Streams, plain: Mapping[int, PlainSession | None], rows: Array, flows: Array,
                  work: int) -> SessionLines:
    """The lines of packets, as far as these are of plain sessions and kernels can write them.

    Args:
        plain: the sessions among the flows.
        flows: those of the rows.
        work: about how many packets will be asked for in all.
    """
    by_data: dict[int, list[tuple[int, PlainSession]]] = {}
    for flow, session in plain.items():
        if session is not None:
            by_data.setdefault(id(session.data), []).append((flow, session))
    slices = streams.slices_of_rows(rows)
    order = np.argsort(slices)      # which is also the order of the flows
    order = order[slices[order] != NO_PLACE]
    parts = [_lines(streams, sessions, order, rows, flows, slices, work) for sessions in by_data.values()]
    none = np.zeros(0, np.int64)
    return SessionLines(np.concatenate([np.zeros(0, np.uint8), *(part.text for part in parts)]),
                        np.concatenate([none, *(part.told for part in parts)]),
                        np.concatenate([none, *(part.silent for part in parts)]))


def _lines(streams: Streams, sessions: Sequence[tuple[int, PlainSession]], order: Array, rows: Array, flows: Array,
           slices: Array, work: int) -> SessionLines:
    """Those of sessions that were read from the same bytes, flow by flow."""
    sessions = sorted(sessions, key=lambda one: one[0])
    numbers = np.array([flow for flow, _ in sessions], np.int64)
    chosen = order[np.isin(flows[order], numbers)]
    part, found = slices[chosen], np.zeros(len(chosen), np.uint8)
    out = np.empty(len(chosen) * _ROOM, np.uint8)
    written = put_sessions.for_work(work)(
        out, readonly(sessions[0][1].data),
        np.array([session.reader.protocol for _, session in sessions], np.uint8),
        np.array([0, *accumulate(len(session.items) for _, session in sessions)]),
        np.concatenate([session.items for _, session in sessions]).reshape(-1),
        np.append(np.searchsorted(flows[chosen], numbers), len(chosen)), streams.side[part], streams.start[part],
        streams.stop[part], streams.notes_of(rows[chosen]), np.zeros(DIALOGUE, np.int64), *_words(), found)
    return SessionLines(out[:written], chosen[found == TOLD], chosen[found == SILENT])


def calls(data: Array) -> list[Call]:
    """Calls of what writes lines that do nothing."""
    octets, numbers = np.zeros(0, np.uint8), np.zeros(0, np.int64)
    return [(put_sessions, (octets, data, octets, numbers, numbers, numbers, octets, numbers, numbers, octets, numbers,
                            *_words(), octets))]


@cache
def _words() -> tuple[Array, Array]:
    """The words, by the numbers of `packet_session_lines`."""
    fragment, octets = FRAGMENT.split("{}")
    says = (CLIENT_SAYS, SERVER_SAYS, CLIENT_SAYS, SERVER_SAYS, REQUEST, IMAP_RESPONSE)     # of SMTP, POP, IMAP
    texts = [word.encode() for word in (BAR, MASK, NAME, PASSWORD, fragment, octets, *says,
                                        *map(title, (0, *sorted(NOTES))))]
    return np.frombuffer(b"".join(texts), np.uint8), np.cumsum([0, *map(len, texts)])
