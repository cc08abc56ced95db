"""What responses say of mailboxes: LIST, STATUS, NAMESPACE, quotas, rights and annotations."""
from __future__ import annotations

from collections.abc import Iterator, Sequence

from dissectors.fields import Field
from dissectors.imap.responses import making, specs
from dissectors.imap.responses.making import Item, Reader, other, others, over
from dissectors.imap.responses.values import Group, Value, Word

SPECIAL_USES = frozenset((
    r"\All", r"\Archive", r"\Drafts", r"\Flagged", r"\Junk", r"\Sent", r"\Trash", r"\Important", r"\Memos",
    r"\Scheduled", r"\Snoozed", r"\Inbox", r"\Spam", r"\Starred", r"\AllMail"))
"""RFC 6154 2, RFC 8457, IANA's registry; the last four are those of XLIST, which came before it."""

RIGHTS = {
    "l": "lookup", "r": "read", "s": "keep seen", "w": "write flags", "i": "insert", "p": "post",
    "k": "create mailboxes", "x": "delete mailbox", "t": "delete messages", "e": "expunge", "a": "administer",
    "n": "annotate", "c": "create (old)", "d": "delete (old)"}
"""RFC 4314 2.1, 2.1.1; RFC 5257 4.5"""

NAMESPACES = "personal", "other users", "shared"
"""In the order of the response (RFC 2342 5)."""


def _attribute(value: Value) -> Iterator[Field]:
    spec = specs.SPECIAL_USE if value.text.lower() in _USES else specs.ATTRIBUTE
    return making.text(spec)(value)


_USES = frozenset(use.lower() for use in SPECIAL_USES)
_EXTENDED: dict[str, Item] = {                                      # RFC 9051 7.3.1
    "CHILDINFO": making.within(making.text(specs.CHILD_INFO)), "OLDNAME": making.within(making.mailbox(specs.OLD_NAME))}
mailbox = making.mailbox(specs.MAILBOX)
listed = making.in_order(
    making.within(_attribute), making.text(specs.DELIMITER), mailbox, making.listed(making.by_name(_EXTENDED)))
"""LIST, and those that look like it."""

STATUS: dict[str, Item] = {
    "MESSAGES": making.count(specs.MESSAGES), "RECENT": making.count(specs.RECENT),
    "UIDNEXT": making.count(specs.UIDNEXT), "UIDVALIDITY": making.count(specs.UIDVALIDITY),
    "UNSEEN": making.count(specs.UNSEEN), "DELETED": making.count(specs.DELETED),
    "SIZE": making.count(specs.TOTAL_SIZE), "HIGHESTMODSEQ": making.count(specs.HIGHESTMODSEQ),     # RFC 7162 3.1.2.2
    "APPENDLIMIT": making.count(specs.APPENDLIMIT),                                                 # RFC 7889 3.2
    "MAILBOXID": making.within(making.text(specs.MAILBOXID))}                                       # RFC 8474 4.3
status = making.in_order(mailbox, making.listed(making.by_name(STATUS)))


def namespaces(values: Sequence[Value]) -> Iterator[Field]:
    """NAMESPACE: three lists (RFC 2342 5)."""
    for name, value in zip(NAMESPACES, values, strict=False):
        for one in value.items if isinstance(value, Group) else []:
            yield over(specs.NAMESPACE, name, one, list(
                _NAMESPACE(one.items) if isinstance(one, Group) else other(one)))
    yield from others(values[len(NAMESPACES):])


_NAMESPACE = making.in_order(making.mailbox(specs.PREFIX), making.text(specs.DELIMITER))


def _resources(items: Sequence[Value]) -> Iterator[Field]:
    """Name, usage and limit of each (RFC 9208 4.2.1)."""
    for at in range(0, len(items), 3):
        name, *numbers = items[at:at + 3]
        yield over(specs.RESOURCE, name.text, name, list(_NUMBERS(numbers)))


_NUMBERS = making.in_order(making.count(specs.USAGE), making.count(specs.LIMIT))
quota = making.in_order(making.text(specs.QUOTA_ROOT), making.listed(_resources))


def quota_roots(values: Sequence[Value]) -> Iterator[Field]:
    """QUOTAROOT: the mailbox and its roots (RFC 9208 4.2.2)."""
    yield from _MAILBOX(values[:1])
    yield from making.each(making.text(specs.QUOTA_ROOT))(values[1:])


def acl(values: Sequence[Value]) -> Iterator[Field]:
    """ACL: the mailbox, then identifiers with their rights (RFC 4314 3.6)."""
    yield from _MAILBOX(values[:1])
    for at in range(1, len(values), 2):
        who = values[at]
        yield over(specs.IDENTIFIER, who.text, who, [field for one in values[at + 1:at + 2] for field in rights(one)])


def list_rights(values: Sequence[Value]) -> Iterator[Field]:
    """LISTRIGHTS: mailbox, identifier, what it always has, and groups of what can be given (RFC 4314 3.7)."""
    yield from making.in_order(mailbox, making.text(specs.IDENTIFIER), making.text(specs.REQUIRED))(values[:3])
    yield from making.each(making.text(specs.OPTIONAL))(values[3:])


def rights(value: Value) -> Iterator[Field]:
    """Letters that stand for what may be done."""
    if isinstance(value, Word):
        named = ", ".join(RIGHTS.get(letter, letter) for letter in value.text)
        yield over(specs.RIGHTS, value.text, value, text=f"{specs.RIGHTS.label}: {value.text} ({named})")
    else:
        yield from other(value)


def metadata(values: Sequence[Value]) -> Iterator[Field]:
    """METADATA: the mailbox ("" for the server), then entries with values, or changed ones without (RFC 5464 4.4)."""
    yield from _MAILBOX(values[:1])
    for value in values[1:]:
        if not isinstance(value, Group):
            yield from making.text(specs.ENTRY)(value)
            continue
        for at in range(0, len(value.items), 2):
            entry = value.items[at]
            yield over(specs.ENTRY, entry.text, entry, [
                field for one in value.items[at + 1:at + 2] for field in making.text(specs.ENTRY_VALUE)(one)])


def message_annotations(value: Value) -> Iterator[Field]:
    """ANNOTATION of a message: entries, each with a list of attributes and their values (RFC 5257 4.5)."""
    if not isinstance(value, Group):
        yield from other(value)
        return
    for at in range(0, len(value.items), 2):
        entry = value.items[at]
        yield over(specs.ENTRY, entry.text, entry, [
            over(specs.ENTRY_VALUE, said.text, said, text=f"{name.lower()}: {said.text}")
            for one in value.items[at + 1:at + 2] if isinstance(one, Group)
            for name, said in making.pairs(one.items) if not (isinstance(said, Word) and said.is_nil)])


_MAILBOX = making.in_order(mailbox)
my_rights: Reader = making.in_order(mailbox, rights)
