"""The client's side of an IMAP connection: commands with their literals, APPEND's messages, SASL responses."""
from __future__ import annotations

import re
from collections.abc import Generator

from dissectors.imap.events import ClientLine, Command
from dissectors.imap.grammar import CLOSE, Literal, literal_of, tokens
from dissectors.imap.shared import INLINE, LINE, Shared
from dissectors.imap.states import COMMAND, COMMANDS, SURE
from dissectors.mail.body import Passing, pass_counted
from dissectors.mail.dialogue import STRANGE_LINES
from dissectors.mail.sasl import BASE64, NOT_SECRET, is_plain, is_response
from dissectors.mail.sasl import Dialogue as Sasl
from dissectors.reader import GapInLine, Reader, Waiting
from dissectors.stream import CLIENT, MessageStart

CARRIERS = {"APPEND": 4, "REPLACE": 5, "UID": 6}
"""Commands that carry messages, with the number of words up to the message's literal; UID is that of UID REPLACE."""
URL = re.compile(rb"[( ]URL +", re.IGNORECASE)
"""RFC 4469 3: url"""
URL_LITERAL = re.compile(rb"[( ]URL +\{\d+\+?\}\r?\n\Z", re.IGNORECASE)
LOGGING_IN = frozenset(("LOGIN", "AUTHENTICATE"))
"""RFC 9051 6.2.2, 6.2.3"""
KEPT = 65536
"""Bytes of a command with literals that are kept."""


class ClientSide(Shared):
    """Reads commands."""

    def commands_of(self, reader: Reader) -> Waiting:
        """Reads what the client sends."""
        while True:
            if self.switched[CLIENT]:
                yield from self.after_switch(CLIENT, reader)
            if self.torn[CLIENT]:
                yield from self.footing(CLIENT, reader, SURE, self._passed)
            line = reader.take_line(LINE)
            if line is None:
                yield
                continue
            yield from self._line(reader, line, reader.position - len(line))
            if line[-1] != 10:
                yield from self.rest_of_line(CLIENT, reader, line, LINE)

    def _line(self, reader: Reader, line: bytes, start: int) -> Waiting:
        if self.sasl is not None and (self.continued or not SURE.match(line)):
            self._response(self.sasl, line, start, reader.position)
            return
        if self.idle is not None and line.strip().upper() == b"DONE":   # RFC 2177 3
            self.emit(ClientLine(side=CLIENT, start=start, stop=reader.position, command=self.idle, line=line))
            return
        found = COMMAND.match(line)
        if found:
            verb = found[2].upper().decode("ascii")
            self.strange[CLIENT] = 0 if verb in COMMANDS else self.strange[CLIENT] + 1
            yield from self._command(reader, found[1].decode("ascii", "replace"), verb, line, start)
            if self.strange[CLIENT] >= STRANGE_LINES:
                yield from reader.drain()
        elif line.strip() and not self._hide(line, start):
            yield from self.strange_line(CLIENT, reader, line, "no command")

    def _passed(self, line: bytes, start: int) -> bool:
        """Looks at a line behind missing bytes, which is none of a command that is known; gives whether it was told."""
        told = bool(line.strip()) and self._hide(line, start)
        literal = literal_of(line)
        self.announced = None if literal is None else literal.size
        self.continued = False
        return told

    def _hide(self, line: bytes, start: int) -> bool:
        """Tells of a line that is no command if it may be secret: it belongs to a LOGIN or AUTHENTICATE of which bytes
        are missing, or answers the server like a response of SASL or the literal that was announced."""
        _, begun = next(reversed(self.in_progress.values()), (0, ""))
        size = len(line.rstrip(b"\r\n"))
        answers = line.strip() not in NOT_SECRET and (size == self.announced or (
            self.continued and BASE64.match(line) and line.strip().upper() != b"DONE"))
        # what is captured begins with it
        begins = (start == 0 and is_response(line)) or (self.torn[CLIENT] and is_plain(line.strip()))
        hidden = bool(answers) or begins or (begun in LOGGING_IN and self.torn[CLIENT])
        if hidden:
            self.continued = False
            self.commands += 1
            self.emit(Command(side=CLIENT, start=start, stop=start + len(line), number=self.commands - 1,
                              verb=begun if begun in LOGGING_IN else "AUTHENTICATE", line=line, secret=(0, size),
                              continuation=True))
        return hidden

    def _response(self, sasl: Sasl, line: bytes, start: int, stop: int) -> None:
        self.continued = False
        number = self.commands
        self.commands += 1
        self.emit(Command(side=CLIENT, start=start, stop=stop, number=number, verb="AUTHENTICATE", line=line,
                          tag=self.sasl_tag, secret=sasl.respond(line), continuation=True))

    def _command(self, reader: Reader, tag: str, verb: str, line: bytes, start: int) -> Waiting:
        number = self.commands
        self.commands += 1
        self.continued, self.sasl, self.idle = False, None, None
        early = self.begin(tag, number, verb)
        parts, kept, literal = [line], len(line), literal_of(line)
        try:
            while literal is not None and not _announces_message(verb, parts):
                if not (yield from self._literal_comes(reader, tag, literal)):
                    break
                inline = yield from self._inline(reader, literal.size)
                rest = yield from reader.line(LINE)
                literal = literal_of(rest)
                if kept < KEPT:
                    parts += inline, rest
                    kept += len(inline) + len(rest)
        finally:
            self._emit_command(tag, verb, b"".join(parts), start, reader.position, number, early)
        if literal is not None and _announces_message(verb, parts):
            yield from self._append(reader, tag, literal, number, parts[-1])

    def _emit_command(self, tag: str, verb: str, line: bytes, start: int, stop: int, number: int,
                      early: int | None) -> None:
        secret = None
        behind = len(tag) + 1
        if verb == "AUTHENTICATE":
            sasl, secret = Sasl.begin(line[behind:])
            secret = (secret[0] + behind, secret[1] + behind) if secret else None
            if early is None and tag in self.in_progress:
                self.sasl, self.sasl_of, self.sasl_tag = sasl, number, tag
        elif verb == "LOGIN":
            secret = password_in(line, line.upper().index(b"LOGIN", behind) + len(b"LOGIN"))
        elif verb == "IDLE":
            self.idle = number
        elif verb == "STARTTLS":
            self.switched[CLIENT] = True   # as it seems where the server's side is not captured
        self.emit(Command(side=CLIENT, start=start, stop=stop, number=number, verb=verb, line=line, tag=tag,
                          secret=secret, answered_by=early))

    def _literal_comes(self, reader: Reader, tag: str, literal: Literal) -> Generator[None, None, bool]:
        """Whether the client sends the literal: RFC 9051 4.3: not where the server refuses the command before."""
        if literal.synchronizing:
            try:
                yield from reader.ready()
            except GapInLine:
                return True     # the literal's first bytes are missing
        return tag not in self.refused

    def _inline(self, reader: Reader, size: int) -> Generator[None, None, bytes]:
        if size <= INLINE:
            return (yield from reader.exact(size))
        yield from self.pass_over(reader, size)
        return b""

    def _append(self, reader: Reader, tag: str, first: Literal, number: int, line: bytes) -> Waiting:
        """The messages of an APPEND, one or more (RFC 9051 6.3.12, RFC 3502); CATENATE makes one of the literals of a
        list and of URLs, of which the bytes are not here (RFC 4469). `line` announces the first literal."""
        literal: Literal | None = first
        message: Passing | None = None
        catenate = b"CATENATE" in line.upper()
        while literal is not None and (yield from self._literal_comes(reader, tag, literal)):
            if message is None or not message.open:
                message = self.open_message(MessageStart(
                    side=CLIENT, start=reader.position, stop=reader.position, key=self.messages, command=number))
                message.lossy = catenate and URL.search(line) is not None
            try:
                if catenate and URL_LITERAL.search(line):
                    yield from self.pass_over(reader, literal.size)
                else:
                    yield from pass_counted(reader, message, literal.size)
                if not catenate:
                    message.close(reader.position)
                line = yield from reader.line(LINE)
            except (EOFError, GapInLine):
                message.close(reader.position, False)
                raise
            catenate = _goes_on(message, line, catenate, reader.position - len(line))
            literal = literal_of(line)
            self.emit(ClientLine(side=CLIENT, start=reader.position - len(line), stop=reader.position,
                                 command=number, line=line))
        if message is not None:
            message.close(reader.position)


def _goes_on(message: Passing, line: bytes, catenate: bool, at: int) -> bool:
    """What the line behind a literal says of its message; whether what it announces is of a list of CATENATE."""
    if not catenate:
        return b"CATENATE" in line.upper()
    end = next((token.at for token in tokens(line) if token.kind is CLOSE), None)
    message.lossy |= URL.search(line, 0, len(line) if end is None else end) is not None
    if end is None:
        return True
    message.close(at)
    return b"CATENATE" in line[end:].upper()


def _announces_message(verb: str, parts: list[bytes]) -> bool:
    """Whether the literal that ends a line is a message: that of APPEND (RFC 9051 6.3.12) or REPLACE (RFC 8508 3.3)
    behind the mailbox, which may be a literal too."""
    if verb not in CARRIERS:
        return False
    line = b"".join(parts[:12])     # a word may be a literal, and the line goes on behind it
    words = [token.raw.upper() for token, _ in zip(tokens(line), range(6), strict=False)]
    wanted = CARRIERS[verb] if verb != "UID" or b"REPLACE" in words[2:3] else len(words) + 1
    return len(words) >= wanted


def astring_end(line: bytes, at: int) -> int:
    """Where the string that begins at `at` ends: an atom, quoted, or a literal (RFC 9051 9: astring)."""
    if line[at:at + 1] == b'"':
        first = next(tokens(line, at), None)
        return at + len(first.raw) if first is not None else at
    end = line.find(b"\n", at) + 1
    literal = literal_of(line[at:end]) if line[at:at + 1] == b"{" else None
    if literal is not None and literal.at == 0:
        return end + literal.size
    return at + len(line[at:].split(None, 1)[0]) if line[at:].strip() else at


def password_in(line: bytes, at: int) -> tuple[int, int] | None:
    """Where the password stands behind `LOGIN` (RFC 9051 6.2.3: name, password)."""
    stop = len(line.rstrip(b"\r\n"))
    start = at + len(line[at:]) - len(line[at:].lstrip(b" "))
    name = start
    start = astring_end(line, start)
    if start > stop:
        return name, stop       # the name is a literal that was not kept: nothing tells where it ends
    start += len(line[start:]) - len(line[start:].lstrip(b" "))
    return (start, stop) if start < stop else None
