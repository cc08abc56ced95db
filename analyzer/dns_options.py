"""EDNS options as `dig` prints them."""
from __future__ import annotations

import ipaddress
from collections.abc import Callable

from dissectors.dns.edns import Option
from dissectors.dns.name import absolute_text, read_name
from dissectors.dns.options import ERRORS
from dissectors.dns.text import OPTION_NAMES
from dissectors.malformed import Malformed

_UNITS = ((604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_SUBNET_SIZES = {0: 0, 1: 4, 2: 16}
"""Octets of an address by its family (RFC 7871 6); family 0 is "none"."""


def option_line(option: Option) -> str:
    """The line of an option; one whose content is not as its definition says is shown as octets."""
    title, write = _FORMS.get(option.code, (OPTION_NAMES[option.code], _octets))
    try:
        text = write(option.content) if option.content else ""
    except (Malformed, ValueError):
        text = _octets(option.content)
    return f"; {title}: {text}".rstrip()


def _octets(content: bytes) -> str:
    return f'{content.hex(" ")} ("{_printable(content)}")'


def _printable(content: bytes) -> str:
    return "".join(chr(octet) if 0x20 <= octet < 0x7F else "." for octet in content)


def _number(content: bytes, size: int) -> int:
    if len(content) != size:
        raise ValueError
    return int.from_bytes(content, "big")


def _client_subnet(content: bytes) -> str:
    """RFC 7871 6: the address is cut behind its prefix."""
    family = _number(content[:2], 2)
    source, scope = (_number(content[at:at + 1], 1) for at in (2, 3))
    size = _SUBNET_SIZES.get(family, 0)
    if family not in _SUBNET_SIZES or len(content) - 4 > size:
        raise ValueError
    address = ipaddress.ip_address(content[4:].ljust(size, b"\0")) if size else 0
    return f"{address}/{source}/{scope}"


def _expire(content: bytes) -> str:
    """RFC 7314 2, with the time in words."""
    seconds = rest = _number(content, 4)
    words = []
    for size, name in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            words.append(f"{count} {name}{'s' * (count > 1)}")
    return f"{seconds} ({' '.join(words) or '0 seconds'})"


def _keepalive(content: bytes) -> str:
    """RFC 7828 3.1: in units of 100 ms."""
    seconds, tenths = divmod(_number(content, 2), 10)
    return f"{seconds}.{tenths} secs"


def _padding(content: bytes) -> str:
    return f"({len(content)} bytes)"


def _key_tags(content: bytes) -> str:
    """RFC 8145 4.1."""
    return ", ".join(str(_number(content[at:at + 2], 2)) for at in range(0, len(content), 2))


def _error(content: bytes) -> str:
    """RFC 8914 2: a code, and more in words."""
    code, extra = _number(content[:2], 2), content[2:].decode("utf-8", "replace")
    name = f" ({ERRORS[code]})" if code in ERRORS else ""
    return f"{code}{name}{f': ({extra})' if extra else ''}".replace("\n", ".")


def _name(content: bytes) -> str:
    """RFC 7901 4, RFC 9567 5: a name that is not compressed."""
    name, stop = read_name(content, 0, 0, len(content))
    if stop != len(content):
        raise ValueError
    return absolute_text(name)


def _tag(content: bytes) -> str:
    return str(_number(content, 2))


_FORMS: dict[int, tuple[str, Callable[[bytes], str]]] = {
    8: ("CLIENT-SUBNET", _client_subnet), 9: ("EXPIRE", _expire), 10: ("COOKIE", bytes.hex),
    11: ("TCP KEEPALIVE", _keepalive), 12: ("PAD", _padding), 13: ("CHAIN", _name), 14: ("KEY-TAG", _key_tags),
    15: ("EDE", _error), 16: ("CLIENT-TAG", _tag), 17: ("SERVER-TAG", _tag), 18: ("REPORT-CHANNEL", _name),
}
