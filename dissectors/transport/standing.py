"""How a TCP segment stands to those that were captured before it, in Wireshark's words."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Spec
from dissectors.transport.numbers import FIN, RST, SYN

FLAGS = Spec("tcp.analysis.flags", "TCP Analysis Flags", Kind.NONE)
RETRANSMISSION = Spec("tcp.analysis.retransmission", "This segment was sent before", Kind.NONE)
OUT_OF_ORDER = Spec("tcp.analysis.out_of_order", "This segment comes behind a later one", Kind.NONE)
LOST_SEGMENT = Spec("tcp.analysis.lost_segment", "Bytes before this segment are missing so far", Kind.NONE)
KEEP_ALIVE = Spec("tcp.analysis.keep_alive", "This segment only asks whether the other side is there", Kind.NONE)
ZERO_WINDOW = Spec("tcp.analysis.zero_window", "The sender of this segment can take no more bytes", Kind.NONE)

REPEATED, LATE, AHEAD, ALIVE = 1, 2, 3, 4
"""What reassembly finds out about a segment; 0 is nothing."""
NOTES = {REPEATED: RETRANSMISSION, LATE: OUT_OF_ORDER, AHEAD: LOST_SEGMENT, ALIVE: KEEP_ALIVE}
TITLES = {RETRANSMISSION: "[TCP Retransmission] ", OUT_OF_ORDER: "[TCP Out-Of-Order] ",
          LOST_SEGMENT: "[TCP Previous segment not captured] ", KEEP_ALIVE: "[TCP Keep-Alive] ",
          ZERO_WINDOW: "[TCP ZeroWindow] "}
"""What the lines of such segments begin with."""
WHATEVER_THE_WINDOW = FIN | SYN | RST
"""Of segments with these a window of 0 says nothing."""


def standing(note: int, window: int, flags: int) -> list[Spec]:
    """What holds for a segment, of which reassembly has noted something; `window` is not scaled."""
    found = [NOTES[note]] if note else []
    return [*found, ZERO_WINDOW] if not window and not flags & WHATEVER_THE_WINDOW else found


def describe_standing(note: int, window: int, flags: int, pos: int, source: int) -> list[Field]:
    """The same as one field, if anything holds."""
    found = [Field(spec, None, pos, 0, source, generated=True) for spec in standing(note, window, flags)]
    return [Field(FLAGS, None, pos, 0, source, children=found, generated=True)] if found else []
