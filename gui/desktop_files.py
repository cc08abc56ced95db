"""What a desktop wants to know of the program: its entry in the menu, its icon, the types of files that it opens."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from analyzer.errors import OutputError
from gui.icons import PILOTFISH

ENTRY = """[Desktop Entry]
Type=Application
Version=1.5
Name=pilotfish
GenericName=Packet analyzer
GenericName[de]=Paketanalyse
Comment=See what DNS and mail servers said in a packet capture, and the mail itself
Comment[de]=Zeigt, was DNS- und Mailserver in einem Paketmitschnitt sagten, und die Mails selbst
Exec={command} gui %F
Icon=pilotfish
Terminal=false
Categories=Network;Monitor;Qt;
Keywords=packets;capture;pcap;DNS;SMTP;IMAP;POP3;email;sniffer;
MimeType=application/vnd.tcpdump.pcap;application/x-pcapng;
StartupNotify=true
StartupWMClass=pilotfish
"""
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/vnd.tcpdump.pcap">
    <comment>packet capture</comment>
    <comment xml:lang="de">Paketmitschnitt</comment>
    <magic priority="50">
      <match type="big32" value="0xa1b2c3d4" offset="0"/>
      <match type="little32" value="0xa1b2c3d4" offset="0"/>
      <match type="big32" value="0xa1b23c4d" offset="0"/>
      <match type="little32" value="0xa1b23c4d" offset="0"/>
    </magic>
    <glob pattern="*.pcap"/>
    <glob pattern="*.cap"/>
  </mime-type>
  <mime-type type="application/x-pcapng">
    <comment>packet capture (pcapng)</comment>
    <comment xml:lang="de">Paketmitschnitt (pcapng)</comment>
    <magic priority="50"><match type="big32" value="0x0a0d0d0a" offset="0"/></magic>
    <glob pattern="*.pcapng"/>
    <glob pattern="*.ntar"/>
  </mime-type>
</mime-info>
"""
ICON_SIZE = 128
_ESCAPES = {letter: f"\\\\{letter}" for letter in "\"`$"} | {"\\": "\\" * 4, "%": "%%"}
"""Desktop Entry Specification: a backslash before what is reserved in quotes, itself escaped as in every value."""


def data_folder() -> Path:
    """Where the desktop looks for what belongs to this user (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def install(folder: Path) -> list[Path]:
    """Writes the files into a folder for such data, and has the desktop read them; gives what was written.

    Raises:
        OutputError: where they can't be written.
    """
    files = {folder / "applications" / "pilotfish.desktop": ENTRY.format(command=_command()),
             folder / "icons" / "hicolor" / "scalable" / "apps" / "pilotfish.svg": PILOTFISH.format(size=ICON_SIZE),
             folder / "mime" / "packages" / "pilotfish.xml": TYPES}
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError as error:
            raise OutputError(f"{path}: can't be written: {error.strerror}") from None
    for program, place in (("update-desktop-database", "applications"), ("update-mime-database", "mime")):
        if found := shutil.which(program):
            subprocess.run([found, str(folder / place)], check=False, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
    return list(files)


def _command() -> str:
    """The program as an entry's Exec has it (Desktop Entry Specification, The Exec key)."""
    program = str(Path(sys.prefix) / "bin" / "pilotfish")
    if not os.access(program, os.X_OK):
        return "pilotfish"
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in program) + '"'
