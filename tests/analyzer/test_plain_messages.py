"""Messages of plain sessions: their numbers and attachments, counted by kernels, are those of the emails' rows."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sample_captures import CAPTURES, FOLDER, mutated

import analyzer
from analyzer import plain, plain_messages
from analyzer.emails import emails
from analyzer.engine import Engine
from analyzer.messages import unstuffed
from analyzer.plain_messages import NOT_DOTTED, PlainMessages, copy
from analyzer.talk import Talk
from dissectors.mime import attachments, parse
from dissectors.plain_sessions import PlainSession


def plain_ones(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> dict[int, PlainSession]:
    """The plain sessions, though the capture is small."""
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", set())
    return dict(engine.find_plain(range(len(engine.flows))))


def of_emails(talks: list[Talk]) -> tuple[int, int]:
    """How many emails and attachments conversations have."""
    contents = [email.bytes() for talk in talks for email in emails(talk)]
    return len(contents), sum(len(attachments(parse(content))) for content in contents)


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
@pytest.mark.parametrize("room", [1, 1 << 20])
def test_counts_are_those_of_the_emails(path: Path, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_messages, "ROOM", room)
    with analyzer.open(path) as analysis:
        engine = analysis.engine
        found = plain_ones(engine, monkeypatch)
        assert PlainMessages().count(engine.tcp_streams, found) == of_emails([engine.converse(flow) for flow in found])


@pytest.mark.parametrize("seed", range(6))
def test_damaged_ones_too(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "damaged.pcap"
    path.write_bytes(mutated((FOLDER / "09-journey.pcap").read_bytes(), seed, changes=40))
    with analyzer.open(path) as analysis:
        engine = analysis.engine
        found = plain_ones(engine, monkeypatch)
        assert PlainMessages().count(engine.tcp_streams, found) == of_emails([engine.converse(flow) for flow in found])


def test_all_that_counts_waits_on_a_new_machine() -> None:
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        calls = PlainMessages().calls(analysis.engine.tcp_streams)
    assert {kernel.__name__ for kernel, _ in calls} == plain.OUTLINING


def test_the_summary_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        expected = analysis.summary()
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        assert plain_ones(analysis.engine, monkeypatch)
        counted: list[int] = []
        count = PlainMessages.count

        def counting(*arguments: object) -> tuple[int, int]:
            found = count(*arguments)  # type: ignore[arg-type]
            counted.append(found[0])
            return found
        monkeypatch.setattr(PlainMessages, "count", counting)
        assert analysis.summary() == expected
        assert counted == [4]


@pytest.mark.parametrize("text", [b"", b".", b"..", b"...\r\n..\r\n.", b"\r\n..\r\n", b"\r\r\n..a\n..b\r..c\r\n\r\n..",
                                  b"a.b\r\n.c"])
def test_doubled_dots_are_taken_away_wherever_segments_end(text: bytes) -> None:
    data = np.frombuffer(text + b"!", np.uint8)
    for first in range(len(text) + 1):
        room = np.zeros(len(text) + 1, np.uint8)
        middle, matched = copy(data, 0, first, room, 0, len(b"\r\n"))
        end, _ = copy(data, first, len(text), room, middle, matched)
        assert room[:end].tobytes() == unstuffed(text, b"\r\n")
        whole, _ = copy(data, 0, first, room, 0, NOT_DOTTED)
        assert room[:whole].tobytes() == text[:first]
