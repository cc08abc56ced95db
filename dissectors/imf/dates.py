"""Dates of headers (RFC 5322 3.3, 4.3): moments in nanoseconds since 1970."""
from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

NANO = 1_000_000_000
MAX_BYTES = 1000
"""How much of a value is looked at."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
# RFC 5322 4.3; of the military letters only Z is told rightly, so all others count as unknown, that is UTC
_ZONES = {"edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8}
_COMMENT = re.compile(r"\([^()]*\)")
_DATE = re.compile(r"(?:[A-Za-z]{3,9},?)?\s*(\d{1,2})[\s-]+([A-Za-z]{3})[A-Za-z]*[\s-]+(\d{2,4})\s+"
                   r"(\d{1,2})\s*[:.]\s*(\d{2})(?:\s*[:.]\s*(\d{2}))?\s*(?:([+-])(\d{2}):?(\d{2})|([A-Za-z]{1,5}))?")
# asctime, as Unix mailboxes and some programs have it: Sat Nov 21 09:00:00 2026
_ASCTIME = re.compile(r"[A-Za-z]{3}\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(\d{4})")


def moment(value: bytes) -> int | None:
    """The moment that a value names; None where it names none."""
    text = _COMMENT.sub(" ", value[:MAX_BYTES].decode("ascii", "replace")).strip()
    if found := _DATE.match(text):
        day, month, year, hour, minute, second, sign, hours, minutes, zone = found.groups()
        offset = _offset(sign, hours, minutes, zone)
    elif found := _ASCTIME.match(text):
        month, day, hour, minute, second, year = found.groups()
        offset = timedelta()
    else:
        return None
    number = _MONTHS.get(month.lower())
    if number is None:
        return None
    try:
        # a leap second has no place in this count
        when = datetime(_year(year), number, int(day), int(hour), int(minute), min(int(second or 0), 59),
                        tzinfo=timezone(offset))
    except ValueError:
        return None
    return (when - _EPOCH) // timedelta(seconds=1) * NANO


def _year(digits: str) -> int:
    """RFC 5322 4.3: two digits up to 49 are of this century, others and three digits count from 1900."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _offset(sign: str | None, hours: str | None, minutes: str | None, zone: str | None) -> timedelta:
    if sign is None:
        return timedelta(hours=_ZONES.get((zone or "").lower(), 0))
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return -offset if sign == "-" else offset
