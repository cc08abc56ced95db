"""What is known of a header while its fields are read: where it lies, and what the analysis found out about it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dissectors.layout import Layout

UNKNOWN_SCALE, NO_SCALE = -1, -2


class TransportFacts(NamedTuple):
    """What a conversation says about one TCP or UDP header of it, in the words of Wireshark.

    Attributes:
        stream: the number of the conversation.
        sequence_base, acknowledgment_base: what relative numbers count from (TCP).
        window_scale: the shift of the sender's window; UNKNOWN_SCALE where no SYN was seen, NO_SCALE where the two
            sides did not agree on one.
        segment_data: which octets of the payload are parts of PDUs that span segments.
        note: how it stands to those before it (see `transport.standing`).
    """
    stream: int | None = None
    sequence_base: int = 0
    acknowledgment_base: int = 0
    window_scale: int = UNKNOWN_SCALE
    segment_data: Sequence[tuple[int, int]] = ()
    note: int = 0


@dataclass(slots=True)
class Header:
    """A header in a buffer.

    Attributes:
        pos, end: where it begins and ends.
        stop, wire_stop: where what it carries ends, in the capture and on the wire.
        source: the buffer's number in the tree.
        facts: of its conversation, for TCP and UDP.
        ends: source and destination address of the network header around it; empty where there is none.
        check: whether checksums are to be verified.
        quoted: whether it stands in an error message's quotation.
    """
    layout: Layout
    data: bytes
    pos: int
    end: int
    stop: int
    wire_stop: int
    source: int = 0
    facts: TransportFacts | None = None
    ends: tuple[bytes, bytes] = (b"", b"")
    check: bool = False
    quoted: bool = False

    @property
    def whole(self) -> bool:
        """Whether the capture holds all that the wire had."""
        return self.stop >= self.wire_stop
