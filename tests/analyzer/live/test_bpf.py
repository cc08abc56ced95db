"""The program for the kernel, run here: what it keeps of which frame."""
from __future__ import annotations

import pytest

from analyzer.errors import UsageError
from analyzer.live import bpf
from analyzer.live.bpf import Instruction
from analyzer.live.links import LINKTYPES, LOOPBACK

HOST, OUTGOING = 0, 4


def kept(program: list[Instruction], hardware: int, kind: int = HOST) -> int:
    """How many bytes the kernel would keep, as filter.c runs what a program without a filter has."""
    at = value = 0
    while True:
        code, yes, no, number = program[at]
        at += 1
        match code:
            case bpf.LOAD:
                value = {bpf.PACKET_KIND: kind, bpf.HARDWARE: hardware}[number]
            case bpf.JUMP_IF:
                at += yes if value == number else no
            case bpf.JUMP:
                at += number
            case bpf.RETURN:
                return number
            case _:
                raise AssertionError(code)


@pytest.mark.parametrize("hardware", [*LINKTYPES])
def test_all_known_kinds_are_kept_up_to_the_snap_length(hardware: int) -> None:
    assert kept(bpf.program("", 96, None), hardware) == 96


def test_loopback_counts_once_and_other_kinds_in_both_directions() -> None:
    program = bpf.program("", 96, None)
    assert [kept(program, hardware, OUTGOING) for hardware in (LOOPBACK, 1, 65534)] == [0, 96, 96]


def test_frames_of_unknown_kinds_are_left_out() -> None:
    assert kept(bpf.program("", 96, None), 803) == 0


@pytest.mark.parametrize(("hardware", "limit"), [(1, 11), (LOOPBACK, 11), (65534, 22), (776, 22), (803, 0)])
def test_each_kind_has_the_filter_of_its_own(hardware: int, limit: int) -> None:
    made = bpf._by_hardware({1: [(bpf.RETURN, 0, 0, 11)], 101: [(bpf.RETURN, 0, 0, 22)]})
    assert kept(made, hardware) == limit


def test_filters_are_compiled_for_ethernet_and_for_tunnels() -> None:
    pytest.importorskip("scapy.libs.winpcapy", reason="needs scapy and libpcap", exc_type=(ImportError, OSError))
    assert len(bpf.program("tcp port 25", 96, None)) > len(bpf.program("", 96, None)) + 10
    assert len(bpf.program("ether host 2:0:0:0:0:1", 96, None)) > len(bpf.program("", 96, None))
    with pytest.raises(UsageError, match=r"capture filter: .*syntax error"):
        bpf.program("port and", 96, None)
