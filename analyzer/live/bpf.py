"""The program that the kernel runs for each frame (BPF): capture filter, snap length, and what loopback needs."""
from __future__ import annotations

import ctypes
import socket
import struct
from collections.abc import Iterable, Mapping

from analyzer.errors import CaptureError, UsageError
from analyzer.live.links import ETHERNET, LINKTYPES, LOOPBACK, RAW

SO_ATTACH_FILTER = 26
Instruction = tuple[int, int, int, int]
"""Code, steps if true, steps if false, number: struct sock_filter of linux/filter.h."""
LOAD, JUMP_IF, JUMP, RETURN = 0x20, 0x15, 0x05, 0x06
ANCILLARY = 0xFFFF_F000
PACKET_KIND, HARDWARE = ANCILLARY + 4, ANCILLARY + 28
OUTGOING = 4
LONGEST = 4096
"""Instructions: BPF_MAXINSNS."""

DLT = {ETHERNET: 1, RAW: 12}
"""What libpcap calls these link types when it compiles (DLT_EN10MB, DLT_RAW)."""

_ONCE_ON_LOOPBACK: tuple[Instruction, ...] = (
    (LOAD, 0, 0, HARDWARE), (JUMP_IF, 0, 3, LOOPBACK),
    (LOAD, 0, 0, PACKET_KIND), (JUMP_IF, 0, 1, OUTGOING), (RETURN, 0, 0, 0))
"""There a frame is seen when it goes out and when it comes in."""
NOTHING: tuple[Instruction, ...] = ((RETURN, 0, 0, 0),)


def program(kernel_filter: str, snaplen: int, interface: str | None) -> list[Instruction]:
    """What keeps the frames that the filter wants, and so many bytes of them. Which link type a frame has is asked
    when it comes, so that one program does for all interfaces; `interface` is one that the filter is for.

    Raises:
        UsageError: where the filter can't be understood.
    """
    by_type = {linktype: compiled(kernel_filter, linktype, snaplen, interface) for linktype in DLT}
    made = [*_ONCE_ON_LOOPBACK, *_by_hardware(by_type)]
    if len(made) > LONGEST:
        raise UsageError(f"the capture filter is too long for the kernel: {len(made)} instructions")
    return made


def _by_hardware(programs: Mapping[int, list[Instruction]]) -> list[Instruction]:
    starts, bodies = {}, [*NOTHING]
    for linktype, body in programs.items():
        starts[linktype] = len(bodies)
        bodies += body
    chosen: list[Instruction] = [(LOAD, 0, 0, HARDWARE)]
    for done, (hardware, linktype) in enumerate(LINKTYPES.items(), 1):
        behind = 2 * (len(LINKTYPES) - done)
        chosen += [(JUMP_IF, 0, 1, hardware), (JUMP, 0, 0, behind + starts[linktype])]
    return chosen + bodies


def compiled(kernel_filter: str, linktype: int, snaplen: int, interface: str | None) -> list[Instruction]:
    """The filter as libpcap compiles it.

    Raises:
        UsageError: where it can't be understood.
    """
    if not kernel_filter:
        return [(RETURN, 0, 0, snaplen)]
    try:
        from scapy.libs import winpcapy as pcap
    except (ImportError, OSError):
        raise CaptureError("capture filters need scapy and libpcap (Debian: libpcap0.8)") from None
    # a tag is not in the frame where the kernel sees it: only a handle that is open knows how to ask for it
    live = interface is not None and "vlan" in kernel_filter and linktype == ETHERNET
    problem = ctypes.create_string_buffer(pcap.PCAP_ERRBUF_SIZE)
    handle = (pcap.pcap_open_live(interface.encode(), snaplen, 0, 100, problem) if live and interface
              else pcap.pcap_open_dead(DLT[linktype], snaplen))
    if not handle:
        raise CaptureError(f"libpcap can't open {interface}: {problem.value.decode('utf-8', 'replace')}")
    found = pcap.bpf_program()
    try:
        if pcap.pcap_compile(handle, ctypes.byref(found), kernel_filter.encode(), 1, 0xFFFF_FFFF) != 0:
            reason = ctypes.string_at(pcap.pcap_geterr(handle)).decode("utf-8", "replace")
            if linktype != ETHERNET:
                return [*NOTHING]    # of a kind that has no Ethernet addresses, say
            raise UsageError(f"capture filter: {reason}; man pcap-filter has the language")
        made = [(one.code, one.jt, one.jf, one.k & 0xFFFF_FFFF)
                for one in found.bf_insns[:found.bf_len]]
        pcap.pcap_freecode(ctypes.byref(found))
        return made
    finally:
        pcap.pcap_close(handle)


def attach(packets: socket.socket, instructions: Iterable[Instruction]) -> None:
    """Gives the kernel a program for this socket, in place of the one it had."""
    code = b"".join(struct.pack("=HBBI", *one) for one in instructions)
    room = ctypes.create_string_buffer(code, len(code))
    packets.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER,
                       struct.pack("@HP", len(code) // 8, ctypes.addressof(room)))
