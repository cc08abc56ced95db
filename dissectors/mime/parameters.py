"""Values with parameters (RFC 2045 5.1, RFC 2183 2): `type; name=value`, continued and encoded ones (RFC 2231)."""
from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from dissectors.mime import charset
from dissectors.mime.words import decode_text

MAX_PARAMETERS = 1000
"""Parameters of one header that are looked at."""

COMMENTS = rb"(?>(?:\s++|\([^()]*+\))*)"
"""Blanks and comments before a value, as a pattern."""

# an unquoted value goes up to the next ";": names of files with spaces and no quotes are common
_PARAMETER = re.compile(rb';\s*+([^\s=;"()<>@,/:\\?\[\]]++)\s*+=\s*+'
                        rb'(?:"([^"\\]*+(?>(?:\\.[^"\\]*+)*))|([^;]*+))', re.DOTALL)
_TOKEN = re.compile(rb"[^\s(]*+")
_HEAD = re.compile(COMMENTS + rb'(?:"([^"]*+)"|([^\s("]*+))')
_ESCAPE = re.compile(rb'\\([\\"])')
# RFC 2231 7: attribute, section, and "*" where the value is encoded
_EXTENDED = re.compile(rb"([^*]++)(?:\*([0-9]{1,4}))?(\*)?")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_NAMES_OF_FILES = (b"name", b"filename")


def raw_parameters(value: bytes) -> dict[bytes, bytes]:
    """The parameters as they are written, by name in lower case; of two with one name the first counts."""
    found: dict[bytes, bytes] = {}
    if b"=" in value.partition(b";")[0]:
        value = b";" + value
    for match in islice(_PARAMETER.finditer(value.translate(None, b"\r\n")), MAX_PARAMETERS):
        name, quoted, plain = match.groups()
        name = name.lower()
        if name not in found:
            found[name] = _unquote(quoted) if plain is None else _trim(name, plain)
    return found


def parameters(value: bytes) -> dict[str, str]:
    """The parameters as text, by name in lower case."""
    return decoded(raw_parameters(value))


def decoded(raw_by_name: Mapping[bytes, bytes]) -> dict[str, str]:
    """Parameters as text, continued ones joined; names are in lower case."""
    plain: dict[str, str] = {}
    extended: dict[bytes, dict[int, tuple[bytes, bool]]] = {}
    for name, raw in raw_by_name.items():
        match = _EXTENDED.fullmatch(name) if b"*" in name else None
        if match is None:
            plain[name.decode("utf-8", "replace")] = decode_text(raw).text
        else:
            extended.setdefault(match[1], {}).setdefault(int(match[2] or 0), (raw, match[3] is not None))
    for name, sections in extended.items():
        # RFC 6266 4.3, RFC 2231: who writes both forms means the extended one
        plain[name.decode("utf-8", "replace")] = _join(sections)
    return plain


def head(value: bytes) -> str:
    """What stands before the parameters, in lower case; comments may stand before it (RFC 5322 3.2.2), and some put it
    in quotes."""
    match = _HEAD.match(value.partition(b";")[0])
    token = (match[1] or match[2] or b"").strip() if match else b""
    return "" if b"=" in token else token.decode("utf-8", "replace").lower()


def _unquote(value: bytes) -> bytes:
    # RFC 5322 3.2.4 quotes any character; before others than these two a backslash stands in a Windows path
    return _ESCAPE.sub(rb"\1", value) if b"\\" in value else value


def _trim(name: bytes, value: bytes) -> bytes:
    value = value.strip()
    match = None if name.partition(b"*")[0] in _NAMES_OF_FILES else _TOKEN.match(value)
    return value if match is None else match[0]


def _join(sections: dict[int, tuple[bytes, bool]]) -> str:
    """RFC 2231 3, 4: sections in order, up to the first that is missing; the first one names the charset."""
    number = min(sections)
    label: str | None = None
    joined, any_encoded = bytearray(), False
    while number in sections:
        value, encoded = sections[number]
        if encoded:
            if not any_encoded and value.count(b"'") >= 2:
                name, _, value = value.split(b"'", 2)
                label = name.decode("ascii", "replace") or None
            any_encoded = True
            value = _PERCENT.sub(lambda match: bytes.fromhex(match[1].decode()), value)
        joined += value
        number += 1
    return charset.decode(bytes(joined), label).text if any_encoded else decode_text(bytes(joined)).text
