"""RDATA of names and addresses: A, AAAA, NS, CNAME, PTR, DNAME, SOA and their like."""
from __future__ import annotations

from dissectors.dns.rdata.shapes import (
    EUI,
    IP4,
    IP6,
    LOCATOR,
    NAME,
    U16,
    U32,
    U64,
    Part,
    Shape,
    domain,
    number,
    unnamed,
)
from dissectors.fields import Kind, Spec


def _one(name: str, label: str, headline: str = "") -> Shape:
    return Shape((domain(name, label),), headline)


SHAPES = {
    # RFC 1035 3.3 and 3.4
    1: Shape((Part(IP4, Spec("dns.a", "Address", Kind.IPV4, size=4)),), ", addr {0}"),
    2: _one("dns.ns", "Name Server", ", ns {0}"),
    3: _one("dns.md", "Mail Destination", ", md {0}"),
    4: _one("dns.mf", "Mail Forwarder", ", mf {0}"),
    5: _one("dns.cname", "CNAME", ", cname {0}"),
    6: Shape((
        domain("dns.soa.mname", "Primary name server"),
        domain("dns.soa.rname", "Responsible authority's mailbox"),
        number(U32, "dns.soa.serial_number", "Serial Number"),
        number(U32, "dns.soa.refresh_interval", "Refresh Interval"),
        number(U32, "dns.soa.retry_interval", "Retry Interval"),
        number(U32, "dns.soa.expire_limit", "Expire limit"),
        number(U32, "dns.soa.minimum_ttl", "Minimum TTL")), ", mname {0}"),
    12: _one("dns.ptr.domain_name", "Domain Name", ", {0}"),
    # RFC 3596 2.2
    28: Shape((Part(IP6, Spec("dns.aaaa", "AAAA Address", Kind.IPV6, size=16)),), ", addr {0}"),
    # RFC 1706 8
    23: _one("dns.nsap_ptr.owner", "Owner", ", owner {0}"),
    # RFC 6672 2.1
    39: _one("dns.dname", "Dname", ", dname {0}"),
    # draft-wijngaards-dnsop-trust-history 4
    58: Shape((unnamed(NAME, "Previous"), unnamed(NAME, "Next"))),
    # RFC 6742 2
    104: Shape((number(U16, "dns.ilnp.nid.preference", "Preference"),
                Part(LOCATOR, Spec("dns.ilnp.nid", "NodeID", Kind.BYTES)))),
    105: Shape((number(U16, "dns.ilnp.l32.preference", "Preference"),
                Part(IP4, Spec("dns.ilnp.l32", "Locator32", Kind.IPV4, size=4)))),
    106: Shape((number(U16, "dns.ilnp.l64.preference", "Preference"),
                Part(LOCATOR, Spec("dns.ilnp.l64", "Locator64", Kind.BYTES)))),
    107: Shape((number(U16, "dns.ilnp.lp.preference", "Preference"), domain("dns.ilnp.lp", "Locator FQDN"))),
    # RFC 7043 3 and 4
    108: Shape((Part(EUI, Spec("dns.eui48", "EUI48 Address", Kind.ETHER), size=6),)),
    109: Shape((Part(EUI, Spec("dns.eui64", "EUI64 Address", Kind.BYTES), size=8),)),
    # RFC 9891 4
    264: Shape((unnamed(U64, "Node"),)),
}
