"""Which sessions are read by kernels: those of large captures, where no other kernel had to be compiled."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from sample_captures import FOLDER

import analyzer
from analyzer import plain


@pytest.mark.parametrize(("compiled", "read"), [
    (set(), {"smtp", "pop", "imap"}), ({"read_pop_sessions"}, {"smtp", "pop", "imap"}), ({"scan"}, set())])
def test_a_process_that_had_to_compile_other_kernels_compiles_none_for_sessions(
        compiled: set[str], read: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", compiled)
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        services = analysis.engine.services
        flows = services.flows_of("smtp", "pop", "imap").tolist()
        sessions = analysis.engine.plain_sessions(flows)
        assert {services.of(flow) for flow, session in sessions.items() if session is not None} == read


class Counted:
    """In place of a kernel: how often it was called, and whether its code is there."""

    def __init__(self, at_hand: bool) -> None:
        self.at_hand, self.calls = at_hand, 0

    def is_at_hand(self, *arguments: object) -> bool:
        return self.at_hand

    def compiled(self, *arguments: object) -> None:
        self.calls += 1


@pytest.mark.parametrize(("at_hand", "shared"), [([False, False, True], [0, 1]), ([True, False, True], []), ([], [])])
def test_where_several_kernels_have_to_be_compiled_processes_share_that(
        at_hand: list[bool], shared: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    kernels, given = [Counted(is_there) for is_there in at_hand], []

    def over(compile_one: Callable[[object], None], calls: Sequence[object], large: bool) -> Iterator[None]:
        given.extend(calls)
        return map(compile_one, calls)
    monkeypatch.setattr(plain, "COMPILE_FROM", 0)
    monkeypatch.setattr(plain, "compiled_here", set())
    monkeypatch.setattr(plain, "over", over)
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        analysis.engine.prepare_conversing([], [(kernel, ()) for kernel in kernels])  # type: ignore[misc]
    assert given == [(kernels[number], ()) for number in shared]
    assert [kernel.calls for kernel in kernels] == [1 + (number in shared) for number in range(len(kernels))]


def test_sessions_of_small_captures_are_not_read_by_kernels() -> None:
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        flows = analysis.engine.services.flows_of("smtp", "pop", "imap").tolist()
        assert not any(analysis.engine.plain_sessions(flows).values())
