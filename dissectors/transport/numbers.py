"""Numbers of TCP headers, which the tree and kernels both read: control bits, kinds of options, limits."""
from __future__ import annotations

FIN, SYN, RST, PSH, ACK, URG, ECE, CWR = 1, 2, 4, 8, 16, 32, 64, 128
"""Control bits, in the last octet of the flags (RFC 9293 3.1)."""
MINIMUM = 20
"""Octets of a header without options (RFC 9293 3.1)."""
LAST_NUMBER = 0xFFFFFFFF
"""Of sequence numbers, which begin again behind it (RFC 9293 3.4)."""
END_OF_OPTIONS, NO_OPERATION, SEGMENT_SIZE, WINDOW_SCALE, SACK_PERMITTED, SACK, TIMESTAMPS = 0, 1, 2, 3, 4, 5, 8
"""Kinds of options (RFC 9293 3.2, RFC 7323, RFC 2018)."""
LARGEST_SHIFT = 14
"""Of a window; a larger one counts as this (RFC 7323 2.3)."""
