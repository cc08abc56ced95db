"""RDATA of character-strings: TXT, SPF, HINFO, X25, ISDN and their like."""
from __future__ import annotations

from dissectors.dns.rdata.shapes import BARE_HEX, OPAQUE, STRING, STRINGS, TAG, Part, Shape, octets_to_end, string

SHAPES = {
    # RFC 1035 3.3.2, 3.3.10 and 3.3.14
    10: Shape((octets_to_end(OPAQUE, "dns.null", "Null (data)"),)),
    13: Shape((string(STRING, "dns.hinfo.cpu", "CPU", "dns.hinfo.cpu_length", "CPU Length"),
               string(STRING, "dns.hinfo.os", "OS", "dns.hinfo.os_length", "OS Length")), ", CPU {0}, OS {1}"),
    16: Shape((string(STRINGS, "dns.txt", "TXT", "dns.txt.length", "TXT Length"),)),
    # RFC 1183 3.1
    19: Shape((string(STRING, "dns.x25.psdn_address", "PSDN-Address", "dns.x25.length", "Length"),)),
    # RFC 1706 5
    22: Shape((octets_to_end(BARE_HEX, "dns.nsap.rdata", "NSAP Data"),)),
    # RFC 1712 3
    27: Shape((string(TAG, "dns.gpos.longitude", "Longitude", "dns.gpos.longitude_length", "Longitude length"),
               string(TAG, "dns.gpos.latitude", "Latitude", "dns.gpos.latitude_length", "Latitude length"),
               string(TAG, "dns.gpos.altitude", "Altitude", "dns.gpos.altitude_length", "Altitude length"))),
    56: Shape((Part(STRINGS),)),
    # RFC 7208 14.1
    99: Shape((string(STRINGS, "dns.spf", "SPF", "dns.spf.length", "SPF Length"),)),
    258: Shape((Part(STRINGS),)),
    261: Shape((Part(STRINGS),)),
    262: Shape((Part(STRINGS),)),
}
