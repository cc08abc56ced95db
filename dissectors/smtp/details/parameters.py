"""Parameters of MAIL and RCPT, and what their values stand for."""
from __future__ import annotations

import re

from dissectors.fields import Kind, Spec
from dissectors.mail.trees import read
from dissectors.smtp.details import specs

PARAMETERS = {
    "SIZE": specs.SIZE,             # RFC 1870 3
    "BODY": specs.BODY,             # RFC 6152 3, RFC 3030 3
    "RET": specs.RET,               # RFC 3461 4.3
    "ENVID": specs.ENVID,           # RFC 3461 4.4
    "NOTIFY": specs.NOTIFY,         # RFC 3461 4.1
    "ORCPT": specs.ORCPT,           # RFC 3461 4.2
    "AUTH": specs.AUTH}             # RFC 4954 5

_IN_XTEXT = frozenset((specs.ENVID, specs.ORCPT, specs.AUTH))
_ESCAPED = re.compile(rb"\+([0-9A-F]{2})")
_UNICODE = re.compile(r"\\x\{([0-9A-F]{2,6})\}")
_LAST = 0x10FFFF


def parameter_text(spec: Spec, value: bytes) -> object | None:
    """The value as it is meant; None where a number should stand and none does."""
    if spec.kind is Kind.UINT:
        return int(value) if value.isdigit() and len(value) <= 18 else None
    if spec not in _IN_XTEXT:
        return read(value)
    if spec is specs.ORCPT and value[:6].lower() == b"utf-8;":
        return unitext(read(value))
    return read(_ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), value))   # RFC 3461 4: xtext


def unitext(text: str) -> str:
    """RFC 6533 3: characters by their numbers."""
    def character(found: re.Match[str]) -> str:
        number = int(found[1], 16)
        return chr(number) if number <= _LAST and not 0xD800 <= number < 0xE000 else found[0]
    return _UNICODE.sub(character, text)
