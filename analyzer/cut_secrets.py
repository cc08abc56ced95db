"""Secrets of lines of which only a part was captured: missing bytes or the snap length cut them."""
from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer.talk import Talk
from dissectors.imap.grammar import literal_of
from dissectors.imap.states import SURE
from dissectors.mail.events import Command
from dissectors.pop.states import COMMAND as POP_COMMAND
from dissectors.smtp.states import COMMAND as SMTP_COMMAND
from dissectors.stream import CLIENT, Problem

LONGEST = 1 << 14
"""Bytes of a line's part that are looked at; longer ones are hidden to their end."""
AUTH = re.compile(rb"(?:AUTHENTICATE|AUTH)(?: +|=)[^ \r\n]+ +", re.IGNORECASE)
"""RFC 4954 4, RFC 5034 4"""
STRING = rb"(?:\"(?:[^\"\\]|\\.)*\"|[^ \r\n\"]+)"
BEGINNINGS = {
    "smtp": AUTH, "pop": re.compile(rb"PASS +|APOP +[^ \r\n]+ +|" + AUTH.pattern, re.IGNORECASE),
    "imap": re.compile(rb"[^ \r\n]+ +(?:LOGIN +" + STRING + rb" +|" + AUTH.pattern + rb")", re.IGNORECASE)}
"""What stands before a secret in the line of a command (RFC 1939 7, RFC 9051 6.2.3)."""
COMMANDS = {"smtp": SMTP_COMMAND, "pop": POP_COMMAND, "imap": SURE}
RESPONSE = re.compile(rb"[A-Za-z0-9+/]+={0,2}\r?\Z")
"""What may be a part of a response in base64."""
DIALOGUES = frozenset(("AUTH", "AUTHENTICATE"))


def cut_secrets(talk: Talk) -> Iterator[tuple[int, int]]:
    """Where in the client's direction parts of lines are secret."""
    before: Command | None = None
    behind = -1     # where missing bytes begin that cut a secret
    for event in talk.events:
        if event.side is not CLIENT:
            continue
        if isinstance(event, Command):
            before = event
        elif isinstance(event, Problem) and event.start == behind:
            behind = -1
            yield from _rest(talk, event.stop)
        elif isinstance(event, Problem):
            part = talk.read(CLIENT, event.start, min(event.stop, event.start + LONGEST))
            at = _secret_in(talk.service, part, before)
            if at is not None:
                yield event.start + at, event.stop
                behind = event.stop


def _secret_in(service: str, part: bytes, before: Command | None) -> int | None:
    """Where the beginning of a line is secret; None where it is not."""
    found = BEGINNINGS[service].match(part) if service in BEGINNINGS else None
    if found is not None:
        return found.end()
    if before is None:
        return None
    if before.verb in DIALOGUES and RESPONSE.match(part):
        return 0
    return 0 if before.verb == "LOGIN" and literal_of(before.line) is not None else None


def _rest(talk: Talk, start: int) -> Iterator[tuple[int, int]]:
    """The rest of a line whose secret was cut, unless a command stands there."""
    line = talk.read(CLIENT, start, start + LONGEST).partition(b"\n")[0]
    if line and not COMMANDS[talk.service].match(line + b"\n"):
        yield start, start + len(line.rstrip(b"\r"))
