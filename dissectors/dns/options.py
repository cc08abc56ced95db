"""EDNS options in the tree: what each registered option's content means."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from dissectors.dns.edns import Option
from dissectors.dns.name import ascii_text, read_name, shown, tree_name
from dissectors.dns.rdata.algorithms import ALGORITHMS, DIGESTS, NSEC3_HASHES
from dissectors.dns.text import TYPE_NAMES
from dissectors.fields import PROBLEM, Field, Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets

_CODES = {
    0: "Reserved", 1: "LLQ - Long-lived query", 2: "UL - Update lease", 3: "NSID - Name Server Identifier",
    4: "Owner (reserved)", 5: "DAU - DNSSEC Algorithm Understood (RFC6975)",
    6: "DHU - DS Hash Understood (RFC6975)", 7: "N3U - NSEC3 Hash Understood (RFC6975)",
    8: "CSUBNET - Client subnet", 9: "EDNS EXPIRE (RFC7314)", 10: "COOKIE", 11: "EDNS TCP Keepalive", 12: "PADDING",
    13: "CHAIN", 14: "KEY-TAG - DNSSEC key tags (RFC8145)", 15: "Extended DNS Error", 16: "CLIENT-TAG",
    17: "SERVER-TAG", 18: "REPORT-CHANNEL - DNS error reporting (RFC9567)",
    19: "ZONEVERSION - Version of the zone (RFC9660)", 20: "MQTYPE-QUERY - Further query types",
    21: "MQTYPE-RESPONSE - Further query types", 22: "EDE-EXTRA-TEXT-LANGUAGE", 23: "FILTERING-CONTACT",
    24: "FILTERING-ORGANIZATION", 25: "FILTERING-DB", 20292: "Umbrella",
    20730: "Experimental - CSUBNET - Client subnet", 26946: "DeviceID",
}
# RFC 8914 5.2 and the registry
ERRORS = dict(enumerate((
    "Other Error", "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type", "Stale Answer", "Forged Answer",
    "DNSSEC Indeterminate", "DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid", "DNSKEY Missing",
    "RRSIGs Missing", "No Zone Key Bit Set", "NSEC Missing", "Cached Error", "Not Ready", "Blocked", "Censored",
    "Filtered", "Prohibited", "Stale NXDomain Answer", "Not Authoritative", "Not Supported",
    "No Reachable Authority", "Network Error", "Invalid Data", "Signature Expired before Valid", "Too Early",
    "Unsupported NSEC3 Iterations Value", "Unable to conform to policy", "Synthesized", "Invalid Query Type")))

_PLAIN = Spec("", "", Kind.NONE)
_OPTION = Spec("dns.opt", "Option", Kind.NONE)
_CODE = Spec("dns.opt.code", "Option Code", size=2, names=_CODES)
_LENGTH = Spec("dns.opt.len", "Option Length", size=2)
_DATA = Spec("dns.opt.data", "Option Data", Kind.BYTES)
_DAU = Spec("dns.opt.dau", "DAU", size=1, names=ALGORITHMS)
_DHU = Spec("dns.opt.dhu", "DHU", size=1, names=DIGESTS)
_N3U = Spec("dns.opt.n3u", "N3U", size=1, names=NSEC3_HASHES)
_FAMILY = Spec("dns.opt.client.family", "Family", size=2, names={1: "IPv4", 2: "IPv6"})
_SOURCE = Spec("dns.opt.client.netmask", "Source Netmask", size=1)
_SCOPE = Spec("dns.opt.client.scope", "Scope Netmask", size=1)
_SUBNET = Spec("dns.opt.client.addr", "Client Subnet", Kind.BYTES)
_SUBNET4 = Spec("dns.opt.client.addr4", "Client Subnet", Kind.IPV4)
_SUBNET6 = Spec("dns.opt.client.addr6", "Client Subnet", Kind.IPV6)
_CLIENT_COOKIE = Spec("dns.opt.cookie.client", "Client Cookie", Kind.BYTES)
_SERVER_COOKIE = Spec("dns.opt.cookie.server", "Server Cookie", Kind.BYTES)
_TIMEOUT = Spec("dns.opt.edns_tcp_keepalive.timeout", "Timeout", size=2)
_PADDING = Spec("dns.opt.padding", "Padding", Kind.BYTES)
_CHAIN = Spec("dns.opt.chain.fqdn", "Closest Trust Point", Kind.TEXT)
_INFO_CODE = Spec("dns.opt.ext_error.info_code", "Info Code", size=2, names=ERRORS)
_EXTRA_TEXT = Spec("dns.opt.ext_error.extra_text", "Extra Text", Kind.TEXT)
FIELDS = (_OPTION, _CODE, _LENGTH, _DATA, _DAU, _DHU, _N3U, _FAMILY, _SOURCE, _SCOPE, _SUBNET, _SUBNET4, _SUBNET6,
          _CLIENT_COOKIE, _SERVER_COOKIE, _TIMEOUT, _PADDING, _CHAIN, _INFO_CODE, _EXTRA_TEXT)


Read = Callable[[Octets, int], Iterator[Field]]
"""Reads an option's content: (octets of the content, where they stand in the packet)."""


def describe_option(option: Option) -> Field:
    """An option with its fields: up to the fault where there is one."""
    content, at = option.content, option.start
    data = Field(_DATA, content, at + 4, len(content), text="" if content else "Option Data: <MISSING>")
    children = [Field(_CODE, option.code, at, 2), Field(_LENGTH, len(content), at + 2, 2), data]
    octets = Octets(content)
    try:
        for field in _READERS.get(option.code, _nothing)(octets, at + 4):
            (children if field.spec.name else data.children).append(field)
        if octets.left and option.code in _READERS:
            raise Malformed("octets are left in an option", octets.pos)
    except Malformed as fault:
        children.append(Field(PROBLEM, f"{fault.reason} at byte {4 + fault.at} of the option", at + 4 + fault.at, 0,
                              generated=True))
    name = _CODES.get(option.code, f"Unknown ({option.code})")
    return Field(_OPTION, None, at, 4 + len(content), text=f"Option: {name}", children=children)


def _nothing(octets: Octets, at: int) -> Iterator[Field]:
    yield from ()


def _line(label: str, text: object, pos: int, size: int) -> Field:
    """A part of an option for which Wireshark has no field."""
    return Field(_PLAIN, None, pos, size, text=f"{label}: {text}")


def _numbers(spec: Spec) -> Read:
    def read(octets: Octets, at: int) -> Iterator[Field]:
        while octets.left:
            yield Field(spec, octets.u8(), at + octets.pos - 1, 1)
    return read


def _lines(*parts: tuple[str, int], names: Mapping[str, Mapping[int, str]] = MappingProxyType({})) -> Read:
    """Numbers with their labels and sizes."""
    def read(octets: Octets, at: int) -> Iterator[Field]:
        for label, size in parts:
            number = octets.uint(size)
            name = names.get(label, {}).get(number)
            yield _line(label, f"{name} ({number})" if name else number, at + octets.pos - size, size)
    return read


def _each(label: str, write: Callable[[int], str] = str) -> Read:
    """Numbers of two octets, as many as there are."""
    def read(octets: Octets, at: int) -> Iterator[Field]:
        while octets.left:
            yield _line(label, write(octets.u16()), at + octets.pos - 2, 2)
    return read


def _text(label: str) -> Read:
    def read(octets: Octets, at: int) -> Iterator[Field]:
        text = octets.rest()
        yield _line(label, shown(text), at, len(text))
    return read


def _name(label: str) -> Read:
    """A name that is not compressed."""
    def read(octets: Octets, at: int) -> Iterator[Field]:
        name, octets.pos = read_name(octets.data, 0, 0, octets.end)
        yield _line(label, tree_name(name), at, octets.pos)
    return read


def _lease(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 9664 4: the second number is optional."""
    yield from _lines(("Lease", 4))(octets, at)
    if octets.left:
        yield from _lines(("Key lease", 4))(octets, at)


def _expire(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 7314 2: a query has none."""
    if octets.left:
        yield from _lines(("Expire", 4))(octets, at)


def _client_subnet(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 7871 6."""
    family = octets.u16()
    yield Field(_FAMILY, family, at, 2)
    yield Field(_SOURCE, octets.u8(), at + 2, 1)
    yield Field(_SCOPE, octets.u8(), at + 3, 1)
    spec, size = _SUBNETS.get(family, (_SUBNET, octets.left))
    shown_size = min(octets.left, max(size, 16))
    prefix = octets.take(min(octets.left, size))
    yield Field(spec, prefix.ljust(size, b"\0"), at + 4, shown_size)


def _cookie(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 7873 4."""
    yield Field(_CLIENT_COOKIE, octets.take(8), at, 8)
    server = octets.rest()
    yield Field(_SERVER_COOKIE, server, at + 8, len(server), text="" if server else "Server Cookie: <MISSING>")


def _keepalive(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 7828 3.1: in units of 100 ms; a query has none."""
    if octets.left > 2:
        raise Malformed("a timeout of more than two octets", octets.pos)
    if octets.left:
        timeout = octets.u16()
        yield Field(_TIMEOUT, timeout, at, 2, text=f"Timeout: {timeout} ({timeout / 10:.1f} seconds)")


def _padding(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 7830 3."""
    padding = octets.rest()
    yield Field(_PADDING, padding, at, len(padding))


def _chain(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 7901 4; Wireshark has the octets of the name as text."""
    content = octets.rest()
    if content:
        yield Field(_CHAIN, ascii_text(content), at, len(content), text=f"{_CHAIN.label}: {shown(content)}")
    octets.pos = 0
    yield from _name("Name")(octets, at)


def _extended_error(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 8914 2."""
    yield Field(_INFO_CODE, octets.u16(), at, 2)
    text = octets.rest()
    if text:
        before = text.partition(b"\0")[0].decode("utf-8", "replace")
        yield Field(_EXTRA_TEXT, before, at + 2, len(text), text=f"{_EXTRA_TEXT.label}: {shown(text)}")


def _zone_version(octets: Octets, at: int) -> Iterator[Field]:
    """RFC 9660 2.1: how many labels the zone's name has, and its serial number or another version; a query has none."""
    if octets.left:
        yield from _lines(("Label count", 1))(octets, at)
        kind = octets.u8()
        yield _line("Type", "SOA-SERIAL (0)" if kind == 0 else kind, at + 1, 1)
        version = octets.rest()
        shown_version = int.from_bytes(version, "big") if kind == 0 else version.hex()
        yield _line("Version", shown_version, at + 2, len(version))


_SUBNETS = {1: (_SUBNET4, 4), 2: (_SUBNET6, 16)}
# RFC 8764 3.2
_LLQ = _lines(("Version", 2), ("Opcode", 2), ("Error", 2), ("Id", 8), ("Lease", 4), names={
    "Opcode": {1: "LLQ-SETUP", 2: "LLQ-REFRESH", 3: "LLQ-EVENT"},
    "Error": {0: "NO-ERROR", 1: "SERV-FULL", 2: "STATIC", 3: "FORMAT-ERR", 4: "NO-SUCH-LLQ", 5: "BAD-VERS",
              6: "UNKNOWN-ERR"}})
_READERS: dict[int, Read] = {
    1: _LLQ, 2: _lease, 3: _text("Identifier"), 5: _numbers(_DAU), 6: _numbers(_DHU), 7: _numbers(_N3U),
    8: _client_subnet, 9: _expire, 10: _cookie, 11: _keepalive, 12: _padding, 13: _chain, 14: _each("Key tag"),
    15: _extended_error, 16: _lines(("Tag", 2)), 17: _lines(("Tag", 2)), 18: _name("Agent domain"),
    19: _zone_version, 20: _each("Type", TYPE_NAMES.__getitem__), 21: _each("Type", TYPE_NAMES.__getitem__),
    22: _text("Language"), 23: _text("Contact"), 24: _text("Organization"), 25: _text("Database"),
    20730: _client_subnet}
