"""Malformed: what a dissector says of bytes that break their protocol's rules."""
from __future__ import annotations


class Malformed(Exception):
    """Bytes that are against the rules; raised by readers only, caught at one place.

    Attributes:
        reason: what is wrong, in a few words.
        at: the position of the fault, counted as the reader counts (in the frame or the reassembled bytes).
    """

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(f"{reason} at byte {at}")
        self.reason = reason
        self.at = at


class Truncated(Malformed):
    """Bytes that the capture does not hold (cut by the snap length): not the sender's fault."""
