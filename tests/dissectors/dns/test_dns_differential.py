"""Random records and messages of all types: dnspython and we say the same, or both refuse.

`EXAMPLES` in the environment sets how many are tried.
"""
from __future__ import annotations

import os
import re

import dns.exception
import dns.message
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from dns_records import RECORDS, records
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dissectors.dns.message import parse
from dissectors.dns.name import absolute_text
from dissectors.dns.rdata import rdata_text
from dissectors.dns.text import TYPE_NAMES, TYPES
from dissectors.octets import Octets

EXAMPLES = int(os.environ.get("EXAMPLES", "400"))
IN = dns.rdataclass.IN
RdataType = dns.rdatatype.RdataType
KNOWN = [kind for kind in sorted(RECORDS)
         if not issubclass(dns.rdata.get_rdata_class(IN, RdataType.make(kind)), dns.rdata.GenericRdata)]  # type: ignore[no-untyped-call]
"""Types that dnspython has a class for."""

LOC, HIP, DS_LIKE, SVCB_LIKE, TSIG = 29, 55, {43, 32769}, {64, 65}, 250
WITH_TYPES = {24, 46, 47, 50, 62, 66}
DEFAULT_SIZES = " 1.00m 10000.00m 10.00m"
UNNAMED = {f"TYPE{number}": name for number, name in TYPES.items() if RdataType.make(number).name != name}
"""Types whose names dnspython doesn't know."""


def theirs(kind: int, octets: bytes) -> str | None:
    """The presentation form of dnspython; None where it refuses."""
    try:
        return dns.rdata.from_wire(IN, RdataType.make(kind), octets, 0, len(octets)).to_text(chunksize=0)
    except (dns.exception.DNSException, ValueError):
        return None


def ours(kind: int, octets: bytes) -> str | None:
    text, fault = rdata_text(kind, octets, 0, len(octets), 0, absolute_text)
    return None if fault else text


def alike(kind: int, text: str) -> str:
    """dnspython's text with what is peculiar to it undone."""
    if kind in SVCB_LIKE:
        # all values stand between quotes; RFC 9460 2.1 needs them for spaces alone, and dig has them for strings
        text = re.sub(r'(mandatory|port|ipv4hint|ech|ipv6hint)="([^"]*)"', r"\1=\2", text)
    if kind in WITH_TYPES:
        text = " ".join([UNNAMED.get(word, word) for word in text.split(" ")])
    if kind == LOC and text.count("m") == 1:
        # sizes are left out where all have their default (RFC 1876 3 allows that)
        text += DEFAULT_SIZES
    if kind == HIP:
        # an empty tag leaves two spaces, and an empty key nothing at all
        number, tag, key, *servers = text.split(" ")
        text = " ".join(filter(None, (number, tag, key or '""', *servers)))
    # what is empty at the end leaves a space: a key, a digest, ports
    return text.rstrip(" ")


def refused_by_them_alone(kind: int, octets: bytes) -> bool:
    """What dnspython refuses although it is no fault of form."""
    if kind in DS_LIKE:
        # digest type 0 is reserved (RFC 3658 2.4): its number is shown
        return octets[3] == 0
    if kind in SVCB_LIKE:
        # parameters in AliasMode are to be ignored (RFC 9460 2.4.2), which does not make them invisible
        return octets[:2] == b"\0\0"
    if kind == LOC:
        # a size of 0 with an exponent is still 0
        return any(octet < 0x10 and octet for octet in octets[1:4])
    # RFC 8945 4.2: the error has 16 bits; dnspython allows for the 12 bits of EDNS
    return kind == TSIG and int(ours(kind, octets).split(" ")[6]) > 4095  # type: ignore[union-attr]


@settings(deadline=None, derandomize=True, max_examples=EXAMPLES)
@given(records(KNOWN))
def test_records_have_the_same_text_or_are_refused(record: tuple[int, bytes]) -> None:
    kind, octets = record
    expected, text = theirs(kind, octets), ours(kind, octets)
    if text is None and expected is not None:
        # RFC 8005 5: names of servers are not compressed; dnspython follows pointers
        assert kind == HIP and max(octets) >= 0xC0
    elif expected is None and text is not None:
        assert refused_by_them_alone(kind, octets), text
    else:
        assert text == (expected and alike(kind, expected))


OWNERS = st.sampled_from(("example.", "www.example.", "a\\.b.www.example.", "\\000.x.", "."))


def message(owners: list[str], chosen: list[tuple[int, bytes]]) -> bytes:
    """A message written by dnspython, names compressed."""
    made = dns.message.make_query(owners[0], "A")
    for owner, (kind, octets) in zip(owners, chosen, strict=False):
        if theirs(kind, octets) is not None:
            rdata = dns.rdata.from_wire(IN, RdataType.make(kind), octets, 0, len(octets))
            made.find_rrset(made.answer, dns.name.from_text(owner), IN, rdata.rdtype, rdata.covers(), create=True).add(
                rdata)
    return made.to_wire(max_size=65535)


def their_answers(data: bytes) -> list[str] | None:
    """The answers of types that dnspython knows; None where it refuses the message."""
    try:
        read = dns.message.from_wire(data, one_rr_per_rrset=True)
    except (dns.exception.DNSException, ValueError):
        return None
    return [f"{rrset.name} {TYPE_NAMES[rrset.rdtype]} {alike(rrset.rdtype, rdata.to_text(chunksize=0))}"
            for rrset in read.answer for rdata in rrset if rrset.rdclass == IN and rrset.rdtype in KNOWN]


def our_answers(data: bytes) -> list[str]:
    found = parse(Octets(data))
    assert found.problem is None
    return [f"{absolute_text(record.name)} {TYPE_NAMES[record.type]} {found.text(record, absolute_text)}"
            for record in found.sections[0]]


@settings(deadline=None, derandomize=True, max_examples=EXAMPLES // 4)
@given(st.lists(OWNERS, min_size=4, max_size=4), st.lists(records(set(KNOWN) - {TSIG}), min_size=1, max_size=4))
def test_messages_of_dnspython_are_read_alike(owners: list[str], chosen: list[tuple[int, bytes]]) -> None:
    data = message(owners, chosen)
    assert our_answers(data) == their_answers(data)


@settings(deadline=None, derandomize=True, max_examples=EXAMPLES // 4)
@given(st.lists(OWNERS, min_size=3, max_size=3), st.lists(records(set(KNOWN) - {TSIG}), min_size=1, max_size=3),
       st.dictionaries(st.integers(12, 120), st.integers(0, 255), max_size=3))
def test_damaged_messages_that_dnspython_reads_are_read_alike(
        owners: list[str], chosen: list[tuple[int, bytes]], changes: dict[int, int]) -> None:
    data = bytearray(message(owners, chosen))
    for place, octet in changes.items():
        if place < len(data):
            data[place] = octet
    expected = their_answers(bytes(data))
    assume(expected is not None)
    assert set(expected or ()) <= set(our_answers(bytes(data)))
