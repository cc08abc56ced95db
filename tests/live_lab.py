"""Real servers and real clients for tests that capture live: Postfix, Dovecot, BIND, dig and Python's clients, in the
namespaces of the lab (captures/lab)."""
from __future__ import annotations

import imaplib
import os
import poplib
import shutil
import smtplib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import live_network
from program import ROOT

os.environ.setdefault("PILOTFISH_LAB_NAME", f"pilotfish-live-{os.getpid()}")     # beside other labs
sys.path.append(str(ROOT / "captures" / "lab"))

from servers import network
from servers.configuration import filled, write
from servers.mailservers import PASSWORDS, MailServer
from servers.network import BRIDGE, SWITCH, address, entered, inside, run, wait_for_server
from servers.programs import Programs

NEEDED = ("postfix", "dovecot", "named", "dig", "ethtool", "openssl")
CLIENT, MAIL, NAMES = "client1", "mxb", "nsa"
USER, MAILBOX = "bob", "bob@lantern.test"
ZONE = """$ORIGIN harbor.example.
$TTL 600
@ IN SOA ns1 hostmaster 1 7200 900 1209600 300
@ IN NS ns1
ns1 IN A {{nsa}}
* IN A 192.0.2.1
"""
BRIDGE, SWITCH = BRIDGE, SWITCH
entered = entered


def why_not() -> str | None:
    """Why this machine can't have them; None where it can."""
    lacking = [name for name in NEEDED if shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None]
    return live_network.why_not() or (f"not installed: {', '.join(lacking)}" if lacking else None)


class Lab:
    """Servers that run, and what their clients do."""

    def __init__(self, folder: Path) -> None:
        self._programs = Programs(folder / "log")
        self._server = MailServer(MAIL, folder, self._programs)
        self._folder = folder

    def start(self) -> None:
        """Starts the servers."""
        network.build()
        zone = write(self._folder / "zone", ZONE.replace("{{nsa}}", address(NAMES)))
        named = write(self._folder / NAMES / "named.conf", filled("named.conf", folder=self._folder / NAMES, file=zone))
        self._programs.start("named", NAMES, "named", "-f", "-n", "1", "-c", named)
        self._server.start()
        run("postconf", "-c", self._server.folder / "postfix", "-e", "smtpd_peername_lookup=no")
        run(*inside(MAIL, "postfix", "-c", self._server.folder / "postfix", "reload"))
        for node, port in ((NAMES, 53), (MAIL, 25)):
            wait_for_server(node, port)

    def close(self) -> None:
        """Stops them."""
        try:
            self._server.stop()
        finally:
            self._programs.stop_all()
            network.remove()

    def look_up(self, name: str) -> None:
        """By dig."""
        done = subprocess.run(inside(CLIENT, "dig", "+short", f"@{address(NAMES)}", name, "A"), capture_output=True)
        assert done.stdout == b"192.0.2.1\n", done

    def send(self, subject: str) -> None:
        """By smtplib; returns when the mail is in its mailbox."""
        before = len(self._server.stored(USER))
        with entered(CLIENT), smtplib.SMTP(address(MAIL), 25, "pc.elsewhere.test") as client:
            client.sendmail("sea@elsewhere.test", [MAILBOX], f"Subject: {subject}\r\n\r\nHello.\r\n")
        self._server.wait_for_mail(USER, before + 1)

    def fetch_by_pop(self) -> None:
        """The latest mail, by poplib."""
        with entered(CLIENT), closing(poplib.POP3(address(MAIL))) as client:
            client.user(USER)
            client.pass_(PASSWORDS[USER])
            client.retr(len(client.list()[1]))
            client.quit()

    def fetch_by_imap(self) -> None:
        """The latest mail, by imaplib."""
        with entered(CLIENT), imaplib.IMAP4(address(MAIL)) as client:
            client.login(USER, PASSWORDS[USER])
            count = client.select()[1][0]
            assert isinstance(count, bytes)
            client.fetch(count.decode(), "(RFC822)")


@contextmanager
def lab() -> Iterator[Lab]:
    """A lab that runs."""
    path = os.environ["PATH"]
    os.environ["PATH"] = f"{path}:/usr/sbin:/sbin"
    folder = Path(tempfile.mkdtemp(prefix="pilotfish-lab-"))
    folder.chmod(0o755)     # Postfix and Dovecot drop their rights
    made = Lab(folder)
    try:
        made.start()
        yield made
    finally:
        made.close()
        shutil.rmtree(folder)
        os.environ["PATH"] = path
