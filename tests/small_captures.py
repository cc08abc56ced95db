"""Captures as small as can be, of the frames that a test names; tests/differences has the fixture that opens them."""
from __future__ import annotations

import pytest
from frame_builders import ACK, SYN, ethernet, ipv4, received, sent, udp

HANDSHAKE = [sent(sequence=1000, flags=SYN), received(sequence=99, flags=SYN | ACK, acknowledgment=1001),
             sent(sequence=1001, acknowledgment=100), received(b"220 hi\r\n", 100, ACK, 1001)]
"""How a session begins, up to its greeting."""


def small(frames: list[bytes]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("analysis", [frames], indirect=True, ids=["small"])


def datagram(message: bytes, source: tuple[str, int], destination: tuple[str, int]) -> bytes:
    return ethernet(ipv4(udp(message, source[1], destination[1]), 17, source[0], destination[0]))
