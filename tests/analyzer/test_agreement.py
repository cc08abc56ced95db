"""Every kernel gives the same interpreted and compiled: on all captures, and on mutated bytes."""
from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from frame_builders import PORTS, PROGRAM, ipv4, udp
from sample_captures import CAPTURES, mutated

from analyzer import table as table_module
from analyzer.capture import Records, open_capture
from analyzer.columns import Array
from analyzer.flows import COLUMNS, TCP, FlowTable
from analyzer.plain_messages import PlainMessages
from analyzer.services import find_dns
from analyzer.streams import Streams
from analyzer.table import PacketTable
from dissectors.imap.plain import PlainImap
from dissectors.kernel import readonly
from dissectors.plain_sessions import read_sessions
from dissectors.pop.plain import PlainPop
from dissectors.smtp.plain import PlainSmtp

INTERPRETED, COMPILED = 0, 1 << 40


def everything(data: Array, interfaces: list[object], blocks: list[Records], work: int,
               monkeypatch: pytest.MonkeyPatch) -> dict[str, Array]:
    """All columns that the kernels fill."""
    from dissectors import kernel
    monkeypatch.setattr(kernel, "LOAD_FROM", COMPILED)
    monkeypatch.setattr(kernel, "COMPILE_FROM", 0 if work else COMPILED)
    table = PacketTable(SimpleNamespace(data=data, interfaces=interfaces), PROGRAM)  # type: ignore[arg-type]
    table.work = work
    flows = FlowTable(PORTS)
    for block in blocks:
        flows.add(table, *table.append(block))
    streams = Streams(table, flows, np.arange(len(flows)))
    found = {name: table.column(name) for name in table_module.COLUMNS}
    found |= {f"flow.{name}": flows.column(name) for name in COLUMNS}
    for name in ("conflict", "side", "start", "stop", "segment", "bounds", "counts"):
        found[f"stream.{name}"] = getattr(streams, name)
    start = table.column("offset") + table.column("payload_at")
    stop = np.maximum(start, np.minimum(start + table.column("payload_size"),
                                        table.column("offset") + table.column("caplen")))
    alike = np.zeros(table.rows, np.uint8)
    find_dns.for_work(work)(data, start, stop, alike)
    numbers = streams.flows[flows.column("transport")[streams.flows] == TCP]
    for reader in (PlainSmtp(), PlainPop(), PlainImap()):
        read = read_sessions(reader, streams.slices_of(numbers), work)
        sessions = {flow: session for flow, session in zip(numbers.tolist(), read, strict=True) if session}
        said = [item for session in sessions.values() for item in session.said]
        found[type(reader).__name__] = np.array(said, np.int64)
        found[f"{type(reader).__name__}.messages"] = np.array(PlainMessages().count(streams, sessions))
    return found | {"dns": alike}


def blocks_of(path: Path) -> tuple[Array, list[object], list[Records]]:
    with open_capture(path) as capture:
        blocks = list(capture.blocks())
        return readonly(capture.data.tobytes()), list(capture.interfaces), blocks


@pytest.mark.parametrize("linktype", [7, 129, 239, 258])
def test_headers_of_rare_links_agree(linktype: int, monkeypatch: pytest.MonkeyPatch) -> None:
    packet = ipv4(udp(b"payload"), 17)
    heads = [bytes.fromhex("be50 ab08 f0"), bytes.fromhex("be50 d4 000165"),
             bytes.fromhex("02000014 0800 0100 08000100 0500 0a00 00000000 2c00 0900"),
             bytes.fromhex("02000014 0008 0001 08000100 0005 000a 00000000 002c 0009"),
             bytes.fromhex("6c000000 01000000 65000000") + bytes(96)]
    frames = [mutated(head + packet, seed, changes=seed % 3, spared=0) for head in heads for seed in range(300)]
    sizes = np.array([len(frame) for frame in frames], np.uint32)
    zeros = np.zeros(len(frames), np.int64)
    records = Records(offset=np.cumsum(sizes, dtype=np.int64) - sizes, time=zeros, caplen=sizes, length=sizes,
                      interface=zeros.astype(np.uint16))
    data = readonly(b"".join(frames))
    plain, compiled = (everything(data, [SimpleNamespace(linktype=linktype)], [records], work, monkeypatch)
                       for work in (INTERPRETED, COMPILED))
    assert all(np.array_equal(column, compiled[name]) for name, column in plain.items())
    assert np.count_nonzero(plain["payload_size"] == 7) > 200


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
@pytest.mark.parametrize("seed", range(4))
def test_interpreted_and_compiled_agree(path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    data, interfaces, blocks = blocks_of(path)
    damaged = readonly(mutated(data.tobytes(), seed, changes=seed * 400))
    plain = everything(damaged, interfaces, blocks, INTERPRETED, monkeypatch)
    compiled = everything(damaged, interfaces, blocks, COMPILED, monkeypatch)
    for name, column in plain.items():
        assert np.array_equal(column, compiled[name]), name
