"""Makes the fields of a message's tree: places, texts as Wireshark shows them, and how many fields there may be."""
from __future__ import annotations

import re
from dataclasses import dataclass

from dissectors.fields import Field, Kind, Spec
from dissectors.mail.trees import escaped, lines

MAX_FIELDS = 20_000
"""Fields of one message that are shown."""
MAX_DEPTH = 20
"""Multiparts and messages within each other that are shown."""
MAX_LINES = 1000
"""Lines of one text that are shown."""

LINE = Spec("", "Line", Kind.NONE)
"""A line of text; Wireshark has no field for it."""
_CONTROL = re.compile("[\r\n\t]")


@dataclass(slots=True)
class Maker:
    """Makes fields over bytes of `data`, which stand at `base` of the packet's buffer `source`.

    `sources` are the packet's buffers, to which decoded bytes are added. `left` is how many more fields there may be,
    `depth` in how many multiparts and messages they are.
    """
    data: bytes
    base: int
    source: int
    sources: list[bytes]
    left: int = MAX_FIELDS
    depth: int = 0

    def over(self, data: bytes) -> Maker:
        """Makes fields over a further buffer."""
        self.sources.append(data)
        return Maker(data, 0, len(self.sources) - 1, self.sources, self.left, self.depth)

    def field(self, spec: Spec, start: int, stop: int, text: str = "") -> Field:
        """A field over bytes [start, stop) of `data`, whose value is these bytes as text."""
        self.left -= 1
        # Wireshark reads headers as ASCII: a byte that is none shows as U+FFFD
        shown = self.data[start:stop].decode("ascii", "replace")
        if not text and _CONTROL.search(shown):
            text = f"{spec.label}: {escaped(shown)}"
        return Field(spec, shown, self.base + start, stop - start, self.source, text)

    def span(self, spec: Spec, start: int, stop: int, value: object = "", text: str = "") -> Field:
        """A field over bytes [start, stop) of `data` with a value of its own."""
        self.left -= 1
        return Field(spec, value, self.base + start, stop - start, self.source, text)

    def text_lines(self, start: int, stop: int) -> list[Field]:
        """The lines of a text, a field each."""
        made: list[Field] = []
        for at, line in lines(self.data[start:stop]):
            if len(made) >= MAX_LINES or self.left <= 0:
                made.append(self.span(LINE, start + at, stop, text="… (further lines)"))
                break
            made.append(self.span(LINE, start + at, start + at + len(line),
                                  text=escaped(line.decode("utf-8", "replace"))))
        return made
