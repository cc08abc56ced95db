"""Secrets: the one place that masks passwords and tokens in what is shown of a conversation."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from analyzer.talk import Talk
from dissectors.mail.events import Command
from dissectors.mail.sasl import hidden_in
from dissectors.mail.trees import MASK, masked
from dissectors.stream import Data, Event, Side

SHORTEST = 4
"""Shorter secrets are masked where they were sent, and not looked for in what the server says: they are words."""


class Secrets:
    """The secrets of one conversation; masks them unless they may be shown."""

    def __init__(self, events: Iterable[Event], show: bool = False) -> None:
        self._show = show
        self._known = () if show else _known(events)

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
    return found


def _known(events: Iterable[Event]) -> tuple[str, ...]:
    known: set[str] = set()
    for event in events:
        if isinstance(event, Command) and event.secret is not None:
            sent = event.line[slice(*event.secret)]
            for secret in (*hidden_in(sent), sent.strip(b'"')):
                if len(secret) >= SHORTEST:
                    known.add(secret.decode("utf-8", "replace"))
    return tuple(sorted(known, key=len, reverse=True))


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
