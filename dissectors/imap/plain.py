"""Plain IMAP sessions (see `dissectors.mail.plain`): no TLS, no compression, replies in the order of the commands, and
messages only as wholes: those of APPEND, and those that FETCH brings in a literal each."""
from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dissectors.imap.client import password_in
from dissectors.imap.events import ClientLine, Command, Continue, Fetch, Greeting, Part, Reply, Untagged
from dissectors.imap.plain_fetch import FETCHED, MATTER
from dissectors.imap.plain_lines import CONTINUED, LINE, UNTAGGED
from dissectors.imap.plain_words import LONGEST_WORD, word_code
from dissectors.imap.states import ANSWERS, COMMANDS
from dissectors.mail.plain import COMMAND, GREETING, IMAP, MESSAGE, REPLY, RESPONSE, Numbers, message_events
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.stream import CLIENT, SERVER, Event, Side

NOT_PLAIN = frozenset(("STARTTLS", "COMPRESS"))
VERB_NAMES = {word_code(verb): verb for verb in sorted(COMMANDS - NOT_PLAIN) if len(verb) <= LONGEST_WORD}

Item = Sequence[int]
NUMBER = 4
"""Where an item has its number (see SAID)."""


class PlainImap:
    """Reads plain sessions."""
    protocol = IMAP
    verbs: Numbers = np.array(list(VERB_NAMES))

    def messages(self, said: Iterable[Item]) -> Iterator[tuple[Side, int, int, bool]]:
        """The messages of a session."""
        return ((SERVER if of_server else CLIENT, begin, end, False)
                for kind, begin, end, _, _, of_server in said if kind == MESSAGE)

    def events(self, said: Iterable[Item], data: memoryview) -> list[Event]:
        """The events of a session."""
        return _Teller(data).events_of(said)


def tell(said: Iterable[Item], of_kind: Mapping[int, Callable[[Item], None]]) -> None:
    """Gives each item to what takes those of its kind; others are passed over."""
    for item in said:
        take = of_kind.get(item[0])
        if take is not None:
            take(item)


def line_of(item: Item, data: memoryview) -> bytes:
    """The line of an item."""
    _, begin, end, place, _, _ = item
    return data[place:place + end - begin].tobytes()


def command_of(item: Item, data: memoryview) -> Command:
    """The command of an item, without what is secret in it."""
    _, begin, end, _, number, code = item
    line = line_of(item, data)
    return Command(side=CLIENT, start=begin, stop=end, number=number, verb=VERB_NAMES[code], line=line,
                   tag=line[:line.index(b" ")].decode())


def reply_of(item: Item, data: memoryview, tag: str) -> Reply:
    """The reply of an item, to a command with this tag."""
    _, begin, end, _, number, to = item
    line = line_of(item, data)
    status = line[len(tag) + 1:].split(None, 1)[0].upper().decode()
    return Reply(side=SERVER, start=begin, stop=end, number=number, status=status, line=line, to=to, tag=tag)


def name_of(item: Item, data: memoryview) -> str:
    """The name of an untagged response, which may stand behind a number."""
    words = line_of(item, data).split(None, 3)
    return words[1 if item[NUMBER] < 0 else 2].upper().decode()


def fetch_of(item: Item, matter: Item, data: memoryview, to: int | None, parts: tuple[Part, ...]) -> Fetch:
    """The FETCH response of an item, of which the item MATTER before it says what it brings."""
    _, begin, end, _, _, _ = item
    _, uid, octets, flags_at, flags_stop, value = matter
    flags = None
    if flags_at >= 0:
        flags = tuple(flag.decode("utf-8", "replace") for flag in data[flags_at:flags_stop].tobytes().split())
    return Fetch(side=SERVER, start=begin, stop=end, name="FETCH", value=value, to=to, uid=None if uid < 0 else uid,
                 flags=flags, octets=None if octets < 0 else octets, parts=parts)


class InProgress(deque[tuple[int, str, str]]):
    """Commands without a reply, the oldest first: number, verb and tag."""

    def answered(self, name: str) -> int | None:
        """The number of the command to which an untagged response seems to belong; as `Shared.answered`."""
        asking = ANSWERS.get(name)
        if asking is not None and len(self) > 1:
            for number, verb, _ in self:
                if verb in asking:
                    return number
        return self[0][0] if self else None


class _Teller:
    """Makes events of what was said."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._events: list[Event] = []
        self._in_progress = InProgress()
        self._matter: Item = ()                 # of the FETCH response that has begun,
        self._parts: tuple[Part, ...] = ()      # and its messages
        self._messages = 0
        self._sasl, self._sasl_tag = Sasl("", 0), ""

    def events_of(self, said: Iterable[Item]) -> list[Event]:
        """The events of a session."""
        tell(said, {GREETING: self._greeting, COMMAND: self._command, REPLY: self._reply, UNTAGGED: self._untagged,
                    MATTER: self._begin_fetch, FETCHED: self._fetch, MESSAGE: self._message, LINE: self._client_line,
                    CONTINUED: self._continue, RESPONSE: self._respond})
        return self._events

    def _line_of(self, item: Item) -> bytes:
        return line_of(item, self._data)

    def _greeting(self, item: Item) -> None:
        _, begin, end, _, _, _ = item
        self._events.append(Greeting(side=SERVER, start=begin, stop=end, number=0, status="OK",
                                     line=self._line_of(item), tag="*"))

    def _continue(self, item: Item) -> None:
        _, begin, end, _, _, _ = item
        self._events.append(Continue(side=SERVER, start=begin, stop=end, line=self._line_of(item)))

    def _client_line(self, item: Item) -> None:
        _, begin, end, _, number, _ = item
        self._events.append(ClientLine(side=CLIENT, start=begin, stop=end, command=number, line=self._line_of(item)))

    def _respond(self, item: Item) -> None:
        _, begin, end, _, number, _ = item
        line = self._line_of(item)
        self._events.append(Command(side=CLIENT, start=begin, stop=end, number=number, verb="AUTHENTICATE", line=line,
                                    tag=self._sasl_tag, secret=self._sasl.respond(line), continuation=True))

    def _command(self, item: Item) -> None:
        command = command_of(item, self._data)
        self._in_progress.append((command.number, command.verb, command.tag))
        if command.verb == "LOGIN":
            command = replace(command, secret=password_in(command.line, len(command.tag) + len(" LOGIN")))
        elif command.verb == "AUTHENTICATE":
            behind = len(command.tag) + 1
            self._sasl, found = Sasl.begin(command.line[behind:])
            self._sasl_tag = command.tag
            command = replace(command, secret=(found[0] + behind, found[1] + behind) if found else None)
        self._events.append(command)

    def _reply(self, item: Item) -> None:
        _, _, tag = self._in_progress.popleft()
        self._events.append(reply_of(item, self._data, tag))

    def _untagged(self, item: Item) -> None:
        _, begin, end, _, value, _ = item
        name = name_of(item, self._data)
        self._events.append(Untagged(side=SERVER, start=begin, stop=end, name=name,
                                     value=None if value < 0 else value, to=self._in_progress.answered(name)))

    def _begin_fetch(self, item: Item) -> None:
        self._matter = item

    def _fetch(self, item: Item) -> None:
        to = self._in_progress.answered("FETCH")
        self._events.append(fetch_of(item, self._matter, self._data, to, self._parts))
        self._parts = ()

    def _message(self, item: Item) -> None:
        _, begin, end, _, number, of_server = item
        command = self._in_progress.answered("FETCH") if of_server else number
        if of_server:
            self._parts = Part(self._messages, "", None),
        self._events += message_events(SERVER if of_server else CLIENT, begin, end, self._messages, command,
                                       stuffed=False)
        self._messages += 1
