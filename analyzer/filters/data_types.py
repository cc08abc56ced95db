"""Which types of DNS records have a field in their data: where none of these is, the field is not."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from analyzer.filters.catalog import with_children
from dissectors.dns import header as h
from dissectors.dns.rdata import SHAPES
from dissectors.dns.rdata.dnssec import KEY_IDS
from dissectors.dns.text import OPT

_OF_OPT = frozenset(spec.name for spec in (
    h.UDP_SIZE, h.EXTENDED_RCODE, h.EDNS_VERSION, h.EDNS_Z, h.DNSSEC_OK, h.EDNS_RESERVED))
_OPTIONS, _OPERATIONS = "dns.opt", "dns.dso"
"""How the names of EDNS options begin, and those of stateful operations, which are no records."""
FAMILIES = {29: "dns.loc.", 64: "dns.svcb.", 65: "dns.svcb.", 257: "dns.caa."}
"""How all fields of types begin whose shape does not say which they have."""


def types_with(names: Iterable[str]) -> frozenset[int] | None:
    """The types of records of which one must be there for one of these fields to be; None where that is not known."""
    found: set[int] = set()
    for name in names:
        types = _types_with(name)
        if types is None:
            return None
        found |= types
    return frozenset(found)


def _types_with(name: str) -> frozenset[int] | None:
    if name in _OF_OPT or name == _OPTIONS or name.startswith(f"{_OPTIONS}."):
        return frozenset((OPT,))
    others = name == "dns" or name.startswith(_OPERATIONS) or any(spec.name == name for spec in h.FIELDS)
    if others or not name.startswith("dns."):
        return None
    found = _by_field().get(name, set()) | {kind for kind, family in FAMILIES.items() if name.startswith(family)}
    return frozenset(found) or None


@cache
def _by_field() -> dict[str, set[int]]:
    """By the names of fields, the types whose shape has them."""
    found: dict[str, set[int]] = defaultdict(set)
    for kind, shape in SHAPES.items():
        specs = [spec for part in shape.parts for spec in (part.spec, part.length) if spec is not None]
        for spec in with_children([*specs, *([KEY_IDS[kind]] if kind in KEY_IDS else ())]):
            found[spec.name].add(kind)
    return found
