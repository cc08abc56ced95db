"""Encoded words (RFC 2047): text of any charset in the values of headers."""
from __future__ import annotations

import binascii
import re

from dissectors.mime import charset
from dissectors.mime.charset import Decoded
from dissectors.mime.transfer import decode_base64

MAX_GUESSES = 8
"""How many words of unknown charset in one value are guessed at; further ones read as Windows-1252."""

# RFC 2047 2: "=?" charset "?" encoding "?" encoded-text "?="; RFC 2231 5 adds "*" language to the charset
_OPENING = re.compile(rb"=\?([^?*\s]{1,64}+)(?:\*[^?\s]{0,64}+)?\?([BbQq])\?")
_WORD_ALONE = re.compile(rb"=\?([^?*\s]{1,64}+)\?([BbQq])\?([^?]*+)\?=")
_BLANK = b" \t"


def decode_words(value: bytes) -> Decoded:
    """The text of a header's value, unfolded; what is not encoded is UTF-8 (RFC 6532)."""
    # RFC 5322 2.2.3: unfolding removes the line ends, and CR and LF have no other business in a header
    return decode_text(value.translate(None, b"\r\n").strip(_BLANK))


def decode_text(value: bytes) -> Decoded:
    """The text of bytes that may hold encoded words, with the blanks at its ends."""
    if b"=?" not in value:
        return Decoded(value.decode("utf-8", "replace"), False)
    if (word := _WORD_ALONE.fullmatch(value)) is not None:
        label, encoding, text = word.groups()
        return charset.decode(_bytes_of(encoding, text), label.lower().decode("ascii", "replace"))
    return _Words(value).decode()


def _bytes_of(encoding: bytes, text: bytes) -> bytes:
    """What a word's text stands for. RFC 2047 4.1, 4.2: "_" is a space in Q."""
    return decode_base64(text) if encoding in b"Bb" else binascii.a2b_qp(text, header=True)


class _Words:
    """Collects plain text and runs of adjacent words.

    RFC 2047 6.2: blanks between words are no text. Words of one charset are joined before they are decoded: senders
    split in the middle of a character, although section 5 forbids it.
    """
    __slots__ = ("guesses", "out", "run", "run_label", "value")

    def __init__(self, value: bytes) -> None:
        self.value = value
        self.out: list[str] = []
        self.run: list[bytes] = []
        self.run_label = b""
        self.guesses = 0

    def decode(self) -> Decoded:
        value, done, pos = self.value, 0, 0
        while (start := value.find(b"=?", pos)) >= 0:
            opening = _OPENING.match(value, start)
            if opening is None:
                pos = start + 2
                continue
            stop = value.find(b"?=", opening.end())
            if stop < 0:
                break
            self._add_text(value[done:start])
            self._add_word(opening[1].lower(), opening[2], value[opening.end():stop])
            done = pos = stop + 2
        self._end_run()
        self.out.append(value[done:].decode("utf-8", "replace"))
        return Decoded("".join(self.out), self.guesses > 0)

    def _add_text(self, text: bytes) -> None:
        if self.run and not text.strip(_BLANK):
            return
        self._end_run()
        self.out.append(text.decode("utf-8", "replace"))

    def _add_word(self, label: bytes, encoding: bytes, text: bytes) -> None:
        if label != self.run_label:
            self._end_run()
            self.run_label = label
        self.run.append(_bytes_of(encoding, text))

    def _end_run(self) -> None:
        """Decodes the words collected so far."""
        if not self.run:
            return
        label = self.run_label.decode("ascii", "replace")
        if self.guesses >= MAX_GUESSES and charset.codec_of(label) in (None, "ascii"):
            label = "windows-1252"
        text, guessed = charset.decode(b"".join(self.run), label)
        self.guesses += guessed
        self.out.append(text)
        self.run.clear()
