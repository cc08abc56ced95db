"""The interfaces of this machine: their names, kinds, states and addresses, as anybody may know them (Linux)."""
from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Iterator
from typing import NamedTuple

# netdevice(7): what is asked, and flags; /sys would tell of another network namespace where that is not mounted anew
_FLAGS, _HARDWARE, _MTU = 0x8913, 0x8927, 0x8921
IFF_UP, IFF_RUNNING = 1, 0x40
_REQUEST = struct.Struct("=16s24s")

LOOPBACK = 772
ETHERNET, RAW = 1, 101
LINKTYPES = {1: ETHERNET, LOOPBACK: ETHERNET, 65534: RAW, 768: RAW, 769: RAW, 776: RAW}
"""LINKTYPE_ETHERNET or LINKTYPE_RAW, by the kernel's type of hardware (ARPHRD_…): those that have packets without any
header, as tunnels have, are RAW."""

_GETADDR, _DONE, _ERROR, _NEWADDR = 22, 3, 2, 20
_DUMP = 0x301
_HEADER = struct.Struct("=IHHII")
_ADDRESS = struct.Struct("=4BI")
_ATTRIBUTE = struct.Struct("=HH")
_IFA_ADDRESS, _IFA_LOCAL = 1, 2


class Link(NamedTuple):
    """An interface.

    Attributes:
        number: as the system counts them.
        state: `up`, `down` or `no carrier`.
        hardware: ARPHRD_….
        addresses: with the length of their prefix.
    """
    number: int
    name: str
    state: str
    hardware: int
    mac: str | None
    mtu: int
    addresses: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What it is: `loopback`, `ethernet` (or what acts so), `tunnel`, `other`."""
        if self.hardware == LOOPBACK:
            return "loopback"
        return {ETHERNET: "ethernet", RAW: "tunnel"}.get(LINKTYPES.get(self.hardware, -1), "other")


def links() -> list[Link]:
    """All interfaces, in the system's order."""
    addresses = _addresses()
    return [link for index, name in socket.if_nameindex() if (link := _link(index, name, addresses.get(index, [])))]


def _link(index: int, name: str, addresses: list[str]) -> Link | None:
    try:
        address, (mtu,) = _asked(name, _HARDWARE), struct.unpack_from("=i", _asked(name, _MTU))
        hardware, mac = struct.unpack_from("=H6s", address)
        return Link(index, name, state(name), hardware, mac.hex(":") if any(mac) else None, mtu, tuple(addresses))
    except OSError:
        # it has gone since it was listed
        return None


def _asked(name: str, what: int) -> bytes:
    """What the system answers about an interface.

    Raises:
        OSError: where there is no such interface.
    """
    from fcntl import ioctl
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as anything:
        answer = ioctl(anything, what, _REQUEST.pack(os.fsencode(name), b""))
    return bytes(answer[16:])


def state(name: str) -> str:
    """Whether packets can come: `up`, `down`, or `no carrier` where the cable, or the other end, is missing.

    Raises:
        OSError: where there is no such interface.
    """
    flags, = struct.unpack_from("=H", _asked(name, _FLAGS))
    if not flags & IFF_UP:
        return "down"
    return "up" if flags & IFF_RUNNING else "no carrier"


def index_of(name: str) -> int:
    """The system's number of an interface; 0 where there is none of that name."""
    try:
        return socket.if_nametoindex(name)
    except OSError:
        return 0


def name_of(index: int) -> str:
    """The name of an interface; its number where it has gone."""
    try:
        return socket.if_indextoname(index)
    except OSError:
        return f"#{index}"


def hardware_of(name: str) -> int:
    """The type of an interface's hardware (ARPHRD_…); 0 where there is none of that name."""
    try:
        number, = struct.unpack_from("=H", _asked(name, _HARDWARE))
        return int(number)
    except OSError:
        return 0


def _addresses() -> dict[int, list[str]]:
    """The addresses of all interfaces, by their numbers, from the kernel (rtnetlink(7))."""
    found: dict[int, list[str]] = {}
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
        kernel.settimeout(2)
        body = _ADDRESS.pack(socket.AF_UNSPEC, 0, 0, 0, 0)
        kernel.sendto(_HEADER.pack(_HEADER.size + len(body), _GETADDR, _DUMP, 1, 0) + body, (0, 0))
        while True:
            for kind, message in _messages(kernel.recv(1 << 16)):
                if kind in (_DONE, _ERROR):
                    return found
                if kind == _NEWADDR:
                    index, address = _address(message)
                    found.setdefault(index, []).append(address)


def _messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + _HEADER.size <= len(data):
        size, kind, *_ = _HEADER.unpack_from(data, at)
        yield kind, data[at + _HEADER.size:at + size]
        at += max(size + 3 & ~3, _HEADER.size)


def _address(message: bytes) -> tuple[int, str]:
    """Of struct ifaddrmsg; IFA_LOCAL is one's own address where IFA_ADDRESS is the other end's."""
    family, prefix, _, _, index = _ADDRESS.unpack_from(message)
    values: dict[int, bytes] = {}
    at = _ADDRESS.size
    while at + _ATTRIBUTE.size <= len(message):
        size, kind = _ATTRIBUTE.unpack_from(message, at)
        values[kind] = message[at + _ATTRIBUTE.size:at + size]
        at += max(size + 3 & ~3, _ATTRIBUTE.size)
    value = values.get(_IFA_LOCAL, values.get(_IFA_ADDRESS, b""))
    return index, f"{socket.inet_ntop(family, value)}/{prefix}"


def known() -> bool:
    """Whether this system's interfaces can be asked for in this way."""
    return sys.platform == "linux"
