"""The order of packets by their lines is that of the lines themselves."""
from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_captures import FOLDER, mutated

from analyzer import packet_info_order, packet_line_keys, packet_line_ranks, plain
from analyzer.analysis import Analysis
from analyzer.columns import Array
from analyzer.infos import Infos
from dissectors import kernel

AT_ONCE = 7
CAPTURES = sorted(path.name for path in FOLDER.glob("*.pcap*"))


def folded(line: str) -> bytes:
    """A line with small letters, of ASCII alone."""
    return bytes(octet + 32 if 65 <= octet <= 90 else octet for octet in line.encode())


def expected(lines: list[str]) -> list[int]:
    numbers = {line: number for number, line in enumerate(sorted({folded(line) for line in lines}))}
    return [numbers[folded(line)] for line in lines]


def ranks_of(lines: list[str], kept: int = packet_line_ranks.WHOLE) -> tuple[Array, Array]:
    """The numbers of lines of which those at even places are kept to a depth; places of those that it leaves equal."""
    made = packet_line_ranks.Lines(len(lines), len(lines))
    for start in range(0, len(lines), AT_ONCE):
        for first, depth in ((start, kept), (start + 1, packet_line_ranks.WHOLE)):
            places = np.arange(first, min(start + AT_ONCE, len(lines)), 2)
            text = "".join(f"{lines[place]}\n" for place in places).encode()
            made.add(places, np.frombuffer(text, np.uint8), depth)
    ranks = made.ranks()
    while True:
        try:
            assert next(ranks) == 1
        except StopIteration as end:
            found: tuple[Array, Array] = end.value
            return found


@pytest.mark.parametrize("name", CAPTURES)
def test_packets_are_ranked_as_their_lines(name: str) -> None:
    with Analysis.open(FOLDER / name) as analysis:
        rows = np.arange(analysis.packets.rows)[::-1]
        *shares, ranks = packet_info_order.info_ranks(analysis.engine, rows)
        lines = Infos(analysis.engine).lines(rows, len(rows))
        assert isinstance(ranks, np.ndarray)
        assert ranks.tolist() == expected(lines)
        assert all(isinstance(share, float) and 0 <= share <= 1 for share in shares)


def mixed(names: Sequence[str], seed: int, folder: Path) -> Path:
    """A capture with the records of others between each other, some of them damaged."""
    chance, records = random.Random(seed), []
    for name in names:
        data, at = mutated((FOLDER / name).read_bytes(), seed, seed % 3 * 20), 24
        while at + 16 <= len(data) and at + 16 + (size := int.from_bytes(data[at + 8:at + 12], "little")) <= len(data):
            records.append(data[at:at + 16 + size])
            at += 16 + size
    path, moved = folder / "mixed.pcap", sorted(range(len(records)), key=lambda place: place + chance.randrange(40))
    path.write_bytes((FOLDER / names[0]).read_bytes()[:24] + b"".join(records[place] for place in moved))
    return path


@pytest.mark.parametrize("compiled", [False, True])
@given(names=st.lists(st.sampled_from([name for name in CAPTURES if name.endswith(".pcap")]), min_size=1, max_size=3),
       seed=st.integers(0, 1000))
@settings(deadline=None, derandomize=True, max_examples=12)
def test_mixed_captures_too(names: list[str], seed: int, compiled: bool) -> None:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        for module in (kernel, plain):
            patch.setattr(module, "COMPILE_FROM", 0 if compiled else 1 << 40)
        patch.setattr(plain, "compiled_here", set())
        patch.setattr(packet_info_order, "_OTHERS_AT_ONCE", 50)
        patch.setattr(packet_info_order, "_ROWS_AT_ONCE", 70)
        with Analysis.open(mixed(names, seed, Path(folder))) as analysis:
            rows = np.random.default_rng(seed).permutation(analysis.packets.rows)[seed % 5:]
            *_, ranks = packet_info_order.info_ranks(analysis.engine, rows)
            lines = Infos(analysis.engine).lines(rows, len(rows))
            assert isinstance(ranks, np.ndarray)
            assert ranks.tolist() == expected([line.replace("\n", " ") for line in lines])


HEADS = [head.decode() for head in packet_line_keys.HEADS]
PIECES = st.sampled_from([*HEADS, HEADS[0][:-1], "Standard query r", "STANDARD QUERY 0x", "a", "A", "[", "é", "\0"])
LINES = st.lists(st.lists(PIECES, max_size=6).map("".join), min_size=1, max_size=60)


@given(LINES)
@settings(deadline=None, derandomize=True, max_examples=60)
def test_lines_rank_with_and_without_their_heads(lines: list[str]) -> None:
    assert ranks_of(lines)[0].tolist() == expected(lines)


@pytest.mark.parametrize("make", [
    lambda number: f"the same beginning {number * 7 % 50:02d}", lambda _number: "always the same",
    lambda number: f"the same beginning {500 - number:03d}", lambda number: f"{number % 9}"])
def test_many_lines_that_begin_alike_are_merged(make: object) -> None:
    lines = [make(number) for number in range(200)]     # type: ignore[operator]
    assert ranks_of(lines)[0].tolist() == expected(lines)


DEPTH = packet_line_ranks.DEPTH
DEEP = st.lists(st.builds(lambda count, end: "0123456789" + "x" * (DEPTH + count) + end, st.integers(-2, 2),
                          st.sampled_from(["", "a", "b", "Bc", "é"])), min_size=1, max_size=40)


@given(DEEP)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_lines_of_which_only_the_beginning_is_kept_are_told_apart_by_more_of_them(lines: list[str]) -> None:
    ranks, same = ranks_of(lines, DEPTH)
    if len(same):
        packet_line_ranks.tell_apart(ranks, same, ranks_of([lines[place] for place in same.tolist()])[0])
    assert ranks.tolist() == expected(lines)


def test_each_octet_has_a_number_in_keys_that_stands_in_its_order() -> None:
    numbers = packet_line_keys.octet_numbers() % packet_line_keys.SHARED
    small = [number for octet, number in enumerate(numbers.tolist()) if octet != 10 and not 65 <= octet <= 90]
    assert small == sorted(small)
    assert all(packet_line_keys.END < number < packet_line_keys.REST for number in small)
    keys = 2 * len(packet_line_keys.HEADS) + 1
    assert keys * packet_line_keys.BASE ** packet_line_keys.KEY_OCTETS <= np.iinfo(np.int64).max


def test_long_lines_are_cut_as_they_are_shown() -> None:
    lines = ["é" * 299 + end for end in ("zzz", "aaa", "…", "b", "")]
    assert ranks_of(lines)[0].tolist() == [2, 2, 2, 1, 0]


def test_lines_that_no_kernel_reads_are_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_of(rows: Array) -> tuple[Array, Array]:
        return np.full(len(rows), ord("\n"), np.uint8), np.zeros(len(rows), bool)
    monkeypatch.setattr(Infos, "message_lines", lambda _self, rows, _work, _most=0: none_of(rows))
    with Analysis.open(FOLDER / "06-dns-iterative.pcap") as analysis:
        rows = np.arange(analysis.packets.rows)
        *_, ranks = packet_info_order.info_ranks(analysis.engine, rows)
        assert isinstance(ranks, np.ndarray)
        assert ranks.tolist() == expected([Infos(analysis.engine).info(row) for row in rows.tolist()])
