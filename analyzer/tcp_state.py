"""What was seen of a TCP connection, and the contract's name for that."""
from __future__ import annotations

from enum import IntFlag


class Seen(IntFlag):
    """What was seen of a TCP connection."""
    SYN_SENT = 1
    SYN_ACK = 2
    ACK_SENT = 4
    FIN_SENT = 8
    FIN_RECEIVED = 16
    RESET = 32


def tcp_state(seen: int) -> str:
    """The contract's name of a connection's state."""
    if seen & Seen.RESET:
        return "reset"
    if seen & Seen.FIN_SENT and seen & Seen.FIN_RECEIVED:
        return "closed"
    if not seen & (Seen.SYN_SENT | Seen.SYN_ACK):
        return "midstream"
    if seen & Seen.SYN_SENT and not seen & (Seen.SYN_ACK | Seen.ACK_SENT):
        return "syn-only"
    return "open" if seen & Seen.ACK_SENT else "half-open"
