"""Secrets: the one place that masks passwords and tokens in what is shown of a conversation."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from analyzer.cut_secrets import cut_secrets
from analyzer.talk import Talk
from dissectors.imap.events import Continue, Untagged
from dissectors.mail.events import Command, Reply
from dissectors.mail.sasl import hidden_in
from dissectors.mail.trees import MASK, masked
from dissectors.stream import Data, Event, Side

SHORTEST = 4
"""Shorter secrets are masked where they were sent, and not looked for in what the server says: they are words."""
MOST_KNOWN = 100
"""So many passwords of a session, the first ones, are looked for in what the server says: each takes its time."""
WITH_TEXT = frozenset(("OK", "NO", "BAD", "BYE", "PREAUTH"))
"""Untagged responses of IMAP in which a server may repeat something (RFC 9051 7.1)."""
LONGEST_TEXT = 1 << 16
"""Bytes of these that are looked at."""
ANNOUNCED = re.compile(rb"\A\{\d{1,18}[+-]?\}\r?\n")
"""What stands before a password that is a literal (RFC 9051 4.3)."""

Hidden = Mapping[Side, Sequence[tuple[int, int]]]
"""Where in the two directions secrets stand."""


class Secrets:
    """The secrets of one conversation; masks them unless they may be shown."""

    def __init__(self, events: Iterable[Event], show: bool = False) -> None:
        self._show = show
        self._known = () if show else [secret.decode("utf-8", "replace") for secret in _known(events)]

    def argument(self, command: Command) -> str:
        """A command's argument, without the line end."""
        if self._show or command.secret is None:
            return command.argument
        return masked(command, command.argument_at).rstrip("\r\n")

    def text(self, text: str) -> str:
        """What a server says: some repeat what they don't understand."""
        for secret in self._known:
            if secret in text:
                text = text.replace(secret, MASK)
        return text


def secret_spans(talk: Talk) -> dict[Side, list[tuple[int, int]]]:
    """Where in the two directions secrets stand."""
    found: dict[Side, list[tuple[int, int]]] = {side: [] for side in Side}
    for event in talk.events:
        if isinstance(event, Command) and event.secret is not None:
            start, stop = event.secret
            if len(event.line) == event.stop - event.start:
                found[event.side].append((event.start + start, event.start + stop))
            else:       # a large literal stands before it
                found[event.side].append((event.start + min(start, len(event.tag) + len(event.verb)), event.stop))
    found[Side.CLIENT] = sorted({*found[Side.CLIENT], *cut_secrets(talk)})
    if known := _known(talk.events):
        wanted = re.compile(b"|".join(map(re.escape, known)))
        found[Side.SERVER] += (span for event in talk.events for span in _repeated(talk, event, wanted))
    return found


def _repeated(talk: Talk, event: Event, wanted: re.Pattern[bytes]) -> Iterator[tuple[int, int]]:
    """Where a server repeats a secret."""
    line, behind = b"", 0
    if isinstance(event, Reply | Continue) and len(event.line) == event.stop - event.start:
        line, behind = event.line, len(event.tag) if isinstance(event, Reply) else 0
    elif isinstance(event, Untagged) and event.name in WITH_TEXT:
        line = talk.read(event.side, event.start, min(event.stop, event.start + LONGEST_TEXT))
    return ((event.start + found.start(), event.start + found.end()) for found in wanted.finditer(line, behind))


def _known(events: Iterable[Event]) -> list[bytes]:
    """The secrets that are long enough to be looked for, the longest ones first."""
    sent = dict.fromkeys(event.line[slice(*event.secret)] for event in events
                         if isinstance(event, Command) and event.secret is not None)
    known = {secret for one in islice(sent, MOST_KNOWN)
             for secret in (*hidden_in(one), one.strip(b'" '), ANNOUNCED.sub(b"", one)) if len(secret) >= SHORTEST}
    return sorted(known, key=lambda secret: (-len(secret), secret))


def with_masks(event: Event, hidden: Hidden, mask: Callable[[Data, Sequence[tuple[int, int]]], bytes]) -> Event:
    """What a server says, with what it repeats masked."""
    if isinstance(event, Reply | Continue) and hidden.get(event.side) and len(event.line) == event.stop - event.start:
        return replace(event, line=mask(Data(event.start, event.line), hidden[event.side]))
    return event


def without_secrets(piece: Data, hidden: Sequence[tuple[int, int]]) -> bytes:
    """A piece's bytes, those at the hidden places of its stream made unreadable; as many as they were."""
    return _covered(piece, hidden, lambda first, last, begins: b"*" * (last - first))


def masked_text(piece: Data, hidden: Sequence[tuple[int, int]]) -> bytes:
    """A piece's bytes as a text to be read, with the same mask for every secret, whatever its length."""
    return _covered(piece, hidden, lambda first, last, begins: MASK.encode() if begins else b"")


def _covered(piece: Data, hidden: Sequence[tuple[int, int]], cover: Callable[[int, int, bool], bytes]) -> bytes:
    """Puts `cover` (first, last, whether the secret begins in this piece) in place of each hidden part."""
    parts, at = [], 0
    for start, stop in hidden:
        first, last = max(start - piece.start, at), min(stop - piece.start, len(piece.data))
        if first < last:
            parts += [piece.data[at:first], cover(first, last, start >= piece.start)]
            at = last
    return b"".join([*parts, piece.data[at:]]) if parts else piece.data
