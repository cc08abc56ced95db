"""Runs Python as a user who may nothing, where root runs the tests."""
from __future__ import annotations

import os
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from program import ROOT

from analyzer.live import dumpcap, rights

USER = 65534
TESTS = Path(__file__).parent


class Nobody:
    """The user.

    Attributes:
        home: a folder of its own, in which its programs start.
    """

    def __init__(self, folder: Path) -> None:
        self.home, self._aside = folder / "home", folder / "aside"
        self._aside.mkdir()
        self.home.mkdir()
        os.chown(self.home, USER, USER)

    def run(self, *arguments: object, python: object = sys.executable,
            **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs Python, which finds the package and the tests."""
        variables = {"PATH": os.defpath, "HOME": str(self.home), "TMPDIR": str(self.home),
                     "PYTHONPATH": f"{ROOT}:{TESTS}", "PYTHONWARNINGS": "error", **environment}
        command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--inh-caps=-all", "env", "-i",
                   *(f"{name}={value}" for name, value in variables.items()), str(python), *map(str, arguments)]
        script = " && ".join([*self._way(), f"cd {self.home}", f"exec {shlex.join(command)}"])
        return subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True)

    def _way(self) -> Iterator[str]:
        """Opens the way to folders behind such as only root may enter, for this one process."""
        needed = [Path(folder) for folder in dict.fromkeys((sys.base_prefix, sys.prefix, str(ROOT)))]
        for closed in dict.fromkeys(filter(None, map(closed_way, needed))):
            yield f"mount --rbind {closed} {self._aside} && mount -t tmpfs -o mode=755 tmpfs {closed}"
            for folder in needed:
                if closed in folder.parents:
                    there = self._aside / folder.relative_to(closed)
                    yield f"mkdir -p {folder} && mount --rbind {there} {folder}"
            yield f"umount -l {self._aside}"


def closed_way(folder: Path) -> Path | None:
    """The first folder on the way to this one that only its owner may enter."""
    return next((one for one in reversed(folder.parents) if not one.stat().st_mode & stat.S_IXOTH), None)


def why_not(user: Nobody) -> str | None:
    """Why this machine has no such user; None where it has."""
    if os.geteuid() != 0:
        return "needs root, to become another user"
    if not shutil.which("unshare") or not shutil.which("setpriv"):
        return "needs unshare and setpriv (Debian: util-linux)"
    program = dumpcap.path()
    if program and rights.privileged(program) and os.stat(program).st_mode & stat.S_IXOTH:
        return "everybody may capture here, with dumpcap"
    tried = user.run("-c", "import analyzer.cli.main, numpy")
    return f"another user can't run Python here: {tried.stderr.strip()[-200:]}" if tried.returncode else None


@contextmanager
def nobody() -> Iterator[Nobody]:
    """The user, with a folder of its own for a while."""
    folder = Path(mkdtemp(prefix="pilotfish-nobody-"))
    folder.chmod(0o755)
    try:
        yield Nobody(folder)
    finally:
        shutil.rmtree(folder)
