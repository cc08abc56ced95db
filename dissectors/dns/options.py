"""EDNS options in the tree: what each registered option's content means."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from dissectors.dns.edns import Option
from dissectors.dns.name import shown
from dissectors.dns.rdata.algorithms import ALGORITHMS, DIGESTS, NSEC3_HASHES
from dissectors.fields import Field, Kind, Spec

_CODES = {
    0: "Reserved", 1: "LLQ - Long-lived query", 2: "UL - Update lease", 3: "NSID - Name Server Identifier",
    4: "Owner (reserved)", 5: "DAU - DNSSEC Algorithm Understood (RFC6975)",
    6: "DHU - DS Hash Understood (RFC6975)", 7: "N3U - NSEC3 Hash Understood (RFC6975)",
    8: "CSUBNET - Client subnet", 9: "EDNS EXPIRE (RFC7314)", 10: "COOKIE", 11: "EDNS TCP Keepalive", 12: "PADDING",
    13: "CHAIN", 15: "Extended DNS Error", 20730: "Experimental - CSUBNET - Client subnet",
}
# RFC 8914 5.2 and the registry
ERRORS = dict(enumerate((
    "Other Error", "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type", "Stale Answer", "Forged Answer",
    "DNSSEC Indeterminate", "DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid", "DNSKEY Missing",
    "RRSIGs Missing", "No Zone Key Bit Set", "NSEC Missing", "Cached Error", "Not Ready", "Blocked", "Censored",
    "Filtered", "Prohibited", "Stale NXDomain Answer", "Not Authoritative", "Not Supported",
    "No Reachable Authority", "Network Error", "Invalid Data", "Signature Expired before Valid", "Too Early",
    "Unsupported NSEC3 Iterations Value", "Unable to conform to policy", "Synthesized")))

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


def describe_option(option: Option) -> Field:
    """An option with its fields."""
    content, at = option.content, option.start
    children = [Field(_CODE, option.code, at, 2), Field(_LENGTH, len(content), at + 2, 2),
                Field(_DATA, content, at + 4, len(content), text="" if content else "Option Data: <MISSING>")]
    read = _READERS.get(option.code)
    if read is not None:
        children += read(content, at + 4)
    name = _CODES.get(option.code, f"Unknown ({option.code})")
    return Field(_OPTION, None, at, 4 + len(content), text=f"Option: {name}", children=children)


def _numbers(spec: Spec) -> Callable[[bytes, int], Iterator[Field]]:
    def read(content: bytes, at: int) -> Iterator[Field]:
        for place, number in enumerate(content):
            yield Field(spec, number, at + place, 1)
    return read


def _client_subnet(content: bytes, at: int) -> Iterator[Field]:
    """RFC 7871 6."""
    if len(content) < 4:
        return
    family = content[0] << 8 | content[1]
    yield Field(_FAMILY, family, at, 2)
    yield Field(_SOURCE, content[2], at + 2, 1)
    yield Field(_SCOPE, content[3], at + 3, 1)
    prefix = content[4:]
    spec, size = {1: (_SUBNET4, 4), 2: (_SUBNET6, 16)}.get(family, (_SUBNET, len(prefix)))
    if len(prefix) <= size:
        yield Field(spec, prefix.ljust(size, b"\0"), at + 4, len(prefix))


def _cookie(content: bytes, at: int) -> Iterator[Field]:
    """RFC 7873 4."""
    yield Field(_CLIENT_COOKIE, content[:8], at, len(content[:8]))
    server = content[8:]
    yield Field(_SERVER_COOKIE, server, at + 8, len(server), text="" if server else "Server Cookie: <MISSING>")


def _keepalive(content: bytes, at: int) -> Iterator[Field]:
    """RFC 7828 3.1."""
    if len(content) == 2:
        yield Field(_TIMEOUT, content[0] << 8 | content[1], at, 2)


def _padding(content: bytes, at: int) -> Iterator[Field]:
    """RFC 7830 3."""
    yield Field(_PADDING, content, at, len(content))


def _chain(content: bytes, at: int) -> Iterator[Field]:
    """RFC 7901 4; Wireshark shows the octets of the name as text."""
    text = content.partition(b"\0")[0].decode("utf-8", "replace")
    yield Field(_CHAIN, text, at, len(content), text=f"{_CHAIN.label}: {shown(text.encode())}")


def _extended_error(content: bytes, at: int) -> Iterator[Field]:
    """RFC 8914 2."""
    if len(content) >= 2:
        yield Field(_INFO_CODE, content[0] << 8 | content[1], at, 2)
        yield Field(_EXTRA_TEXT, content[2:].decode("utf-8", "replace"), at + 2, len(content) - 2)


_READERS: dict[int, Callable[[bytes, int], Iterator[Field]]] = {
    5: _numbers(_DAU), 6: _numbers(_DHU), 7: _numbers(_N3U), 8: _client_subnet, 10: _cookie, 11: _keepalive,
    12: _padding, 13: _chain, 15: _extended_error, 20730: _client_subnet}
