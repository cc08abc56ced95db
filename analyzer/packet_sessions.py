"""Lines of the packet list for packets of plain sessions, many at once."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.infos import LONGEST, joined
from analyzer.packet_parts import SessionParts
from dissectors.imap.events import Untagged
from dissectors.registry import Dissector
from dissectors.stream import Event, MessageBytes, Side


class SessionTexts:
    """The lines of some packets, as far as these are of plain sessions."""

    def __init__(self, engine: Engine, dissectors: Sequence[Dissector], rows: Array, services: Array) -> None:
        """`services` are those of the rows, `dissectors` all by their numbers."""
        flows = engine.packets.column("flow")[rows]
        self._guard, self._dissectors, self._rows, self._services = engine.guard, dissectors, rows, services
        self._flows, self._stream = flows, cache(engine.tcp_streams.stream)
        self._parts = SessionParts(engine.tcp_streams, engine.plain_sessions(flows.tolist()), rows, flows)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Rows and lines; "" for packets in which nothing ends."""
        yield from self._of_emails()
        yield from self._of_one_line()
        for number, events in self._parts.others():
            row, said = int(self._rows[number]), self._dissectors[self._services.item(number)].event_info
            with self._guard.against(f"packet {row + 1}") as fault:
                line = joined(said(event, self._first_of(number, event)) for event in events)
            if not fault.text:
                yield row, line

    def _first_of(self, number: int, event: Event) -> bytes:
        """The first bytes of an event that does not have its line."""
        if not isinstance(event, Untagged):
            return b""
        return self._stream(self._flows.item(number)).read(event.side, event.start,
                                                           min(event.stop, event.start + LONGEST))

    def _of_emails(self) -> Iterator[tuple[int, str]]:
        text = cache(self._message_text)
        for number, side, size in self._parts.of_emails():
            if (line := text(self._services.item(number), side, size)) is not None:
                yield int(self._rows[number]), line

    def _message_text(self, service: int, side: int, size: int) -> str | None:
        event = MessageBytes(side=Side(side), start=0, stop=size, key=0, stuffed=True)
        with self._guard.against(f"{size} bytes of an email"):
            return self._dissectors[service].event_info(event, b"")
        return None

    def _of_one_line(self) -> Iterator[tuple[int, str]]:
        """Of commands and replies that are the same, one is asked."""
        known: dict[tuple[int, int, bytes], str] = {}
        for number, session, (kind, begin, end, place, *more) in self._parts.of_one_line():
            row, service = int(self._rows[number]), self._services.item(number)
            line = session.data[place:place + end - begin].tobytes()
            said = known.get((service, kind, line))
            if said is None:
                with self._guard.against(f"packet {row + 1}"):
                    event, = session.reader.events([[kind, begin, end, place, *more]], session.data)
                    said = known[service, kind, line] = self._dissectors[service].event_info(event, b"")
            if said is not None:
                yield row, said
