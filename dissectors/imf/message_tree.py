"""The layer `mail`: what the headers and parts of a message say, decoded (RFC 5322, RFC 2045 and their kin)."""
from __future__ import annotations

import re
from collections.abc import Iterator

from dissectors.fields import Field, Spec
from dissectors.imf import MESSAGE
from dissectors.imf import message_fields as of
from dissectors.imf.authentication import RESULTS, TAGGED, results, tags
from dissectors.imf.dates import moment
from dissectors.imf.groups import groups
from dissectors.imf.part_tree import describe_parts
from dissectors.imf.received import Hop, hops
from dissectors.mime.headers import HeaderField
from dissectors.mime.parts import parse
from dissectors.mime.words import decode_words

MAX_HEADERS = 1000
"""Header fields that are shown."""
MAX_ADDRESSES = 1000
"""Addresses of one field that are shown."""
MAX_PROBLEMS = 100
MAX_TEXT = 2000
"""Characters of a value that are shown."""

_IN_BRACKETS = re.compile(rb"<([^<>]*+)>")
_OF_PARTS = (b"content-", b"mime-version")


def describe_decoded(data: bytes, missing: int, excerpt: bool = False) -> list[Field]:
    """The fields of a message, of which the capture lacks `missing` bytes. That parts of an excerpt do not end is no
    problem."""
    message = parse(data)
    fields = [made(of.MISSING, missing)] if missing else []
    for header, _ in zip(message.headers.fields(), range(MAX_HEADERS), strict=False):
        fields += _header(header)
    fields += _hops(hops(header.value for header in message.headers.fields() if header.name.lower() == "received"))
    fields += describe_parts(message)
    for problem in () if excerpt else message.problems[:MAX_PROBLEMS]:
        fields.append(made(of.PROBLEM, f"{problem.reason} (byte {problem.at})"))
    return fields


def headline(data: bytes, missing: int) -> str:
    """The line of the layer."""
    return f"{MESSAGE.label} ({len(data)} bytes{f', {missing} more are missing' if missing else ''})"


def made(spec: Spec, value: object, text: str = "", children: list[Field] | None = None) -> Field:
    """A field that is worked out and has no bytes of its own."""
    return Field(spec, value, 0, 0, text=text, children=children or [], generated=True)


def _header(header: HeaderField) -> Iterator[Field]:
    name = header.name.lower().encode()
    if name in of.ADDRESSED:
        yield _addresses(of.ADDRESSED[name], header)
    elif name in of.DATES and (time := moment(header.value)) is not None:
        yield made(of.DATES[name], time)
    elif name in of.IDENTITIES and (found := _IN_BRACKETS.findall(header.value)):
        yield _identities(of.IDENTITIES[name], found)
    elif name in TAGGED:
        yield made(of.TAGS, header.name, f"{header.name}", [
            made(of.TAG, f"{tag}={value}") for tag, value in tags(header.value)])
    elif name in RESULTS:
        yield _results(header)
    elif name != b"received" and not name.startswith(_OF_PARTS):
        yield _text(of.SUBJECT if name == b"subject" else of.OTHER, header)


def _text(spec: Spec, header: HeaderField) -> Field:
    text, guessed = decode_words(header.value)
    shown = " ".join(text.split())[:MAX_TEXT]
    label = "" if spec is of.SUBJECT else f"{header.name}: {shown}"
    return made(spec, shown, label, [made(of.GUESSED, True)] if guessed else None)


def _addresses(spec: Spec, header: HeaderField) -> Field:
    fields: list[Field] = []
    names: list[str] = []
    for name, members in groups(header.value):
        shown = [str(member) for member in members[:MAX_ADDRESSES]]
        items = [made(of.ADDRESS, member) for member in shown]
        names += shown
        fields += items if name is None else [made(of.GROUP, name, children=items)]
    return made(spec, ", ".join(names)[:MAX_TEXT], children=fields[:MAX_ADDRESSES])


def _identities(spec: Spec, found: list[bytes]) -> Field:
    shown = [f"<{one.decode('utf-8', 'replace')}>" for one in found[:MAX_ADDRESSES]]
    items = [made(of.IDENTITY, one) for one in shown] if len(shown) > 1 else []
    return made(spec, " ".join(shown)[:MAX_TEXT], children=items)


def _results(header: HeaderField) -> Field:
    found = results(header.value)
    return made(of.RESULTS, found.server, children=[
        made(of.RESULT, f"{one.method}={one.value}", children=[
            *(made(of.PROPERTY, f"{name}={value}") for name, value in one.properties),
            *(made(of.PROPERTY, comment) for comment in one.comments)]) for one in found.results])


def _hops(found: list[Hop]) -> Iterator[Field]:
    for number, hop in enumerate(found, 1):
        fields = [made(of.CLAUSES[name], text[:MAX_TEXT]) for name, text in hop.clauses.items()]
        if hop.time is not None:
            fields.append(made(of.HOP_TIME, hop.time))
        if hop.delay is not None:
            fields.append(made(of.HOP_DELAY, hop.delay))
        by = hop.clauses.get("by", "unknown").partition(" ")[0]
        yield made(of.HOP, "", f"Hop {number}: {by}", fields)
    times = [hop.time for hop in found if hop.time is not None]
    if len(times) > 1:
        yield made(of.DELAY, times[-1] - times[0])
