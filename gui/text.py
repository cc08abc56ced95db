"""Text from a capture as a window can show it: one line, nothing that moves or hides what stands around it."""
from __future__ import annotations

from html import escape

from analyzer.export.visible import visible

LONGEST = 2_000


def hint(text: str) -> str:
    """The text as a hint shows it, letter by letter: Qt would take tags in it for its own, and load pictures."""
    return "<qt>" + escape(text).replace("\n", "<br>") + "</qt>" if text else ""


def plain(text: str) -> str:
    """The text in one line of bounded length, with everything that is not drawn as escapes."""
    return visible(text if len(text) <= LONGEST else text[:LONGEST - 1] + "…")
