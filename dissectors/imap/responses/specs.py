"""The fields of the layer `imap_response`."""
from __future__ import annotations

from dissectors.fields import Kind, Spec


def _spec(name: str, label: str, kind: Kind = Kind.TEXT) -> Spec:
    return Spec(f"imap_response.{name}", label, kind)


def _number(name: str, label: str) -> Spec:
    return _spec(name, label, Kind.UINT)


NAME = _spec("name", "Response")
NUMBER = _number("number", "Number")
VALUE = _spec("value", "Value")
PROBLEM = _spec("problem", "Problem")
GUESSED = _spec("charset_guessed", "Charset guessed", Kind.BOOL)

CODE = _spec("code", "Response code")
TEXT = _spec("text", "Text for people")
UIDS = _spec("uids", "UIDs")
SOURCE_UIDS = _spec("source_uids", "UIDs in the source")
DESTINATION_UIDS = _spec("destination_uids", "UIDs in the destination")
CAPABILITY = _spec("capability", "Capability")
ENABLED = _spec("enabled", "Enabled")
IDENTIFICATION = _spec("id", "Server says of itself")

FLAGS = _spec("flags", "Flags")
PERMANENT_FLAGS = _spec("permanent_flags", "Flags that can be changed for good")
FLAG = _spec("flag", "Flag")
UID = _number("uid", "UID")
SIZE = _number("size", "Size of the message")
MODSEQ = _number("modseq", "Modification sequence")
INTERNALDATE = _spec("internaldate", "Internal date", Kind.TIME)
SAVEDATE = _spec("savedate", "Saved in the mailbox", Kind.TIME)
EMAILID = _spec("emailid", "Email ID")
THREADID = _spec("threadid", "Thread ID")
PREVIEW = _spec("preview", "Preview")
SECTION = _spec("section", "Section")
SECTION_OFFSET = _number("section.offset", "From byte")
SECTION_SIZE = _number("section.size", "Bytes")

ENVELOPE = _spec("envelope", "Envelope", Kind.NONE)
DATE = _spec("envelope.date", "Date", Kind.TIME)
SUBJECT = _spec("envelope.subject", "Subject")
ADDRESSED = (_spec("envelope.from", "From"), _spec("envelope.sender", "Sender"),
             _spec("envelope.reply_to", "Reply-To"), _spec("envelope.to", "To"), _spec("envelope.cc", "Cc"),
             _spec("envelope.bcc", "Bcc"))
"""The lists of addresses, in order (RFC 9051 7.5.2)."""
ADDRESS = _spec("envelope.address", "Address")
GROUP = _spec("envelope.group", "Group")
IN_REPLY_TO = _spec("envelope.in_reply_to", "In-Reply-To")
MESSAGE_ID = _spec("envelope.message_id", "Message-ID")

PART = _spec("part", "Part")
CONTENT_TYPE = _spec("part.content_type", "Content type")
PARAMETER = _spec("part.parameter", "Parameter")
CONTENT_ID = _spec("part.content_id", "Content ID")
DESCRIPTION = _spec("part.description", "Description")
ENCODING = _spec("part.encoding", "Transfer encoding")
PART_SIZE = _number("part.size", "Bytes as transferred")
LINES = _number("part.lines", "Lines")
MD5 = _spec("part.md5", "Content-MD5")
DISPOSITION = _spec("part.disposition", "Disposition")
FILENAME = _spec("part.filename", "File name")
LANGUAGE = _spec("part.language", "Language")
LOCATION = _spec("part.location", "Location")

MAILBOX = _spec("mailbox", "Mailbox")
DELIMITER = _spec("delimiter", "Hierarchy delimiter")
ATTRIBUTE = _spec("attribute", "Attribute")
SPECIAL_USE = _spec("special_use", "Special use")
CHILD_INFO = _spec("child_info", "Of its children match")
OLD_NAME = _spec("old_name", "Old name")
NAMESPACE = _spec("namespace", "Namespace")
PREFIX = _spec("namespace.prefix", "Prefix")

MESSAGES = _number("messages", "Messages")
RECENT = _number("recent", "Recent messages")
UIDNEXT = _number("uidnext", "Next UID")
UIDVALIDITY = _number("uidvalidity", "UID validity")
UNSEEN = _number("unseen", "Unseen")
DELETED = _number("deleted", "Deleted messages")
TOTAL_SIZE = _number("total_size", "Size of all messages")
HIGHESTMODSEQ = _number("highestmodseq", "Highest modification sequence")
APPENDLIMIT = _number("appendlimit", "Largest message to append")
MAILBOXID = _spec("mailboxid", "Mailbox ID")

FOUND = _number("found", "Found")
SEARCH_TAG = _spec("search.tag", "Answer to")
SEARCH_UID = _spec("search.uid", "Numbers are UIDs", Kind.BOOL)
SEARCH_MIN = _number("search.min", "Lowest")
SEARCH_MAX = _number("search.max", "Highest")
SEARCH_COUNT = _number("search.count", "Count")
SEARCH_ALL = _spec("search.all", "All")
SEARCH_PARTIAL = _spec("search.partial", "Part of the result")
THREAD = _spec("thread", "Thread")
VANISHED = _spec("vanished", "Vanished UIDs")
EARLIER = _spec("vanished.earlier", "Vanished before", Kind.BOOL)

QUOTA_ROOT = _spec("quota.root", "Quota root")
RESOURCE = _spec("quota.resource", "Resource")
USAGE = _number("quota.usage", "Usage")
LIMIT = _number("quota.limit", "Limit")
IDENTIFIER = _spec("acl.identifier", "Identifier")
RIGHTS = _spec("acl.rights", "Rights")
REQUIRED = _spec("acl.required", "Rights that always go with it")
OPTIONAL = _spec("acl.optional", "Rights that can be given")
ENTRY = _spec("metadata.entry", "Entry")
ENTRY_VALUE = _spec("metadata.value", "Value of the entry")

FIELDS = tuple(one for one in [*globals().values(), *ADDRESSED] if isinstance(one, Spec))
