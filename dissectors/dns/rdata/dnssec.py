"""RDATA of DNSSEC: DS, RRSIG, NSEC, DNSKEY, NSEC3, NSEC3PARAM and their kin."""
from __future__ import annotations

from dissectors.dns.descriptions import TYPE_DESCRIPTIONS
from dissectors.dns.rdata import security
from dissectors.dns.rdata.algorithms import ALGORITHMS, DIGESTS, NSEC3_HASHES
from dissectors.dns.rdata.shapes import (
    BASE32,
    BASE64,
    BITMAP,
    BITMAP_PART,
    DIGEST,
    HEX,
    SALT,
    TIME,
    TYPE,
    U8,
    U16,
    U32,
    Part,
    Shape,
    Value,
    domain,
    hexadecimal,
    number,
    octets_to_end,
    unnamed,
)
from dissectors.fields import Kind, Show, Spec
from dissectors.malformed import Malformed

# RFC 4034 3.1; SIG (RFC 2535 4.1) has the same parts
_SIGNATURE = Shape((
    Part(TYPE, Spec("dns.rrsig.type_covered", "Type Covered", size=2, names=TYPE_DESCRIPTIONS)),
    number(U8, "dns.rrsig.algorithm", "Algorithm", names=ALGORITHMS),
    number(U8, "dns.rrsig.labels", "Labels"),
    number(U32, "dns.rrsig.original_ttl", "Original TTL"),
    Part(TIME, Spec("dns.rrsig.signature_expiration", "Signature Expiration", Kind.TIME, size=4)),
    Part(TIME, Spec("dns.rrsig.signature_inception", "Signature Inception", Kind.TIME, size=4)),
    number(U16, "dns.rrsig.key_tag", "Key Tag"),
    domain("dns.rrsig.signers_name", "Signer's name"),
    octets_to_end(BASE64, "dns.rrsig.signature", "Signature")))

# RFC 4034 5.1
_DELEGATION = Shape((
    hexadecimal(U16, "dns.ds.key_id", "Key id"),
    number(U8, "dns.ds.algorithm", "Algorithm", names=ALGORITHMS),
    number(U8, "dns.ds.digest_type", "Digest Type", names=DIGESTS),
    octets_to_end(DIGEST, "dns.ds.digest", "Digest")))

_FLAGS = (
    Spec("dns.dnskey.flags.zone_key", "Zone Key", Kind.BOOL, 0, 2, 0x0100,
         names={1: "This is the zone key for specified zone", 0: "This it not a zone key"}),
    Spec("dns.dnskey.flags.key_revoked", "Key Revoked", Kind.BOOL, 0, 2, 0x0080, names={1: "Yes", 0: "No"}),
    Spec("dns.dnskey.flags.secure_entry_point", "Key Signing Key", Kind.BOOL, 0, 2, 0x0001,
         names={1: "Yes", 0: "No"}),
    Spec("dns.dnskey.flags.reserved", "Key Signing Key", Kind.UINT, 0, 2, 0xFE7E, Show.HEX),
)
KEY_ID = Spec("dns.dnskey.key_id", "Key id", size=2)
# RFC 4034 2.1
_KEY = Shape((
    hexadecimal(U16, "dns.dnskey.flags", "Flags", children=_FLAGS),
    number(U8, "dns.dnskey.protocol", "Protocol"),
    number(U8, "dns.dnskey.algorithm", "Algorithm", names=ALGORITHMS),
    octets_to_end(BASE64, "dns.dnskey.public_key", "Public Key")))

_OPT_OUT = (Spec("dns.nsec3.flags.opt_out", "NSEC3 Opt-out flag", Kind.BOOL, 0, 1, 0x01,
                 names={1: "Additional insecure delegations allowed",
                        0: "Additional insecure delegations forbidden"}),)
# RFC 5155 3.1 and 4.1
_HASHING = (
    number(U8, "dns.nsec3.algo", "Hash algorithm", names=NSEC3_HASHES),
    number(U8, "dns.nsec3.flags", "NSEC3 flags", children=_OPT_OUT),
    number(U16, "dns.nsec3.iterations", "NSEC3 iterations"),
    Part(SALT, Spec("dns.nsec3.salt_value", "Salt value", Kind.BYTES), Spec("dns.nsec3.salt_length", "Salt length",
                                                                            size=1)),
)
_PARAMETERS = (_HASHING[0], number(U8, "dns.nsec3.flags", "NSEC3 flags"), *_HASHING[2:])
_NEXT_HASH = Part(BASE32, Spec("dns.nsec3.hash_value", "Next hashed owner", Kind.TEXT),
                  Spec("dns.nsec3.hash_length", "Hash length", size=1))
_SYNC = (Spec("dns.csync.flags.immediate", "immediate", Kind.BOOL, 0, 2, 0x0001),
         Spec("dns.csync.flags.soaminimum", "soaminimum", Kind.BOOL, 0, 2, 0x0002))

_ZONE_DIGESTS = {1: 48, 2: 64}


def _check_zone_digest(values: list[Value]) -> None:
    """RFC 8976 2.2.2 to 2.2.4 and 5: nothing is reserved as 0, and how long digests are."""
    _, scheme, algorithm, digest = values
    if not scheme.value or not algorithm.value:
        raise Malformed("a digest of a zone by a reserved scheme or algorithm", scheme.pos)
    if digest.size < 12 or digest.size != _ZONE_DIGESTS.get(algorithm.value, digest.size):
        raise Malformed("a digest of a zone of a wrong size", digest.pos)


SHAPES = {
    24: _SIGNATURE,
    43: _DELEGATION,
    46: _SIGNATURE,
    47: Shape((domain("dns.nsec.next_domain_name", "Next Domain Name"), BITMAP_PART), ", next domain name {0}"),
    48: _KEY,
    50: Shape((*_HASHING, _NEXT_HASH, BITMAP_PART)),
    51: Shape(_PARAMETERS),
    # RFC 7344 3
    59: _DELEGATION,
    60: _KEY,
    # RFC 7477 2.1.1
    62: Shape((number(U32, "dns.csync.soa", "SOA"), hexadecimal(U16, "dns.csync.flags", "Flags", children=_SYNC),
               Part(BITMAP, Spec("dns.csync.type_bitmap", "Type Bitmap", Kind.BYTES)))),
    # RFC 8976 2.2
    63: Shape((number(U32, "dns.zonemd.serial", "Serial"), number(U8, "dns.zonemd.scheme", "Scheme"),
               number(U8, "dns.zonemd.hash_algo", "Hash Algorithm"),
               octets_to_end(HEX, "dns.zonemd.digest", "Digest")), check=_check_zone_digest),
    32768: Shape((unnamed(U16, "Key Tag"), unnamed(U8, "Algorithm"), unnamed(U8, "Digest Type"),
                  unnamed(DIGEST, "Digest"))),
    32769: _DELEGATION,
}
KEY_IDS = {25: security.KEY_ID, 48: KEY_ID, 60: KEY_ID}
"""Types whose key has a tag (RFC 4034 appendix B) that the tree shows, and its field."""


def key_tag(rdata: bytes) -> int:
    """RFC 4034 appendix B: the tag of a key; B.1 for algorithm 1."""
    if len(rdata) > 3 and rdata[3] == 1:
        return int.from_bytes(rdata[-3:-1], "big")
    total = sum(rdata[0::2]) * 256 + sum(rdata[1::2])
    return (total + (total >> 16)) & 0xFFFF
