"""ENVELOPE: the headers of a message as the server has read them (RFC 9051 7.5.2)."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field, Spec
from dissectors.imap.responses import making, specs
from dissectors.imap.responses.making import Item, other, over
from dissectors.imap.responses.values import MAX_TEXT, Group, Value, Word
from dissectors.mail.addresses import Address
from dissectors.mime.words import decode_words


def envelope(value: Value) -> Iterator[Field]:
    """The envelope with its parts."""
    if isinstance(value, Group):
        yield over(specs.ENVELOPE, "", value, list(_PARTS(value.items)))
    else:
        yield from other(value, specs.ENVELOPE.label)


def _addresses(spec: Spec) -> Item:
    """What makes a field of a list of addresses."""
    def make(value: Value) -> Iterator[Field]:
        if not isinstance(value, Group):
            yield from other(value, spec.label)
            return
        fields = list(_members(value.items))
        names = [str(field.value) for field in _leaves(fields)]
        yield over(spec, ", ".join(names)[:MAX_TEXT], value, fields)
    return make


def _members(values: list[Value]) -> Iterator[Field]:
    """Addresses: name, source route, mailbox, host. Without a host a name of a group begins one, and nothing at all
    ends it."""
    group: Field | None = None
    for value in values:
        words = value.items if isinstance(value, Group) else []
        if not isinstance(value, Group) or len(words) < 4:
            yield from other(value)
            continue
        name, mailbox, host = (_said(words[at]) for at in (0, 2, 3))
        if host is None:
            group = over(specs.GROUP, _decoded(mailbox), value) if mailbox is not None else None
            if group is not None:
                yield group
            continue
        field = over(specs.ADDRESS, str(Address(_decoded(name or b""), f"{_shown(mailbox)}@{_shown(host)}")), value)
        if group is None:
            yield field
        else:
            group.children.append(field)


def _leaves(fields: list[Field]) -> Iterator[Field]:
    for field in fields:
        if field.spec is specs.GROUP:
            yield from field.children
        else:
            yield field


def _said(value: Value) -> bytes | None:
    return value.meant if isinstance(value, Word) and not value.is_nil else None


def _shown(said: bytes | None) -> str:
    return (said or b"").decode("utf-8", "replace")


def _decoded(said: bytes) -> str:
    return " ".join(decode_words(said).text.split())[:MAX_TEXT]


_PARTS = making.in_order(
    making.time(specs.DATE), making.decoded(specs.SUBJECT), *(_addresses(spec) for spec in specs.ADDRESSED),
    making.text(specs.IN_REPLY_TO), making.text(specs.MESSAGE_ID))
