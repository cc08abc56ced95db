"""PPP with and without its framing, PPP over Ethernet."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Size, Term

_PROTOCOLS = {0x21: "Internet Protocol version 4", 0x57: "Internet Protocol version 6", 0x281: "MPLS unicast",
              0x8021: "Internet Protocol Control Protocol", 0x8057: "IPv6 Control Protocol",
              0x80fd: "Compression Control Protocol", 0xc021: "Link Control Protocol",
              0xc023: "Password Authentication Protocol", 0xc223: "Challenge Handshake Authentication Protocol"}
_FRAMING = (Spec("ppp.address", "Address", Kind.UINT, 0, 1, show=Show.HEX),
            Spec("ppp.control", "Control", Kind.UINT, 1, 1, show=Show.HEX))
_ALL_STATIONS = 0xFF


def _protocol(at: int, size: int) -> Spec:
    return Spec("ppp.protocol", "Protocol", Kind.UINT, at, size, show=Show.HEX, names=_PROTOCOLS)


def _ppp(framing: int, size: int, claims: tuple[Claim, ...]) -> Layout:
    fields = (*(_FRAMING if framing else ()), _protocol(framing, size))
    whole = framing + size
    return Layout("ppp", "Point-to-Point Protocol", "RFC 1661 2, RFC 1662 3.1", fields, minimum=whole, size=Size(whole),
                  next=By("ppp.protocol", Term(framing, size)), claims=claims)


# RFC 1662 3.1: address and control (ff 03) may be left out, then the first byte is the protocol's
START = Layout(
    "ppp", "Point-to-Point Protocol", "RFC 1662 3.1", (), minimum=1, size=Size(0), next=By("ppp.start", Term(0, 1)),
    claims=(Claim("linktype", 9), Claim("linktype", 50), Claim("ethertype", 0x880B), Claim("pppoe.session", 0)))
FRAMED_START = Layout(
    "ppp", "Point-to-Point Protocol", "RFC 1662 3.1", (), minimum=3, size=Size(0),
    next=By("ppp.compressed", Term(2, 1, 0x01)), claims=(Claim("ppp.start", _ALL_STATIONS),))
# RFC 1661 2: a protocol number's first byte is even, its last is odd; so one odd byte is a compressed number
FRAMED = _ppp(2, 2, (Claim("ppp.compressed", 0),))
FRAMED_COMPRESSED = _ppp(2, 1, (Claim("ppp.compressed", 1),))
BARE = _ppp(0, 2, tuple(Claim("ppp.start", byte) for byte in range(0, 256, 2) if byte not in (0x0F, 0x8F)))
BARE_COMPRESSED = _ppp(0, 1, tuple(
    Claim("ppp.start", byte) for byte in range(1, 256, 2) if byte not in (_ALL_STATIONS, 0x0F, 0x8F)))

# RFC 1547 4.3.1: Cisco's framing has an Ethernet type
CISCO_HDLC = Layout(
    "chdlc", "Cisco HDLC", "RFC 1547 4.3.1", (
        Spec("chdlc.address", "Address", Kind.UINT, 0, 1, show=Show.HEX),
        Spec("chdlc.control", "Control", Kind.UINT, 1, 1, show=Show.HEX),
        Spec("chdlc.protocol", "Protocol", Kind.UINT, 2, 2, show=Show.HEX)),
    minimum=4, size=Size(4), next=By("ethertype", Term(2, 2)),
    claims=(Claim("linktype", 104), Claim("ppp.start", 0x0F), Claim("ppp.start", 0x8F)))

_PPPOE_CODES = {0x00: "Session Data", 0x07: "Active Discovery Offer (PADO)", 0x09: "Active Discovery Initiation (PADI)",
                0x19: "Active Discovery Request (PADR)", 0x65: "Active Discovery Session-confirmation (PADS)",
                0xA7: "Active Discovery Terminate (PADT)"}
_PPPOE_FIELDS = (
    Spec("pppoe.version", "Version", Kind.UINT, 0, 1, 0xF0),
    Spec("pppoe.type", "Type", Kind.UINT, 0, 1, 0x0F),
    Spec("pppoe.code", "Code", Kind.UINT, 1, 1, show=Show.HEX, names=_PPPOE_CODES),
    Spec("pppoe.session_id", "Session ID", Kind.UINT, 2, 2, show=Show.HEX),
    Spec("pppoe.payload_length", "Payload Length", Kind.UINT, 4, 2))
_PPPOE_TOTAL = Size(6, (Term(4, 2),))

PPPOE_SESSION = Layout(
    "pppoes", "PPP-over-Ethernet Session", "RFC 2516 4", _PPPOE_FIELDS, minimum=6, size=Size(6), total=_PPPOE_TOTAL,
    # RFC 2516 7: the protocol number may not be compressed, and there is no ff 03; both are seen all the same
    next=By("pppoe.session"), claims=(Claim("ethertype", 0x8864), Claim("linktype", 51)))
PPPOE_DISCOVERY = Layout(
    "pppoed", "PPP-over-Ethernet Discovery", "RFC 2516 5", _PPPOE_FIELDS, minimum=6, size=Size(6), total=_PPPOE_TOTAL,
    claims=(Claim("ethertype", 0x8863),))
