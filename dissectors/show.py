"""How a field is written: its line for people, `show` and `value`, as Wireshark writes them."""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from dissectors.fields import Field, Kind, Show, Spec

NANO = 1_000_000_000
_EMPTY = (Kind.NONE, Kind.PROTOCOL)
_LONG = 36      # bytes that a line for people shows of a longer field


@lru_cache(4096)
def ipv4_text(address: bytes) -> str:
    """An address in dotted form; bytes that are none show as hexadecimal."""
    return ".".join(map(str, address)) if len(address) == 4 else address.hex(":")


@lru_cache(4096)
def ipv6_text(address: bytes) -> str:
    """An address in the form of RFC 5952; bytes that are none show as hexadecimal."""
    import socket
    return socket.inet_ntop(socket.AF_INET6, address) if len(address) == 16 else address.hex(":")


@lru_cache(4096)
def ether_text(address: bytes) -> str:
    """An Ethernet address."""
    return address.hex(":")


def duration_text(time_ns: int) -> str:
    """Seconds with nine digits."""
    seconds, rest = divmod(abs(time_ns), NANO)
    return f"{'-' if time_ns < 0 else ''}{seconds}.{rest:09d}"


@lru_cache(256)
def _second_text(seconds: int) -> tuple[str, str]:
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return f"{seconds} seconds", ""
    return f"{moment:%b} {moment.day:2d}, {moment:%Y %H:%M:%S}", " UTC"


@lru_cache(16)      # a packet's time is written several times
def time_text(time_ns: int) -> str:
    """A moment in UTC; one outside of the calendar shows as seconds."""
    seconds, rest = divmod(time_ns, NANO)
    before, after = _second_text(seconds)
    return f"{before}.{rest:09d}{after}"


_SHOW: dict[Kind, Callable[[Any], str]] = {
    Kind.NONE: lambda value: "", Kind.PROTOCOL: lambda value: "", Kind.BOOL: lambda value: "1" if value else "0",
    Kind.INT: str, Kind.FRAME: str,
    Kind.TEXT: str, Kind.BYTES: lambda value: value.hex(":"), Kind.IPV4: ipv4_text, Kind.IPV6: ipv6_text,
    Kind.ETHER: ether_text, Kind.TIME: time_text, Kind.DURATION: duration_text,
}


class Form:
    """How fields of one Spec are written; made once a Spec by `form`.

    Attributes:
        show: what scripts read of a field's value.
        masked: whether `value` is a number out of some bits of the field's bytes.
    """
    __slots__ = ("_bits", "_names", "masked", "show", "spec")

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.show = _shower(spec)
        self.masked = bool(spec.mask) and not spec.whole
        self._names = spec.names if spec.kind in (Kind.UINT, Kind.INT, Kind.BOOL) else None
        self._bits = 8 * spec.size

    def value(self, field: Field, data: bytes) -> str | None:
        """The value's bytes in hexadecimal, or its number where it is part of a byte; None where it has no bytes."""
        if self.masked:
            return f"{field.value:X}"
        if self.spec.kind in _EMPTY and self.spec.name:
            return ""
        return data[field.pos:field.pos + field.size].hex() if field.size else None

    def line(self, field: Field, shown: str) -> str:
        """The line for people; `shown` is what `show` gave."""
        text = field.text or self._line(field, shown)
        if self.spec.mask:
            return f"{bit_pattern(self.spec.mask, self._bits or 8 * field.size, _number(field.value))} = {text}"
        return text

    def _line(self, field: Field, shown: str) -> str:
        spec, value = self.spec, field.value
        if self._names is not None and isinstance(value, int):
            name = self._names.get(int(value), "Unknown")
            return f"{spec.label}: {name}" if spec.kind is Kind.BOOL else f"{spec.label}: {name} ({shown})"
        if spec.kind in _EMPTY:
            return spec.label
        if spec.kind is Kind.BOOL:
            return f"{spec.label}: {bool(value)}"
        if isinstance(value, bytes) and spec.kind is Kind.BYTES:
            return f"{spec.label}: {value[:_LONG].hex()}{'…' if len(value) > _LONG else ''}"
        return f"{spec.label}: {shown}"


def _shower(spec: Spec) -> Callable[[Field], str]:
    """A function that writes the value of fields of this Spec."""
    if not spec.name:
        return lambda field: field.text or spec.label
    if spec.kind is not Kind.UINT:
        write = _SHOW[spec.kind]
        return lambda field: write(field.value)
    if spec.show is Show.DECIMAL:
        factor = spec.factor
        return (lambda field: str(field.value)) if factor == 1 else (lambda field: str(_number(field.value) * factor))
    if spec.show is Show.OCTAL:
        return lambda field: f"{field.value:o}"
    if not spec.size:
        return lambda field: f"0x{field.value:0{2 * field.size}x}"
    template = f"0x%0{2 * spec.size}x"
    return lambda field: template % field.value


@lru_cache(8192)
def form(spec: Spec) -> Form:
    """The Form of a Spec."""
    return Form(spec)


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0


@lru_cache(8192)
def bit_pattern(mask: int, bits: int, number: int) -> str:
    """The bits of a field in their bytes: `.1.. ....`."""
    shift = (mask & -mask).bit_length() - 1
    number <<= shift
    digits = "".join(("1" if number >> bit & 1 else "0") if mask >> bit & 1 else "."
                     for bit in range(bits - 1, -1, -1))
    return " ".join(digits[start:start + 4] for start in range(0, bits, 4))
