"""What a capture is asked to do, checked on both sides of the channel."""
from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields

from analyzer.errors import UsageError

ANY = "any"
"""All interfaces, those that come later too."""
LONGEST_NAME = 15
"""Characters of an interface's name: IFNAMSIZ of Linux without the zero."""
INTERFACES_AT_MOST = 64
LONGEST_FILTER = 16_384
LARGEST_PACKET = 262_144
"""The snap length that means all of a packet, as in dumpcap."""
BUFFER_MIB = 32
"""Default of the kernel's buffer for each interface: two seconds at 80,000 small packets a second."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A capture.

    Attributes:
        interfaces: names, or `any` alone.
        file: absolute path of the file, from which the names of a ring are made.
        filter: for the kernel, in libpcap's language; "" for none.
        snaplen: bytes that are kept of a packet.
        promiscuous: whether frames for other stations are asked for too.
        buffer_mib: the kernel's buffer for each interface.
        packets, seconds, size: the capture ends after so many; 0 for no end. Size is in bytes.
        rotate_size, rotate_seconds: a new file begins then; 0 for never.
        keep: so many files at most; 0 for all.
    """
    interfaces: tuple[str, ...]
    file: str
    filter: str = ""
    snaplen: int = LARGEST_PACKET
    promiscuous: bool = True
    buffer_mib: int = BUFFER_MIB
    packets: int = 0
    seconds: int = 0
    size: int = 0
    rotate_size: int = 0
    rotate_seconds: int = 0
    keep: int = 0

    def __post_init__(self) -> None:
        """Raises:
            UsageError: where a value can't be.
        """
        for one in fields(self):
            name, value = one.name, getattr(self, one.name)
            if not _KINDS[str(one.type)](value) or not RULES.get(name, _any)(value):
                raise UsageError(f"a capture can't have {name.replace('_', ' ')} {_said(value)}")
        if ANY in self.interfaces and len(self.interfaces) > 1:
            raise UsageError("`any` is all interfaces; name no other beside it")
        if self.keep and not self.rotates:
            raise UsageError("--keep needs --rotate-size or --rotate-seconds")

    @property
    def rotates(self) -> bool:
        """Whether there are several files."""
        return bool(self.rotate_size or self.rotate_seconds)

    def line(self) -> bytes:
        """As the channel carries it."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def of_line(cls, line: bytes) -> Settings:
        """What `line` made; everything else is refused.

        Raises:
            UsageError: where it is something else.
        """
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or found.keys() != {one.name for one in fields(cls)}:
            raise UsageError("the capture process got something else than settings")
        names = found["interfaces"]
        return cls(**{**found, "interfaces": tuple(names) if isinstance(names, list) else names})


def _said(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _any(value: object) -> bool:
    return True


def _names(value: object) -> bool:
    return isinstance(value, tuple) and all(type(name) is str for name in value)


_KINDS: dict[str, Callable[[object], bool]] = {
    "int": lambda value: type(value) is int and 0 <= value < 1 << 60,
    "bool": lambda value: type(value) is bool,
    "str": lambda value: type(value) is str and "\0" not in value,
    "tuple[str, ...]": _names,
}


def is_name(text: str) -> bool:
    """Whether an interface can have this name: dev_valid_name() of Linux, and nothing that looks like an option."""
    return (0 < len(os.fsencode(text)) <= LONGEST_NAME and text not in (".", "..") and not text.startswith("-")
            and not any(c in "/:" or c.isspace() or not c.isprintable() for c in text))


RULES: dict[str, Callable[..., bool]] = {
    "interfaces": lambda names: 0 < len(names) <= INTERFACES_AT_MOST and len(set(names)) == len(names)
    and all(map(is_name, names)),
    "file": os.path.isabs,
    "filter": lambda text: len(text) <= LONGEST_FILTER,
    "snaplen": lambda size: 1 <= size <= LARGEST_PACKET,
    "buffer_mib": lambda size: 1 <= size <= 2048,
    "rotate_size": lambda size: size == 0 or size >= 1 << 16,
    "keep": lambda count: count <= 100_000,
}
