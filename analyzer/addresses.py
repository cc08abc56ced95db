"""Addresses: the packet table's numbers for addresses, and their text."""
from __future__ import annotations

import os

import numpy as np

from analyzer.scan import ADDRESS_WORDS, NO_ADDRESS, rehash

SEED_BITS = 30


def random_seed() -> int:
    """A number that nobody can know who wants to make many keys fall into one slot."""
    return int.from_bytes(os.urandom(4), "big") >> (32 - SEED_BITS)


class Addresses:
    """Distinct addresses by number, in the order of their first packet."""

    def __init__(self) -> None:
        self.words = np.zeros(2048 * ADDRESS_WORDS, np.int64)
        self.slots = np.full(4096, -1, np.int32)
        self.counts = np.array([0, random_seed()], np.int64)
        self._texts: dict[int, str] = {}

    def __len__(self) -> int:
        return int(self.counts[0])

    def octets(self, number: int) -> bytes:
        """The bytes of an address."""
        *words, size = self.words[number * ADDRESS_WORDS:(number + 1) * ADDRESS_WORDS].tolist()
        if size in (4, 16):
            return b"".join(word.to_bytes(4, "big") for word in words)[:size]
        return bytes(words[0].to_bytes(4, "big") + words[1].to_bytes(size - 4, "big"))

    def text(self, number: int) -> str | None:
        """An address as people write it; None for NO_ADDRESS."""
        if number == NO_ADDRESS:
            return None
        found = self._texts.get(number)
        if found is None:
            found = self._texts[number] = address_text(self.octets(number))
        return found

    def find(self, octets: bytes) -> int:
        """The number of an address, or NO_ADDRESS."""
        return next((n for n in range(len(self)) if self.octets(n) == octets), NO_ADDRESS)

    def grow(self) -> None:
        """Makes the tables four times as large."""
        count = len(self)
        words = np.zeros(len(self.words) * 4, np.int64)
        words[:count * ADDRESS_WORDS] = self.words[:count * ADDRESS_WORDS]
        self.words = words
        self.slots = np.full(len(self.slots) * 4, -1, np.int32)
        rehash.for_work(count)(count, self.words, self.slots, int(self.counts[1]))


def address_text(octets: bytes) -> str:
    """IPv4, IPv6 (RFC 5952) or hardware address as text."""
    if len(octets) == 4:
        return ".".join(map(str, octets))
    if len(octets) == 16:
        import socket
        return socket.inet_ntop(socket.AF_INET6, octets)
    return octets.hex(":")

