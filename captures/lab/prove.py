#!/usr/bin/env python3
"""Carries mail with real servers and clients, and compares it with what pilotfish exports; needs root."""
from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from errors import LabError
from roundtrip import fetching, sending
from roundtrip.messages import ALL
from roundtrip.record import Carried, differences
from roundtrip.sending import LMTP_PORT
from servers import network
from servers.mailservers import MailServer
from servers.network import BRIDGE, SWITCH, inside, run, wait_for_server, wait_until
from servers.programs import Programs

import analyzer

NEEDED = ("postfix", "dovecot", "tcpdump", "ip", "ethtool", "openssl")
SETTLE = 1


def main() -> int:
    """The exit code is 1 where pilotfish and the clients disagree."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("capture", metavar="CAPTURE", nargs="?", type=Path, help="where the capture is kept")
    given = options.parse_args()
    os.environ["PATH"] += os.pathsep + os.pathsep.join(("/usr/sbin", "/sbin"))
    if lacking := hindrance():
        sys.exit(lacking)
    folder = Path(tempfile.mkdtemp(prefix="pilotfish-lab-"))
    folder.chmod(0o755)  # Postfix and Dovecot drop their rights
    try:
        told = carried(folder, folder / "mail.pcap")
        if given.capture:
            shutil.copyfile(folder / "mail.pcap", given.capture)
        problems = differences(told, exported(folder / "mail.pcap"))
    finally:
        shutil.rmtree(folder)
    print(f"{len(told)} messages carried, {len(problems)} differences", *problems, sep="\n")
    return int(bool(problems))


def hindrance() -> str | None:
    """Why the lab can't run here."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    return f"not installed: {', '.join(lacking)}" if lacking else None


def carried(folder: Path, capture: Path) -> list[Carried]:
    """What the clients sent and got while the bridge was recorded."""
    programs = Programs(folder / "log")
    server = MailServer("mxb", folder, programs)
    try:
        network.build()
        server.start()
        # there is no name server in this lab
        run("postconf", "-c", server.folder / "postfix", "-e", "smtpd_peername_lookup=no")
        run(*inside(server.node, "postfix", "-c", server.folder / "postfix", "reload"))
        wait_for_server(server.node, LMTP_PORT)
        with recording(capture):
            told = list(sending.everything())
            server.wait_for_mail("bob", len(ALL))
            return told + list(fetching.everything())
    finally:
        server.stop()
        programs.stop_all()
        network.remove()


@contextmanager
def recording(file: Path) -> Iterator[None]:
    """Writes all that passes the bridge meanwhile into a file."""
    time.sleep(SETTLE)
    said = file.with_suffix(".log")
    with open(said, "wb") as log:
        tcpdump = subprocess.Popen(
            inside(SWITCH, "tcpdump", "-i", BRIDGE, "-U", "-s", "0", "-Z", "root", "-B", "65536", "--immediate-mode",
                   "-w", file), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait_until(lambda: "listening on" in said.read_text(), "tcpdump listens")
        yield
        time.sleep(SETTLE)
    finally:
        tcpdump.send_signal(signal.SIGINT)
        tcpdump.wait()
    if lost := re.search(r"([1-9]\d*) packets? dropped by", said.read_text()):
        raise LabError(f"tcpdump has lost {lost[1]} packets")


def exported(capture: Path) -> list[Carried]:
    """The emails that pilotfish finds."""
    with analyzer.open(capture) as analysis:
        return [Carried(mail.row["protocol"], mail.row["direction"], mail.content(), mail.row["complete"])
                for mail in analysis.emails()]


if __name__ == "__main__":
    sys.exit(main())
