"""Plain IMAP sessions: the events, and the bytes of emails, are those of the conversation."""
from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from dialogues import ScriptTalk, cut, pieces, play
from hypothesis import given, settings
from hypothesis import strategies as st
from imap_plain_talks import SCRIPT, Generated, script
from plain_talks import Said, mutated, reads_alike, session, slices

from analyzer.emails import emails
from dissectors import plain_sessions
from dissectors.imap.plain import PlainImap
from dissectors.imap.reader import ImapConversation
from dissectors.kernel import readonly
from dissectors.plain_sessions import PlainSession, Slices, read_sessions
from dissectors.stream import Data

READER = PlainImap()


def alike(plain: PlainSession, said: Said) -> bool:
    """Whether the events and the emails' bytes are those of the conversation."""
    talk = ScriptTalk("imap", list(said), play(ImapConversation(), said))
    return (reads_alike(plain, ImapConversation(), said) and [email.bytes() for email in emails(talk)]
            == [talk.read(side, start, stop) for side, start, stop, _ in plain.messages()])


def test_the_events_and_messages_are_those_of_the_conversation() -> None:
    said = script()
    plain = session(READER, said)
    assert plain is not None and alike(plain, said)
    assert len(list(plain.messages())) == 4 and len(plain.events()) > 60


@settings(deadline=None, derandomize=True, max_examples=150)
@given(seed=st.integers(0, 1 << 32), largest=st.integers(1, 200))
def test_a_session_cut_anyhow_is_read_alike(seed: int, largest: int) -> None:
    chance = random.Random(seed)
    said = list(cut(script(), lambda: chance.randint(1, largest)))
    plain = session(READER, said)
    assert plain is not None and alike(plain, said)


def test_messages_lie_in_any_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_sessions, "MOST_COPIED", 0)
    said = script()
    whole = session(READER, said)
    assert whole is not None
    ends = {(side, at) for side, start, stop, _ in whole.messages() for at in range(start + 1, stop)}
    parts = [(side, part) for side, piece in said for part in (
        split(piece, [at for of, at in ends if of is side]) if isinstance(piece, Data) else [piece])]
    plain = session(READER, parts)
    assert plain is not None and len(parts) > len(said) + 20
    assert alike(plain, parts)


def split(piece: Data, places: list[int]) -> list[Data]:
    """A piece in several, cut at these places of the stream."""
    bounds = [piece.start, *sorted(at for at in places if piece.start < at < piece.stop), piece.stop]
    return [Data(start, piece.data[start - piece.start:stop - piece.start]) for start, stop in pairwise(bounds)]


MUTATIONS = st.lists(st.tuples(st.integers(0, 1700), st.sampled_from([
    b"\r\n", b"\n", b"\r", b"(", b")", b"\"", b"\\", b"{", b"}", b"{3}\r\n", b"{3+}\r\n", b"0", b" ", b"-", b"\b",
    b"\0", b"\xff", b"+", b"*", b"* ", b"* 1 FETCH (", b"a1 OK\r\n", b"a1 NOOP\r\n", b"[", b"]", b"[]", b"<0>", b"UID ",
    b"~", b"* 9 FETCH (BODY[] {2}\r\nab)\r\n", b"FLAGS ", b"RFC822 ", b"BODY[", b"DONE\r\n", b"STARTTLS", b"CATENATE",
    b"HEADER",
    ])), min_size=1, max_size=3)


@settings(deadline=None, derandomize=True, max_examples=1000)
@given(mutations=MUTATIONS, replacing=st.booleans())
def test_a_mutated_session_is_read_alike_or_not_plain(mutations: list[tuple[int, bytes]], replacing: bool) -> None:
    said = mutated(script(), mutations, replacing)
    plain = session(READER, said)
    assert plain is None or alike(plain, said)


def test_generated_sessions_are_read_alike_or_not_plain() -> None:
    plain = 0
    for seed in range(2500):
        said = Generated(seed).pieces()
        found = session(READER, said)
        plain += found is not None
        assert found is None or alike(found, said), seed
    assert 300 < plain < 2200


def test_interpreted_and_compiled_kernels_read_alike() -> None:
    several = joined_slices([slices(Generated(seed).pieces()) for seed in range(2500, 4000)])
    found = [[session and session.said for session in read_sessions(READER, several, work)] for work in (0, 1 << 40)]
    assert found[0] == found[1]
    assert None in found[0] and len([said for said in found[0] if said]) > 200


def joined_slices(found: list[Slices]) -> Slices:
    """Several sessions in one buffer."""
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    joined = Slices(*columns)
    counts = np.array([len(one.side) for one in found])
    sizes = np.array([len(one.data) for one in found])
    return joined._replace(place=joined.place + np.repeat(np.cumsum(sizes) - sizes, counts),
                           data=readonly(joined.data), begin=np.cumsum(counts) - counts, end=np.cumsum(counts))


@pytest.mark.parametrize(("old", "new"), [
    ("S: * OK [CAP", "S: * PREAUTH [CAP"),
    ("C: z LOGOUT", "C: z NOSUCH"),
    ("C: z LOGOUT", "C: z STARTTLS"),
    ("C: z LOGOUT", "C: z COMPRESS DEFLATE"),
    ("C: z LOGOUT", "C: z LOGOUT\\n\\"),                            # a bare LF
    ("z OK bye", "z  OK bye"), ("* 4 EXISTS", "*  4 EXISTS"), ("* 4 EXISTS", "* 4  EXISTS"),
    ("C: z LOGOUT", "C: z  LOGOUT"), ("UID 7 BODY[] {17}", "UID 7 BODY.PEEK[] {17}"),
    ("z OK bye", "y OK bye"),                                       # of no command
    ("a8 OK\\r\\n* 3 EXISTS\\r\\na9 ok", "a9 OK\\r\\n* 3 EXISTS\\r\\na8 ok"),
    ("a9 SEARCH", "a8 SEARCH"),                                     # the same tag, twice in progress
    ("S: + go on", "S: c1 NO"),
    ("S: c2 NO", "S: + go on\\r\\nc2 NO\\r\\n* 3 FETCH (BODY[] {1}\\r\\na"),    # never ends
    ("UID 7 BODY[] {17}", "UID 7 BODY[TEXT] {17}"),
    ("UID 7 BODY[] {17}", "UID 7 BODY[]<0> {17}"),
    ("UID 7 BODY[] {17}", "BODY[] \"x\" BODY[1] {17}"),
    ("Drafts {6+}", "{6+}\\r\\nDrafts {6+}"),
    ("C: x\n    S: * 4", "C: x {1+}\\r\\na\n    S: * 4"),    # a second message
    ("* SEARCH 1 2", "* LIST () {1}\\r\\na"),
])
def test_what_is_unusual_is_left_to_the_conversation(old: str, new: str) -> None:
    assert old in SCRIPT
    assert session(READER, pieces(SCRIPT.replace(old, new))) is None
