"""UDP."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.checksum import NOT_PRESENT, UNVERIFIED, calculated, pseudo_header, status_field, status_spec, verdict
from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.layout import By, Claim, Layout, Pair, Size, Term

SOURCE_PORT = Spec("udp.srcport", "Source Port", Kind.UINT, 0, 2, varies=True)
DESTINATION_PORT = Spec("udp.dstport", "Destination Port", Kind.UINT, 2, 2, varies=True)
CHECKSUM = Spec("udp.checksum", "Checksum", Kind.UINT, 6, 2, show=Show.HEX, varies=True)
STATUS = status_spec("udp.checksum.status")
CALCULATED = Spec("udp.checksum_calculated", "Calculated Checksum", Kind.UINT, size=2, show=Show.HEX)
STREAM = Spec("udp.stream", "Stream index", Kind.UINT)
PAYLOAD = Spec("udp.payload", "UDP payload", Kind.BYTES)
PROTOCOL = 17


def complete(header: Header, fields: list[Field]) -> None:
    """Adds the checksum's status, the conversation's number and the payload."""
    fields += _checksum(header)
    if header.facts is not None and header.facts.stream is not None:
        fields.append(Field(STREAM, header.facts.stream, header.end, 0, header.source, generated=True))
    size = header.stop - header.end
    if size > 0:
        data = header.data[header.end:header.stop]
        fields.append(Field(PAYLOAD, data, header.end, size, header.source, f"UDP payload ({size} bytes)"))


def _checksum(header: Header) -> Iterator[Field]:
    at = header.pos + CHECKSUM.at
    found = int.from_bytes(header.data[at:at + 2], "big")
    # RFC 768: a checksum of 0 says that there is none
    if not found or not header.check or not header.whole or header.quoted or not header.ends[0]:
        yield status_field(STATUS, UNVERIFIED if found else NOT_PRESENT, at, header.source)
        return
    datagram = header.data[header.pos:header.wire_stop]
    covered = pseudo_header(header.ends, PROTOCOL, len(datagram)) + datagram
    yield status_field(STATUS, verdict(covered), at, header.source)
    # RFC 768: a sum of 0 is sent as ffff
    yield Field(CALCULATED, calculated(covered, found) or 0xFFFF, at, 2, header.source, generated=True)


def headline(data: bytes | memoryview, pos: int) -> str:
    """The line of the layer."""
    source, destination = int.from_bytes(data[pos:pos + 2], "big"), int.from_bytes(data[pos + 2:pos + 4], "big")
    return f"User Datagram Protocol, Src Port: {source}, Dst Port: {destination}"


UDP = Layout(
    "udp", "User Datagram Protocol", "RFC 768", (
        SOURCE_PORT, DESTINATION_PORT,
        Spec("udp.port", "Source or Destination Port", Kind.UINT, 0, 2, hidden=True, varies=True),
        Spec("udp.port", "Source or Destination Port", Kind.UINT, 2, 2, hidden=True, varies=True),
        Spec("udp.length", "Length", Kind.UINT, 4, 2),
        CHECKSUM),
    minimum=8, size=Size(8), total=Size(0, (Term(4, 2),)), next=By("udp.tunnel", Term(2, 2)), ports=Pair(0, 2, 2),
    transport=True,
    headline=headline, tail=complete,
    claims=(Claim("ip.proto", 17),))
