"""What someone has to do on this system to be allowed to capture: one command."""
from __future__ import annotations

import grp
import os
import pwd
import shlex
import shutil
import stat
import sys

from analyzer.live import dumpcap, rights


def for_rights() -> str:
    """The one command that helps here, in a sentence."""
    program = dumpcap.path()
    if program is None:
        return _for_helper()
    group = _group_for(program)
    if rights.privileged(program) and group:
        return f"{_as_root(f'usermod -aG {group} {_name()}')} lets you use dumpcap, once you have logged in anew"
    program = shlex.quote(program)
    command = (f"groupadd -f wireshark && chgrp wireshark {program} && chmod 750 {program} && "
               f"setcap cap_net_raw,cap_net_admin=eip {program} && usermod -aG wireshark {_name()}")
    return f"{_as_root(command)} lets the group wireshark capture with dumpcap, and you once you have logged in anew"


def _for_helper() -> str:
    """Without dumpcap: a copy of Python that may capture, for this person's group alone; or root each time."""
    if shutil.which("setcap", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))) is None:
        return f"{_as_root('pilotfish capture …')} captures as root, and goes on as you when it has begun"
    copy = shlex.quote(rights.helper())
    command = (f"install -m 750 -g {os.getgid()} {shlex.quote(os.path.realpath(sys.executable))} {copy} && "
               f"setcap cap_net_raw=ep {copy}")
    return f"{_as_root(command)} makes a copy of Python that may capture, for your group alone"


def _group_for(program: str) -> str | None:
    """The group whose members may run it; None where everybody may, or only its owner."""
    mode = os.stat(program).st_mode
    if mode & stat.S_IXOTH or not mode & stat.S_IXGRP:
        return None
    try:
        return grp.getgrgid(os.stat(program).st_gid).gr_name
    except KeyError:
        return None


def _name() -> str:
    try:
        return shlex.quote(pwd.getpwuid(os.getuid()).pw_name)
    except KeyError:
        return "$USER"


def _as_root(command: str) -> str:
    if shutil.which("sudo"):
        simple = "&&" not in command
        return f"`sudo {command}`" if simple else f"`sudo sh -c {shlex.quote(command)}`"
    return f"`su -c {shlex.quote(command)}`"
