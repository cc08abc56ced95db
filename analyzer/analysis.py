"""Analysis: an open capture and everything that can be asked of it. A façade: the work is done by other
modules, which are imported when they are first needed, as each run needs few."""
from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analyzer.capture import CaptureFile, open_capture
from analyzer.columns import Array
from analyzer.engine import Engine
from dissectors.registry import BUILT_IN, Registry, installed
from dissectors.stream import Side

if TYPE_CHECKING:
    from analyzer.dns import Transactions
    from analyzer.follow import Said
    from analyzer.journey import Journey
    from analyzer.mails import Mails, MailWithRow
    from analyzer.trees import Tree

Row = dict[str, Any]


class Analysis:
    """An open capture.

    Attributes:
        engine: what reads and keeps it; views go through the methods below.
        capture: the file, with its damage, comments and names.
        packets, flows, services, comments, registry: as in the engine.
    """

    def __init__(self, capture: CaptureFile, registry: Registry) -> None:
        self.engine = Engine(capture, registry)
        self.capture, self.registry = capture, registry
        self.packets, self.flows, self.services = self.engine.packets, self.engine.flows, self.engine.services
        self.comments = self.engine.comments
        self._trees: dict[bool, Callable[[int], Tree]] = {}

    @classmethod
    def begin(cls, path: str | os.PathLike[str], registry: Registry | None = None) -> Analysis:
        """Opens a capture without reading its packets.

        Raises:
            CaptureError: where it can't be read or is none.
        """
        return cls(open_capture(path), registry or Registry((*BUILT_IN, *installed())))

    @classmethod
    def open(cls, path: str | os.PathLike[str], progress: Callable[[float], None] | None = None) -> Analysis:
        """Opens a capture and reads its packets; see `begin`."""
        analysis = cls.begin(path)
        analysis.load(progress)
        return analysis

    def load(self, progress: Callable[[float], None] | None = None) -> None:
        """Reads all packets; `progress` is told how far it is, from 0 to 1."""
        self._forget()
        self.engine.load(lambda: progress(self.progress) if progress else None)

    def advance(self) -> bool:
        """Reads a block of packets; False at the end."""
        self._forget()
        return self.engine.advance()

    def refresh(self) -> range:
        """Reads what was added to a file that grows; gives the rows that are new."""
        first = self.packets.rows
        self.engine.look_again()
        while self.capture.position < len(self.capture.data) and self.advance():
            pass
        return range(first, self.packets.rows)

    def _forget(self) -> None:
        for name in ("dns", "mails"):
            self.__dict__.pop(name, None)

    @property
    def progress(self) -> float:
        """How much of the file is read, from 0 to 1."""
        return self.capture.position / max(len(self.capture.data), 1)

    def close(self) -> None:
        """Closes the file."""
        self.capture.close()

    def __enter__(self) -> Analysis:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What is worked out when it is asked for, and kept until packets are added.

    @cached_property
    def dns(self) -> Transactions:
        """All DNS messages, paired."""
        return self._transactions(last=False)

    def _transactions(self, last: bool) -> Transactions:
        from analyzer.dns_input import collect
        from analyzer.dns_pairing import transactions
        return transactions(collect(self.engine, last))

    def _work_out_dns(self, last: bool) -> None:
        if last and "dns" not in self.__dict__:
            self.dns = self._transactions(last)

    @cached_property
    def mails(self) -> Mails:
        """All emails, in order of their first packets."""
        from analyzer.mails import Mails
        return Mails(self.engine)

    # Rows, with the columns of the command line.

    def packet_rows(self, rows: Iterable[int] | None = None) -> Iterator[Row]:
        """A row a packet; `rows` (from 0) picks some."""
        from analyzer.packet_rows import packet_rows
        return packet_rows(self.engine, rows)

    def flow_rows(self, flows: list[int] | None = None) -> Iterator[Row]:
        """A row a flow; `flows` picks some."""
        from analyzer.flow_rows import flow_rows
        return flow_rows(self.engine, flows)

    def dns_rows(self, numbers: Sequence[int] | None = None) -> Iterator[Row]:
        """A row a DNS transaction; `numbers` picks some."""
        from analyzer.dns_rows import rows
        return rows(self.dns, numbers)

    def dns_message_rows(self) -> Iterator[Row]:
        """A row a DNS message."""
        return self.dns.message_rows()

    def dns_dig(self, messages: Sequence[int] | None = None) -> Iterator[str]:
        """The DNS messages as `dig` prints them; `messages` picks some."""
        from analyzer.dig import dig_text
        return dig_text(self.dns, messages)

    def dns_json_lines(self, write: Callable[[memoryview], object], last: bool = False) -> None:
        """Writes the rows of `dns_rows` as JSON lines, many at once. With `last` nothing else can be asked any more:
        the memory of packets and flows is given back."""
        self._work_out_dns(last)
        self.dns.json_lines(write, self.capture.digits)

    def command_rows(self, show_secrets: bool = False) -> Iterator[Row]:
        """A row a command of a mail session."""
        from analyzer.mails import all_command_rows
        return all_command_rows(self.engine, show_secrets)

    def mail_rows(self) -> Iterator[Row]:
        """A row an email."""
        return self.mails.rows()

    def mail_lines(self, to_json: Callable[[dict[str, Any]], bytes]) -> Iterator[bytes]:
        """The rows of `mail_rows` as JSON, which `to_json` makes of one."""
        return self.mails.lines(to_json)

    def emails(self) -> list[MailWithRow]:
        """The emails with their rows and their bytes."""
        return self.mails.with_rows()

    def email_stream(self) -> Iterator[MailWithRow]:
        """As `emails`, one by one as they are found; their `same_as` is filled in behind the last."""
        return self.mails.stream()

    def journey(self, mails: Sequence[MailWithRow], number: int) -> Journey:
        """What the capture has of an email's way; `mails` are all emails, with `same_as`."""
        from analyzer.journey import journey
        return journey(self.engine, self.dns, mails, number)

    def summary(self, last: bool = False) -> Row:
        """What is in the capture, in one object. With `last` nothing else can be asked any more: the memory of packets
        and flows may be given back."""
        from analyzer.summary import summary

        def dns(last_part: bool) -> Transactions:
            self._work_out_dns(last and last_part)
            return self.dns

        return summary(self.engine, dns, lambda: self.mails)

    def select(self, text: str, progress: Callable[[float], object] = lambda done: None) -> Array:
        """The rows of the packets that a display filter keeps. Where packets have to be asked one by one, `progress` is
        told how far that is, from 0 to 1.

        Raises:
            FilterError: where the filter can't be understood.
        """
        from analyzer.filters.select import compiled, select
        return select(self, compiled(text, self.registry), progress=progress)

    def narrowed(self, rows: Array) -> Analysis:
        """The analysis of these packets alone, as if no other had been captured."""
        made = Analysis(self.capture, self.registry)
        made.engine.choose(self.engine, rows)
        return made

    # One packet, one flow.

    def tree(self, row: int, show_secrets: bool = False) -> Tree:
        """The field tree of a packet."""
        if show_secrets not in self._trees:
            from analyzer.packet_source import packet_trees
            self._trees[show_secrets] = packet_trees(self.engine, self.dns_facts, show_secrets)
        return self._trees[show_secrets](row)

    def prepare_trees(self, dns: bool = True) -> None:
        """Works out what the trees of many packets have in common, before processes share the work; of packets
        without DNS that is less."""
        assert self.engine.tcp_streams is not None
        assert not dns or self.dns.facts is not None

    def dns_facts(self, row: int, nth: int) -> Mapping[str, Any]:
        """What is known of the nth DNS message in a packet: its transaction."""
        return self.dns.facts(row, nth)

    def rows_of(self, flow: int) -> Array:
        """The rows of a flow's packets."""
        return self.engine.rows_of(flow)

    def follow(self, flow: int, show_secrets: bool = False) -> Iterator[tuple[Side, bytes]]:
        """The lines of a flow's conversation with who said them."""
        from analyzer.follow import follow
        return follow(self.engine, flow, show_secrets)

    def dialogue(self, flow: int, show_secrets: bool = False) -> Iterator[Said]:
        """As `follow`, with the packets in which the lines begin."""
        from analyzer.follow import dialogue
        return dialogue(self.engine, flow, show_secrets)

    def stream_bytes(self, flow: int, side: Side) -> Iterator[bytes]:
        """The bytes of one direction of a flow."""
        from analyzer.follow import stream_bytes
        return stream_bytes(self.engine, flow, side)
