"""What the tree of a packet wants to know, out of an engine's tables."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from analyzer.conversations import Talk
from analyzer.engine import Engine
from analyzer.flow_scales import window_scales
from analyzer.flows import TCP
from analyzer.packet_dialogue import dialogue, hellos
from analyzer.packet_emails import PacketEmails
from analyzer.packet_lines import lines_by_row, with_whole_lines
from analyzer.packet_mail import InPacket
from analyzer.packet_messages import Carried, carried_by_row
from analyzer.packet_pdus import Parts, segment_data
from analyzer.scan import SENT
from analyzer.secrets import secret_spans, with_masks, without_secrets
from analyzer.services import DNS, MAIL
from analyzer.tree_input import StreamLayer, StreamPart
from analyzer.trees import Tree, Trees
from dissectors.header import Header, TransportFacts
from dissectors.mail.events import Command, Reply
from dissectors.stream import Data, Event, MessageBytes, Problem, Side

Facts = Callable[[int, int], Mapping[str, Any]]
"""What is known of the nth DNS message in a packet's row."""
_NOTHING: Mapping[str, Any] = {}


class EnginePacket:
    """One packet of an engine, as `Trees` wants it. `facts` tells what is known of a row's messages.

    Passwords are masked in the bytes themselves unless they may be shown, so that no view of the packet has them.
    """

    def __init__(self, engine: Engine, row: int, facts: Facts, show_secrets: bool) -> None:
        self._engine, self._row, self._facts = engine, row, facts
        value, interface = engine.packets.columns.item, engine.packets.columns.item("interface", row)
        self.number = row + 1
        self.comments = engine.comments.of(row)
        self.length = value("length", row)
        self.time_ns = value("time", row)
        self.interface = interface if engine.capture.format == "pcapng" else None
        self.linktype = engine.capture.interfaces[interface].linktype
        self._flow = value("flow", row)
        self._talk = engine.talk(self._flow) if self._flow >= 0 else None
        self._hidden = {} if show_secrets or self._talk is None else engine.kept(("secrets", self._flow), self._secrets)
        self.data = self._masked_frame(engine.packets.frame(row))

    def header(self) -> Header:
        """Its transport header, where that is the only one and whole."""
        item = self._engine.packets.columns.item
        end, layout = item("payload_at", self._row), self._engine.packets.program.layouts[item("last", self._row)]
        stop = end + item("payload_size", self._row)
        return Header(layout, self.data, item("transport_at", self._row), end, min(stop, len(self.data)), stop,
                      facts=TransportFacts())

    @property
    def service(self) -> str | None:
        """What the flow speaks."""
        return self._engine.services.of(self._flow) if self._flow >= 0 else None

    def transport(self, at: int) -> TransportFacts | None:
        """What the flow says of the packet's TCP or UDP header, the innermost one."""
        engine, flow = self._engine, self._flow
        if flow < 0 or at != engine.packets.columns.item("transport_at", self._row):
            return None
        stream = engine.number_in_transport(flow)
        if engine.packets.transport_of(self._row) != TCP:
            return TransportFacts(stream)
        value = engine.flows.value
        sent = bool(engine.packets.columns.item("marks", self._row) & SENT)
        bases = value(flow, "base_sent"), value(flow, "base_received")
        own, other = bases if sent else reversed(bases)
        return TransportFacts(stream, max(own, 0), max(other, 0),
                              engine.kept(("scales", flow), self._window_scales)[0 if sent else 1],
                              engine.kept(("pdus", flow), self._segment_data).get(self._row, ()),
                              engine.tcp_streams.notes_of(np.array([self._row])).item())

    def _window_scales(self) -> Sequence[int]:
        found: Sequence[int] = window_scales(self._engine, np.array([self._flow]), 1)[0].tolist()
        return found

    def datagram(self) -> bytes | None:
        """The payload of the IP datagram that the packet completes."""
        found = self._engine.packets.datagrams.get(self._row)
        return found.payload if found else None

    def facts(self, protocol: str, nth: int = 0) -> Mapping[str, Any]:
        """What is known of the packet's nth message, or of the commands and replies in it."""
        if self._talk is None or protocol not in MAIL:
            return self._facts(self._row, nth) if protocol in DNS else _NOTHING
        talk = self._talk
        if protocol == "imap":
            return self._engine.kept(("dialogue", self._flow), lambda: dialogue(talk))._asdict()
        events = talk.events_by_row.get(self._row, ())
        found = {"continues": not any(isinstance(event, Command | Reply) for _, event in events)}
        return found if protocol != "smtp" else {
            **found, "hellos": self._engine.kept(("hellos", self._flow), lambda: hellos(talk))}

    def stream_layers(self) -> Sequence[StreamLayer]:
        """The events that end in this packet, by protocol."""
        talk = self._talk
        if talk is None:
            return ()
        found = self._said(talk)
        layers = []
        for protocol, group in groupby(found, itemgetter(0)):
            events = [event for _, event in group if not _is_fetched(event, protocol)]
            if protocol in MAIL:
                events = list(self._in_lines(talk, events))
            if protocol in MAIL or protocol in DNS:
                events = [event for event in events if not isinstance(event, Problem)] or events
            # as Wireshark has it: each message of DNS is a layer of its own
            apart = [[event] for event in events] if protocol in DNS else [events] if events else []
            layers += [self._stream_layer(protocol, together) for together in apart]
        return layers

    def _said(self, talk: Talk) -> Sequence[tuple[str, Event]]:
        """The events that end in this packet with their protocols; of a command in several packets, its lines here."""
        found: Sequence[tuple[str, Event]] = talk.events_by_row.get(self._row, ())
        if self._hidden.get(Side.SERVER):
            found = [(protocol, with_masks(event, self._hidden, without_secrets)) for protocol, event in found]
        if talk.service != "imap":
            return found
        lines = self._engine.kept(("lines", self._flow), lambda: lines_by_row(talk))
        here = lines.get(self._row, ())
        numbers = {line.number for line in here}
        kept = [(protocol, event) for protocol, event in found
                if not isinstance(event, Command) or event.number not in numbers]
        return sorted([*kept, *(("imap", line) for line in here)], key=lambda said: said[1].start) if here else found

    def _in_lines(self, talk: Talk, events: Iterable[Event]) -> Iterator[Event]:
        """Events as the packet shows them; missing bytes are in no packet."""
        messages = self._messages(talk)
        for event in events:
            shown = with_whole_lines(talk, self._row, event, messages)
            if shown is not None and not (isinstance(shown, MessageBytes) and shown.missing):
                yield shown

    def _stream_layer(self, protocol: str, events: list[Event]) -> StreamLayer:
        places = [self._place(event) for event in events]
        side, start = events[0].side, min(event.start for event in events)
        stop = max(event.stop for event in events)
        if protocol not in MAIL or None not in places or any(event.side is not side for event in events):
            parts = [StreamPart(event, self._read(event.side, event.start, event.stop), at)
                     for event, at in zip(events, places, strict=True)]
            return StreamLayer(protocol, parts, None, self._emails(protocol, events, self._in_frame),
                               self._beyond(protocol, stop))
        # Wireshark reads on from the first line that is whole in this packet
        whole = self._read(side, start, stop)
        parts = [StreamPart(event, whole[event.start - start:event.stop - start], event.start - start)
                 for event in events]
        return StreamLayer(protocol, parts, whole, self._emails(protocol, events, lambda place: place - start))

    def _beyond(self, protocol: str, stop: int) -> int:
        """How many bytes of a mail protocol the packet has behind its last event."""
        if protocol not in MAIL or self._talk is None or self._said(self._talk)[-1][0] != protocol:
            return 0
        begin, end = self._engine.kept(("segments", self._flow), self._segments).get(self._row, (0, 0))
        return end - stop if begin <= stop < end else 0

    def _emails(self, protocol: str, events: Sequence[Event], place: Callable[[int], int]) -> Sequence[InPacket]:
        talk = self._talk
        if protocol not in MAIL or talk is None:
            return ()
        return list(PacketEmails(talk, self._row).of(self._messages(talk), events, place))

    def _messages(self, talk: Talk) -> Sequence[Carried]:
        """The messages of which the packet has something."""
        return self._carried(talk).get(self._row, ())

    def _carried(self, talk: Talk) -> dict[int, list[Carried]]:
        return self._engine.kept(("carried", self._flow), lambda: carried_by_row(talk))

    def _read(self, side: Side, start: int, stop: int) -> bytes:
        assert self._talk is not None
        return without_secrets(Data(start, self._talk.read(side, start, stop)), self._hidden.get(side, ()))

    def _in_frame(self, position: int) -> int:
        start, _ = self._engine.kept(("segments", self._flow), self._segments).get(self._row, (0, 0))
        return int(self._engine.packets.columns["payload_at"][self._row]) + position - start

    def _place(self, event: Event) -> int | None:
        """Where an event's bytes begin in the frame, if the frame holds them all."""
        table = self._engine.packets
        if self._row in table.datagrams:
            return None
        start, stop = self._engine.kept(("segments", self._flow), self._segments).get(self._row, (0, 0))
        if event.start < start or event.stop > stop:
            return None
        return table.columns.item("payload_at", self._row) + event.start - start

    def _secrets(self) -> dict[Side, list[tuple[int, int]]]:
        return secret_spans(self._talk) if self._talk is not None else {}

    def _masked_frame(self, frame: bytes) -> bytes:
        if not any(self._hidden.values()):
            return frame
        value = self._engine.packets.columns.item
        side = Side.CLIENT if value("marks", self._row) & SENT else Side.SERVER
        start, stop = self._engine.kept(("segments", self._flow), self._segments).get(self._row, (0, 0))
        at = value("payload_at", self._row)
        payload = without_secrets(Data(start, frame[at:at + stop - start]), self._hidden.get(side, ()))
        return frame[:at] + payload + frame[at + len(payload):]

    def _segments(self) -> dict[int, tuple[int, int]]:
        stream = self._engine.tcp_streams.stream(self._flow)
        return {row: (start, stop) for side in Side for row, start, stop in stream.segments(side)}

    def _segment_data(self) -> Parts:
        talk = self._talk
        if talk is None:
            return {}
        segments = self._engine.kept(("segments", self._flow), self._segments)
        return segment_data(talk, segments, self._carried(talk).values() if talk.service == "smtp" else ())


def _is_fetched(event: Event, protocol: str) -> bool:
    """Whether these bytes belong to a FETCH response, which Wireshark shows where it is whole."""
    return protocol == "imap" and event.side is Side.SERVER and isinstance(event, MessageBytes)


def packet_trees(engine: Engine, facts: Facts, show_secrets: bool) -> Callable[[int], Tree]:
    """What makes the field tree of a row's packet."""
    trees = Trees(engine.registry, engine.guard, show_secrets=show_secrets)
    return lambda row: trees.tree(EnginePacket(engine, row, facts, show_secrets))


def payload_trees(engine: Engine, facts: Facts, show_secrets: bool) -> Callable[[int], Tree]:
    """What makes the layers behind the one transport header of a row's packet."""
    trees = Trees(engine.registry, engine.guard, show_secrets=show_secrets)

    def tree(row: int) -> Tree:
        packet = EnginePacket(engine, row, facts, show_secrets)
        return trees.payload(packet, packet.header())
    return tree
