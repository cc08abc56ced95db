"""SMTP's fields, as Wireshark names them, and the trees of events."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dissectors.fields import Field, Kind, Spec
from dissectors.mail.events import Command, Reply, typed
from dissectors.mail.sasl import NOT_SECRET, initial_response, is_plain, spaced
from dissectors.mail.trees import command_field, lines, shown, text_field

CODES = {
    211: "System status, or system help reply", 214: "Help message", 220: "<domain> Service ready",
    221: "<domain> Service closing transmission channel", 235: "Authentication successful",
    250: "Requested mail action okay, completed", 251: "User not local; will forward to <forward-path>",
    252: "Cannot VRFY user, but will accept message and attempt delivery", 334: "AUTH input",
    354: "Start mail input; end with <CRLF>.<CRLF>",
    421: "<domain> Service not available, closing transmission channel", 432: "A password transition is needed",
    450: "Requested mail action not taken: mailbox unavailable",
    451: "Requested action aborted: local error in processing",
    452: "Requested action not taken: insufficient system storage", 454: "Temporary authentication failed",
    500: "Syntax error, command unrecognized", 501: "Syntax error in parameters or arguments",
    502: "Command not implemented", 503: "Bad sequence of commands", 504: "Command parameter not implemented",
    530: "Authentication required", 534: "Authentication mechanism is too weak",
    535: "Authentication credentials invalid", 538: "Encryption required for requested authentication mechanism",
    550: "Requested action not taken: mailbox unavailable", 551: "User not local; please try <forward-path>",
    552: "Requested mail action aborted: exceeded storage allocation",
    553: "Requested action not taken: mailbox name not allowed", 554: "Transaction failed"}
"""RFC 5321 4.2.3, RFC 4954 6, in Wireshark's words."""

REQUEST = Spec("smtp.req", "Request", Kind.BOOL, hidden=True)
RESPONSE_FLAG = Spec("smtp.rsp", "Response", Kind.BOOL, hidden=True)
COMMAND_LINE = Spec("smtp.command_line", "Command Line", Kind.TEXT)
COMMAND = Spec("smtp.req.command", "Command", Kind.TEXT)
PARAMETER = Spec("smtp.req.parameter", "Request parameter", Kind.TEXT)
RESPONSE = Spec("smtp.response", "Response", Kind.TEXT)
CODE = Spec("smtp.response.code", "Response code", Kind.UINT, names=CODES)
RESPONSE_PARAMETER = Spec("smtp.rsp.parameter", "Response parameter", Kind.TEXT)
USERNAME = Spec("smtp.auth.username", "Username", Kind.TEXT)
PASSWORD = Spec("smtp.auth.password", "Password", Kind.TEXT)
USERNAME_PASSWORD = Spec("smtp.auth.username_password", "Username/Password", Kind.TEXT)
EOM = Spec("smtp.eom", "EOM", Kind.NONE)
MESSAGE = Spec("smtp.message", "Message", Kind.TEXT)

INITIAL = {"PLAIN": USERNAME_PASSWORD, "LOGIN": USERNAME}
"""Initial responses that have a field of their own, by mechanism (RFC 4616, draft-murchison-sasl-login)."""

FIELDS = (REQUEST, RESPONSE_FLAG, COMMAND_LINE, COMMAND, PARAMETER, RESPONSE, CODE, RESPONSE_PARAMETER, USERNAME,
          PASSWORD, USERNAME_PASSWORD, EOM, MESSAGE)


def describe_command(event: Command, show_secrets: bool) -> Iterator[Field]:
    """A command's line with its verb and parameter."""
    if event.verb == ".":
        yield Field(EOM, "", 0, 0, text="C: .")
        return
    yield Field(REQUEST, True, 0, 0, hidden=True)
    stop = len(event.line.rstrip(b"\r\n"))
    if event.continuation:
        yield command_field(_response_spec(event, stop), event, 0, stop, show_secrets)
        return
    line = command_field(COMMAND_LINE, event, 0, len(event.line), show_secrets)
    meant = typed(event.line) if event.secret is None else event.line
    if len(meant) < len(event.line):
        line.children += _all_over(event.line, _words(replace(event, line=meant), show_secrets))
    else:
        line.children += _words(event, show_secrets)
    yield line


def _all_over(line: bytes, fields: Iterable[Field]) -> Iterator[Field]:
    """Fields of what was meant, where something was taken back: they are all of the line."""
    for field in fields:
        field.pos, field.size = 0, len(line)
        yield field


def _words(event: Command, show_secrets: bool) -> Iterator[Field]:
    """A command's verb and parameter."""
    stop = len(event.line.rstrip(b"\r\n"))
    start = len(event.line) - len(event.line.lstrip(b" \t"))
    yield Field(COMMAND, shown(event.line[start:start + len(event.verb)]), start, len(event.verb))
    if event.argument_at < stop:
        yield command_field(PARAMETER, event, event.argument_at, stop, show_secrets)
    if event.verb == "AUTH":
        mechanism, first, last = initial_response(spaced(event.line))
        if first < last and mechanism in INITIAL:
            yield command_field(INITIAL[mechanism], event, first, last, show_secrets)


def _response_spec(event: Command, stop: int) -> Spec:
    """What a line of an authentication dialogue is: Wireshark tells LOGIN's name and password from PLAIN's response."""
    line = event.line[:stop]
    if event.secret is None:
        return COMMAND_LINE if line in NOT_SECRET else USERNAME
    return USERNAME_PASSWORD if is_plain(line) else PASSWORD


def describe_reply(event: Reply) -> Iterator[Field]:
    """A reply: its first line with its code, and the texts of all lines."""
    yield Field(RESPONSE_FLAG, True, 0, 0, hidden=True)
    first = Field(RESPONSE, "", 0, 0)
    for start, line in lines(event.line):
        if not start:
            first = text_field(RESPONSE, line, 0)
            first.children.append(Field(CODE, int(event.status), 0, 3))
        stop = len(line.rstrip(b"\r\n"))
        if stop > 3:
            first.children.append(text_field(RESPONSE_PARAMETER, line[4:stop], start + 4))
    yield first
