"""Names are looked up: from the root down, with everything that EDNS, TCP, zone transfers and DNSSEC add."""
from __future__ import annotations

import dns.edns
from clients.lookups import Lookups, query
from scenarios.scenario import Stage, scenario

HARBOR, LANTERN = "harbor.example", "lantern.test"
APEX_TYPES = ("A", "AAAA", "MX", "TXT", "NS", "SOA", "CAA")
IN_HARBOR = (
    ("host1", "HINFO"), ("host1", "SSHFP"), ("host1", "LOC"), ("host1", "RP"), ("info", "TXT"),
    ("_imaps._tcp", "SRV"), ("_pop3._tcp", "SRV"), ("_25._tcp.mxa", "TLSA"), ("sip", "NAPTR"), ("svc", "HTTPS"),
    ("_dns", "SVCB"), ("key", "URI"), ("old", "DNAME"), ("host.old", "A"), ("www", "A"), ("ext", "A"),
    ("deep.er.wild", "A"), ("sp\\032ace", "A"), ("odd\\.name", "A"), ("CAse", "A"), ("type65280", "TYPE65280"),
    ("s1._domainkey", "TXT"), ("_dmarc", "TXT"), ("nothing", "A"), ("mxa", "TXT"))
ELSEWHERE = (
    (LANTERN, "MX"), (f"mxb.{LANTERN}", "A"), (f"alias.{LANTERN}", "A"), (f"no.such.{LANTERN}", "MX"),
    ("nowhere.invalidtld", "A"), (".", "NS"), ("20.0.77.10.in-addr.arpa", "PTR"), ("99.0.77.10.in-addr.arpa", "PTR"),
    ("a." + "0." * 27 + "7.7.d.f.ip6.arpa", "PTR"))
SIGNED = (
    (HARBOR, "A"), (HARBOR, "DNSKEY"), (HARBOR, "DS"), (f"missing.{HARBOR}", "A"), (LANTERN, "MX"),
    (f"missing.{LANTERN}", "A"), (LANTERN, "NSEC3PARAM"), (".", "DNSKEY"), ("test", "DS"))
AUTHORITATIVE = (("nsa", f"missing.{HARBOR}", "A"), ("nsb", f"missing.{LANTERN}", "A"),
                 ("nsa", f"x.wild.{HARBOR}", "A"), ("nsb", LANTERN, "AAAA"))
LARGE = 4096


@scenario("06-dns-iterative.pcap")
def iterative(stage: Stage) -> None:
    """lookups of the common types by a client at a resolver that starts at the root: root -> TLD -> authoritative;
    NXDOMAIN, NODATA, CNAME chain, DNAME, wildcard, reverse lookup"""
    stage.lab.names.restart_resolver()
    in_harbor = [(HARBOR, kind) for kind in APEX_TYPES] + [(f"{name}.{HARBOR}", kind) for name, kind in IN_HARBOR]
    with stage.recording():
        client = Lookups(stage.truth)
        for name, kind in in_harbor:
            client.ask("resolver", name, kind, edns=kind in ("TXT", "HTTPS"))
        for name, kind in ELSEWHERE:
            client.ask("resolver", name, kind)


@scenario("07-dns-axfr-edns-tcp.pcap")
def transfers(stage: Stage) -> None:
    """AXFR over TCP of two zones, EDNS options, a truncated answer and its repetition over TCP, refused queries,
    lookups over IPv6, dig +trace steps by hand"""
    options = [dns.edns.GenericOption(dns.edns.OptionType.NSID, b""), dns.edns.ECSOption("192.0.2.0", 24, 0)]
    with stage.recording():
        client = Lookups(stage.truth)
        client.ask_over_tcp("nsa", query(HARBOR, "AXFR"))
        client.ask_over_tcp("nsb", query(LANTERN, "AXFR"))
        client.ask("nsa", f"www.{HARBOR}", "A", recursion=False, options=options)
        client.ask("nsa", f"big.{HARBOR}", "TXT", recursion=False)
        client.ask_over_tcp("nsa", query(f"big.{HARBOR}", "TXT", recursion=False))
        client.ask("nsa", "www.wikipedia.org", "A", recursion=False)
        for server in ("root", "tld", "nsb"):
            client.ask(server, f"imap.{LANTERN}", "A", recursion=False)
        client6 = Lookups(stage.truth, ipv6=True)
        client6.ask("nsb", f"txt.{LANTERN}", "TXT", recursion=False)
        client6.ask_over_tcp("nsb", query(f"_imap._tcp.{LANTERN}", "SRV"), query(f"imap.{LANTERN}", "AAAA"))
        client.ask("nsa", "version.bind", "TXT", recursion=False)


@scenario("08-dnssec.pcap")
def dnssec(stage: Stage) -> None:
    """DNSSEC: signed answers, DNSKEY, DS, NSEC and NSEC3 proofs, AD and CD flags; through a validating resolver and
    from the authoritative servers"""
    stage.lab.names.restart_resolver()
    with stage.recording():
        client = Lookups(stage.truth)
        for name, kind in SIGNED:
            client.ask("resolver", name, kind, dnssec=True, payload=LARGE)
        client.ask("resolver", HARBOR, "MX", checking=False, dnssec=True, payload=LARGE)
        for server, name, kind in AUTHORITATIVE:
            client.ask(server, name, kind, recursion=False, dnssec=True, payload=LARGE)
