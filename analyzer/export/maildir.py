"""Emails as a Maildir: a file each in `new`, the bytes as transferred."""
from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.export.folder import Folder
from analyzer.export.manifest import Row, describe_file, digests
from analyzer.spooled import pieces_of
from dissectors.mime.mapped import Content


class MaildirStore:
    """Makes the export's folder a Maildir. Emails are unread, so their names need no `:2,` (which Windows forbids)."""

    def __init__(self, folder: Folder) -> None:
        self._tmp, self._new, _ = (folder.subfolder(name) for name in ("tmp", "new", "cur"))

    def add(self, number: int, email: Mapping[str, Any], content: Content) -> Row:
        """Delivers an email: written to `tmp`, then moved, so that no reader sees half of it."""
        stem = _unique_name(number, email.get("time"))
        while True:
            name = self._tmp.write(stem, "", pieces_of(content))
            # the name in tmp is ours now; one that new has already goes back and the next is tried
            if not os.path.lexists(self._new.path / name):
                break
            os.unlink(self._tmp.path / name)
        os.rename(self._tmp.path / name, self._new.path / name)
        return describe_file(f"{self._new.prefix}{name}", "email", email, digests(email, content))

    def finish(self) -> Iterator[Row]:
        """Nothing is left to be written."""
        yield from ()

    def close(self) -> None:
        """No file is open."""


def _unique_name(number: int, time_ns: object) -> str:
    """Seconds, what makes it unique, and a host, as Maildir has them; all from the capture, so an export of the same
    capture gives the same names."""
    seconds, rest = divmod(time_ns, 10**9) if isinstance(time_ns, int) else (0, 0)
    return f"{seconds}.M{rest // 1000:06d}Q{number:04d}.pilotfish"
