"""By how much the windows of a TCP connection are scaled (RFC 7323 2)."""
from __future__ import annotations

from analyzer.engine import Engine
from analyzer.flows import TCP
from analyzer.scan import HAS_TRANSPORT
from dissectors.header import NO_SCALE, UNKNOWN_SCALE

LARGEST_SCALE = 14
"""RFC 7323 2.3."""
END_OF_OPTIONS, NO_OPERATION, WINDOW_SCALE = 0, 1, 3


def window_scales(engine: Engine, flow: int) -> tuple[int, int]:
    """The shifts of both sides' windows, the client's first (RFC 7323 2.2): both sides must offer one."""
    rows = [engine.flows.value(flow, name) for name in ("syn_sent", "syn_received")]
    sent, received = (_offered(engine, row) if row >= 0 else UNKNOWN_SCALE for row in rows)
    if NO_SCALE in (sent, received):
        return NO_SCALE, NO_SCALE
    return sent, received


def _offered(engine: Engine, row: int) -> int:
    table = engine.packets
    if not table.columns["marks"][row] & HAS_TRANSPORT or table.transport_of(row) != TCP:
        return UNKNOWN_SCALE
    frame = table.frame(row)
    options = frame[int(table.columns["transport_at"][row]) + 20:int(table.columns["payload_at"][row])]
    while len(options) > 1 and options[0] != END_OF_OPTIONS:
        if options[0] == WINDOW_SCALE and len(options) > 2:
            return min(options[2], LARGEST_SCALE)
        options = options[1 if options[0] == NO_OPERATION else max(options[1], 2):]
    return NO_SCALE
