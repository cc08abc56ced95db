"""Reads packet captures and tells what DNS and mail servers said in them: `analyzer.open(path)` is the door."""
from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.version import VERSION

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

__version__ = VERSION
__all__ = ["__version__", "open"]


def open(path: str | os.PathLike[str], progress: Callable[[float], None] | None = None) -> Analysis:
    """Opens a capture (pcap or pcapng, plain or compressed) and reads all its packets.

    Raises:
        CaptureError: where it can't be read or is no capture.
    """
    from analyzer.analysis import Analysis
    return Analysis.open(path, progress)
