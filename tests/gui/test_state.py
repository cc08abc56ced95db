"""What is chosen, and who is told."""
from __future__ import annotations

from gui.state import Span, State, Topic


def told(state: State, topic: Topic) -> list[str]:
    calls: list[str] = []
    state.listen(topic, lambda: calls.append(topic.value))
    return calls


def test_listeners_hear_a_change_once() -> None:
    state = State()
    calls = told(state, Topic.FLOW)
    state.choose_flow(3)
    state.choose_flow(3)
    assert calls == ["flow"]


def test_another_packet_has_no_chosen_bytes_yet() -> None:
    state = State()
    state.choose_packet(1)
    state.choose_span(Span(0, 4, 2))
    calls = told(state, Topic.SPAN)
    state.choose_packet(2)
    assert state.span is None
    assert calls == ["span"]


def test_choosing_a_flow_keeps_the_packet() -> None:
    state = State()
    state.choose_packet(7)
    state.choose_flow(1)
    assert (state.packet, state.flow) == (7, 1)


def test_clear_forgets_everything() -> None:
    state = State()
    state.choose_packet(1)
    state.choose_flow(2)
    state.choose_services(("dns",))
    state.clear()
    assert (state.packet, state.flow, state.span, state.services) == (None, None, None, ())
