"""Rows: the columns of every table, in their order. Scripts rely on the names; the headers are for people."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]


class Column(NamedTuple):
    """One column.

    Attributes:
        name: the key in a row, and the column of a CSV file.
        header: what people read above it.
        number: whether it is aligned to the right.
    """
    name: str
    header: str
    number: bool = False


def _number(name: str, header: str) -> Column:
    return Column(name, header, True)


_RECORDS = (Column("questions", "Questions"), Column("answers", "Answers"), Column("authorities", "Authorities"),
            Column("additionals", "Additionals"), Column("edns", "EDNS"))

_MAIL = (
    _number("email", "Mail"), Column("protocol", "Protocol"), _number("flow", "Flow"), Column("direction", "Direction"),
    Column("client", "Client"), Column("server", "Server"), _number("first_packet", "First packet"),
    _number("last_packet", "Last packet"), _number("time", "Time"), Column("envelope_from", "Envelope from"),
    Column("envelope_to", "Envelope to"), Column("from", "From"), Column("to", "To"), Column("cc", "Cc"),
    Column("subject", "Subject"), Column("date", "Date"), Column("message_id", "Message id"), _number("size", "Size"),
    Column("complete", "Complete"), _number("missing_bytes", "Missing"), Column("sha256", "SHA-256"),
    Column("mailbox", "Mailbox"), _number("uid", "UID"), Column("status", "Status"),
    Column("attachments", "Attachments"), Column("same_as", "Same as"), Column("flags", "Flags"),
    Column("gaps", "Gaps"),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "summary": (
        Column("file", "File"), Column("format", "Format"), _number("packets", "Packets"), _number("bytes", "Bytes"),
        _number("first_time", "From"), _number("last_time", "To"), _number("duration", "Duration"),
        Column("truncated", "Truncated"), Column("protocols", "Protocols"), _number("flows", "Flows"),
        Column("top_flows", "Largest flows"), Column("dns", "DNS"), Column("mail", "Mail"),
        Column("findings", "Findings"),
    ),
    "packets": (
        _number("number", "No."), _number("time", "Time"), Column("source", "Source"),
        Column("destination", "Destination"), Column("protocol", "Proto"), _number("length", "Length"),
        Column("info", "Info"), _number("flow", "Flow"),
    ),
    "flows": (
        _number("flow", "Flow"), Column("transport", "Type"), Column("service", "Service"), Column("client", "Client"),
        _number("client_port", "Port"), Column("server", "Server"), _number("server_port", "Server port"),
        _number("packets_sent", "Packets sent"), _number("packets_received", "Packets received"),
        _number("bytes_sent", "Bytes sent"), _number("bytes_received", "Bytes received"), _number("start", "Start"),
        _number("duration", "Duration"), Column("state", "State"), _number("retransmissions", "Again"),
        _number("out_of_order", "Order"), _number("missing_bytes", "Missing"), Column("encrypted", "TLS"),
        Column("community_id", "Community ID"),
    ),
    "dns": (
        _number("id", "Id"), Column("protocol", "Protocol"), Column("transport", "Type"), Column("client", "Client"),
        _number("client_port", "Port"), Column("server", "Server"), _number("server_port", "Server port"),
        _number("query_packet", "Query"), _number("response_packet", "Response"), _number("query_time", "Time"),
        _number("response_time", "Response time"), _number("latency", "Latency"), Column("opcode", "Opcode"),
        Column("rcode", "Rcode"), Column("flags", "Flags"), *_RECORDS, _number("retransmissions", "Again"),
        _number("duplicates", "Duplicates"), Column("status", "Status"), _number("mirrored", "Mirrored"),
        _number("conflict_packet", "Conflicts with"), _number("retry_packet", "Retry"),
    ),
    "dns messages": (
        _number("packet", "No."), _number("time", "Time"), Column("source", "Source"), _number("source_port", "Port"),
        Column("destination", "Destination"), _number("destination_port", "Port"), Column("protocol", "Protocol"),
        Column("transport", "Type"), _number("id", "Id"), Column("response", "Response"), Column("opcode", "Opcode"),
        Column("rcode", "Rcode"), Column("flags", "Flags"), Column("counts", "Counts"), *_RECORDS,
        Column("malformed", "Malformed"),
    ),
    "commands": (
        _number("flow", "Flow"), Column("protocol", "Protocol"), _number("packet", "Packet"), _number("time", "Time"),
        Column("tag", "Tag"), Column("command", "Command"), Column("argument", "Argument"),
        _number("reply_packet", "Reply packet"), _number("reply_time", "Reply time"), Column("status", "Status"),
        Column("reply", "Reply"), _number("latency", "Latency"), _number("untagged", "Untagged"),
    ),
    "mail": _MAIL,
    "export": (Column("path", "File"), Column("kind", "Kind"), *_MAIL, Column("message_size", "Message size"),
               Column("message_sha256", "Message SHA-256"), Column("message_complete", "Message complete"),
               _number("message_missing_bytes", "Missing of message"), Column("packets", "Packets"),
               Column("capture", "Capture"), Column("capture_sha256", "SHA-256 of capture"),
               Column("program", "Program")),
    "fields": (
        _number("packet", "Packet"), Column("layer", "Layer"), Column("name", "Name"), Column("showname", "Label"),
        Column("show", "Show"), Column("value", "Value"), _number("pos", "Pos"), _number("size", "Size"),
    ),
    "lines": (Column("side", "Side"), Column("line", "Line")),
    "dissectors": (Column("name", "Name"), Column("layer", "Layer"), Column("ports", "Ports"),
                   Column("origin", "Origin")),
    "interfaces": (Column("name", "Name"), Column("state", "State"), Column("kind", "Kind"),
                   Column("addresses", "Addresses"), Column("mac", "MAC"), _number("mtu", "MTU"),
                   _number("number", "Number")),
    "checks": (Column("check", "What"), Column("works", "Works"), Column("detail", "Detail"),
               Column("needed", "Needed to capture")),
    "filter fields": (Column("name", "Name"), Column("type", "Type"), Column("protocol", "Protocol"),
                      Column("label", "Label"), Column("about", "About"), Column("reference", "Reference")),
}
"""The columns by kind of row. One may be added; none is renamed or dropped."""


def names(kind: str) -> tuple[str, ...]:
    """The names of a table's columns."""
    return tuple(column.name for column in COLUMNS[kind])


def as_rows(columns: Mapping[str, Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """The rows of columns."""
    return (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
