"""Emails in one file: mbox (RFC 4155) with the quoting of mboxrd, which can be undone."""
from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.export.folder import Folder
from analyzer.export.manifest import Row, describe_file, digests
from dissectors.mime.mapped import Content

MAX_SENDER = 320
"""Characters of an address that go into the line before an email (RFC 3696 errata 1690: 64 + @ + 255)."""
LAST_SECOND = 253_402_300_799
"""The end of the year 9999: a capture may claim any time."""

_FROM = re.compile(rb"^(>*+From )", re.MULTILINE)
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f]+")


class MboxStore:
    """Writes all emails into `mail.mbox`. Line ends stay as transferred, so that an email can be had back exactly:
    without the first and the last line of its span, and one `>` less before `From `."""

    def __init__(self, folder: Folder) -> None:
        self.name, self._file = folder.create("mail", ".mbox")
        self._size = 0
        self._sha256 = hashlib.sha256()
        self._md5 = hashlib.md5(usedforsecurity=False)

    def add(self, number: int, email: Mapping[str, Any], content: Content) -> Row:
        """Writes an email; the line of the manifest has the digests of the message, and its place in the file."""
        facts, content = digests(email, content), content[:]
        start = self._size
        self._write(separator(email.get("envelope_from"), email.get("time")) + quote(content))
        self._write(b"\n" if content.endswith(b"\n") or not content else b"\n\n")
        return describe_file(self.name, "email", email, {**facts, "start": start, "stop": self._size})

    def finish(self) -> Iterator[Row]:
        """The line for the whole file."""
        self._file.flush()
        facts = {"size": self._size, "sha256": self._sha256.hexdigest(), "md5": self._md5.hexdigest()}
        yield describe_file(self.name, "store", {}, facts)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def _write(self, data: bytes) -> None:
        self._file.write(data)
        self._size += len(data)
        self._sha256.update(data)
        self._md5.update(data)


def separator(sender: object, time_ns: object) -> bytes:
    """RFC 4155 appendix A: `From `, the envelope's sender, the time in UTC as asctime writes it. Readers expect ASCII:
    other characters of an internationalised address are escaped."""
    address = _NOT_IN_ADDRESS.sub("_", str(sender or ""))[:MAX_SENDER].strip("<>_") or "MAILER-DAEMON"
    seconds = min(max(time_ns // 10**9, 0), LAST_SECOND) if isinstance(time_ns, int) else 0
    return f"From {address} {time.asctime(time.gmtime(seconds))}\n".encode("ascii", "backslashreplace")


def quote(content: bytes) -> bytes:
    """Puts a `>` before lines that would begin an email, and before those that are quoted so."""
    return _FROM.sub(rb">\1", content) if b"From " in content else content
