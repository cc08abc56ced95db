"""What a file is, by its first bytes; its name is never asked."""
from __future__ import annotations

PCAP = frozenset(bytes.fromhex(magic) for magic in (
    "a1b2c3d4", "d4c3b2a1",     # microseconds
    "a1b23c4d", "4d3cb2a1",     # nanoseconds
    "a1b2cd34", "34cdb2a1",     # modified: longer record headers
    "1c0001ac", "ac01001c", "1c0001ab", "ab01001c",     # Ixia lcap: a longer file header
))
PCAPNG = bytes.fromhex("0a0d0d0a")
PCAPNG_ORDERS = (bytes.fromhex("1a2b3c4d"), bytes.fromhex("4d3c2b1a"))

COMPRESSIONS = {
    bytes.fromhex("1f8b"): "gzip",
    bytes.fromhex("28b52ffd"): "zstd",
    bytes.fromhex("04224d18"): "lz4",
} | {bytes([0x50 + i]) + bytes.fromhex("2a4d18"): "zstd" for i in range(16)}    # skippable frames: pzstd begins so
"""RFC 1952 2.3.1, RFC 8878 3.1, LZ4 Frame Format."""

OTHERS = (
    (b"PK\x03\x04", "a ZIP archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz; unpack it first"),
    (b"\x02\x21\x4c\x18", "compressed with an old lz4; unpack it first"),
    (b"snoop\x00\x00\x00", "a Solaris snoop capture; editcap makes a pcapng file of it"),
    (b"btsnoop\x00", "a Bluetooth snoop capture"),
    (b"GMBU", "a Microsoft Network Monitor capture; editcap makes a pcapng file of it"),
    (b"RTSS", "a Microsoft Network Monitor capture; editcap makes a pcapng file of it"),
    (b"XCP\x00", "a NetXRay capture; editcap makes a pcapng file of it"),
    (b"TRSNIFF data", "a Sniffer capture; editcap makes a pcapng file of it"),
    (b"iptrace ", "an AIX iptrace capture; editcap makes a pcapng file of it"),
    (b"\x0d\x0a\x0d\x0d\x0a", "a pcapng file that was transferred as text, which damaged it; transfer it as binary"),
    (b"%PDF-", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
    (b"SQLite format 3\x00", "a database"),
    (b"From ", "a mailbox"),
)
HEAD = 512
"""How many bytes are looked at."""


def compression(head: bytes) -> str | None:
    """How these bytes are compressed: `gzip`, `zstd`, `lz4`, or not."""
    return COMPRESSIONS.get(head[:4]) or COMPRESSIONS.get(head[:2])


def capture_format(head: bytes) -> str | None:
    """`pcap`, `pcapng`, or None for what is neither."""
    if head[:4] in PCAP:
        return "pcap"
    return "pcapng" if head[:4] == PCAPNG and head[8:12] in PCAPNG_ORDERS else None


def looks_like(head: bytes) -> str:
    """What bytes that are no capture seem to be, for a message."""
    for magic, name in OTHERS:
        if head.startswith(magic):
            return name
    if head.strip(b"\0") == b"":
        return "zeros"
    if head.lstrip().startswith((b"{", b"[")):
        return "JSON text"
    if head.lstrip().startswith(b"<"):
        return "HTML or XML text"
    return "text" if is_text(head) else "data of an unknown kind"


def is_text(head: bytes) -> bool:
    """Whether these bytes are text in ASCII or UTF-8."""
    plain = head.decode("utf-8", "ignore")
    return len(plain.encode()) >= len(head) - 3 and all(c.isprintable() or c in "\t\r\n\f" for c in plain)
