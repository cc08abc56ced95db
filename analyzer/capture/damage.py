"""Damage: where a capture file stops making sense, and why."""
from __future__ import annotations

from typing import NamedTuple


class Damage(NamedTuple):
    """What is wrong at byte `at` of the capture's (unpacked) bytes; everything before it was read."""
    at: int
    reason: str

    def __str__(self) -> str:
        return f"{self.reason} (at byte {self.at})"
