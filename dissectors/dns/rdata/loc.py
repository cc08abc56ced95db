"""RDATA of LOC: a place on the earth (RFC 1876)."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from dissectors.dns.rdata.shapes import SPECIAL_PART, Shape
from dissectors.fields import Field, Kind, Spec
from dissectors.malformed import Malformed
from dissectors.octets import Octets

_VERSION = Spec("dns.loc.version", "Version", size=1)
_SIZES = (Spec("dns.loc.size", "Size", size=1),
          Spec("dns.loc.horizontal_precision", "Horizontal Precision", size=1),
          Spec("dns.loc.vertical_precision", "Vertical Precision", size=1))
_LATITUDE = Spec("dns.loc.latitude", "Latitude", size=4)
_LONGITUDE = Spec("dns.loc.longitude", "Longitude", size=4)
_ALTITUDE = Spec("dns.loc.altitude", "Altitude", size=4)
_UNKNOWN = Spec("dns.loc.unknown_data", "Unknown data", Kind.BYTES)
FIELDS = (_UNKNOWN, _VERSION, *_SIZES, _LATITUDE, _LONGITUDE, _ALTITUDE)

EQUATOR = 1 << 31
"""Thousandths of a second of arc at 0°."""
SEA_LEVEL = 10_000_000
"""Centimetres above the base."""


def _angle(number: int, directions: str) -> tuple[int, int, int, int, str]:
    """Degrees, minutes, seconds, thousandths and the direction."""
    offset = abs(number - EQUATOR)
    degrees, rest = divmod(offset, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    seconds, thousandths = divmod(rest, 1000)
    return degrees, minutes, seconds, thousandths, directions[0 if number >= EQUATOR else 1]


def _metres(octet: int) -> str:
    """RFC 1876 2: mantissa and power of ten, in centimetres."""
    centimetres = (octet >> 4) * 10 ** (octet & 15)
    return f"{centimetres // 100}.{centimetres % 100:02d}m"


def _altitude(number: int) -> str:
    centimetres = number - SEA_LEVEL
    sign = "-" if centimetres < 0 else ""
    return f"{sign}{abs(centimetres) // 100}.{abs(centimetres) % 100:02d}m"


def text(octets: Octets, start: int, write_name: Callable[[bytes], str]) -> str:
    """RFC 1876 3: the presentation form.

    Raises:
        Malformed: for another version, or numbers that are no place.
    """
    at = octets.pos
    version, *sizes = octets.take(4)
    latitude, longitude, altitude = octets.u32(), octets.u32(), octets.u32()
    if version or octets.left or any(size >> 4 > 9 or size & 15 > 9 for size in sizes):
        raise Malformed("a location of an unknown form", at)
    if abs(latitude - EQUATOR) > 90 * 3_600_000 or abs(longitude - EQUATOR) > 180 * 3_600_000:
        raise Malformed("a location beyond the poles or the date line", at + 4)
    places = ["{} {} {}.{:03d} {}".format(*_angle(latitude, "NS")),
              "{} {} {}.{:03d} {}".format(*_angle(longitude, "EW"))]
    return " ".join([*places, _altitude(altitude), *map(_metres, sizes)])


def describe(octets: Octets, start: int) -> Iterator[Field]:
    """The tree's fields."""
    at = octets.pos
    version = octets.u8()
    yield Field(_VERSION, version, at, 1)
    if version:
        octets.pos = at
        unknown = octets.rest()
        yield Field(_UNKNOWN, unknown, at, len(unknown))
        return
    for offset, spec in enumerate(_SIZES, 1):
        size = octets.u8()
        centimetres = (size >> 4) * 10 ** (size & 15)
        yield Field(spec, size, at + offset, 1, text=f"{spec.label}: {size} ({centimetres / 100:g} m)")
    for offset, spec, directions in ((4, _LATITUDE, "NS"), (8, _LONGITUDE, "EW")):
        number = octets.u32()
        place = "{} deg {} min {}.{:03d} sec {}".format(*_angle(number, directions))
        yield Field(spec, number, at + offset, 4, text=f"{spec.label}: {number} ({place})")
    altitude = octets.u32()
    yield Field(_ALTITUDE, altitude, at + 12, 4,
                text=f"{_ALTITUDE.label}: {altitude} ({(altitude - SEA_LEVEL) / 100:g} m)")


SHAPES = {29: Shape((SPECIAL_PART,), text=text, describe=describe)}
