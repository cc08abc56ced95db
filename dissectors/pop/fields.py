"""POP's fields, as Wireshark names them, and the trees of events."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field, Kind, Spec
from dissectors.mail.events import Command, Reply
from dissectors.mail.trees import command_field, escaped, lines, masked, read, shown, text_field

RESPONSE = Spec("pop.response", "Response", Kind.TEXT)
INDICATOR = Spec("pop.response.indicator", "Response indicator", Kind.TEXT)
DESCRIPTION = Spec("pop.response.description", "Response description", Kind.TEXT)
RESPONSE_DATA = Spec("pop.response.data", "Data", Kind.TEXT)
REQUEST = Spec("pop.request", "Request", Kind.TEXT)
COMMAND = Spec("pop.request.command", "Request command", Kind.TEXT)
PARAMETER = Spec("pop.request.parameter", "Request parameter", Kind.TEXT)
REQUEST_DATA = Spec("pop.request.data", "Data", Kind.TEXT)

FIELDS = (RESPONSE, INDICATOR, DESCRIPTION, RESPONSE_DATA, REQUEST, COMMAND, PARAMETER, REQUEST_DATA)


def describe_command(event: Command, show_secrets: bool) -> Iterator[Field]:
    """A request's line with its command and parameter; a response of an authentication dialogue has neither."""
    line = command_field(REQUEST, event, 0, len(event.line), show_secrets)
    line.text = escaped(read(event.line) if show_secrets else masked(event))
    line.value = ""
    if not event.continuation:
        start = len(event.line) - len(event.line.lstrip(b" \t"))
        stop = len(event.line.rstrip(b"\r\n"))
        if event.verb:
            verb = shown(event.line[start:start + len(event.verb)])
            line.children.append(Field(COMMAND, verb, start, len(event.verb)))
        if event.argument_at < stop:
            line.children.append(command_field(PARAMETER, event, event.argument_at, stop, show_secrets))
    yield line


def describe_reply(event: Reply) -> Iterator[Field]:
    """A response's first line."""
    line = event.line
    field = Field(RESPONSE, "", 0, len(line), text=escaped(read(line)))
    size = len(event.status)
    field.children.append(Field(INDICATOR, shown(line[:size]), 0, size))
    stop = len(line.rstrip(b"\r\n"))
    if stop > size + 1:
        field.children.append(text_field(DESCRIPTION, line[size + 1:stop], size + 1))
    yield field


def describe_data(data: bytes) -> Iterator[Field]:
    """The lines that follow a response, each a field."""
    for start, line in lines(data):
        yield Field(RESPONSE_DATA, "", start, len(line), text=escaped(read(line)))
