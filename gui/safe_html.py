"""Safe HTML: what of a mail's HTML can be shown without loading, running or hiding anything; plain Python without Qt.

Only known tags and attributes are written again; all else is left out. The work is bounded: so much text, so many
tags, tables so deep (nested tables take exponential time to lay out).
"""
from __future__ import annotations

import re
from html import escape, unescape
from itertools import islice
from typing import NamedTuple

from gui.safe_tags import ALONE, BLOCKS, PLAIN, SKIPPED, TABLE, read_attributes, write_attributes

LONGEST = 500_000
"""Characters of a source that are read."""
MOST_TEXT = 60_000
"""Octets of text, in UTF-8; laying out what takes more octets takes longer, too."""
MOST_TAGS = 4_000
MOST_CELLS = 1_000
MOST_IMAGES = 30
MOST_LINES = 4_000
LONGEST_WORD, BREAK = 500, "\N{ZERO WIDTH SPACE}"
"""Characters after which a word may be broken; laying out a longer one takes very long."""
DEEPEST = 40
DEEPEST_TABLE = 2
LONGEST_TAG = 4_000

_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})(?![a-zA-Z0-9])")
_LINK = re.compile(r"(?:https?|ftp|mailto):", re.IGNORECASE)
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}")
_TAGS = re.compile(rf"<!--.*?(?:-->|\Z)|<({'|'.join(sorted(SKIPPED - {'head'}))})\b.*?(?:</\1[^>]*>|\Z)"
                   r"|<[/!?]?((?>[a-z][a-z0-9]*))?[^<>]*+>", re.IGNORECASE | re.DOTALL)
"""Comments, elements that are skipped, and tags with their names; not a `<` that begins none."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class SafeHtml(NamedTuple):
    """What can be shown.

    Attributes:
        html: only tags and attributes that this module wrote.
        text: the same as plain text.
        left_out: how many images, scripts, forms and the like are not shown.
        whole: whether all of the text is there.
    """
    html: str
    text: str
    left_out: int
    whole: bool


def safe_html(source: str) -> SafeHtml:
    """The safe part of a mail's HTML."""
    reader = _Reader(source[:LONGEST])
    reader.read()
    return SafeHtml("".join(reader.html), _tidy("".join(reader.text)), reader.left_out,
                    len(source) <= LONGEST and not reader.given_up and not reader.full)


def _tidy(text: str) -> str:
    """Plain text without the blanks that mean nothing."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader:
    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.html: list[str] = []
        self.text: list[str] = []
        self.left_out, self.tags, self.cells = 0, 0, 0
        self.given_up = self.full = False
        self._open: list[str] = []
        self._images, self._room, self._word = 0, MOST_TEXT, 0

    def read(self) -> None:
        source = self.source
        while not self.full and (begin := source.find("<", self.at)) >= 0:
            self._words(source[self.at:begin])
            self.at = begin + 1
            if source.startswith("<!--", begin):
                self._skip_to("-->", begin + 4)
            elif source.startswith(("<!", "<?"), begin):
                self._skip_to(">", begin)
            elif name := _NAME.match(source, begin):
                self._tag(begin, name[1].lower(), closing=source[begin + 1] == "/")
            else:
                self._words("<")
        self._words(source[self.at:])
        self._close_all()

    def _close_all(self) -> None:
        while self._open:
            self.html.append(f"</{self._open.pop()}>")

    def _skip_to(self, end: str, at: int) -> None:
        found = self.source.find(end, at)
        self.at = len(self.source) if found < 0 else found + len(end)

    def _words(self, text: str) -> None:
        if not text or self.full:
            return
        text = unescape(text)
        is_pre = "pre" in self._open
        text = text.expandtabs() if is_pre else _BLANKS.sub(" ", text)
        octets = len(text.encode("utf-8", "replace"))
        if octets > self._room:
            self.full = True
            text = text[:self._room * len(text) // octets]
        self._room -= octets
        self.html.append(escape(self._broken(text)))
        self.text.append(text)

    def _broken(self, text: str) -> str:
        """The text with places where long words may be broken, also those that are put together from pieces."""
        blank = max(text.rfind(" "), text.rfind("\n"))
        if blank >= 0:
            self._word = len(text) - blank - 1
            return _LONG_WORD.sub(f"\\g<0>{BREAK}", text)
        self._word += len(text)
        if self._word > LONGEST_WORD:
            self._word = len(text) % LONGEST_WORD
            return BREAK + _LONG_WORD.sub(f"\\g<0>{BREAK}", text)
        return text

    def _tag(self, begin: int, name: str, closing: bool) -> None:
        end = self._end_of_tag(begin)
        if end < 0:
            self._words("<")
            return
        inside, self.at = self.source[begin:end], end + 1
        self.tags += 1
        self.cells += name in ("td", "th") and not closing
        if self.tags > MOST_TAGS or self.cells > MOST_CELLS:
            self._give_up()
            return
        if name in BLOCKS:
            self.text.append("\n")
        elif name in ("td", "th"):
            self.text.append(" ")
        if name in SKIPPED:
            self._skip_element(name, closing)
        elif name == "img":
            self._image(read_attributes(inside))
        elif closing:
            self._close(name)
        else:
            self._begin(name, read_attributes(inside))

    def _give_up(self) -> None:
        """Takes only the text of what is left, without its tags."""
        self.given_up = True
        self._close_all()   # so that it does not stand in a narrow cell
        rest = _TAGS.sub(lambda found: "\n" if (found[2] or "").lower() in BLOCKS else " ", self.source[self.at:])
        self.at = len(self.source)
        lines = filter(None, (" ".join(line.split()) for line in rest.split("\n")))
        for line in islice(lines, MOST_LINES):
            self._words(line)
            self.html.append("<br>")
            self.text.append("\n")

    def _end_of_tag(self, begin: int) -> int:
        """Where the tag's `>` stands, outside of quotes; -1 where it is none."""
        limit, counted, quotes, is_quoted = begin + LONGEST_TAG, begin, 0, False
        end = self.source.find(">", begin, limit)
        while end >= 0:
            quotes += self.source.count('"', counted, end)
            is_quoted = is_quoted or self.source.find('="', counted, end) >= 0
            if quotes % 2 == 0 or not is_quoted:
                return end
            following = self.source.find(">", end + 1, limit)
            if following < 0 or "<" in self.source[end:following]:
                return end
            counted, end = end, following
        return -1

    def _skip_element(self, name: str, closing: bool) -> None:
        if closing or name == "head":   # of a head only the elements inside are skipped
            return
        if name not in ("style", "title"):
            self.left_out += 1
        found = re.compile(f"</{name}[^>]*>", re.IGNORECASE).search(self.source, self.at)
        self.at = len(self.source) if found is None else found.end()

    def _image(self, attributes: dict[str, str]) -> None:
        source, words = attributes.get("src", "").strip(), attributes.get("alt", "").strip()
        if source[:4].lower() == "cid:" and self._images < MOST_IMAGES:
            self._images += 1
            width = attributes.get("width", "")[:4]
            width = f' width="{min(int(width), 600)}"' if width.isdecimal() else ""
            self.html.append(f'<img src="cid:{escape(source[4:])}"{width}>')
        else:
            self.left_out += 1
            if words:
                self._words(f"[{words}]")

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name in ALONE:
            self.html.append(f"<{name}>")
        elif name == "a":
            link = attributes.get("href", "").strip()
            if _LINK.match(link) and len(self._open) < DEEPEST:
                self.html.append(f'<a href="{escape(link)}">')
                self._open.append(name)
        elif name in PLAIN or name in TABLE:
            deep = name == "table" and self._open.count("table") >= DEEPEST_TABLE
            if deep or len(self._open) >= DEEPEST or (name in TABLE and name != "table" and not self._in_table(name)):
                self.html.append("<br>" if name in BLOCKS else " ")
                return
            self.html.append(f"<{name}{write_attributes(attributes)}>")
            self._open.append(name)
        elif name in ("form", "input", "button", "embed", "video", "audio", "link"):
            self.left_out += 1

    def _in_table(self, name: str) -> bool:
        """Whether this part of a table may stand here: cells in rows, rows in tables, which Qt trusts."""
        above = next((one for one in reversed(self._open) if one in TABLE), "")
        if name in ("td", "th"):
            return above == "tr"
        return above in ("table", "tbody", "thead", "tfoot") and name != above

    def _close(self, name: str) -> None:
        if name not in self._open:
            return
        # what was opened inside of a cell is closed with it; a stray end does not close the cell around it
        behind = self._open[len(self._open) - 1 - self._open[::-1].index(name):]
        if name not in TABLE and TABLE.intersection(behind):
            return
        while (closed := self._open.pop()) != name:
            self.html.append(f"</{closed}>")
        self.html.append(f"</{name}>")
