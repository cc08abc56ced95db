"""Tries what capturing and the rest of the program need on this machine."""
from __future__ import annotations

import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple

from analyzer.live import advice, dumpcap, links, rights

ROOM = 1 << 30
"""Bytes on the disk below which it is told."""


class Check(NamedTuple):
    """Something that was tried.

    Attributes:
        check: what.
        works: whether it does.
        detail: what was found, or what helps.
        needed: whether live capture needs it.
    """
    check: str
    works: bool
    detail: str
    needed: bool = False


def examine() -> list[Check]:
    """Tries everything."""
    return [*_capture(), *_interfaces(), _dumpcap(), _libpcap(), _tshark(), _window(), _disk()]


def _capture() -> Iterator[Check]:
    if rights.may_capture() and find_spec("scapy") is None:
        yield Check("capture", False, "scapy is not installed: `pip install scapy`", True)
    elif rights.may_capture():
        yield Check("capture", True, _packet_socket(), True)
    elif rights.helper_usable():
        yield Check("capture", True, f"with {rights.helper()}, which has the rights that you have not", True)
    elif dumpcap.usable():
        yield Check("capture", True, f"with {dumpcap.path()}, which has the rights that you have not", True)
    else:
        yield Check("capture", False, f"no rights: {advice.for_rights()}", True)


def _packet_socket() -> str:
    try:
        socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close()
    except OSError as error:
        return f"this process has the rights, but the system says: {error.strerror}"
    return "this process has the rights itself"


def _interfaces() -> Iterator[Check]:
    if not links.known():
        yield Check("interfaces", False, "live capture of its own runs on Linux; elsewhere --backend dumpcap", True)
        return
    found = links.links()
    up = [link.name for link in found if link.state == "up"]
    yield Check("interfaces", bool(up), f"{', '.join(up) or 'none'} up, of {len(found)}", True)


def _dumpcap() -> Check:
    program = dumpcap.path()
    if program is None:
        return Check("dumpcap", False, "not installed; nothing else needs it")
    how = "with" if rights.privileged(program) else "without"
    return Check("dumpcap", True, f"{program}, {how} rights of its own")


def _libpcap() -> Check:
    from ctypes.util import find_library
    found = find_library("pcap")
    return Check("capture filters", found is not None, found or "need libpcap (Debian: libpcap0.8)")


def _tshark() -> Check:
    found = shutil.which("tshark")
    return Check("tshark", found is not None, found or "not installed; `show --with tshark` asks it")


def _window() -> Check:
    if find_spec("PySide6") is None:
        return Check("desktop application", False, f"Qt is not installed: `{sys.executable} -m pip install "
                                                   "PySide6-Essentials`")
    return Check("desktop application", True, "Qt is installed")


def _disk() -> Check:
    folder = tempfile.gettempdir()
    free = shutil.disk_usage(folder).free
    return Check("disk", free >= ROOM, f"{free / 1e9:.1f} GB free in {folder}, where captures without -w go; TMPDIR "
                                       "names another folder")
