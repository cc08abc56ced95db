"""Plain sessions: the events are those of the conversation, and what is unusual is left to it."""
from __future__ import annotations

import random

import numpy as np
import pytest
from dialogues import cut, pieces, play
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_scripts import MUTATIONS, POP, READERS, SCRIPTS
from plain_talks import mutated, reads_alike, session, slices

from dissectors import plain_sessions
from dissectors.plain_sessions import read_sessions
from dissectors.pop.plain import PlainPop


@pytest.mark.parametrize("service", READERS)
def test_the_events_and_messages_are_those_of_the_conversation(service: str) -> None:
    reader, conversation = READERS[service]
    said = pieces(SCRIPTS[service])
    plain = session(reader, said)
    assert plain is not None and reads_alike(plain, conversation(), said)
    assert {dotted for *_, dotted in plain.messages()} == ({False} if service == "imap" else {False, True})


@settings(deadline=None, derandomize=True, max_examples=150)
@given(service=st.sampled_from(sorted(READERS)), seed=st.integers(0, 1 << 32), largest=st.integers(1, 60))
def test_a_session_cut_anyhow_is_read_alike(service: str, seed: int, largest: int) -> None:
    reader, conversation = READERS[service]
    chance = random.Random(seed)
    said = list(cut(pieces(SCRIPTS[service]), lambda: chance.randint(1, largest)))
    plain = session(reader, said)
    assert plain is not None and reads_alike(plain, conversation(), said)


@pytest.mark.parametrize(("limit", "size"), [("LARGEST_COPIED", 100), ("MOST_COPIED", 100)])
def test_lines_of_large_sessions_are_not_put_together(limit: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    said = list(cut(pieces(POP), lambda: 2))
    assert session(PlainPop(), said) is not None
    monkeypatch.setattr(plain_sessions, limit, size)
    assert session(PlainPop(), said) is None


def test_only_lines_of_one_side_are_put_together() -> None:
    said = pieces(POP.replace("S: +OK 2 messages", "S: +OK 2 \\\n    C: NOOP\n    S: messages"))
    assert session(PlainPop(), said) is None


@settings(deadline=None, derandomize=True, max_examples=600)
@given(service=st.sampled_from(sorted(READERS)), mutations=MUTATIONS, replacing=st.booleans())
def test_a_mutated_session_is_read_alike_or_not_plain(service: str, mutations: list[tuple[int, bytes]],
                                                      replacing: bool) -> None:
    reader, conversation = READERS[service]
    said = mutated(pieces(SCRIPTS[service]), mutations, replacing)
    plain = session(reader, said)
    assert plain is None or reads_alike(plain, conversation(), said)


@pytest.mark.parametrize(("service", "old", "new"), [
    ("smtp", "C: QUIT", "C: STARTTLS"),
    ("smtp", "C: QUIT", "C: QUIT\\n\\"),                    # a bare LF
    ("smtp", "C: QUIT", "C: QUIX\\bT"),                     # as a hand types it
    ("smtp", "C: QUIT", "C: BDAT 0 LAST"),
    ("smtp", "S: 503 no mail", "S: 503 no mail\\r\\n250 and more"),
    ("smtp", "S: 235 2.7.0 welcome", "S: 535 no"),
    ("smtp", "S: 221 bye", "S: 421 down"),
    ("smtp", "S: 354 go on", "S: 354 go on\\"),             # its line goes on
    ("smtp", "ehlo client", "LHLO client"),
    ("smtp", "C: AUTH LOGIN", "C: AUTH=LOGIN"),
    ("smtp", "C: DATA", "C: XEXCH50 1 2"),
    ("smtp", "C: ehlo", "C: PROXY UNKNOWN\\r\\nehlo"),
    ("pop", "C: CAPA", "C: PROXY UNKNOWN\\r\\nCAPA"),
    ("imap", "C: ", "C: PROXY UNKNOWN\\r\\n"),
    ("pop", "C: CAPA", "C: AUTH PLAIN"),
    ("pop", "C: CAPA", "C: STLS"),
    ("pop", "S: .\n", "S: ..\n"),
    ("pop", "S: +OK bye", "S: +OK bye\\r\\n+OK"),
])
def test_what_is_unusual_is_left_to_the_conversation(service: str, old: str, new: str) -> None:
    assert old in SCRIPTS[service]
    assert session(READERS[service][0], pieces(SCRIPTS[service].replace(old, new, 1))) is None


@pytest.mark.parametrize("service", READERS)
def test_a_session_without_its_beginning_is_not_plain(service: str) -> None:
    reader = READERS[service][0]
    whole = slices(pieces(SCRIPTS[service]))
    unknown = whole._replace(lengths=np.array([-1, whole.lengths[1]]))
    assert read_sessions(reader, unknown, 0) == [None]
    later = whole._replace(start=whole.start + 1, stop=whole.stop + 1)
    assert read_sessions(reader, later, 0) == [None]


@pytest.mark.parametrize(("service", "first"), [("smtp", "250 ok"), ("pop", "+OK"), ("imap", "* OK")])
def test_neither_is_one_that_begins_with_something_else(service: str, first: str) -> None:
    reader = READERS[service][0]
    known = slices(pieces(f"S: {first}\nC: ?"))
    assert read_sessions(reader, known._replace(lengths=np.array([-1, -1])), 0) == [None]


@pytest.mark.parametrize("service", READERS)
def test_no_truncation_is_read_otherwise(service: str) -> None:
    reader, conversation = READERS[service]
    said = pieces(SCRIPTS[service])
    for count in range(len(said) - 2):
        kept = said[:count] + [(side, end._replace(start=max(
            (piece.stop for other, piece in said[:count] if other is side), default=0))) for side, end in said[-2:]]
        plain = session(reader, kept)
        assert plain is None or plain.events() == play(conversation(), kept)
