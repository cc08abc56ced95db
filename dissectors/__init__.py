"""Protocols without I/O: what a writer of dissectors needs, by the names in `__all__`."""
from __future__ import annotations

from dissectors.fields import Field, Kind, Layer, Show, Spec
from dissectors.layout import By, Claim, Layout, Pair, Size, Term
from dissectors.malformed import Malformed, Truncated
from dissectors.octets import Octets
from dissectors.reader import Reader
from dissectors.registry import Context, Dissector
from dissectors.stream import (
    Conversation,
    Data,
    End,
    Event,
    Gap,
    MessageBytes,
    MessageEnd,
    MessageStart,
    Piece,
    Problem,
    Side,
    StartTls,
)

__all__ = [
    "By", "Claim", "Context", "Conversation", "Data", "Dissector", "End", "Event", "Field", "Gap", "Kind", "Layer",
    "Layout", "Malformed", "MessageBytes", "MessageEnd", "MessageStart", "Octets", "Pair", "Piece", "Problem",
    "Reader", "Show", "Side", "Size", "Spec", "StartTls", "Term", "Truncated",
]
