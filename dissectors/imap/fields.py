"""IMAP's fields, as Wireshark names them, and the trees of events."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dissectors.fields import Field, Kind, Spec
from dissectors.imap.events import Command, Reply
from dissectors.imap.grammar import literal_of, tokens
from dissectors.mail.trees import command_field, lines, shown
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

FIELDS = (IS_REQUEST, LINE, REQUEST, REQUEST_TAG, RESPONSE, RESPONSE_TAG, REQUEST_COMMAND, RESPONSE_COMMAND, STATUS,
          TAG, COMMAND, FOLDER, IS_UID, USERNAME, PASSWORD, RESPONSE_IN, RESPONSE_TO, TIME)

NOTHING: Mapping[int, Any] = {}
WITH_FOLDER = frozenset(("SELECT", "EXAMINE", "STATUS", "CREATE", "DELETE", "APPEND", "SUBSCRIBE", "UNSUBSCRIBE"))
"""Commands whose first argument is a mailbox (RFC 9051 6.3)."""


def describe_command(event: Command, context: Context) -> Iterator[Field]:
    """A command's first line with tag, command and what Wireshark knows of the arguments; then its other lines."""
    yield Field(IS_REQUEST, True, 0, 0, hidden=True)
    for start, line in lines(event.line):
        field = command_field(LINE, event, start, start + len(line), context.show_secrets)
        if not start and not event.continuation:
            field.children += _request(event, len(line.rstrip(b"\r\n")), context.show_secrets)
            answered = context.facts.get("response_in", NOTHING).get(event.start)
            if answered is not None:
                field.children.append(Field(RESPONSE_IN, answered, 0, 0, generated=True))
        yield field


def _request(event: Command, stop: int, show_secrets: bool) -> Iterator[Field]:
    words = list(zip(tokens(event.line, 0, stop), range(4), strict=False))
    yield command_field(REQUEST, event, 0, stop, show_secrets)
    tag = len(event.tag)
    yield Field(REQUEST_TAG, event.tag, 0, tag)
    yield Field(TAG, event.tag, 0, tag, hidden=True)
    if len(words) < 2:
        return
    (verb, _), rest = words[1], words[2:]
    first = shown(verb.raw)
    command = verb
    if event.verb == "UID" and rest:
        yield Field(IS_UID, True, verb.at, len(verb.raw))
        command = rest[0][0]
    yield Field(REQUEST_COMMAND, shown(command.raw), command.at, len(command.raw))
    yield Field(COMMAND, first, verb.at, len(verb.raw), hidden=True)
    if event.verb in WITH_FOLDER and rest:
        yield Field(FOLDER, shown(rest[0][0].value), rest[0][0].at, len(rest[0][0].raw))
    elif event.verb == "LOGIN" and len(rest) == 2:
        (name, _), (password, _) = rest
        yield Field(USERNAME, shown(name.value), name.at, len(name.raw))
        field = command_field(PASSWORD, event, password.at, password.at + len(password.raw), show_secrets)
        yield Field(PASSWORD, shown(password.value) if show_secrets else field.value, field.pos, field.size)


def describe_response(event: Reply, context: Context) -> Iterator[Field]:
    """A tagged response with its tag, status and the first word behind it, or the greeting's line."""
    yield Field(IS_REQUEST, False, 0, 0, hidden=True)
    line = event.line
    field = Field(LINE, shown(line), 0, len(line))
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
    yield Field(RESPONSE, shown(line[:stop]), 0, stop)
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
    field = Field(LINE, shown(line), 0, len(line))
    stop = len(line.rstrip(b"\r\n"))
    words = [token for token, _ in zip(tokens(line, 0, stop), range(2), strict=False)]
    if words:
        field.children.append(Field(REQUEST, shown(line[:stop]), 0, stop))
    for word, spec, twin in zip(words, (REQUEST_TAG, REQUEST_COMMAND), (TAG, COMMAND), strict=False):
        field.children += [Field(spec, shown(word.raw), word.at, len(word.raw)),
                           Field(twin, shown(word.raw), word.at, len(word.raw), hidden=True)]
    yield field


def describe_lines(data: bytes, request: bool) -> Iterator[Field]:
    """Lines without more; literals are passed over."""
    yield Field(IS_REQUEST, request, 0, 0, hidden=True)
    start = 0
    while start < len(data):
        stop = data.find(b"\n", start) + 1 or len(data)
        line = data[start:stop]
        yield Field(LINE, shown(line), start, stop - start)
        literal = literal_of(line)
        start = stop + literal.size if literal else stop
        rest = data.find(b"\n", start) + 1
        if literal and rest and data[start:start + 1] != b"*":
            yield _rest(data, start, rest)
            start = rest


def _rest(data: bytes, start: int, stop: int) -> Field:
    """What follows a literal, which Wireshark reads as a tagged response."""
    field = Field(LINE, shown(data[start:stop]), start, stop - start)
    text = data[start:stop].rstrip(b"\r\n")
    if text:
        field.children.append(Field(RESPONSE, shown(text), start, len(text)))
    word = text[:text.find(b" ")] if b" " in text else text
    if word:
        field.children += [Field(RESPONSE_TAG, shown(word), start, len(word)),
                           Field(TAG, shown(word), start, len(word), hidden=True)]
    return field
