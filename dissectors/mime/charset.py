"""Character sets: bytes and the name of a charset become text; a name that nobody knows leads to a guess."""
from __future__ import annotations

import re
from encodings.aliases import aliases
from functools import lru_cache
from typing import NamedTuple

GUESS_BYTES = 1024
"""How much of the bytes a guess looks at."""


class Decoded(NamedTuple):
    """Text, and whether its charset had to be guessed (then it may read wrongly)."""
    text: str
    guessed: bool


# Codecs of Python that are no charsets of text, or that take quadratic time (names of hosts).
_NO_CHARSETS = frozenset({
    "base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec", "mbcs", "oem",
    "idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape",
})
_WITHOUT_ALIAS = ("cp720", "cp737", "cp856", "cp874", "cp875", "cp1006", "koi8_t", "koi8_u", "utf_8_sig",
                  "mac_arabic", "mac_croatian", "mac_farsi", "mac_romanian")
# Names that mail programs use and Python does not know.
_ALSO = {"utf8mb4": "utf_8", "unicode11utf8": "utf_8", "unicode20utf8": "utf_8", "unicode11utf7": "utf_7",
         "iso88598i": "iso8859_8", "iso88598e": "iso8859_8", "iso88596i": "iso8859_6", "cngb": "gb2312",
         "windows31j": "cp932", "sjiswin": "cp932", "eucjpwin": "euc_jp", "eucjpms": "euc_jp",
         "iso2022jpms": "iso2022_jp", "macce": "mac_latin2", "koi8ru": "koi8_u"}
# What Windows calls by numbers, and Python by names.
_PAGES = {20127: "ascii", 20866: "koi8_r", 21866: "koi8_u", 10000: "mac_roman", 51932: "euc_jp", 51936: "gb2312",
          51949: "euc_kr", 52936: "hz", 54936: "gb18030", 50225: "iso2022_kr", 65000: "utf_7",
          50220: "iso2022_jp", 50221: "iso2022_jp", 50222: "iso2022_jp"}
_PAGES |= {28590 + part: f"iso8859_{part}" for part in (*range(1, 10), 13, 15)}
_PAGE = re.compile(r"(?:windows|win|ansi|dos|ms|cp)(?:cp)?([0-9]{3,5})")
# WHATWG Encoding 4.2: what senders mean by these names is a superset; it is tried where the charset itself fails.
_SUPERSETS = {"latin_1": "cp1252", "iso8859_1": "cp1252", "iso8859_9": "cp1254", "iso8859_11": "cp874",
              "tis_620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932",
              "big5": "big5hkscs", "iso2022_jp": "iso2022_jp_ext"}
# What mail without a usable label is written in; among equals the first wins.
_GUESSES = ("cp1252", "cp1251", "koi8_r", "cp1250", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp1253", "cp1255",
            "cp1256", "cp1254")
_SIGNS = re.compile(r"[^a-z0-9]+")
# RFC 1468: a text is in ASCII, in a set of two bytes, or (against it, but often) in katakana of one byte.
_SHIFTED = re.compile(rb"\x1b(?:(\$[@B])|(\(I)|\([BJ])([^\x1b]*+)")
_THREE_SETS = b"\x1b$("     # RFC 1554's further sets, which Windows has not
_PAIR = re.compile(rb"[!-~]{2}")
_KATAKANA = bytes(byte | 0x80 if 0x21 <= byte <= 0x5F else byte for byte in range(256))
_C1 = re.compile(rb"[\x80-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def _squeeze(name: str) -> str:
    return _SIGNS.sub("", name.lower())


# A closed list: asking Python for any name would look for a module of that name on disk, for each name anew.
_CODECS = {_squeeze(alias): codec for alias, codec in aliases.items() if codec not in _NO_CHARSETS}
_CODECS |= {_squeeze(codec): codec for codec in (*_CODECS.values(), *_WITHOUT_ALIAS)} | _ALSO


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """The Python codec that a charset's name stands for; None for a name that nobody knows."""
    name = _squeeze(label[:64])
    codec = _CODECS.get(name) or _CODECS.get(name := name.removeprefix("x"))
    page = None if codec else _PAGE.fullmatch(name)
    return codec if page is None else _PAGES.get(int(page[1])) or _CODECS.get(f"cp{page[1]}")


def decode(data: bytes, label: str | None) -> Decoded:
    """Text of bytes that claim a charset; without a claim they are UTF-8 (RFC 6532 3.2).

    What the charset does not allow becomes U+FFFD. A claim that is unknown, or US-ASCII for other bytes, is
    replaced by a guess.
    """
    if label is None:
        return Decoded(data.decode("utf-8", "replace"), False)
    codec = codec_of(label)
    if codec is None or (codec == "ascii" and not data.isascii()):
        return Decoded(_decode(data, guess(data)), True)
    return Decoded(_decode(data, codec), False)


def guess(data: bytes) -> str:
    """The codec that the bytes are most likely written in."""
    return _guess(data[:GUESS_BYTES])


def _decode(data: bytes, codec: str) -> str:
    # the bytes 80 to 9F are control characters in ISO 8859-1 and letters in what senders mean by it
    if codec in ("latin_1", "iso8859_1") and _C1.search(data):
        codec = "cp1252"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        if codec == "iso2022_jp" and _THREE_SETS not in data:
            return _SHIFTED.sub(_unshifted, data).decode("cp932", "replace")
        text = data.decode(_SUPERSETS.get(codec, codec), "replace")
    # UTF-7 can spell half a pair, which is no character and can't be written as UTF-8
    return text if codec == "utf_8" else _SURROGATES.sub("\ufffd", text)


def _unshifted(found: re.Match[bytes]) -> bytes:
    """What follows an escape in ISO-2022-JP, in Windows-31J: WHATWG Encoding 12.2 reads the signs that this has more
    (①, ㈱), as mail programs of Windows write them."""
    double, katakana, text = found.groups()
    if double:
        return _PAIR.sub(_as_shift_jis, text)
    return text.translate(_KATAKANA) if katakana else text


def _as_shift_jis(pair: re.Match[bytes]) -> bytes:
    """A character of JIS X 0208 as Shift JIS has it (JIS X 0208:1997 appendix 1)."""
    row, cell = pair[0]
    lead = (row + 1 >> 1) + (0x70 if row < 0x5F else 0xB0)
    return bytes((lead, cell + (0x7E if row % 2 == 0 else 0x1F if cell < 0x60 else 0x20)))


@lru_cache(maxsize=256)
def _guess(sample: bytes) -> str:
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as fault:
        # a character that the sample's end cuts is no fault
        if fault.reason != "unexpected end of data":
            return _likeliest(sample)
    return "utf_8"


def _likeliest(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    found = list(from_bytes(sample, cp_isolation=list(_GUESSES)))
    if not found:
        return "cp1252"
    best = found[0]
    equals = [match.encoding for match in found if match.chaos == best.chaos]
    return "cp1252" if "cp1252" in equals or "cp1252" in best.could_be_from_charset else best.encoding
