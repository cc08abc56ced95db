"""RDATA of keys, fingerprints and certificates outside of DNSSEC: CERT, SSHFP, TLSA, SMIMEA, OPENPGPKEY and others."""
from __future__ import annotations

from collections.abc import Callable, Mapping

from dissectors.dns.rdata.algorithms import ALGORITHMS, MNEMONICS
from dissectors.dns.rdata.shapes import (
    BASE64,
    HEX,
    NAME,
    TYPE,
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
from dissectors.malformed import Malformed

_CERTIFICATES = {1: "PKIX", 2: "SPKI", 3: "PGP", 4: "IPKIX", 5: "ISPKI", 6: "IPGP", 7: "ACPKIX", 8: "IACPKIX",
                 253: "Private, URI", 254: "Private, OID"}
# RFC 4398 2.1
_MNEMONICS = {1: "PKIX", 2: "SPKI", 3: "PGP", 4: "IPKIX", 5: "ISPKI", 6: "IPGP", 7: "ACPKIX", 8: "IACPKIX", 253: "URI",
              254: "OID"}
_SSH_KEYS = {0: "Reserved", 1: "RSA", 2: "DSA", 3: "ECDSA", 4: "Ed25519", 5: "XMSS"}
_SSH_DIGESTS = {0: "Reserved", 1: "SHA1", 2: "SHA256"}
_USAGES = {0: "CA constraint (PKIX-TA)", 1: "Service certificate constraint (PKIX-EE)",
           2: "Trust anchor assertion (DANE-TA)", 3: "Domain-issued certificate (DANE-EE)"}
_SELECTORS = {0: "Full certificate (Cert)", 1: "SubjectPublicKeyInfo (SPKI)"}
_MATCHINGS = {0: "No Hash Used (Full)", 1: "256 bit hash by SHA2 (SHA2-256)", 2: "512 bit hash by SHA2 (SHA2-512)"}



def _digests_of(sizes: Mapping[int, int]) -> Callable[[list[Value]], None]:
    """A check of how long digests are: by the number before them."""
    def check(values: list[Value]) -> None:
        kind, digest = values[-2:]
        wanted = sizes.get(kind.value, digest.size)
        if digest.size != wanted:
            raise Malformed(f"a digest of {digest.size} octets that has to have {wanted}", digest.pos)
    return check


# RFC 4255 3.1.2 and RFC 6594 3.2; RFC 6698 2.1.3
_check_fingerprint = _digests_of({1: 20, 2: 32})
_check_association = _digests_of({1: 32, 2: 64})

SHAPES = {
    # RFC 2230 3.1
    36: Shape((number(U16, "dns.kx.preference", "Preference"), domain("dns.kx.key_exchange", "Key Exchange"))),
    # RFC 4398 2
    37: Shape((Part(U16, Spec("dns.cert.type", "Type", size=2, names=_CERTIFICATES), mnemonics=_MNEMONICS),
               hexadecimal(U16, "dns.cert.key_tag", "Key Tag"),
               Part(U8, Spec("dns.cert.algorithm", "Algorithm", size=1, names=ALGORITHMS), mnemonics=MNEMONICS),
               octets_to_end(BASE64, "dns.cert.certificate", "Certificate (or CRL)"))),
    # RFC 4255 3.1
    44: Shape((number(U8, "dns.sshfp.algorithm", "Algorithm", names=_SSH_KEYS),
               number(U8, "dns.sshfp.fingerprint.type", "Fingerprint type", names=_SSH_DIGESTS),
               octets_to_end(HEX, "dns.sshfp.fingerprint", "Fingerprint")), check=_check_fingerprint),
    # RFC 4701 3.1
    49: Shape((octets_to_end(BASE64, "dns.dhcid.rdata", "DHCID Data"),)),
    # RFC 6698 2.1
    52: Shape((number(U8, "dns.tlsa.certificate_usage", "Certificate Usage", names=_USAGES),
               number(U8, "dns.tlsa.selector", "Selector", names=_SELECTORS),
               number(U8, "dns.tlsa.matching_type", "Matching Type", names=_MATCHINGS),
               octets_to_end(HEX, "dns.tlsa.certificate_association_data", "Certificate Association Data")),
              check=_check_association),
    # RFC 8162 2
    53: Shape((unnamed(U8, "Certificate Usage"), unnamed(U8, "Selector"), unnamed(U8, "Matching Type"),
               unnamed(HEX, "Certificate Association Data")), check=_check_association),
    # RFC 7929 2.3
    61: Shape((Part(BASE64, Spec("dns.openpgpkey", "OpenPGP Key", Kind.TEXT)),)),
    # RFC 9859 4.1
    66: Shape((unnamed(TYPE, "Type"), unnamed(U8, "Scheme", mnemonics={1: "NOTIFY"}), unnamed(U16, "Port"),
               unnamed(NAME, "Target"))),
    # RFC 9886 5.1 and 5.2
    67: Shape((unnamed(BASE64, "Host Identity"),)),
    68: Shape((unnamed(BASE64, "Broadcast Identity"),)),
}
