"""File names from text that a stranger wrote: safe on every platform, and still recognisable."""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_NAME_BYTES = 143
"""A name's length in UTF-8. Most file systems take 255 bytes, eCryptfs 143; Windows' paths end at 260 characters."""
MAX_TEXT = 1000
"""How much of a text is looked at."""

# Windows: characters and names that no file may have; the superscript digits count as digits there
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])", re.IGNORECASE)
# hidden on Unix, or an option to the next program that is given `*`
_LEADING = re.compile(r"^[.\-\s]+")
_PLAIN_ASCII = re.compile(r"[ -~]*")
_SUFFIX = re.compile(r"\.[0-9A-Za-z_]{1,16}$")


def safe_text(text: str) -> str:
    """A text as part of a file name: in NFC, on one line, without characters that some platform forbids or that
    change how the name reads (controls, direction marks, invisible and unassigned characters); may be empty."""
    text = text[:MAX_TEXT]
    if not _PLAIN_ASCII.fullmatch(text):
        text = unicodedata.normalize("NFC", "".join(map(_visible, text)))
    return " ".join(_FORBIDDEN.sub("_", text).split()).rstrip(". ")


def safe_name(text: str, fallback: str) -> tuple[str, str]:
    """A file's name as stem and suffix (`.pdf`, or empty); `fallback` is the stem where nothing else is left."""
    # only what is behind the last slash: paths are no names
    name = safe_text(re.split(r"[/\\]", text)[-1])
    match = _SUFFIX.search(name)
    suffix = match[0] if match else ""
    stem = _LEADING.sub("", name.removesuffix(suffix)).rstrip(". ") or fallback
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    return stem, suffix


def fit(stem: str, suffix: str) -> str:
    """Stem and suffix together, the stem shortened where the name would be too long."""
    room = MAX_NAME_BYTES - len(suffix.encode())
    if len(raw := stem.encode()) > room:
        stem = raw[:room].decode("utf-8", "ignore").rstrip(". ")
    return stem + suffix


def same_name_key(name: str) -> str:
    """Names with one key are one file on some platform: case and composition of characters do not count there."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


@lru_cache(maxsize=1024)
def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "Z" or category == "Cc":
        return " "
    return "" if category[0] == "C" else character
