"""The lab's zones: root, `example`, `test`, two mail domains, reverse zones; signed from the leaves to the root."""
from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from servers.configuration import filled, write
from servers.network import address, address6, run

REVERSE, REVERSE6 = "77.10.in-addr.arpa", "7.7.d.f.ip6.arpa"
POINTERS = {"root": "a.rootsrv.", "tld": "ns.nic.test.", "nsa": "ns1.harbor.example.", "nsb": "ns1.lantern.test.",
            "mxa": "mxa.harbor.example.", "mxb": "mxb.lantern.test.", "client1": "edge-7.pool.harbor.example.",
            "resolver": "resolver.harbor.example."}
POINTERS6 = {node: POINTERS[node] for node in ("mxa", "mxb")}
NSEC3 = ("-3", "5a17", "-H", "0")
"""Proofs of absence by NSEC3 with this salt and no further iterations."""
KEY_SIGNING = " 257 "
"""The flags of a key that signs keys (RFC 4034, section 2.1.1)."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed zone, and the DS records that its parent publishes."""
    file: Path
    delegation_signers: str


def make_zones(folder: Path, dkim: str) -> dict[str, Path]:
    """Writes all zones; `dkim` is the TXT record of harbor.example's mail key. Gives each zone's file by its name."""
    harbor = sign(folder, "harbor.example", filled("harbor.example.zone", dkim=quoted(dkim), big=big_records()))
    lantern = sign(folder, "lantern.test", filled("lantern.test.zone"), *NSEC3)
    example = sign(folder, "example", tld("example", "harbor.example", "nsa", harbor))
    test = sign(folder, "test", tld("test", "lantern.test", "nsb", lantern))
    root = sign(folder, ".", filled("root.zone",
                                    delegation_signers=example.delegation_signers + test.delegation_signers))
    four = {address(node): name for node, name in POINTERS.items()}
    six = {address6(node): name for node, name in POINTERS6.items()}
    return {".": root.file, "example": example.file, "test": test.file,
            "harbor.example": harbor.file, "lantern.test": lantern.file,
            REVERSE: write(folder / "reverse.zone", reverse(REVERSE, four)),
            REVERSE6: write(folder / "reverse6.zone", reverse(REVERSE6, six))}


def sign(folder: Path, zone: str, text: str, *absence: str) -> Signed:
    """Makes the zone's keys and signs it; proofs of absence are by NSEC where nothing else is said."""
    name = "root" if zone == "." else zone
    source = write(folder / f"{name}.zone", text)
    for purpose in (("-f", "KSK"), ()):
        run("dnssec-keygen", "-a", "ECDSAP256SHA256", *purpose, zone, folder=folder)
    run("dnssec-signzone", "-S", "-o", zone, "-e", "now+30d", *absence, source, folder=folder)
    return Signed(folder / f"{name}.zone.signed", (folder / f"dsset-{zone.rstrip('.')}.").read_text())


def root_key(folder: Path) -> str:
    """The root's key-signing key: where validation starts."""
    lines = [line for file in sorted(folder.glob("K.+*.key")) for line in file.read_text().splitlines()]
    return "".join(f"{line}\n" for line in lines if KEY_SIGNING in line and not line.startswith(";"))


def tld(zone: str, child: str, server: str, signed: Signed) -> str:
    """A top-level domain with one delegation."""
    return filled("tld.zone", zone=zone, child=child, server=address(server), server6=address6(server),
                  delegation_signers=signed.delegation_signers)


def reverse(zone: str, names: dict[str, str]) -> str:
    """A zone with the names of addresses."""
    pointers = "\n".join(f"{ipaddress.ip_address(where).reverse_pointer}. IN PTR {name}"
                         for where, name in names.items())
    return filled("reverse.zone", zone=zone, pointers=pointers)


def quoted(text: str) -> str:
    """A long text as the strings of a TXT record, each well within 255 bytes."""
    return " ".join(f'"{text[start:start + 200]}"' for start in range(0, len(text), 200))


def big_records() -> str:
    """TXT records of one name, too many for a datagram."""
    return "\n".join(f'big IN TXT "{number:04d} {f"x{number:03d}-" * 36}"' for number in range(14))
