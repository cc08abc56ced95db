"""A yes or a no for each packet, eight to a byte: what filters keep of answers."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.columns import Array

_BITS = np.array([0x80 >> place for place in range(8)], np.uint8)
"""The bits of a byte, that of its first packet first."""


@dataclass(frozen=True, slots=True)
class Bits:
    """For each of `count` packets a bit of `octets`, the highest one first."""
    octets: Array
    count: int

    @staticmethod
    def of_mask(mask: Array) -> Bits:
        """Those of an array of truth values."""
        return Bits(np.packbits(mask), len(mask))

    def mask(self) -> Array:
        """An array of truth values."""
        return np.unpackbits(self.octets, count=self.count).view(bool)

    def of(self, rows: Array) -> Array:
        """For each of some packets whether it is among them."""
        found: Array = self.octets[rows >> 3] & _bits_of(rows) != 0
        return found

    def __contains__(self, row: int) -> bool:
        return bool(self.octets[row >> 3] & _BITS[row & 7])

    def add(self, rows: Array) -> None:
        """Says yes of these packets."""
        np.bitwise_or.at(self.octets, rows >> 3, _bits_of(rows))

    def __and__(self, other: Bits) -> Bits:
        return Bits(self.octets & other.octets, self.count)

    def __or__(self, other: Bits) -> Bits:
        return Bits(self.octets | other.octets, self.count)

    def __xor__(self, other: Bits) -> Bits:
        return Bits(self.octets ^ other.octets, self.count)

    def __invert__(self) -> Bits:
        return Bits(~self.octets, self.count)


def _bits_of(rows: Array) -> Array:
    """The bit of each packet in its byte."""
    found: Array = _BITS[rows & 7]
    return found
