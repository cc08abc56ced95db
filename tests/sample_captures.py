"""The sample captures, and damaged copies of them."""
from __future__ import annotations

import random
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "captures"
CAPTURES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".pcap", ".pcapng"))


def mutated(data: bytes, seed: int, changes: int = 200, spared: int = 40) -> bytes:
    """A copy with some bytes changed; the first `spared` stay, so that it is still a capture."""
    chance, damaged = random.Random(seed), bytearray(data)
    for _ in range(changes):
        damaged[chance.randrange(spared, len(damaged))] = chance.choice((0, 1, 0x45, 0xC0, 0xFF, chance.randrange(256)))
    return bytes(damaged)
