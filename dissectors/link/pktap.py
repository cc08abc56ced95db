"""PKTAP: which process sent a packet and over which interface, before the packet itself. Little-endian."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import By, Claim, Layout, Size, Term


def _number(name: str, label: str, at: int, size: int = 4, show: Show = Show.DECIMAL) -> Spec:
    return Spec(f"pktap.{name}", label, Kind.UINT, at, size, show=show, little=True)


def _text(name: str, label: str, at: int, size: int) -> Spec:
    return Spec(f"pktap.{name}", label, Kind.TEXT, at, size)


PKTAP = Layout(
    "pktap", "PKTAP packet header", "https://www.tcpdump.org/linktypes/LINKTYPE_PKTAP.html", (
        _number("hdrlen", "Header length", 0), _number("rectype", "Record type", 4), _number("dlt", "DLT", 8),
        _text("ifname", "Interface name", 12, 24), _number("flags", "Flags", 36, show=Show.HEX),
        _number("pfamily", "Protocol family", 40), _number("llhdrlen", "Link-layer header length", 44),
        _number("lltrlrlen", "Link-layer trailer length", 48), _number("pid", "Process ID", 52),
        _text("cmdname", "Command name", 56, 20), _number("svc_class", "Service class", 76),
        _number("iftype", "Interface type", 80, 2), _number("ifunit", "Interface unit", 82, 2),
        _number("epid", "Effective process ID", 84), _text("ecmdname", "Effective command name", 88, 20)),
    minimum=108, size=Size(0, (Term(0, 4, little=True),)), next=By("linktype", Term(8, 4, little=True)),
    # before it had a number of its own, it was the second one left to users
    claims=(Claim("linktype", 258), Claim("linktype", 149)))
