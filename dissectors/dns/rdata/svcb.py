"""RDATA of SVCB and HTTPS: a priority, a target and parameters (RFC 9460)."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from dissectors.dns.name import ascii_text, read_name, tree_name
from dissectors.dns.rdata.forms import ip4_text, ip6_text
from dissectors.dns.rdata.parameters import (
    ALPN,
    ECH,
    IPV4HINT,
    IPV6HINT,
    KEYS,
    MANDATORY,
    PORT,
)
from dissectors.dns.rdata.shapes import NAME, PARAMETERS, U16, Part, Shape
from dissectors.fields import Field, Kind, Spec
from dissectors.octets import Octets

_ODOH_KEY = 32769
_TREE_KEYS = KEYS | {5: "echconfig", _ODOH_KEY: "odohconfig", 65535: "key65535"}

_PRIORITY = Spec("dns.svcb.svcpriority", "SvcPriority", size=2)
_TARGET = Spec("dns.svcb.targetname", "TargetName", Kind.TEXT)
_PARAM = Spec("dns.svcb.svcparam", "SvcParam", Kind.NONE)
_KEY = Spec("dns.svcb.svcparam.key", "SvcParamKey", size=2, names=_TREE_KEYS)
_LENGTH = Spec("dns.svcb.svcparam.value.length", "SvcParamValue length", size=2)
_VALUE = Spec("dns.svcb.svcparam.value", "SvcParamValue", Kind.BYTES)
_MANDATORY_KEY = Spec("dns.svcb.svcparam.mandatory.key", "Mandatory key", size=2, names=_TREE_KEYS)
_ALPN_LENGTH = Spec("dns.svcb.svcparam.alpn.length", "ALPN length", size=1)
_ALPN_ID = Spec("dns.svcb.svcparam.alpn", "ALPN", Kind.TEXT)
_PORT = Spec("dns.svcb.svcparam.port", "Port", size=2)
_IP4 = Spec("dns.svcb.svcparam.ipv4hint.ip", "IP", Kind.IPV4, size=4)
_IP6 = Spec("dns.svcb.svcparam.ipv6hint.ip", "IP", Kind.IPV6, size=16)
_ODOH = Spec("dns.svcb.svcparam.odohconfig", "ODoHConfig", Kind.BYTES)
_ECH = Spec("dns.svcb.svcparam.echconfig", "ECHConfig", Kind.BYTES)
FIELDS = (_PRIORITY, _TARGET, _PARAM, _KEY, _LENGTH, _VALUE, _MANDATORY_KEY, _ALPN_LENGTH, _ALPN_ID, _PORT, _IP4,
          _IP6, _ECH, _ODOH)


def describe(octets: Octets, start: int) -> Iterator[Field]:
    """The tree's fields."""
    at = octets.pos
    yield Field(_PRIORITY, octets.u16(), at, 2)
    target, behind = read_name(octets.data, octets.pos, start, octets.end)
    yield Field(_TARGET, tree_name(target), at + 2, behind - octets.pos)
    octets.pos = behind
    while octets.left:
        at = octets.pos
        key, size = octets.u16(), octets.u16()
        fields = [Field(_KEY, key, at, 2), Field(_LENGTH, size, at + 2, 2)]
        with octets.within(size):
            values = list(_VALUES.get(key, _plain_values)(octets))
        shown = ",".join(_shown(field) for field in values if field.spec is not _ALPN_LENGTH)
        name = _TREE_KEYS.get(key) or f"key{key}"
        yield Field(_PARAM, None, at, 4 + size, text=f"SvcParam: {name}={shown}" if shown else f"SvcParam: {name}",
                    children=fields + values)


def _shown(field: Field) -> str:
    if isinstance(field.value, bytes):
        kinds = {Kind.IPV4: ip4_text, Kind.IPV6: ip6_text}
        return kinds.get(field.spec.kind, bytes.hex)(field.value)
    if field.spec is _MANDATORY_KEY and isinstance(field.value, int):
        return _TREE_KEYS.get(field.value, f"key{field.value}")
    return str(field.value)


def _each(spec: Spec, size: int) -> Callable[[Octets], Iterator[Field]]:
    def read(octets: Octets) -> Iterator[Field]:
        while octets.left:
            at = octets.pos
            yield Field(spec, octets.uint(size) if spec.kind is Kind.UINT else octets.take(size), at, size)
    return read


def _alpn_values(octets: Octets) -> Iterator[Field]:
    while octets.left:
        at = octets.pos
        size = octets.u8()
        yield Field(_ALPN_LENGTH, size, at, 1)
        yield Field(_ALPN_ID, ascii_text(octets.take(size)), at + 1, size)


def _bytes_value(spec: Spec) -> Callable[[Octets], Iterator[Field]]:
    def read(octets: Octets) -> Iterator[Field]:
        if octets.left:
            at = octets.pos
            value = octets.rest()
            yield Field(spec, value, at, len(value))
    return read


_plain_values = _bytes_value(_VALUE)
_VALUES: dict[int, Callable[[Octets], Iterator[Field]]] = {
    MANDATORY: _each(_MANDATORY_KEY, 2), ALPN: _alpn_values, PORT: _each(_PORT, 2), IPV4HINT: _each(_IP4, 4),
    ECH: _bytes_value(_ECH), _ODOH_KEY: _bytes_value(_ODOH), IPV6HINT: _each(_IP6, 16)}

_SHAPE = Shape((Part(U16), Part(NAME), Part(PARAMETERS)), describe=describe)
SHAPES = {64: _SHAPE, 65: _SHAPE}
