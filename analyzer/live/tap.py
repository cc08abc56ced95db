"""One place where packets are taken: a packet socket with its ring, bound to an interface or to all of them.

The socket is scapy's, read raw. Binding it again needs no rights, so it outlives its interface.
"""
from __future__ import annotations

import errno
import logging
import socket
import struct
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from analyzer.blocks import Counted, Described
from analyzer.errors import CaptureError
from analyzer.live import bpf, links
from analyzer.live.ring import Ring, interface_index, packet_blocks
from analyzer.live.settings import ANY, Settings
from analyzer.live.watch import NEWS, condition

ETH_P_ALL = 3
SOL_PACKET, ADD_MEMBERSHIP, MEMBER_PROMISCUOUS = 263, 1, 1
BLOCKS_AT_ONCE = 8
"""So many are taken before the others, and the channel, have their turn."""
_HARDWARE_OFFSET = 48 + 8

NumberOf = Callable[[Described], int]
"""Gives an interface its number in the file."""


class Tap:
    """Packets of one interface, or of all.

    Attributes:
        name: of the interface; `any` for all.
    """

    def __init__(self, name: str, settings: Settings, number_of: NumberOf) -> None:
        """Opens it; this is what needs rights.

        Raises:
            CaptureError: where that is not possible.
            UsageError: where the filter can't be understood.
        """
        self.name, self._settings, self._number_of = name, settings, number_of
        if name != ANY:
            _check(name)
        program = bpf.program(settings.filter, settings.snaplen, None if name == ANY else name)
        try:
            # whoever opened it closes it, so it is kept
            self._owner, self._socket = _opened(name, settings.promiscuous)
            bpf.attach(self._socket, program)
            self._ring = Ring(self._socket, settings.buffer_mib << 20)
        except ImportError:
            raise CaptureError("scapy is not installed: `pip install scapy`, or --backend dumpcap") from None
        except PermissionError:
            raise CaptureError(f"{name}: no rights to capture") from None
        except OSError as error:
            helps = "; --buffer MIB sets how much the kernel shall have" if error.errno == errno.ENOMEM else ""
            raise CaptureError(f"{name}: can't be opened: {error.strerror or error}{helps}") from None
        self._ring.counts()
        self._index, self._state = links.index_of(name), "up"
        self._numbers: dict[int, int] = {}
        if name != ANY:
            self._numbers[self._index] = self._describe(name, links.hardware_of(name))
        self._received = self._dropped = 0
        self._began = time.time_ns()

    def fileno(self) -> int:
        """For poll."""
        return self._socket.fileno()

    def take(self, at_most: int) -> Iterator[tuple[bytes, int]]:
        """Some of the packets that wait, as blocks of the file, and how many; each is gone from the ring when the next
        is asked for."""
        for _ in range(BLOCKS_AT_ONCE):
            block = self._ring.block()
            if block is None or at_most <= 0:
                return
            blocks, count = packet_blocks(block, self._number, at_most)
            at_most -= count
            self._ring.give_back()
            yield blocks, count

    def _number(self, block: memoryview, at: int) -> int:
        index = interface_index(block, at)
        number = self._numbers.get(index)
        if number is None:
            hardware, = struct.unpack_from("=H", block, at + _HARDWARE_OFFSET)
            number = self._numbers[index] = self._describe(links.name_of(index), hardware)
        return number

    def _describe(self, name: str, hardware: int) -> int:
        return self._number_of(Described(name, links.LINKTYPES.get(hardware, links.ETHERNET), self._settings.snaplen,
                                         self._settings.filter))

    def counted(self) -> Counted:
        """What the kernel counted so far."""
        received, dropped = self._ring.counts()
        self._received, self._dropped = self._received + received, self._dropped + dropped
        return Counted(self._received, self._dropped, self._began, time.time_ns())

    @property
    def numbers(self) -> list[int]:
        """The numbers of its interfaces in the file."""
        return list(dict.fromkeys(self._numbers.values()))

    def stop(self) -> None:
        """Lets no more packets in; those that are in can still be taken."""
        bpf.attach(self._socket, bpf.NOTHING)

    def news(self) -> str | None:
        """What happened to the interface since the last call, if anything did; where it has come back, its packets are
        taken again."""
        if self.name == ANY:
            return None
        self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)    # else poll reports it for ever
        index = links.index_of(self.name)
        found = condition(self.name) if index else "gone"
        if index and index != self._index and not self._bind_again(index):
            return None
        before, self._state = self._state, found
        return NEWS[found] if found != before else None

    def _bind_again(self, index: int) -> bool:
        try:
            self._socket.bind((self.name, ETH_P_ALL))
            if self._settings.promiscuous:
                self._socket.setsockopt(SOL_PACKET, ADD_MEMBERSHIP, struct.pack("=iHH8s", index, MEMBER_PROMISCUOUS,
                                                                                0, b""))
        except OSError as error:
            if error.errno in (errno.ENODEV, errno.ENXIO, errno.ENETDOWN):
                return False    # it has gone again
            raise
        self._index = index
        return True

    def close(self) -> None:
        """Gives the socket back."""
        self._owner.close()


def _check(name: str) -> None:
    if not links.index_of(name):
        raise CaptureError(f"there is no interface {name}; `pilotfish interfaces` lists them")
    if links.hardware_of(name) not in links.LINKTYPES:
        raise CaptureError(f"{name}: frames of its kind ({links.hardware_of(name)}) are not understood here; "
                           "--backend dumpcap captures them")
    if condition(name) == "down":
        raise CaptureError(f"{name}: is down; `sudo ip link set {name} up` changes that")


class _Owner(Protocol):
    def close(self) -> None: ...


def _opened(name: str, promiscuous: bool) -> tuple[_Owner, socket.socket]:
    if name == ANY:
        everywhere = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        return everywhere, everywhere
    logging.getLogger("scapy").setLevel(logging.ERROR)    # it warns where it does not know how to dissect
    from scapy.arch.linux import L2ListenSocket
    owner = L2ListenSocket(iface=name, promisc=promiscuous, nofilter=1)
    return owner, owner.ins
