"""The IANA names of DNS numbers: opcodes, response codes, types, classes, EDNS options."""
from __future__ import annotations

from collections.abc import Mapping

# https://www.iana.org/assignments/dns-parameters; unknown numbers are written as RFC 3597 5 does for types and classes
OPCODES = {0: "QUERY", 1: "IQUERY", 2: "STATUS", 4: "NOTIFY", 5: "UPDATE", 6: "DSO"}

RCODES = {
    0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 6: "YXDOMAIN", 7: "YXRRSET",
    8: "NXRRSET", 9: "NOTAUTH", 10: "NOTZONE", 11: "DSOTYPENI", 16: "BADVERS", 17: "BADKEY", 18: "BADTIME",
    19: "BADMODE", 20: "BADNAME", 21: "BADALG", 22: "BADTRUNC", 23: "BADCOOKIE",
}

CLASSES = {1: "IN", 3: "CH", 4: "HS", 254: "NONE", 255: "ANY"}

TYPES = {
    1: "A", 2: "NS", 3: "MD", 4: "MF", 5: "CNAME", 6: "SOA", 7: "MB", 8: "MG", 9: "MR", 10: "NULL", 11: "WKS",
    12: "PTR", 13: "HINFO", 14: "MINFO", 15: "MX", 16: "TXT", 17: "RP", 18: "AFSDB", 19: "X25", 20: "ISDN", 21: "RT",
    22: "NSAP", 23: "NSAP-PTR", 24: "SIG", 25: "KEY", 26: "PX", 27: "GPOS", 28: "AAAA", 29: "LOC", 30: "NXT",
    31: "EID", 32: "NIMLOC", 33: "SRV", 34: "ATMA", 35: "NAPTR", 36: "KX", 37: "CERT", 38: "A6", 39: "DNAME",
    40: "SINK", 41: "OPT", 42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG", 47: "NSEC", 48: "DNSKEY",
    49: "DHCID", 50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA", 53: "SMIMEA", 55: "HIP", 56: "NINFO", 57: "RKEY",
    58: "TALINK", 59: "CDS", 60: "CDNSKEY", 61: "OPENPGPKEY", 62: "CSYNC", 63: "ZONEMD", 64: "SVCB", 65: "HTTPS",
    66: "DSYNC", 67: "HHIT", 68: "BRID", 99: "SPF", 100: "UINFO", 101: "UID", 102: "GID", 103: "UNSPEC", 104: "NID",
    105: "L32", 106: "L64", 107: "LP", 108: "EUI48", 109: "EUI64", 128: "NXNAME", 249: "TKEY", 250: "TSIG",
    251: "IXFR", 252: "AXFR", 253: "MAILB", 254: "MAILA", 255: "ANY", 256: "URI", 257: "CAA", 258: "AVC", 259: "DOA",
    260: "AMTRELAY", 261: "RESINFO", 262: "WALLET", 263: "CLA", 264: "IPN", 32768: "TA", 32769: "DLV",
}

OPTIONS = {
    1: "LLQ", 2: "UL", 3: "NSID", 5: "DAU", 6: "DHU", 7: "N3U", 8: "ECS", 9: "EXPIRE", 10: "COOKIE", 11: "KEEPALIVE",
    12: "PADDING", 13: "CHAIN", 14: "KEY-TAG", 15: "EDE", 16: "CLIENT-TAG", 17: "SERVER-TAG", 18: "REPORT-CHANNEL",
    19: "ZONEVERSION", 20: "MQTYPE-QUERY", 21: "MQTYPE-RESPONSE", 22: "EDE-EXTRA-TEXT-LANGUAGE",
    23: "FILTERING-CONTACT", 24: "FILTERING-ORGANIZATION", 25: "FILTERING-DB", 20292: "UMBRELLA", 26946: "DEVICEID",
}

FLAGS = (("QR", 0x8000), ("AA", 0x0400), ("TC", 0x0200), ("RD", 0x0100), ("RA", 0x0080), ("Z", 0x0040),
         ("AD", 0x0020), ("CD", 0x0010))
"""The header's bits in their order (RFC 1035 4.1.1, RFC 4035 3)."""

A, NS, CNAME, SOA, PTR, TXT, AAAA, SRV, OPT, IXFR, AXFR, ANY_TYPE = 1, 2, 5, 6, 12, 16, 28, 33, 41, 251, 252, 255


class Names:
    """Names of numbers, with a prefix for those that have none."""

    def __init__(self, known: Mapping[int, str], prefix: str) -> None:
        self.known, self.prefix = known, prefix

    def __getitem__(self, number: int) -> str:
        return self.known.get(number) or f"{self.prefix}{number}"


OPCODE_NAMES = Names(OPCODES, "OPCODE")
RCODE_NAMES = Names(RCODES, "RCODE")
TYPE_NAMES = Names(TYPES, "TYPE")
CLASS_NAMES = Names(CLASSES, "CLASS")
OPTION_NAMES = Names(OPTIONS, "OPT")


def flag_names(flags: int) -> list[str]:
    """The names of the bits that are set."""
    return [name for name, bit in FLAGS if flags & bit]
