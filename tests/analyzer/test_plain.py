"""Which sessions are read by kernels: those of large captures, where no other kernel had to be compiled."""
from __future__ import annotations

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


def test_sessions_of_small_captures_are_not_read_by_kernels() -> None:
    with analyzer.open(FOLDER / "09-journey.pcap") as analysis:
        flows = analysis.engine.services.flows_of("smtp", "pop", "imap").tolist()
        assert not any(analysis.engine.plain_sessions(flows).values())
