"""The parameters of SVCB and HTTPS records: read, checked and written (RFC 9460)."""
from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from dissectors.dns.name import string_text
from dissectors.dns.rdata.forms import base64_text, ip4_text, ip6_text
from dissectors.malformed import Malformed
from dissectors.octets import Octets

MANDATORY, ALPN, NO_DEFAULT_ALPN, PORT, IPV4HINT, ECH, IPV6HINT, DOHPATH, OHTTP = range(9)
DOCPATH = 10
# RFC 9460 14.3.2, RFC 9461 5, RFC 9540 4, RFC 9953 3
KEYS = {MANDATORY: "mandatory", ALPN: "alpn", NO_DEFAULT_ALPN: "no-default-alpn", PORT: "port", IPV4HINT: "ipv4hint",
        ECH: "ech", IPV6HINT: "ipv6hint", DOHPATH: "dohpath", OHTTP: "ohttp", DOCPATH: "docpath"}

Parameters = dict[int, bytes]


def read_parameters(octets: Octets) -> Parameters:
    """The parameters to the end.

    Raises:
        Malformed: where they break RFC 9460 2.2, 7 or 8.
    """
    found: Parameters = {}
    last = -1
    while octets.left:
        at = octets.pos
        key, value = octets.u16(), octets.take(octets.u16())
        if key <= last:
            raise Malformed("service parameters out of order", at)
        if key in _RULES and not _RULES[key](value):
            raise Malformed(f"a value that {key_text(key)} can't have", at)
        found[key] = value
        last = key
    if NO_DEFAULT_ALPN in found and ALPN not in found:
        raise Malformed("no-default-alpn without alpn", octets.pos)
    if any(key not in found for key in _numbers(found.get(MANDATORY, b""))):
        raise Malformed("a mandatory service parameter that is not there", octets.pos)
    return found


def parameters_text(found: Parameters) -> str:
    """RFC 9460 2.1."""
    return " ".join([_parameter_text(key, value) for key, value in found.items()])


def key_text(key: int) -> str:
    """RFC 9460 2.1: the name of a parameter."""
    return KEYS.get(key) or f"key{key}"


def _parameter_text(key: int, value: bytes) -> str:
    return f"{key_text(key)}={_WRITERS.get(key, string_text)(value)}" if value else key_text(key)


def _numbers(value: bytes) -> list[int]:
    return [int.from_bytes(value[at:at + 2], "big") for at in range(0, len(value), 2)]


def _are_keys(value: bytes) -> bool:
    """RFC 9460 8: in order, each once, and not this one."""
    keys = [0, *_numbers(value)]
    return len(keys) > 1 and len(value) % 2 == 0 and all(first < second for first, second in pairwise(keys))


def _strings(value: bytes) -> list[bytes] | None:
    """Strings with their lengths before them; None where the octets are none, or one is empty."""
    strings, at = [], 0
    while at < len(value):
        behind = at + 1 + value[at]
        if not value[at] or behind > len(value):
            return None
        strings.append(value[at + 1:behind])
        at = behind
    return strings


def _strings_text(value: bytes) -> str:
    """RFC 9460 A.1: commas and backslashes of an item are escaped before the list is."""
    items = [item.replace(b"\\", b"\\\\").replace(b",", b"\\,") for item in _strings(value) or ()]
    return string_text(b",".join(items))


def _each(size: int, write: Callable[[bytes], str]) -> Callable[[bytes], str]:
    return lambda value: ",".join([write(value[at:at + size]) for at in range(0, len(value), size)])


def _is_empty(value: bytes) -> bool:
    return not value


_RULES: dict[int, Callable[[bytes], bool]] = {
    MANDATORY: _are_keys, ALPN: lambda value: bool(_strings(value)), DOCPATH: lambda value: _strings(value) is not None,
    NO_DEFAULT_ALPN: _is_empty, OHTTP: _is_empty, PORT: lambda value: len(value) == 2,
    IPV4HINT: lambda value: len(value) > 0 and len(value) % 4 == 0,
    IPV6HINT: lambda value: len(value) > 0 and len(value) % 16 == 0,
    # RFC 9848 3, RFC 9849 4: a list of at least four octets behind its length
    ECH: lambda value: len(value) >= 6 and int.from_bytes(value[:2], "big") == len(value) - 2}
_WRITERS: dict[int, Callable[[bytes], str]] = {
    MANDATORY: lambda value: ",".join(map(key_text, _numbers(value))), ALPN: _strings_text, DOCPATH: _strings_text,
    PORT: lambda value: str(int.from_bytes(value, "big")), IPV4HINT: _each(4, ip4_text), IPV6HINT: _each(16, ip6_text),
    ECH: base64_text}
