"""Which command an untagged response of IMAP answers, where commands complete in another order than that in which they
were begun."""
from __future__ import annotations

from collections.abc import Iterable

from dissectors.imap.events import Command, Reply, Untagged
from dissectors.imap.states import ANSWERS
from dissectors.stream import SERVER, Event, Problem, StartTls


def moved(events: Iterable[Event]) -> dict[int, int]:
    """The untagged responses, by where they start, that answer another command than the oldest one that fits: that of
    the tagged response that comes next, if it was begun before (RFC 9051 5.5: a server may do several at a time)."""
    found: dict[int, int] = {}
    verbs: dict[int, str] = {}
    waiting: list[tuple[Untagged, int]] = []    # each with the number of the last command before it
    last = -1
    for event in events:
        if isinstance(event, Untagged):
            if event.to is not None:
                waiting.append((event, last))
        elif isinstance(event, Command):
            last = event.number
            if not event.continuation:
                verbs[last] = event.verb
        elif isinstance(event, Reply):
            if event.to is not None:
                verb = verbs.pop(event.to, "")
                found.update((one.start, event.to) for one, before in waiting
                             if one.to != event.to <= before and _fits(one.name, verb))
            waiting.clear()
        elif isinstance(event, Problem):
            if event.side is SERVER:        # the tagged response that came next may be missing
                waiting.clear()
        elif isinstance(event, StartTls):   # numbers begin anew
            waiting.clear()
            verbs.clear()
            last = -1
    return found


def _fits(name: str, verb: str) -> bool:
    asking = ANSWERS.get(name)
    return asking is None or verb in asking
