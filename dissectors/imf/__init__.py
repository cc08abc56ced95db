"""The Internet Message Format (RFC 5322) in the trees of packets, and what the headers of a message say."""
from __future__ import annotations

__all__: list[str] = []
