"""Times as exact numbers: nanoseconds inside, decimal seconds outside, never floats.

A row holds a time or a duration as `Nanoseconds`. Whoever writes rows writes such a number as `seconds(ns, digits)`,
with as many digits as the capture has.
"""
from __future__ import annotations

NANO = 1_000_000_000


class Nanoseconds(int):
    """A moment since 1970 or a duration, in nanoseconds; written as decimal seconds."""
    __slots__ = ()


def seconds(time_ns: int, digits: int = 9) -> str:
    """Decimal seconds with `digits` digits behind the point (0 to 9); what is finer is cut off."""
    whole, rest = divmod(abs(time_ns), NANO)
    sign = "-" if time_ns < 0 else ""
    return f"{sign}{whole}.{rest:09d}"[:len(sign) + len(str(whole)) + 1 + digits] if digits else f"{sign}{whole}"


def many_seconds(times: list[int], digits: int = 9) -> list[str]:
    """As `seconds` does it for one."""
    if not digits or min(times, default=0) < 0:
        return [seconds(time, digits) for time in times]
    finest, unit = 10 ** (9 - digits), 10 ** digits
    return [f"{(tick := time // finest) // unit}.{tick % unit:0{digits}d}" for time in times]
