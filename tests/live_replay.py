"""Sample captures, put on the cable in parts; and what a file says that has as many of their packets."""
from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from live_network import FAR, Network
from sample_captures import FOLDER

from analyzer.analysis import Analysis
from analyzer.capture.records import Records
from analyzer.capture.writer import Content, Form, write_capture

PARTS = (0.3, 0.6, 1)
TIMES = {"time", "start", "duration", "latency", "query_time", "response_time", "reply_time"}

Rows = dict[str, list[dict[str, Any]]]


def rows(analysis: Analysis) -> Rows:
    """What the analysis says, without when it was."""
    found = {"flows": analysis.flow_rows(), "dns": analysis.dns_rows(), "commands": analysis.command_rows(),
             "mail": analysis.mail_rows()}
    return {kind: timeless(each) for kind, each in found.items()}


def timeless(found: Any) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in TIMES} for row in found]


def replay(network: Network, frames: list[str]) -> None:
    """Puts frames on the cable; returns when they are there."""
    network.peer(network.far, "replay", FAR, stdin=subprocess.PIPE).communicate("\n".join(frames).encode())


class Replayed:
    """A sample capture.

    Attributes:
        packets: how many it has.
        parts: how many of them are there after each part.
    """

    def __init__(self, original: Analysis, network: Network, folder: Path) -> None:
        self._original, self._network, self._file = original, network, folder / "part.pcapng"
        self.packets, self._sent = original.packets.rows, 0
        self.parts = [int(self.packets * share) for share in PARTS]

    def send(self, until: int) -> None:
        """Puts its packets on the cable, from where it was to here."""
        replay(self._network, [self._original.packets.frame(row).hex() for row in range(self._sent, until)])
        self._sent = until

    def expected(self) -> Rows:
        """What a file says that has the packets that were sent so far."""
        if self._sent == self.packets:
            return rows(self._original)
        records = Records(*(self._original.packets.column(name)[:self._sent] for name in Records.__dataclass_fields__))
        for _ in write_capture(Content(self._original.capture, records, lambda place: ()), str(self._file), Form()):
            pass
        with closing(Analysis.open(self._file)) as analysis:
            return rows(analysis)


@contextmanager
def replayed(name: str, network: Network, folder: Path) -> Iterator[Replayed]:
    """One of the sample captures."""
    with closing(Analysis.open(FOLDER / name)) as original:
        yield Replayed(original, network, folder)
