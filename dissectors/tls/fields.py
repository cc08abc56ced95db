"""TLS's fields, as Wireshark names them, and the trees of events."""
from __future__ import annotations

from collections.abc import Iterator

from dissectors.fields import Field, Kind, Show, Spec

TYPES = {20: "Change Cipher Spec", 21: "Alert", 22: "Handshake", 23: "Application Data"}
VERSIONS = {0x0300: "SSL 3.0", 0x0301: "TLS 1.0", 0x0302: "TLS 1.1", 0x0303: "TLS 1.2", 0x0304: "TLS 1.3"}

RECORD = Spec("tls.record", "TLS Record Layer", Kind.NONE)
CONTENT_TYPE = Spec("tls.record.content_type", "Content Type", Kind.UINT, names=TYPES)
RECORD_VERSION = Spec("tls.record.version", "Version", Kind.UINT, show=Show.HEX, size=2, names=VERSIONS)
LENGTH = Spec("tls.record.length", "Length", Kind.UINT)
SERVER_NAME = Spec("tls.handshake.extensions_server_name", "Server Name", Kind.TEXT)

FIELDS = (RECORD, CONTENT_TYPE, RECORD_VERSION, LENGTH, SERVER_NAME)


def describe_record(data: bytes, server_name: str | None) -> Iterator[Field]:
    """A record's header, and the name that a ClientHello in it asks for."""
    if len(data) < 5:
        return
    kind, version = data[0], int.from_bytes(data[1:3], "big")
    line = f"{VERSIONS.get(version, hex(version))} Record Layer: {TYPES.get(kind, kind)}"
    field = Field(RECORD, "", 0, len(data), text=line)
    field.children += [Field(CONTENT_TYPE, kind, 0, 1), Field(RECORD_VERSION, version, 1, 2),
                       Field(LENGTH, int.from_bytes(data[3:5], "big"), 3, 2)]
    name = (server_name or "").encode("utf-8", "replace")
    at = data.find(name) if name else -1
    if at >= 0:
        field.children.append(Field(SERVER_NAME, server_name, at, len(name)))
    yield field
