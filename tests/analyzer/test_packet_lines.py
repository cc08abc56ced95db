"""Lines of the packet list: those of many packets at once are those of each."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sample_captures import CAPTURES, FOLDER, mutated

import analyzer
from analyzer import plain
from analyzer.analysis import Analysis
from analyzer.infos import Infos
from analyzer.packet_parts import parts_of_emails

COMPILED, INTERPRETED = 100_000, 0


def check(analysis: Analysis, work: int) -> None:
    infos, rows = Infos(analysis.engine), range(analysis.packets.rows)
    protocols, lines = infos.many(np.array(rows), work)
    assert protocols == [infos.protocol(row) for row in rows]
    assert lines == [infos.info(row) for row in rows]


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_many_are_those_of_each(path: Path) -> None:
    with analyzer.open(path) as analysis:
        check(analysis, COMPILED)


@pytest.mark.parametrize("name", ["06-dns-iterative.pcap", "08-dnssec.pcap", "09-journey.pcap"])
@pytest.mark.parametrize("seed", range(3))
def test_damaged_ones_too(name: str, seed: int, tmp_path: Path) -> None:
    damaged = tmp_path / name
    damaged.write_bytes(mutated((FOLDER / name).read_bytes(), seed, changes=300))
    with analyzer.open(damaged) as analysis:
        check(analysis, INTERPRETED)
        check(analysis, COMPILED)


@pytest.mark.parametrize("changes", [0, 20, 200])
@pytest.mark.parametrize(("name", "least"), [("01-smtp-textbook.pcap", 5), ("03-mime.pcap", 4), ("04-pop3.pcap", 4),
                                             ("05-imap.pcap", 0), ("09-journey.pcap", 22)])
def test_packets_within_emails_of_plain_sessions_too(name: str, least: int, changes: int, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    path.write_bytes(mutated((FOLDER / name).read_bytes(), 1, changes) if changes else (FOLDER / name).read_bytes())
    with analyzer.open(path) as analysis:
        rows = np.arange(analysis.packets.rows)
        expected = [Infos(analysis.engine).info(row) for row in rows.tolist()]
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", set())
    with analyzer.open(path) as analysis:
        engine, flows = analysis.engine, analysis.packets.column("flow")
        sessions = engine.find_plain(range(len(engine.flows)))
        assert changes or parts_of_emails(engine.tcp_streams, sessions, rows, flows).sum() == least
        assert Infos(engine).many(rows, INTERPRETED)[1] == expected


def test_sessions_whose_beginning_is_missing_are_not_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, path, kept, at = (FOLDER / "01-smtp-textbook.pcap").read_bytes(), tmp_path / "cut.pcap", [], 24
    while at < len(data):
        kept.append(data[at:at + 16 + int.from_bytes(data[at + 8:at + 12], "little")])
        at += len(kept[-1])
    path.write_bytes(data[:24] + b"".join(kept[7:9] + kept[12:]))    # the greeting, and what comes behind HELO
    with analyzer.open(path) as analysis:
        expected = [Infos(analysis.engine).info(row) for row in range(analysis.packets.rows)]
    assert any("C: " in line for line in expected)
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", set())
    with analyzer.open(path) as analysis:
        assert Infos(analysis.engine).many(np.arange(analysis.packets.rows), INTERPRETED)[1] == expected
