"""Filters that can be understood and hardly mean what their author wants."""
from __future__ import annotations

import pytest

from analyzer.filters.doubts import doubt


@pytest.mark.parametrize(("text", "said"), [
    ("tcp and udp or ip", "brackets"),
    ("(dns || tcp && udp)", "brackets"),
    ("tcp.port != 25 or tcp.port != 143", "nearly every packet with tcp.port"),
    ("!(ip.addr ~= 10.0.0.1)", "ip.addr stands for both ends"),
])
def test_what_is_doubtful_is_told(text: str, said: str) -> None:
    assert said in doubt(text)


@pytest.mark.parametrize("text", [
    "(tcp and udp) or ip", "tcp and (udp or dns) and ip", "tcp.port in {1, 2} or udp",
    "tcp.port != 25 and tcp.port != 143", "tcp.port != 25 or udp.port != 53", "all ip.addr ~= 10.0.0.1",
    "ip.src ~= 10.0.0.1", 'frame contains "a or b and c"'])
def test_plain_filters_are_not_doubtful(text: str) -> None:
    assert doubt(text) == ""
