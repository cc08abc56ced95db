"""RDATA of the first DNSSEC and what took its form: KEY, NXT (RFC 2535) and RKEY."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.dns.rdata.algorithms import ALGORITHMS
from dissectors.dns.rdata.reader import take
from dissectors.dns.rdata.shapes import (
    BASE64,
    OLD_BITMAP,
    U8,
    U16,
    Part,
    Shape,
    Value,
    domain,
    hexadecimal,
    number,
    octets_to_end,
    unnamed,
)
from dissectors.fields import Kind, Spec
from dissectors.octets import Octets


def _flag(name: str, label: str, mask: int, yes: str, no: str) -> Spec:
    return Spec(f"dns.key.flags.{name}", label, Kind.BOOL, 0, 2, mask, names={1: yes, 0: no})


_USES = (
    _flag("authentication", "Key allowed for authentication", 0x8000, "No", "Yes"),
    _flag("confidentiality", "Key allowed for confidentiality", 0x4000, "No", "Yes"))
_KINDS = (
    _flag("required", "Key required", 0x2000, "No", "Yes"),
    _flag("associated_user", "Key is associated with a user", 0x0400, "Yes", "No"),
    _flag("associated_named_entity", "Key is associated with the named entity", 0x0200, "Yes", "No"),
    _flag("ipsec", "Key use with IPSEC", 0x0080, "Yes", "No"),
    _flag("mime", "Key use with MIME security multiparts", 0x0040, "Yes", "No"),
    Spec("dns.key.flags.signatory", "Signatory", Kind.UINT, 0, 2, 0x000F))
_NO_KEY = 0xC000
KEY_ID = Spec("dns.key.key_id", "Key ID", size=2)

# RFC 2535 3.1
_FLAGS = hexadecimal(U16, "dns.key.flags", "Flags", children=_USES + _KINDS)
_FLAGS_WITHOUT_KEY = hexadecimal(U16, "dns.key.flags", "Flags", children=_USES)
_REST = (number(U8, "dns.key.protocol", "Protocol"), number(U8, "dns.key.algorithm", "Algorithm", names=ALGORITHMS),
         octets_to_end(BASE64, "dns.key.public_key", "Public Key"))


def _read_key(octets: Octets, start: int) -> Iterator[Value]:
    """RFC 2535 3.1.2: with both upper bits there is no key, and the other flags mean nothing."""
    flags = take(_FLAGS, octets, start)
    yield flags._replace(part=_FLAGS_WITHOUT_KEY) if flags.value & _NO_KEY == _NO_KEY else flags
    for part in _REST:
        yield take(part, octets, start)


SHAPES = {
    25: Shape((_FLAGS, *_REST), read=_read_key),
    # RFC 2535 5.2
    30: Shape((domain("dns.nxt.next_domain_name", "Next Domain Name"), Part(OLD_BITMAP)), ", next domain name {0}"),
    # draft-reid-dnsext-rkey 2
    57: Shape((unnamed(U16, "Flags"), unnamed(U8, "Protocol"), unnamed(U8, "Algorithm"),
               unnamed(BASE64, "Public Key"))),
}
