"""Bytes as texts to be copied; without Qt."""
from __future__ import annotations

import base64

from analyzer.export.hex import hex_lines


def hex_dump(octets: bytes) -> str:
    """Position, hexadecimal and characters, a line for 16 bytes."""
    return "".join(f"{line}\n" for line in hex_lines(octets))


def c_array(octets: bytes) -> str:
    """A definition in C."""
    lines = [", ".join(f"0x{octet:02x}" for octet in octets[at:at + 8]) for at in range(0, len(octets), 8)]
    inside = ",\n    ".join(lines)
    return f"static const unsigned char bytes[{len(octets)}] = {{\n    {inside}\n}};\n" if octets else ""


def escaped(octets: bytes) -> str:
    """Each byte as an escape, as strings in many languages have it."""
    return "".join(f"\\x{octet:02x}" for octet in octets)


def printable(octets: bytes) -> str:
    """What of it is text, with its line ends."""
    text = octets.decode("utf-8", "replace")
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def base64_text(octets: bytes) -> str:
    """Base64 in one line."""
    return base64.b64encode(octets).decode()
