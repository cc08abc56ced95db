"""The program's version, for its package, its window and the files that it writes."""
from __future__ import annotations

VERSION = "0.1.0"
