"""RDATA of services: WKS, SRV, NAPTR, URI, CAA."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.dns.name import ascii_text, visible
from dissectors.dns.rdata.shapes import (
    IP4,
    NAME,
    PORTS,
    QUOTED,
    STRING,
    TAG,
    U8,
    U16,
    Part,
    Shape,
    Value,
    domain,
    number,
    string,
    unnamed,
)
from dissectors.fields import Field, Kind, Show, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets

_FLAGS = Spec("dns.caa.flags", "CAA Flags", size=1, show=Show.HEX)
_CRITICAL = Spec("dns.caa.flags.issuer_critical", "Issuer Critical", Kind.BOOL, 0, 1, 0x80,
                 names={1: "Critical", 0: "Not critical"})
_TAGS = {b"issue": Spec("dns.caa.issue", "Issue", Kind.TEXT),
         b"issuewild": Spec("dns.caa.issuewild", "Issue Wildcard", Kind.TEXT),
         b"iodef": Spec("dns.caa.iodef", "Report URL", Kind.TEXT)}
_UNKNOWN = Spec("dns.caa.unknown", "Unknown tag", Kind.TEXT)
_TAG_LENGTH = Spec("dns.caa.tag_length", "Tag length", size=1)
_TAG = Spec("dns.caa.tag", "Tag", Kind.TEXT)
_VALUE = Spec("dns.caa.value", "Value", Kind.TEXT)
CAA_FIELDS = (_FLAGS, _CRITICAL, *_TAGS.values(), _UNKNOWN, _TAG_LENGTH, _TAG, _VALUE)


def describe_caa(octets: Octets, start: int) -> Iterator[Field]:
    """RFC 8659 4.1."""
    at = octets.pos
    flags = octets.u8()
    yield Field(_FLAGS, flags, at, 1, children=[Field(_CRITICAL, flags >> 7, at, 1)])
    at = octets.pos
    size = octets.u8()
    tag = octets.take(size)
    value = octets.rest()
    text = visible(ascii_text(value))
    yield Field(_TAGS.get(tag, _UNKNOWN), text, at, 1 + size + len(value), children=[
        Field(_TAG_LENGTH, size, at, 1),
        Field(_TAG, ascii_text(tag), at + 1, size),
        Field(_VALUE, text, at + 1 + size, len(value))])


def _check_caa(values: list[Value]) -> None:
    """RFC 8659 4.1: letters and digits."""
    tag = values[1]
    if not tag.value.isalnum():
        raise Malformed("a tag of other signs than letters and digits", tag.pos)


def _check_uri(values: list[Value]) -> None:
    """RFC 7553 4.4."""
    target = values[2]
    if not target.size:
        raise Malformed("an empty target", target.pos)


def _check_wks(values: list[Value]) -> None:
    """RFC 1035 3.4.2: there are no more ports."""
    ports = values[2]
    if ports.size > 8192:
        raise Malformed("a bit map of more ports than there are", ports.pos)


SHAPES = {
    # RFC 1035 3.4.2
    11: Shape((Part(IP4, Spec("dns.wks.address", "Address", Kind.IPV4, size=4)),
               number(U8, "dns.wks.protocol", "Protocol"),
               Part(PORTS, Spec("dns.wks.bits", "Bits", size=1, show=Show.HEX))), check=_check_wks),
    # RFC 2782
    33: Shape((number(U16, "dns.srv.priority", "Priority"), number(U16, "dns.srv.weight", "Weight"),
               number(U16, "dns.srv.port", "Port"), domain("dns.srv.target", "Target")),
              ", priority {0}, weight {1}, port {2}, target {3}"),
    # RFC 3403 4.1
    35: Shape((number(U16, "dns.naptr.order", "Order"), number(U16, "dns.naptr.preference", "Preference"),
               string(STRING, "dns.naptr.flags", "Flags", "dns.naptr.flags_length", "Flags Length"),
               string(STRING, "dns.naptr.service", "Service", "dns.naptr.service_length", "Service Length"),
               string(STRING, "dns.naptr.regex", "Regex", "dns.naptr.regex_length", "Regex Length"),
               Part(NAME, Spec("dns.naptr.replacement", "Replacement", Kind.TEXT),
                    Spec("dns.naptr.replacement_length", "Replacement Length"))),
              ", order {0}, preference {1}, flags {2}"),
    # RFC 7553 4.5
    256: Shape((unnamed(U16, "Priority"), unnamed(U16, "Weight"), unnamed(QUOTED, "Target")), check=_check_uri),
    # RFC 8659 4.1
    257: Shape((Part(U8), Part(TAG), Part(QUOTED)), check=_check_caa, describe=describe_caa),
}
