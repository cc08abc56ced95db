"""All fields of DNS, for filters, completion and documentation."""
from __future__ import annotations

from dissectors.dns import dso, header, options
from dissectors.dns.rdata import SHAPES, dnssec, loc, services, svcb
from dissectors.fields import Spec

_parts = [part for shape in SHAPES.values() for part in shape.parts]
_specs = [spec for part in _parts for spec in (part.length, part.spec) if spec is not None]

FIELDS: tuple[Spec, ...] = tuple({
    spec.name: spec for spec in (
        *header.FIELDS, *dso.FIELDS, *_specs, *(child for spec in _specs for child in spec.children),
        *dnssec.KEY_IDS.values(), *services.CAA_FIELDS, *svcb.FIELDS, *loc.FIELDS, *options.FIELDS)
    if spec.name}.values())
"""One Spec a name."""
