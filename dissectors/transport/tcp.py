"""TCP."""
from __future__ import annotations

from dissectors.fields import Kind, Show, Spec
from dissectors.layout import Claim, Layout, Pair, Size, Term
from dissectors.network.ip import SET


def _flag(name: str, label: str, at: int, mask: int) -> Spec:
    return Spec(f"tcp.flags.{name}", label, Kind.BOOL, at, 1, mask, names=SET)


SEQUENCE = Spec("tcp.seq_raw", "Sequence Number (raw)", Kind.UINT, 4, 4)
ACKNOWLEDGMENT = Spec("tcp.ack_raw", "Acknowledgment number (raw)", Kind.UINT, 8, 4)
FLAGS = Spec("tcp.flags", "Flags", Kind.UINT, 12, 2, 0x0FFF, show=Show.HEX, children=(
    _flag("res", "Reserved", 12, 0x0E), _flag("ae", "Accurate ECN", 12, 0x01),
    _flag("cwr", "Congestion Window Reduced", 13, 0x80), _flag("ece", "ECN-Echo", 13, 0x40),
    _flag("urg", "Urgent", 13, 0x20), _flag("ack", "Acknowledgment", 13, 0x10), _flag("push", "Push", 13, 0x08),
    _flag("reset", "Reset", 13, 0x04), _flag("syn", "Syn", 13, 0x02), _flag("fin", "Fin", 13, 0x01)))
WINDOW = Spec("tcp.window_size_value", "Window", Kind.UINT, 14, 2)
CHECKSUM = Spec("tcp.checksum", "Checksum", Kind.UINT, 16, 2, show=Show.HEX)

TCP = Layout(
    "tcp", "Transmission Control Protocol", "RFC 9293 3.1", (
        Spec("tcp.srcport", "Source Port", Kind.UINT, 0, 2),
        Spec("tcp.dstport", "Destination Port", Kind.UINT, 2, 2),
        Spec("tcp.port", "Source or Destination Port", Kind.UINT, 0, 2, hidden=True),
        Spec("tcp.port", "Source or Destination Port", Kind.UINT, 2, 2, hidden=True),
        SEQUENCE, ACKNOWLEDGMENT,
        Spec("tcp.hdr_len", "Header Length", Kind.UINT, 12, 1, 0xF0, factor=4),
        FLAGS, WINDOW, CHECKSUM,
        Spec("tcp.urgent_pointer", "Urgent Pointer", Kind.UINT, 18, 2)),
    minimum=20, size=Size(0, (Term(12, 1, 0xF0, 4),)), ports=Pair(0, 2, 2), transport=True,
    claims=(Claim("ip.proto", 6),))
