"""IMAP's fields, as Wireshark names them, and the trees of events."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dissectors.fields import Field, Kind, Spec
from dissectors.imap.events import Command, Fetch, Reply, Untagged
from dissectors.imap.grammar import literal_of, tokens
from dissectors.mail.trees import command_field, lines, shown, text_field
from dissectors.registry import Context

IS_REQUEST = Spec("imap.isrequest", "Request", Kind.BOOL, hidden=True)
LINE = Spec("imap.line", "Line", Kind.TEXT)
REQUEST = Spec("imap.request", "Request", Kind.TEXT)
REQUEST_TAG = Spec("imap.request_tag", "Request Tag", Kind.TEXT)
RESPONSE = Spec("imap.response", "Response", Kind.TEXT)
RESPONSE_TAG = Spec("imap.response_tag", "Response Tag", Kind.TEXT)
REQUEST_COMMAND = Spec("imap.request.command", "Request Command", Kind.TEXT)
RESPONSE_COMMAND = Spec("imap.response.command", "Response Command", Kind.TEXT)
STATUS = Spec("imap.response.status", "Response Status", Kind.TEXT)
TAG = Spec("imap.tag", "Tag", Kind.TEXT, hidden=True)
COMMAND = Spec("imap.command", "Command", Kind.TEXT, hidden=True)
FOLDER = Spec("imap.request.folder", "Request Folder", Kind.TEXT)
IS_UID = Spec("imap.request.command.uid", "Request isUID", Kind.BOOL)
USERNAME = Spec("imap.request.username", "Request Username", Kind.TEXT)
PASSWORD = Spec("imap.request.password", "Request Password", Kind.TEXT, secret=True)
RESPONSE_IN = Spec("imap.response_in", "Response In", Kind.FRAME)
RESPONSE_TO = Spec("imap.response_to", "Request In", Kind.FRAME)
TIME = Spec("imap.time", "Response Time", Kind.DURATION)
MORE = Spec("", "Line", Kind.NONE)

FIELDS = (IS_REQUEST, LINE, REQUEST, REQUEST_TAG, RESPONSE, RESPONSE_TAG, REQUEST_COMMAND, RESPONSE_COMMAND, STATUS,
          TAG, COMMAND, FOLDER, IS_UID, USERNAME, PASSWORD, RESPONSE_IN, RESPONSE_TO, TIME)

NOTHING: Mapping[int, Any] = {}
FOLDER_AT = {**dict.fromkeys(("SELECT", "EXAMINE", "STATUS", "CREATE", "DELETE", "RENAME", "APPEND", "SUBSCRIBE",
                              "UNSUBSCRIBE"), 0), "COPY": 1}
"""Which argument of a command is a mailbox (RFC 9051 6.3, 6.4.7)."""
SHOWN = 1000
"""Lines of literals that are shown."""


def describe_command(event: Command, context: Context) -> Iterator[Field]:
    """A command's first line with tag, command and what Wireshark knows of the arguments; then its other lines."""
    yield Field(IS_REQUEST, True, 0, 0, hidden=True)
    for start, line in lines(event.line):
        field = command_field(LINE, event, start, start + len(line), context.show_secrets)
        stop = start + len(line.rstrip(b"\r\n"))
        if stop > start:
            field.children.append(command_field(REQUEST, event, start, stop, context.show_secrets))
        if not start and not event.continuation:
            field.children += _request(event, stop, context.show_secrets)
            answered = context.facts.get("response_in", NOTHING).get(event.start)
            if answered is not None:
                field.children.append(Field(RESPONSE_IN, answered, 0, 0, generated=True))
        yield field


def _request(event: Command, stop: int, show_secrets: bool) -> Iterator[Field]:
    words = [word for word, _ in zip(tokens(event.line, 0, stop), range(5), strict=False)]
    tag = len(event.tag)
    yield Field(REQUEST_TAG, event.tag, 0, tag)
    yield Field(TAG, event.tag, 0, tag, hidden=True)
    if len(words) < 2:
        return
    _, verb, *rest = words
    command = verb
    if event.verb == "UID" and rest:
        yield Field(IS_UID, True, verb.at, len(verb.raw))
        command, *rest = rest
    yield Field(REQUEST_COMMAND, shown(command.raw), command.at, len(command.raw))
    yield Field(COMMAND, shown(verb.raw), verb.at, len(verb.raw), hidden=True)
    folder_at = FOLDER_AT.get(shown(command.raw).upper(), len(rest))
    if folder_at < len(rest):
        folder = rest[folder_at]
        yield text_field(FOLDER, folder.raw, folder.at)
    elif event.verb == "LOGIN" and len(rest) == 2:
        name, password = rest
        yield Field(USERNAME, shown(name.raw), name.at, len(name.raw))
        field = command_field(PASSWORD, event, password.at, password.at + len(password.raw), show_secrets)
        yield Field(PASSWORD, shown(password.value) if show_secrets else field.value, field.pos, field.size)


def describe_response(event: Reply, context: Context) -> Iterator[Field]:
    """A tagged response with its tag, status and the first word behind it, or the greeting's line."""
    yield Field(IS_REQUEST, False, 0, 0, hidden=True)
    line = event.line
    field = text_field(LINE, line, 0)
    stop = len(line.rstrip(b"\r\n"))
    if event.tag != "*":
        field.children += _tagged(event, stop)
        asked = context.facts.get("response_to", NOTHING).get(event.start)
        if asked is not None:
            packet, time = asked
            field.children += [Field(RESPONSE_TO, packet, 0, 0, generated=True),
                               Field(TIME, time, 0, 0, generated=True)]
    yield field


def _tagged(event: Reply, stop: int) -> Iterator[Field]:
    line, tag = event.line, len(event.tag)
    yield text_field(RESPONSE, line[:stop], 0)
    yield Field(RESPONSE_TAG, event.tag, 0, tag)
    yield Field(TAG, event.tag, 0, tag, hidden=True)
    words = [(found.at, found.raw) for found, _ in zip(tokens(line, tag, stop), range(1), strict=False)]
    for at, raw in words:
        yield Field(STATUS, shown(raw), at, len(raw))
        rest = line[at + len(raw):stop]
        word = rest.split(None, 1)[0] if rest.strip() else b""
        if word:
            place = at + len(raw) + rest.index(word)
            yield Field(RESPONSE_COMMAND, shown(word), place, len(word))
            yield Field(COMMAND, shown(word), place, len(word), hidden=True)


def describe_continue(data: bytes) -> Iterator[Field]:
    """A line `+ …`, which Wireshark reads as a tagged response."""
    yield Field(IS_REQUEST, False, 0, 0, hidden=True)
    field = Field(LINE, shown(data), 0, len(data))
    stop = len(data.rstrip(b"\r\n"))
    field.children += [Field(RESPONSE, shown(data[:stop]), 0, stop), Field(RESPONSE_TAG, "+", 0, 1),
                       Field(TAG, "+", 0, 1, hidden=True)]
    word = data[1:stop].split(None, 1)[0] if data[1:stop].strip() else b""
    if word:
        field.children.append(Field(STATUS, shown(word), data.index(word, 1), len(word)))
    yield field


def describe_client_line(line: bytes) -> Iterator[Field]:
    """A further line of a command, which Wireshark reads as one of its own."""
    yield Field(IS_REQUEST, True, 0, 0, hidden=True)
    field = _line(line, 0, len(line), REQUEST)
    stop = len(line.rstrip(b"\r\n"))
    # one that goes on behind a literal begins with a blank
    words = [] if line[:1] == b" " else [token for token, _ in zip(tokens(line, 0, stop), range(2), strict=False)]
    for word, spec, twin in zip(words, (REQUEST_TAG, REQUEST_COMMAND), (TAG, COMMAND), strict=False):
        field.children += [Field(spec, shown(word.raw), word.at, len(word.raw)),
                           Field(twin, shown(word.raw), word.at, len(word.raw), hidden=True)]
    yield field


def describe_literal(data: bytes) -> Iterator[Field]:
    """The lines of a literal that a client sends."""
    yield Field(IS_REQUEST, True, 0, 0, hidden=True)
    for number, (start, line) in enumerate(lines(data)):
        if number == SHOWN:
            yield Field(MORE, "", start, len(data) - start, text="… (further lines)")
            return
        yield _line(data, start, start + len(line), REQUEST)


def describe_untagged(event: Untagged, data: bytes) -> Iterator[Field]:
    """The lines of an untagged response; the first literal of FETCH is passed over: it is a message."""
    yield Field(IS_REQUEST, False, 0, 0, hidden=True)
    stop = data.find(b"\n") + 1 or len(data)
    yield text_field(LINE, data[:stop], 0)
    literal = literal_of(data[:stop])
    until = stop + literal.size if literal else stop     # behind the literal
    start = until if isinstance(event, Fetch) else stop
    for _ in range(SHOWN):
        if start >= len(data):
            return
        stop = data.find(b"\n", start) + 1 or len(data)
        yield _line(data, start, stop, RESPONSE) if start < until else _rest(data, start, stop)
        if stop > until and (literal := literal_of(data[start:stop])):
            until = stop + literal.size
        start = stop
    yield Field(MORE, "", start, len(data) - start, text="… (further lines)")


def _line(data: bytes, start: int, stop: int, spec: Spec) -> Field:
    """A line with its text, which Wireshark takes for a request or a response."""
    field = text_field(LINE, data[start:stop], start)
    text = data[start:stop].rstrip(b"\r\n")
    if text:
        field.children.append(text_field(spec, text, start))
    return field


def _rest(data: bytes, start: int, stop: int) -> Field:
    """What follows a literal, which Wireshark reads as a tagged response."""
    field = _line(data, start, stop, RESPONSE)
    word = data[start:stop].rstrip(b"\r\n").partition(b" ")[0]
    if word:
        field.children += [Field(RESPONSE_TAG, shown(word), start, len(word)),
                           Field(TAG, shown(word), start, len(word), hidden=True)]
    return field
