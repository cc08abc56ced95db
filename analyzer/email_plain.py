"""Emails of plain sessions, from the table of what was said: what the collectors find in its events."""
from __future__ import annotations

import re

from analyzer.email_collector import said
from analyzer.email_transfers import path_in
from analyzer.messages import Email, Span
from analyzer.talk import Talk
from dissectors.mail.events import text
from dissectors.mail.plain import COMMAND, END, MESSAGE, POP, REPLY, SMTP, verb_code
from dissectors.plain_sessions import PlainSession
from dissectors.pop import events as pop
from dissectors.smtp import events as smtp
from dissectors.smtp.plain import CODE
from dissectors.stream import CLIENT, SERVER

_MAIL, _RCPT = verb_code("MAIL"), verb_code("RCPT")
_ENVELOPE = frozenset((_MAIL, _RCPT, *map(verb_code, ("RSET", "HELO", "EHLO"))))
"""RFC 5321 4.1.4: commands that change the envelope where the server agrees."""
_AGREED = ord("2")
_SIMPLE = re.compile(rb'.{4} (?:FROM|TO):<([!#-;=?A-~][!#-;=?-~]*+|)>[ \r]', re.IGNORECASE)
"""MAIL or RCPT with a path of ASCII between brackets, without quotes and source route."""


def plain_emails(talk: Talk, session: PlainSession) -> list[Email]:
    """The emails of a plain session, in the order in which they begin."""
    if session.reader.protocol == SMTP:
        return _smtp(talk, session)
    if session.reader.protocol == POP:
        return _pop(talk, session)
    from analyzer.email_plain_imap import imap_emails
    return imap_emails(talk, session)


def _smtp(talk: Talk, session: PlainSession) -> list[Email]:
    """A message comes behind the replies to all commands before it, so the envelope may change with the replies."""
    data, found = session.data, list[Email]()
    sender, recipients = None, list[str]()
    asked: dict[int, tuple[int, int, int]] = {}     # commands, by number: their verbs and lines
    ended: dict[int, Email] = {}
    for kind, begin, end, place, number, about in session.said:
        if kind == COMMAND:
            if about in _ENVELOPE:
                asked[number] = about, place, place + end - begin
        elif kind == REPLY:
            if about in ended:
                line = data[place:place + end - begin].tobytes()
                ended.pop(about).status = said([smtp.Reply(
                    side=SERVER, start=begin, stop=end, number=number, status=line[:CODE].decode(), line=line)])
            elif about in asked and data[place] == _AGREED:
                verb, start, stop = asked[about]
                path = _path(data[start:stop].tobytes()) if verb in (_MAIL, _RCPT) else None
                if verb != _RCPT:
                    sender, recipients = path, []
                elif path is not None:
                    recipients.append(path)
        elif kind == MESSAGE:
            spans = [Span(begin, end, True, False)] if begin < end else []
            found.append(Email(talk, CLIENT, begin, "sent", spans, True, sender, recipients, dotted=place > 0))
        elif kind == END:
            ended[number] = found[-1]
            sender, recipients = None, []   # RFC 5321 4.1.1.4: whatever the server says
    return found


def _pop(talk: Talk, session: PlainSession) -> list[Email]:
    """A message follows its reply; one of which only a part was asked for (TOP) is not complete."""
    data, found, reply = session.data, list[Email](), (0, 0)
    for kind, begin, end, place, number, about in session.said:
        if kind == REPLY:
            reply = place, place + end - begin
        elif kind == MESSAGE:
            spans = [Span(begin, end, True, False)] if begin < end else []
            line = data[slice(*reply)].tobytes()
            status = said([pop.Reply(side=SERVER, start=begin, stop=begin, number=number, status="+OK", line=line)])
            found.append(Email(talk, SERVER, begin, "fetched", spans, not about, status=status, dotted=place > 0))
    return found


def _path(line: bytes) -> str | None:
    """The mailbox in a line of MAIL or RCPT."""
    simple = _SIMPLE.match(line)
    return path_in(text(line)[4:].lstrip(" \t")) if simple is None else simple[1].decode()
