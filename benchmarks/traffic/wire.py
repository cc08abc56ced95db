"""DNS messages in wire form, with compressed names (RFC 1035 4)."""

from __future__ import annotations

from struct import Struct

A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, OPT, HTTPS = 1, 2, 5, 6, 12, 15, 16, 28, 33, 41, 65
QR, AA, TC, RD, RA, AD = 0x8000, 0x0400, 0x0200, 0x0100, 0x0080, 0x0020
NOERROR, SERVFAIL, NXDOMAIN = 0, 2, 3
_IN = 1
_POINTER = 0xC000
_HEADER = Struct(">HHHHHH")
_FIXED = Struct(">HHI")
_SHORT = Struct(">H")
_SRV_START = Struct(">HHH")
_SOA_END = Struct(">IIIII")


class Message:
    """A message as it is written; the identifier is left 0 and set by `with_id`."""

    def __init__(self, name: str, kind: int) -> None:
        self._out = bytearray(12)
        self._places: dict[str, int] = {}
        self._counts = [1, 0, 0, 0]
        self._name(name)
        self._out += _SHORT.pack(kind) + _SHORT.pack(_IN)

    def _name(self, name: str) -> None:
        while name:
            place = self._places.get(name)
            if place is not None:
                self._out += _SHORT.pack(_POINTER | place)
                return
            if len(self._out) < _POINTER >> 2:
                self._places[name] = len(self._out)
            label, _, name = name.partition(".")
            self._out.append(len(label))
            self._out += label.encode("ascii")
        self._out.append(0)

    def _start(self, section: int, name: str, kind: int, ttl: int) -> int:
        self._counts[section] += 1
        self._name(name)
        self._out += _FIXED.pack(kind, _IN, ttl) + b"\0\0"
        return len(self._out)

    def _end(self, start: int) -> None:
        _SHORT.pack_into(self._out, start - 2, len(self._out) - start)

    def record(self, section: int, name: str, kind: int, ttl: int, data: bytes) -> None:
        """A record whose data holds no name; section 1 answers, 2 authorities, 3 additionals."""
        start = self._start(section, name, kind, ttl)
        self._out += data
        self._end(start)

    def pointing(self, section: int, name: str, kind: int, ttl: int, target: str, before: bytes = b"") -> None:
        """A record whose data is a name, after some octets (NS, CNAME, PTR, MX)."""
        start = self._start(section, name, kind, ttl)
        self._out += before
        self._name(target)
        self._end(start)

    def srv(self, name: str, ttl: int, port: int, target: str) -> None:
        """An SRV record, whose target is not compressed (RFC 2782)."""
        start = self._start(1, name, SRV, ttl)
        self._out += _SRV_START.pack(10, 5, port) + plain_name(target)
        self._end(start)

    def soa(self, section: int, zone: str, serial: int) -> None:
        start = self._start(section, zone, SOA, 900)
        self._name("ns1." + zone)
        self._name("hostmaster." + zone)
        self._out += _SOA_END.pack(serial, 7200, 3600, 1209600, 900)
        self._end(start)

    def edns(self, udp_size: int, dnssec_ok: bool, cookie: bytes = b"") -> None:
        """The OPT pseudo-record (RFC 6891 6.1.2), with a cookie (RFC 7873 4) where one is given."""
        self._counts[3] += 1
        option = _SHORT.pack(10) + _SHORT.pack(len(cookie)) + cookie if cookie else b""
        self._out += b"\0" + _FIXED.pack(OPT, udp_size, 0x8000 if dnssec_ok else 0) + _SHORT.pack(len(option)) + option

    def finished(self, flags: int) -> bytes:
        """All of the message after its identifier."""
        _HEADER.pack_into(self._out, 0, 0, flags, *self._counts)
        return bytes(self._out[2:])


def plain_name(name: str) -> bytes:
    """A name without compression."""
    return b"".join(bytes((len(label),)) + label.encode("ascii") for label in name.split(".")) + b"\0"


def with_id(identifier: int, rest: bytes) -> bytes:
    """A whole message from its identifier and what `Message.finished` gave."""
    return _SHORT.pack(identifier) + rest
