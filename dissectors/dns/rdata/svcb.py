"""RDATA of SVCB and HTTPS: a priority, a target and parameters (RFC 9460)."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from dissectors.dns.name import ascii_text, read_name, string_text, tree_name
from dissectors.dns.rdata.reader import ip4_text, ip6_text
from dissectors.dns.rdata.shapes import SPECIAL_PART, Shape
from dissectors.fields import Field, Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets

MANDATORY, ALPN, NO_DEFAULT_ALPN, PORT, IPV4HINT, ECH, IPV6HINT = range(7)
# RFC 9460 14.3.2, RFC 9461, RFC 9540
KEYS = {0: "mandatory", 1: "alpn", 2: "no-default-alpn", 3: "port", 4: "ipv4hint", 5: "ech", 6: "ipv6hint",
        7: "dohpath", 8: "ohttp", 9: "tls-supported-groups"}
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


def key_text(key: int) -> str:
    """RFC 9460 2.1: the name of a parameter."""
    return KEYS.get(key) or f"key{key}"


def text(octets: Octets, start: int, write_name: Callable[[bytes], str]) -> str:
    """The presentation form.

    Raises:
        Malformed: where the octets break RFC 9460 2.2.
    """
    priority = octets.u16()
    target, octets.pos = read_name(octets.data, octets.pos, start, octets.end)
    words = [str(priority), write_name(target)]
    last = -1
    while octets.left:
        key, value = octets.u16(), octets.take(octets.u16())
        if key <= last:
            raise Malformed("service parameters out of order", octets.pos)
        last = key
        shown = _value_text(key, Octets(value))
        words.append(f"{key_text(key)}={shown}" if shown else key_text(key))
    return " ".join(words)


def _value_text(key: int, octets: Octets) -> str:
    read = _TEXTS.get(key)
    if read is not None:
        return ",".join(read(octets))
    return string_text(octets.rest()) if octets.left else ""


def _alpn_texts(octets: Octets) -> Iterator[str]:
    ids = []
    while octets.left:
        # RFC 9460 A.1: commas and backslashes of an item are escaped before the list is
        item = octets.take(octets.u8()).replace(b"\\", b"\\\\").replace(b",", b"\\,")
        ids.append(item)
    yield string_text(b",".join(ids))


def _key_texts(octets: Octets) -> Iterator[str]:
    while octets.left:
        yield key_text(octets.u16())


def _port_texts(octets: Octets) -> Iterator[str]:
    yield str(octets.u16())
    if octets.left:
        raise Malformed("a port of more than two octets", octets.pos)


def _ip4_texts(octets: Octets) -> Iterator[str]:
    while octets.left:
        yield ip4_text(octets.take(4))


def _ip6_texts(octets: Octets) -> Iterator[str]:
    while octets.left:
        yield ip6_text(octets.take(16))


def _ech_texts(octets: Octets) -> Iterator[str]:
    import base64
    yield base64.b64encode(octets.rest()).decode()


_TEXTS: dict[int, Callable[[Octets], Iterator[str]]] = {
    MANDATORY: _key_texts, ALPN: _alpn_texts, PORT: _port_texts, IPV4HINT: _ip4_texts, ECH: _ech_texts,
    IPV6HINT: _ip6_texts}


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

_SHAPE = Shape((SPECIAL_PART,), text=text, describe=describe)
SHAPES = {64: _SHAPE, 65: _SHAPE}
