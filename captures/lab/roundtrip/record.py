"""What a client knows of the mail that it sent or got."""
from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Carried(NamedTuple):
    """A message on one leg."""
    protocol: str
    direction: str
    content: bytes
    complete: bool = True

    def __str__(self) -> str:
        whole = "" if self.complete else ", incomplete"
        digest = hashlib.sha256(self.content).hexdigest()[:12]
        return f"{self.protocol} {self.direction} {len(self.content)} bytes{whole}, {digest}: {self.content[90:150]!r}"


def differences(told: Iterable[Carried], exported: Iterable[Carried]) -> list[str]:
    """Messages that only the clients know, or only the export."""
    here, there = Counter(told), Counter(exported)
    return [f"not exported: {one}" for one in (here - there).elements()] + [
        f"nobody carried: {one}" for one in (there - here).elements()]
