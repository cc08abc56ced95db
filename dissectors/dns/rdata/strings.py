"""RDATA of character-strings: TXT, SPF, HINFO, X25, ISDN and their like."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dissectors.dns.rdata.reader import read_values, take, values_text
from dissectors.dns.rdata.shapes import (
    BARE_HEX,
    BASE64,
    OPAQUE,
    STRING,
    STRINGS,
    TAG,
    U8,
    U32,
    Shape,
    Value,
    octets_to_end,
    string,
    unnamed,
)
from dissectors.malformed import Malformed
from dissectors.octets import Octets

# RFC 1183 3.2
_ISDN = (string(STRING, "dns.idsn.address", "ISDN Address", "dns.idsn.length", "Length"),
         string(STRING, "dns.idsn.sa.address", "Sub Address", "dns.idsn.sa.length", "Length"))
# RFC 1712 3
_COORDINATE = re.compile(rb"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_GREATEST = (90, 180)


def _read_isdn(octets: Octets, start: int) -> Iterator[Value]:
    """RFC 1183 3.2: the subaddress is optional, and an empty one is none."""
    address, subaddress = _ISDN
    yield take(address, octets, start)
    if octets.left:
        found = take(subaddress, octets, start)
        if found.size:
            yield found


def _check_place(values: list[Value]) -> None:
    """RFC 1712 3: numbers, of which two are angles."""
    for value in values:
        if not _COORDINATE.fullmatch(value.value):
            raise Malformed("a coordinate that is no number", value.pos)
    for value, greatest in zip(values, _GREATEST, strict=False):
        if abs(float(value.value)) > greatest:
            raise Malformed("an angle beyond the poles or the date line", value.pos)


def _object_text(octets: Octets, start: int, write_name: Callable[[bytes], str]) -> str:
    """draft-durand-doa-over-dns 3.2: the data in base64, `-` for none."""
    values = read_values(_OBJECT, octets, start)
    return values_text(values) + ("" if values[-1].value else " -")


_OBJECT = Shape((unnamed(U32, "Enterprise"), unnamed(U32, "Type"), unnamed(U8, "Location"),
                 unnamed(STRING, "Media type"), unnamed(BASE64, "Data")))
_TEXTS = Shape((unnamed(STRINGS, "Text"),))


SHAPES = {
    # RFC 1035 3.3.2, 3.3.10 and 3.3.14
    10: Shape((octets_to_end(OPAQUE, "dns.null", "Null (data)"),)),
    13: Shape((string(STRING, "dns.hinfo.cpu", "CPU", "dns.hinfo.cpu_length", "CPU Length"),
               string(STRING, "dns.hinfo.os", "OS", "dns.hinfo.os_length", "OS Length")), ", CPU {0}, OS {1}"),
    16: Shape((string(STRINGS, "dns.txt", "TXT", "dns.txt.length", "TXT Length"),)),
    # RFC 1183 3.1
    19: Shape((string(STRING, "dns.x25.psdn_address", "PSDN-Address", "dns.x25.length", "Length"),)),
    20: Shape(_ISDN, read=_read_isdn),
    # RFC 1706 5
    22: Shape((octets_to_end(BARE_HEX, "dns.nsap.rdata", "NSAP Data"),)),
    # RFC 1712 3
    27: Shape((string(TAG, "dns.gpos.longitude", "Longitude", "dns.gpos.longitude_length", "Longitude length"),
               string(TAG, "dns.gpos.latitude", "Latitude", "dns.gpos.latitude_length", "Latitude length"),
               string(TAG, "dns.gpos.altitude", "Altitude", "dns.gpos.altitude_length", "Altitude length")),
              check=_check_place),
    # draft-eastlake-kitchen-sink 2
    40: Shape((unnamed(U8, "Meaning"), unnamed(U8, "Coding"), unnamed(U8, "Subcoding"), unnamed(BASE64, "Data"))),
    56: _TEXTS,
    # RFC 7208 14.1
    99: Shape((string(STRINGS, "dns.spf", "SPF", "dns.spf.length", "SPF Length"),)),
    258: _TEXTS,
    259: Shape(_OBJECT.parts, text=_object_text),
    # RFC 9606 5
    261: _TEXTS,
    262: _TEXTS,
    263: _TEXTS,
}
