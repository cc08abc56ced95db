"""Texts that are translated where no Qt is: modules for workers have theirs by this, and constants are marked here."""
from __future__ import annotations

from collections.abc import Callable

Translate = Callable[[str, str], str]


def _(text: str) -> str:
    """Marks a text that is translated when it is shown, with the context ""."""
    return text


class _Wording:
    """By what texts are translated; English until there is an application."""
    translate: Translate = staticmethod(lambda context, text: text)


def translate(context: str, text: str) -> str:
    """A text in the language of the window."""
    return _Wording.translate(context, text)


def translate_by(function: Translate) -> None:
    """Has all texts translated by a function, from now on."""
    _Wording.translate = staticmethod(function)
