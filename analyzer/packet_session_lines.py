"""Packets of plain sessions as lines for the packet list: kernels beside what the dissectors say of events."""
from __future__ import annotations

from analyzer.dns_lines import put_text
from analyzer.infos import LONGEST
from analyzer.packet_secrets import (
    SECRET_AT,
    SECRET_STOP,
    may_repeat_secrets,
    note_secret,
    past_blanks,
    without_blanks,
)
from dissectors.dns.writer import put, put_number
from dissectors.imap.plain_fetch import MATTER
from dissectors.imap.plain_lines import LINE
from dissectors.kernel import kernel
from dissectors.mail.plain import (
    COMMAND,
    CR,
    END,
    GREETING,
    IMAP,
    LF,
    LINES,
    MESSAGE,
    REPLY,
    RESPONSE,
    SAID,
    SMTP,
    SPACE,
)
from dissectors.smtp.plain import CODE, HYPHEN

LEFT, SILENT, TOLD = range(3)
"""Of a packet: only others can read what it says; it says nothing; its line is written."""
BAR, MASK, NAME, PASSWORD, FRAGMENT, OCTETS, SAYS = range(7)
"""Words by their numbers; from SAYS on how lines of clients and of servers begin, for each protocol, and then what
lines begin with by what reassembly noted."""
TITLES = SAYS + 6


@kernel
def put_line(out, at, limit, data, start, stop):  # type: ignore[no-untyped-def]
    """Writes what a line is up to a limit; -1 where it has other characters than printable ASCII."""
    for i in range(start, min(stop, start + limit - at)):
        octet = data[i] + 0
        if octet < SPACE or octet > 126:
            return -1
        out[at] = octet
        at += 1
    return at


@kernel
def put_reply(out, at, limit, data, start, stop, words, begins):  # type: ignore[no-untyped-def]
    """Writes a reply of SMTP, whose further lines stand behind bars without their codes (RFC 5321 4.2.1)."""
    at = put_line(out, at, limit, data, start, start + CODE)
    if at >= 0:
        at = put(out, at, HYPHEN if data[start + CODE] == HYPHEN else SPACE)
    line = start
    while 0 <= at < limit and line < stop:
        end = line
        while data[end] != LF:
            end += 1
        if line > start:
            at = put_text(out, at, words, begins, BAR)
        if data[line + CODE] != CR:
            at = put_line(out, at, limit, data, line + CODE + 1, end - 1)
        elif end > line + CODE + 1:
            return -1
        line = end + 1
    return at


@kernel
def put_asked(out, at, limit, data, protocol, kind, start, stop, dialogue, words, begins):  # type: ignore
    """Writes a client's line, of which dialogue says what is secret."""
    first, last = dialogue[SECRET_AT], dialogue[SECRET_STOP]
    if protocol == SMTP and kind == RESPONSE:
        stop = without_blanks(data, start, stop)
        at = put_text(out, at, words, begins, NAME if first < 0 else PASSWORD)
    if first < 0:
        return put_line(out, at, limit, data, start, stop)
    at = put_line(out, at, limit, data, start, first)
    if at >= 0:
        at = put_line(out, put_text(out, at, words, begins, MASK), limit, data, last, stop)
    return at


@kernel
def put_heard(out, at, limit, data, protocol, start, stop, words, begins):  # type: ignore[no-untyped-def]
    """Writes a server's line, the first one of what it said."""
    if protocol == SMTP:
        return put_reply(out, at, limit, data, start, stop, words, begins)
    end = start
    while data[end] != LF:
        end += 1
    return put_line(out, at, limit, data, start, end - 1)


@kernel
def put_fragment(out, at, protocol, side, size, words, begins):  # type: ignore[no-untyped-def]
    """Writes of how many octets of a message or a list a packet has."""
    if size <= 0 or protocol == IMAP:
        return at
    at = put_text(out, at, words, begins, SAYS + 2 * protocol + side)
    at = put_number(out, put_text(out, at, words, begins, FRAGMENT), size)
    return put_text(out, at, words, begins, OCTETS)


@kernel
def side_of(protocol, kind, about):  # type: ignore[no-untyped-def]
    """Who says an item: 0 the client, 1 the server, -1 nobody, as it is none of the stream."""
    if kind in (COMMAND, RESPONSE, LINE):
        return 0
    if kind == MESSAGE:
        return about if protocol == IMAP else 0 if protocol == SMTP else 1
    if kind == END:
        return 0 if protocol == SMTP else 1
    return -1 if kind == MATTER else 1


@kernel
def is_listed(protocol, kind):  # type: ignore[no-untyped-def]
    """Whether an item may be of several lines, each of which is told with the packet that completes it."""
    return protocol == SMTP and kind in (REPLY, GREETING)


@kernel
def put_item(out, at, limit, data, protocol, side, said, item, size, dialogue, words, begins):  # type: ignore
    """Writes what was said with an item, of which a packet has `size` octets; -1 where only others can read that."""
    kind, start = said[item], said[item + 3]
    stop = start + said[item + 2] - said[item + 1]
    if kind in (MESSAGE, LINES, END):
        return at if kind == END and protocol == SMTP else put_fragment(out, at, protocol, side, size, words, begins)
    if kind == LINE and past_blanks(data, start, stop - 2) == stop - 2:
        return at
    at = put_text(out, at, words, begins, SAYS + 2 * protocol + side)
    if side:
        return put_heard(out, at, limit, data, protocol, start, stop, words, begins)
    if kind == LINE:
        return put_line(out, at, limit, data, start, stop - 2)
    return put_asked(out, at, limit, data, protocol, kind, start, stop - 2, dialogue, words, begins)


@kernel
def put_packet(out, at, data, protocol, said, item, behind, side, start, stop, note, dialogue, words,  # type: ignore
               begins):
    """Writes the line of a packet with [start, stop) of a side's stream, from an item on; gives where it ends, the
    next item, and what became of the packet."""
    known, line = True, at
    at = put_text(out, at, words, begins, TITLES + note)
    text, limit = at, line + LONGEST + 1
    while item < behind:
        place = SAID * item
        kind, first, last, about = said[place], said[place + 1], said[place + 2], said[place + 5]
        if side_of(protocol, kind, about) == side:
            if last > stop and (kind != MESSAGE or first >= stop):
                known = known and (first >= stop or not is_listed(protocol, kind))
                break
            if kind in (COMMAND, RESPONSE) and not note_secret(
                    data, protocol, kind, about, said[place + 3], said[place + 3] + last - first - 2, dialogue):
                known = known and last <= start
            if last > start > first and is_listed(protocol, kind):
                known = False
            if known and last > start and at < limit:
                begin = at if at == text else put_text(out, at, words, begins, BAR)
                size = min(last, stop) - max(first, start) if kind == MESSAGE else last - first
                end = put_item(out, begin, limit, data, protocol, side, said, place, size, dialogue, words, begins)
                known, at = end >= 0, end if end > begin else at
            if last > stop:
                break
        item += 1
    if known and at > text:
        return put(out, at, LF), item, TOLD
    return line, item, SILENT if known else LEFT


@kernel
def put_sessions(out, data, protocols, item_bounds, said, packet_bounds, sides, starts, stops, notes,  # type: ignore
                 dialogue, words, begins, found):
    """Writes lines of packets of sessions, in order; gives the size of the text. Session k has the items (in `said`)
    and the packets from its bounds up to the next ones. One in which perhaps secrets are repeated is left to others."""
    at = 0
    for k in range(len(protocols)):
        client = server = int(item_bounds[k])
        if packet_bounds[k] == packet_bounds[k + 1] or may_repeat_secrets(
                data, int(protocols[k]), said, client, int(item_bounds[k + 1]), dialogue):
            continue
        for i in range(packet_bounds[k], packet_bounds[k + 1]):
            at, item, found[i] = put_packet(
                out, at, data, int(protocols[k]), said, server if sides[i] else client, int(item_bounds[k + 1]),
                int(sides[i]), starts[i] + 0, stops[i] + 0, int(notes[i]), dialogue, words, begins)
            if sides[i]:
                server = item
            else:
                client = item
    return at
