"""What other messages say of one, as fields of the tree: its query or response, times, repetitions."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dissectors.dns import header as h
from dissectors.fields import Field, Kind, Spec

FACTS = (("response_in", h.RESPONSE_IN), ("response_to", h.RESPONSE_TO),
         ("retransmit_request_in", h.RETRANSMITTED_QUERY), ("retransmit_response_in", h.RETRANSMITTED_RESPONSE),
         ("unsolicited", h.UNSOLICITED))
"""What may be known of a message, and the fields that say it."""
_EXPERT = Spec("_ws.expert", "Expert Info", Kind.NONE)


def note_repetition(identity: Field, facts: Any) -> None:
    """Wireshark notes a repetition below the id."""
    if not facts:
        return
    for fact, note in (("retransmit_request_in", h.RETRANSMIT_QUERY_NOTE),
                       ("retransmit_response_in", h.RETRANSMIT_RESPONSE_NOTE)):
        if fact in facts:
            line = f"{note.label}. Original in frame {facts[fact]}"
            identity.children.append(Field(_EXPERT, None, identity.pos, 0, text=line, generated=True,
                                           children=[Field(note, None, 0, 0, text=line, generated=True)]))


def describe_facts(at: int, facts: Any) -> Iterator[Field]:
    """The fields at the end of a message; they have no bytes, and stand at `at`."""
    for fact, spec in FACTS:
        if fact in facts:
            yield Field(spec, facts[fact], at, 0, generated=True)
    if "time" in facts:
        yield Field(h.TIME, facts["time"], at, 0, generated=True, text=f"Time: {_seconds(facts['time'])} seconds")
    if "time_from_last" in facts:
        last = _seconds(facts["time_from_last"])
        yield Field(h.LAST, None, at, 0, generated=True, text=f"Time since the query was last sent: {last} seconds")
    if "retransmit_request_in" in facts or "retransmit_response_in" in facts:
        yield Field(h.RETRANSMISSION, True, at, 0, generated=True)


def _seconds(time_ns: int) -> str:
    return f"{'-' if time_ns < 0 else ''}{abs(time_ns) // 1_000_000_000}.{abs(time_ns) % 1_000_000_000:09d}"
