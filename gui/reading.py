"""Reading: what the reading pane shows of one email, worked out off the window's thread; plain Python without Qt."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.export.visible import visible
from dissectors.mime import Message, Part, attachments, parse
from dissectors.mime.part import EMBEDDED
from gui.safe_html import SafeHtml, safe_html
from gui.text import plain
from gui.wording import translate

if TYPE_CHECKING:
    from analyzer.mails import MailWithRow

TEXT_SHOWN = 200_000
"""Characters of a text, and bytes of a source."""
MOST_LINES = 20_000
LONGEST_WORD = 1_000
"""Characters after which a word is broken; laying out a longer one takes very long."""
HTML = "text/html"
TEXTS = frozenset(("text/plain", HTML, "text/enriched"))
LONGEST_LINE = 2_000
"""Characters after which a line goes on in the next one; the line that is looked at is laid out as a whole."""
MOST_HEADERS = 250
MOST_PARTS = 500
MOST_PAGES = 20
"""Parts of HTML that are shown one below the other, as Apple Mail writes what stands around a file."""
MOST_IMAGES = 20
LARGEST_IMAGE = 4 << 20
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}")
BETWEEN_PARTS = "\n" + "─" * 40 + "\n"


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part as the tree of parts lists it; `above` is the place of the part around it, or -1."""
    part: Part
    above: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """Some of the source, or words about bytes that are missing."""
    text: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An email to be read.

    Attributes:
        number: of the email.
        message: its parts; their bodies are decoded when they are saved.
        headers: names and decoded values.
        text: what it says; "" where it has no text.
        html: its HTML made safe; None without HTML.
        images: parts that the HTML shows, by Content-ID.
        parts: all parts in order.
        attachments: those that are files.
        source: the message as transferred, with its gaps.
        whole: whether text and HTML are shown to the end.
    """
    number: int
    message: Message
    headers: list[tuple[str, str]]
    text: str
    html: SafeHtml | None
    images: dict[str, bytes]
    parts: list[PartLine]
    attachments: list[Part]
    source: list[SourceText]
    whole: bool


def reading(mail: MailWithRow) -> Iterator[Reading]:
    """Reads an email."""
    content = mail.content()
    message = parse(content)
    pages = [part for part in _inline(message) if part.content_type == HTML]
    html = safe_html("<hr>".join(part.text() for part in pages[:MOST_PAGES])) if pages else None
    said = _said(message)
    text = html.text if html and said == pages else _words(said)
    if not text.strip():
        text = html.text if html else _words(_else_said(message))
    source = list(_source(mail, len(content)))
    yield Reading(
        mail.row["email"], message, _headers(message),
        _LONG_WORD.sub("\\g<0>\n", _readable(text)), html, _images(message) if html else {},
        list(_part_lines(message)), attachments(message), source,
        len(text) <= TEXT_SHOWN and text.count("\n") < MOST_LINES
        and (html is None or (html.whole and len(pages) <= MOST_PAGES)))


def _headers(message: Message) -> list[tuple[str, str]]:
    from dissectors.mime.words import decode_words
    found: list[tuple[str, str]] = []
    for field in message.headers.fields():
        if len(found) == MOST_HEADERS:
            break
        found.append((field.name, plain(" ".join(decode_words(field.value).text.split()))))
    return found


def _readable(text: str) -> str:
    """A text whose lines stay, and in which nothing acts on what stands around it."""
    lines = text[:TEXT_SHOWN].replace("\r\n", "\n").split("\n")[:MOST_LINES]
    return "\n".join(visible(line.expandtabs()) for one in lines for line in _parts_of(one))


def _parts_of(line: str) -> Iterator[str]:
    """A line, or parts of a long one, which end at blanks where they can."""
    while len(line) > LONGEST_LINE:
        end = line.rfind(" ", LONGEST_LINE // 2, LONGEST_LINE) + 1 or LONGEST_LINE
        yield line[:end]
        line = line[end:]
    yield line


def _inline(part: Part) -> Iterator[Part]:
    """The texts that are the message itself: not files, and not those of messages inside."""
    if part.content_type in EMBEDDED and part.children:
        return
    for child in part.children:
        yield from _inline(child)
    if part.content_type in TEXTS and _is_no_file(part):
        yield part


def _is_no_file(part: Part) -> bool:
    return not part.children and part.disposition != "attachment" and part.filename is None


def _said(part: Part) -> list[Part]:
    """Those that say all of it, in order: of alternatives those without HTML, if there are any (RFC 2046 5.1.4)."""
    if part.content_type != "multipart/alternative":
        within = (_said(child) for child in part.children) if part.content_type not in EMBEDDED else ()
        return [one for found in within for one in found] or list(_inline(part))
    found = [texts for texts in map(_said, part.children) if texts]
    plain_ones = (texts for texts in found if all(one.content_type != HTML for one in texts))
    return next(plain_ones, found[-1] if found else [])


def _else_said(message: Message) -> list[Part]:
    """What a message without a text of its own says: in texts of other kinds (RFC 2046 4.1.4 has them shown as they
    are), in messages inside, or where parts should be."""
    parts = message.parts[:MOST_PARTS]
    texts = [part for part in parts if part.content_type.startswith("text/") and _is_no_file(part)]
    return texts or [part for part in parts if part.content_type.startswith(("multipart/", "message/"))
                     and _is_no_file(part)]


def _words(parts: list[Part]) -> str:
    """The texts of parts, as many as are shown."""
    found: list[str] = []
    room = TEXT_SHOWN
    for part in parts:
        if room < 0:
            break
        text = part.text()
        found.append(safe_html(text).text if part.content_type == HTML else text)
        room -= len(found[-1])
    return BETWEEN_PARTS.join(found)


def _images(message: Message) -> dict[str, bytes]:
    """Pictures by their Content-ID."""
    found: dict[str, bytes] = {}
    for part in message.parts:
        if len(found) == MOST_IMAGES:
            break
        if part.content_type.startswith("image/") and part.content_id and part.stop - part.start <= LARGEST_IMAGE:
            found[part.content_id] = part.decoded()
    return found


def _part_lines(message: Message) -> Iterator[PartLine]:
    above: dict[int, int] = {}
    for place, part in enumerate(message.parts[:MOST_PARTS]):
        above.update((id(child), place) for child in part.children)
        yield PartLine(part, above.get(id(part), -1))


def _source(mail: MailWithRow, size: int) -> Iterator[SourceText]:
    """The message's bytes as text; what is missing is told where it is missing."""
    room = TEXT_SHOWN
    for piece in mail.email().pieces():
        if not isinstance(piece, bytes):
            note = translate("Following", "[{0:,} bytes are missing in the capture]")
            yield SourceText(note.format(piece.size), True)
        elif piece and room > 0:
            yield SourceText(_readable(piece[:room].decode("utf-8", "replace")), False)
            room -= len(piece)
    if size > TEXT_SHOWN:
        note = translate("ReadingPane", "[{0:,} more bytes are not shown; save the mail to have them]")
        yield SourceText(note.format(size - TEXT_SHOWN), True)
