"""Names of DNSSEC's algorithms and digests: as Wireshark labels them, and the mnemonics of master files."""

# https://www.iana.org/assignments/dns-sec-alg-numbers
ALGORITHMS = {
    1: "RSA/MD5", 2: "Diffie-Hellman", 3: "DSA", 4: "Elliptic curve crypto", 5: "RSA/SHA1", 6: "DSA + NSEC3/SHA1",
    7: "RSA/SHA1 + NSEC3/SHA1", 8: "RSA/SHA-256", 10: "RSA/SHA-512", 12: "GOST R 34.10-2001",
    13: "ECDSA Curve P-256 with SHA-256", 14: "ECDSA Curve P-386 with SHA-386", 15: "Ed25519", 16: "Ed448",
    157: "HMAC/MD5", 252: "Indirect key", 253: "Private, domain name", 254: "Private, OID",
}
MNEMONICS = {
    1: "RSAMD5", 2: "DH", 3: "DSA", 4: "ECC", 5: "RSASHA1", 6: "DSANSEC3SHA1", 7: "RSASHA1NSEC3SHA1", 8: "RSASHA256",
    10: "RSASHA512", 12: "ECCGOST", 13: "ECDSAP256SHA256", 14: "ECDSAP384SHA384", 15: "ED25519", 16: "ED448",
    252: "INDIRECT", 253: "PRIVATEDNS", 254: "PRIVATEOID",
}
"""What master files have in place of an algorithm's number (RFC 4398 2.2)."""
# https://www.iana.org/assignments/ds-rr-types
DIGESTS = {0: "Reserved digest", 1: "SHA-1", 2: "SHA-256", 3: "GOST R 34.11-94", 4: "SHA-384"}
# https://www.iana.org/assignments/dnssec-nsec3-parameters
NSEC3_HASHES = {0: "Reserved", 1: "SHA-1"}
