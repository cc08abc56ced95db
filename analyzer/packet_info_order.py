"""The order of packets by their lines: what writes these, many at once, in two threads."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.infos import MESSAGE, OTHER, SAID, SEGMENT, WHOLE, Infos
from analyzer.packet_line_keys import enough
from analyzer.packet_line_ranks import DEPTH, Lines, in_two_threads, tell_apart

_ROWS_AT_ONCE, _LEAST_AT_ONCE, _OTHERS_AT_ONCE = 10_000, 500, 4_000
_SESSIONS_SHARE = 4
"""How many times fewer packets of sessions are read at once: these lie far from each other."""


def info_ranks(engine: Engine, rows: Array) -> Iterator[float | Array]:
    """For each of some packets the number of its line among different ones, in order: how far that is, from 0 to 1, and
    at last the numbers.

    Of most lines only the beginnings are kept. Those that are not told apart by these are made again.
    """
    infos = Infos(engine)
    kernels = np.concatenate([np.zeros(0, np.uint8), *(
        infos.kernels(rows[start:start + _ROWS_AT_ONCE]) for start in range(0, len(rows), _ROWS_AT_ONCE))])
    if (kernels != MESSAGE).any():
        engine.notes_of(rows)       # before several threads ask for the streams
    written = _Written(engine, rows, kernels, DEPTH, len(rows))
    yield from written.all()
    ranks, same = yield from written.lines.ranks()
    del written
    if len(same):
        again = _Written(engine, rows[same], kernels[same], WHOLE, len(rows))
        for _ in again.all():
            yield 1.0
        tell_apart(ranks, same, (yield from again.lines.ranks())[0])
    yield ranks


class _Written:
    """The lines of some packets. `kernels` say what writes each, and are told where something else does; `depth`:
    octets behind a key that are kept of what is soon written again; `work`: about how many lines are written in all."""

    def __init__(self, engine: Engine, rows: Array, kernels: Array, depth: int, work: int) -> None:
        self._engine, self._infos, self._rows = engine, Infos(engine), rows
        self._kernels, self._depth, self._work, self.lines = kernels, depth, work, Lines(len(rows), work)
        self._silent: list[Array] = []
        # where the packets are few among all, they lie far from each other: little of the file is to be in memory
        share = len(rows) / max(engine.packets.rows, 1)
        self._at_once = min(_ROWS_AT_ONCE, _LEAST_AT_ONCE + int(share * _ROWS_AT_ONCE))

    def all(self) -> Iterator[float]:
        """Adds all, and says how far that is: kernels write lines, in two threads; those that only Python can make come
        behind them."""
        tasks = self._tasks()
        for number, _ in enumerate(in_two_threads(tasks)):
            self._engine.packets.release()
            yield number / (len(tasks) + 1)
        for places in self._silent:
            self._kernels[places] = SEGMENT
        yield from self._others(np.flatnonzero(self._kernels == OTHER))

    def _tasks(self) -> list[Callable[[], None]]:
        """What kernels do."""
        sessions = self._whole_flows(np.flatnonzero(self._kernels == SAID))
        blocks = range(0, len(self._rows), self._at_once)
        return [*(partial(self._add_sessions, places) for places in sessions),
                *(partial(self._add_block, block) for block in blocks)]

    def _by_flow(self, places: Array) -> Array:
        """Places of packets, those of a flow together: its conversation is read once."""
        found: Array = places[np.argsort(self._flows(places), kind="stable")]
        return found

    def _flows(self, places: Array) -> Array:
        found: Array = self._engine.packets.column("flow")[self._rows[places]]
        return found

    def _whole_flows(self, places: Array) -> list[Array]:
        """The packets of one flow after the other, in parts of whole flows: these reach far over the file."""
        places, at_once = self._by_flow(places), max(self._at_once // _SESSIONS_SHARE, 1)
        flows = self._flows(places)
        begins = np.flatnonzero(np.diff(flows, prepend=-1))
        parts = np.searchsorted(begins, np.arange(at_once, len(places), at_once))
        return np.split(places, np.unique(begins[parts[parts < len(begins)]])) if len(places) else []

    def _add_block(self, start: int) -> None:
        """Lines of DNS messages, and of segments that carry nothing that is known."""
        kernels = self._kernels[start:start + self._at_once]
        messages = np.flatnonzero(kernels == MESSAGE) + start
        text, done = self._infos.message_lines(self._rows[messages], self._work, enough(self._depth))
        self.lines.add(messages, text, self._depth)
        self._add_segments(np.flatnonzero(kernels == SEGMENT) + start)
        self._kernels[messages[~done]] = OTHER

    def _add_segments(self, places: Array) -> None:
        self.lines.add(places, self._infos.segment_lines(self._rows[places], self._work), self._depth)

    def _add_sessions(self, places: Array) -> None:
        """Lines of segments of sessions; those that say nothing are as if they carried nothing."""
        plain = self._engine.find_plain(np.unique(self._flows(places)).tolist())
        said = self._infos.session_lines(self._rows[places], plain, self._work)
        self.lines.add(places[said.told], said.text)
        self._add_segments(places[said.silent])
        self._silent.append(places[said.silent])
        self._kernels[np.delete(places, np.concatenate([said.told, said.silent]))] = OTHER

    def _others(self, places: Array) -> Iterator[float]:
        """Adds lines that Python makes; gives how far that is."""
        places = self._by_flow(places)
        for start in range(0, len(places), _OTHERS_AT_ONCE):
            part = places[start:start + _OTHERS_AT_ONCE]
            said = self._infos.lines(self._rows[part], self._work)
            text = "".join(line.replace("\n", " ") + "\n" for line in said).encode("utf-8", "replace")
            self.lines.add(part, np.frombuffer(text, np.uint8))
            self._engine.packets.release()
            yield start / len(places)
