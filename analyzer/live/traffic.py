"""How much passes the interfaces, as the system counts it for anybody (Linux)."""
from __future__ import annotations

from typing import NamedTuple

COUNTS = "/proc/net/dev"
"""proc_net_dev(5): two lines of titles, then a name, a colon, and eight numbers of what came and of what went."""
_BYTES, _PACKETS, _SENT = 0, 1, 8


class Traffic(NamedTuple):
    """Since the interface is there."""
    packets: int
    bytes: int


def traffic() -> dict[str, Traffic]:
    """What passed each interface; on loopback, where all that goes also comes, counted once."""
    with open(COUNTS, encoding="utf-8", errors="surrogateescape") as file:
        lines = file.readlines()[2:]
    found = {}
    for line in lines:
        name, _, rest = line.rpartition(":")
        name, numbers = name.strip(), [int(word) for word in rest.split()]
        both = 0 if name == "lo" else 1
        found[name] = Traffic(numbers[_PACKETS] + both * numbers[_SENT + _PACKETS],
                              numbers[_BYTES] + both * numbers[_SENT + _BYTES])
    return found
