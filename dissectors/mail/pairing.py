"""Which reply belongs to which command, where replies come in the order of the commands (SMTP, POP)."""
from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from itertools import islice
from re import Pattern

WAITING = 5000
"""Commands without a reply that are remembered; a capture of the client's side alone has nothing but such."""
LOOKED_AT = 64
"""So many of them, the oldest ones, are asked whether a reply behind a loss can be theirs."""


class Pairing:
    """Commands that wait for a reply.

    `anchors` names replies that answer one command only (SMTP's 354 answers DATA): with them the pairing finds its
    place again after a loss. `fits` tells of commands which replies they can have: behind a loss others are not theirs.
    """
    __slots__ = ("_early", "_guessed", "_heard", "anchors", "fits", "synced", "waiting")

    def __init__(self, anchors: Mapping[str, str], fits: Mapping[str, Pattern[str]] | None = None) -> None:
        self.anchors = anchors
        self.fits = fits or {}
        self.waiting: deque[tuple[int, str]] = deque(maxlen=WAITING)
        self.synced = False
        """Whether the greeting was seen and nothing was lost since: so a reply too many is an early one."""
        self._early: tuple[int, str] | None = None
        self._guessed: tuple[int, str] | None = None
        self._heard = False     # a reply has come since the last command

    def ask(self, number: int, verb: str, replies: int = 1) -> tuple[int, str] | None:
        """Notes a command; gives number and status of a reply that was captured before it."""
        self._heard = False
        early, self._early = self._early, None
        if early is not None and not self.waiting:
            self._guessed = number, verb
            return early
        self._guessed = None
        for _ in range(min(replies, WAITING)):
            self.waiting.append((number, verb))
        return None

    def answer(self, number: int, status: str, early: bool = True) -> tuple[int, str] | None:
        """The command that this reply answers. `early` allows that it was captured before its command."""
        self._heard = True
        anchor = self.anchors.get(status)
        if anchor is not None and self.waiting and self.waiting[0][1] != anchor:
            self._move_to(anchor)
        if not (self.synced or self._find_fitting(status)):
            return None
        if self.waiting:
            return self.waiting.popleft()
        guessed, self._guessed = self._guessed, None
        if guessed is not None:
            return guessed      # the reply that seemed to be early was one too many: here is the right one
        if self.synced and early:
            self._early = number, status
        return None

    def lose_replies(self) -> None:
        """Bytes of the server are missing: all but the last command are taken as answered."""
        self.synced = False
        self._early = None
        while len(self.waiting) > 1:
            self.waiting.popleft()

    def lose_commands(self) -> None:
        """Bytes of the client are missing."""
        self.synced = False
        self._early = self._guessed = None

    def more(self, number: int, verb: str, replies: int) -> None:
        """The command that was answered last has so many more replies."""
        for _ in range(min(replies, WAITING)):
            self.waiting.appendleft((number, verb))

    def begin_anew(self) -> None:
        """The next command begins something new. Where something was lost, what still waits is taken as answered if
        the client has heard the server since."""
        if not self.synced and self._heard:
            self.waiting.clear()

    def clear(self) -> None:
        """Forgets what waits (after STARTTLS nothing that was sent before is answered)."""
        self.waiting.clear()
        self._early = self._guessed = None

    def _find_fitting(self, status: str) -> bool:
        """Passes over commands that can't have this reply, which are taken as answered; False where all that wait are
        such: then it is the reply to a command that was not captured, or whose turn is over."""
        for passed, (_, verb) in enumerate(islice(self.waiting, LOOKED_AT)):
            if verb not in self.fits or self.fits[verb].match(status):
                for _ in range(passed):
                    self.waiting.popleft()
                return True
        if status in self.anchors:
            self.waiting.clear()
        return not self.waiting

    def _move_to(self, verb: str) -> None:
        if any(verb == other for _, other in self.waiting):
            while self.waiting[0][1] != verb:
                self.waiting.popleft()
