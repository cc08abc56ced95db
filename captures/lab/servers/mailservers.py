"""The mail servers: Postfix and Dovecot, one of each for a domain, and the mailboxes behind them."""
from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from servers.configuration import filled, write
from servers.network import inside, namespace, run, wait_for_server, wait_until
from servers.programs import Programs

DOMAINS = {"mxa": "harbor.example", "mxb": "lantern.test"}
USERS: Mapping[str, Mapping[str, str]] = {"mxa": {"alice": "sea-Shanty7", "dora": "gull.42"},
                                          "mxb": {"bob": "Wick-and-wax9", "carol": "b33swax!"}}
"""The users of each server and their passwords."""
PASSWORDS = {user: password for users in USERS.values() for user, password in users.items()}
OWNER = 8
"""The system user `mail` owns the mailboxes."""
PORTS = (25, 465, 587, 110, 143, 993, 995)


class MailServer:
    """Postfix (25, 587, 465) and Dovecot (110, 143, 993, 995) in one node."""

    def __init__(self, node: str, folder: Path, programs: Programs) -> None:
        self.node, self.folder, self.programs = node, folder / node, programs
        self.users = USERS[node]

    def start(self) -> None:
        """Writes the configuration and starts both servers."""
        for name in ("mail", "spool", "data", "postfix"):
            (self.folder / name).mkdir(parents=True)
        shutil.chown(self.folder / "data", "postfix", "postfix")
        shutil.chown(self.folder / "mail", OWNER, OWNER)
        self._make_certificate()
        self._configure()
        run(*inside(self.node, "postfix", "-c", self.folder / "postfix", "start"))
        self.programs.start(f"dovecot-{self.node}", self.node, "dovecot", "-F", "-c", self.folder / "dovecot.conf")
        for port in PORTS:
            wait_for_server(self.node, port)

    def stop(self) -> None:
        """Stops Postfix, where it was started; Dovecot ends with the other programs."""
        if (self.folder / "spool" / "pid" / "master.pid").exists():
            run(*inside(self.node, "postfix", "-c", self.folder / "postfix", "stop"))

    def stored(self, user: str) -> list[bytes]:
        """The messages in a user's inbox as the files have them (lines end in LF), oldest first."""
        inbox = self.folder / "mail" / user / "Maildir"
        files = [file for part in ("new", "cur") for file in (inbox / part).glob("*")]
        return [file.read_bytes() for file in sorted(files, key=lambda file: file.stat().st_mtime_ns)]

    def wait_for_mail(self, user: str, count: int = 1) -> list[bytes]:
        """The messages in a user's inbox, as soon as there are so many."""
        wait_until(lambda: len(self.stored(user)) >= count, f"{count} messages for {user}")
        return self.stored(user)

    def empty(self) -> None:
        """Removes all mailboxes."""
        for mailboxes in (self.folder / "mail").iterdir():
            shutil.rmtree(mailboxes)

    def _make_certificate(self) -> None:
        host = f"{self.node}.{DOMAINS[self.node]}"
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "60", "-subj", f"/CN={host}",
            "-addext", f"subjectAltName=DNS:{host}",
            "-keyout", self.folder / "tls.key", "-out", self.folder / "tls.crt")

    def _configure(self) -> None:
        domain = DOMAINS[self.node]
        write(self.folder / "users", "".join(f"{user}:{{PLAIN}}{word}\n" for user, word in self.users.items()))
        write(self.folder / "mailboxes", "".join(f"{user}@{domain} {user}/\n" for user in self.users))
        values = {"node": self.node, "domain": domain, "folder": self.folder, "owner": OWNER,
                  "namespace": namespace(self.node)}
        installed = {name: run("postconf", "-d", "-h", name).strip()
                     for name in ("daemon_directory", "command_directory")}
        write(self.folder / "postfix" / "main.cf", filled("postfix-main.cf", **values, **installed))
        write(self.folder / "postfix" / "master.cf", filled("postfix-master.cf"))
        write(self.folder / "dovecot.conf", filled("dovecot.conf", **values))
