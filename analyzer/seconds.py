"""Times as exact numbers: nanoseconds inside, decimal seconds outside, never floats.

A row holds a time or a duration as `Nanoseconds`. Whoever writes rows writes such a number as `seconds(ns, digits)`,
with as many digits as the capture has; `json_line` does so for JSON.
"""
from __future__ import annotations

from typing import Any

NANO = 1_000_000_000


class Nanoseconds(int):
    """A moment since 1970 or a duration, in nanoseconds; written as decimal seconds."""
    __slots__ = ()


def seconds(time_ns: int, digits: int = 9) -> str:
    """Decimal seconds with `digits` digits behind the point (0 to 9); what is finer is cut off."""
    whole, rest = divmod(abs(time_ns), NANO)
    sign = "-" if time_ns < 0 else ""
    return f"{sign}{whole}.{rest:09d}"[:len(sign) + len(str(whole)) + 1 + digits] if digits else f"{sign}{whole}"


def json_line(row: dict[str, Any], digits: int = 9) -> bytes:
    """A row as a line of JSON, without its end."""
    import orjson

    def exact(value: Any) -> Any:
        if isinstance(value, Nanoseconds):
            return orjson.Fragment(seconds(value, digits))
        raise TypeError(f"{type(value).__name__} has no form in JSON")

    return orjson.dumps(row, default=exact, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
