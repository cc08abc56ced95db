"""Privileges: who may capture, and how the capture process gives away all that it does not need any more (Linux)."""
from __future__ import annotations

import ctypes
import os
import stat
import struct
import sys

CAP_NET_RAW, CAP_LAST = 13, 63
_CAPABILITY = "security.capability"
_VERSION_3 = 0x20080522
_NO_NEW_PRIVILEGES, _DROP_FROM_BOUNDING_SET, _AMBIENT, _CLEAR_ALL = 38, 24, 47, 4


def may_capture() -> bool:
    """Whether this process may open packet sockets."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            effective = next(int(line.split()[1], 16) for line in status if line.startswith("CapEff:"))
    except OSError:
        return os.geteuid() == 0
    return bool(effective >> CAP_NET_RAW & 1)


def privileged(program: str | os.PathLike[str]) -> bool:
    """Whether a program gets rights of its own when it starts."""
    try:
        return bool(os.stat(program).st_mode & stat.S_ISUID) or _CAPABILITY in os.listxattr(program)
    except OSError:
        return False


def helper() -> str:
    """Where a copy of Python may be that has the rights to capture: beside the one that runs this."""
    return os.path.join(sys.prefix, "bin", "pilotfish-capture")


def helper_usable() -> bool:
    """Whether there is such a copy, and this person may run it."""
    return os.access(helper(), os.X_OK) and privileged(helper())


def person() -> tuple[int, int] | None:
    """User and group of whoever called sudo; None without it."""
    user, group = os.environ.get("SUDO_UID", ""), os.environ.get("SUDO_GID", "")
    if os.geteuid() == 0 and user.isdecimal() and group.isdecimal() and int(user):
        return int(user), int(group)
    return None


def become_person() -> None:
    """Where sudo started this process, it goes on as the person who called it, with no way back."""
    found = person()
    if found is None:
        return
    import pwd
    user, group = found
    try:
        entry = pwd.getpwuid(user)
        os.initgroups(entry.pw_name, group)
        os.environ["HOME"] = entry.pw_dir
    except KeyError:
        os.setgroups([group])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)


def drop() -> None:
    """Gives away the user that sudo made us, all capabilities, and what could bring them back.

    Raises:
        OSError: where the system refuses it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() == 0:
        for capability in range(CAP_LAST + 1):
            # refused for those that this kernel does not have
            libc.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)
    become_person()
    libc.prctl(_AMBIENT, _CLEAR_ALL, 0, 0, 0)
    _checked(libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    header, none = struct.pack("=Ii", _VERSION_3, 0), bytes(24)
    _checked(libc.capset(header, none))


def _checked(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
