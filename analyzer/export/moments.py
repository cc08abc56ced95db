"""Moments and spans of time, as people read them; exact digits are for the formats that programs read."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta

from analyzer.seconds import seconds

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = 1_000_000_000
_MINUTE = 60 * _SECOND
_HOUR = 60 * _MINUTE
MOST_DIGITS = 6


def since(time_ns: int, origin_ns: int, digits: int = MOST_DIGITS) -> str:
    """Seconds from the begin of the capture."""
    return seconds(time_ns - origin_ns, min(digits, MOST_DIGITS))


def date(time_ns: int, digits: int = MOST_DIGITS) -> str:
    """A moment in UTC; one outside of the calendar shows as seconds since 1970."""
    whole, rest = divmod(int(time_ns), _SECOND)
    try:
        day = _EPOCH + timedelta(seconds=whole)
    except OverflowError:
        return f"{seconds(time_ns, digits)} s"
    fraction = f".{rest:09d}"[:digits + 1] if digits else ""
    return f"{day:%Y-%m-%d %H:%M:%S}{fraction} UTC"


def span(span_ns: int) -> str:
    """A span with three digits and the unit that suits it."""
    if span_ns < 0:
        return "-" + span(-span_ns)
    if span_ns < 1_000_000 and span_ns % 1_000 == 0:
        return f"{span_ns // 1_000} µs"
    for unit, size, limit in (("µs", 1_000, 1_000_000), ("ms", 1_000_000, _SECOND), ("s", _SECOND, _MINUTE)):
        if span_ns < limit:
            number = span_ns / size
            return f"{number:.{2 if number < 10 else 1 if number < 100 else 0}f} {unit}"
    minutes, rest = divmod(span_ns // _SECOND, 60)
    return f"{minutes} min {rest:02d} s" if span_ns < _HOUR else f"{minutes // 60} h {minutes % 60:02d} min"
