"""Times and durations: whole nanoseconds inside, decimal seconds outside, and never a float between."""
from __future__ import annotations


class Nanoseconds(int):
    """A time since 1970 or a duration; a type of its own so that writers know to print seconds."""
    __slots__ = ()


def seconds(time_ns: int, digits: int = 9) -> str:
    """Decimal seconds with exactly so many digits; what is finer is left out."""
    text = int.__repr__(time_ns)
    if time_ns < 0:
        return "-" + seconds(-time_ns, digits)
    if len(text) < 10:
        text = text.zfill(10)
    return f"{text[:-9]}.{text[-9:len(text) - 9 + digits]}" if digits else text[:-9]
