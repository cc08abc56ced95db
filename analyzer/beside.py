"""Files that take another's place when all is written, so that nobody sees half of one."""
from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO


@contextmanager
def beside(path: str) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` at the end, with its permissions; where that is not reached, it goes. What
    `path` links to is replaced, and not the link."""
    path = os.path.realpath(path)
    partial = os.path.join(os.path.dirname(path), f".{os.path.basename(path)}.{os.getpid()}.part")
    with suppress(FileNotFoundError):
        os.unlink(partial)
    opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with open(opened, "wb") as file:
            with suppress(FileNotFoundError):
                os.fchmod(opened, stat.S_IMODE(os.stat(path).st_mode))
            yield file
            file.flush()
            os.fsync(opened)
        os.replace(partial, path)
    except BaseException:
        os.unlink(partial)
        raise
