"""Times of packets as the list shows them, in Wireshark's formats; without Qt."""
from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Collection
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analyzer.columns import Array

NANO = 1_000_000_000
REFERENCE = "*REF*"


class TimeFormat(Enum):
    """What a time says."""
    DATE = "date"
    DAY_OF_YEAR = "day of year"
    TIME_OF_DAY = "time of day"
    EPOCH = "since 1970"
    SINCE_FIRST = "since first"
    SINCE_CAPTURED = "since previous"
    SINCE_DISPLAYED = "since displayed"
    UTC_DATE = "utc date"
    UTC_DAY_OF_YEAR = "utc day of year"
    UTC_TIME_OF_DAY = "utc time of day"


_CALENDAR = {TimeFormat.DATE: ("%Y-%m-%d %H:%M:%S", False), TimeFormat.DAY_OF_YEAR: ("%Y/%j %H:%M:%S", False),
             TimeFormat.TIME_OF_DAY: ("%H:%M:%S", False), TimeFormat.UTC_DATE: ("%Y-%m-%d %H:%M:%S", True),
             TimeFormat.UTC_DAY_OF_YEAR: ("%Y/%j %H:%M:%S", True), TimeFormat.UTC_TIME_OF_DAY: ("%H:%M:%S", True)}
"""How it is written, and whether in UTC; else in the time of this place."""


def since_text(time_ns: int, digits: int) -> str:
    """A time in seconds, with so many digits behind the point."""
    seconds, rest = divmod(abs(time_ns), NANO)
    return ("-" if time_ns < 0 else "") + _with_fraction(str(seconds), rest, digits)


def _with_fraction(text: str, rest: int, digits: int) -> str:
    return f"{text}.{f'{rest:09d}'[:digits]}" if digits else text


class Clock:
    """Writes times. `digits` of None are as many as the capture has."""

    def __init__(self, form: TimeFormat = TimeFormat.SINCE_FIRST, digits: int | None = None) -> None:
        self.form, self.digits = form, digits
        self._times: Array | None = None
        self._capture_digits = 6
        self._references: frozenset[int] = frozenset()
        self._origins: list[int] = []       # the references, in their order

    def start(self, times: Array, digits: int) -> None:
        """Takes the times of a capture, by row; they may be more later."""
        self._times, self._capture_digits = times, digits

    def refer(self, rows: Collection[int]) -> None:
        """Counts times since the first packet from these on, each up to the next."""
        self._references, self._origins = frozenset(rows), sorted(rows)

    def text(self, row: int, time_ns: int, displayed_before: int) -> str:
        """The time of a packet; `displayed_before`: the row of the packet before it in the list, or -1."""
        if row in self._references:
            return REFERENCE
        digits = self._capture_digits if self.digits is None else self.digits
        if self.form in _CALENDAR:
            seconds, rest = divmod(time_ns, NANO)
            return _with_fraction(_moment(seconds, *_CALENDAR[self.form]), rest, digits)
        return since_text(time_ns - self._origin(row, time_ns, displayed_before), digits)

    def _origin(self, row: int, time_ns: int, displayed_before: int) -> int:
        """What a time counts from."""
        assert self._times is not None
        if self.form is TimeFormat.EPOCH:
            return 0
        if self.form is TimeFormat.SINCE_CAPTURED:
            return int(self._times[row - 1]) if row else time_ns
        if self.form is TimeFormat.SINCE_DISPLAYED:
            return int(self._times[displayed_before]) if displayed_before >= 0 else time_ns
        place = bisect_left(self._origins, row)
        return int(self._times[self._origins[place - 1] if place else 0])


def _moment(seconds: int, form: str, utc: bool) -> str:
    """A moment of the calendar; one that this machine can't reckon with as seconds."""
    try:
        return time.strftime(form, time.gmtime(seconds) if utc else time.localtime(seconds))
    except (OverflowError, OSError, ValueError):
        return str(seconds)
