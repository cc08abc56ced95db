"""The lab's running programs: each in its node, with what it prints in a log file."""
from __future__ import annotations

import subprocess
from pathlib import Path

from servers.network import inside


class Programs:
    """Programs by name."""

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        logs.mkdir()

    def start(self, name: str, node: str, *command: str | Path) -> None:
        """Starts a program that stays in the foreground."""
        with open(self.logs / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(inside(node, *command), stdin=subprocess.DEVNULL, stdout=log,
                                                  stderr=subprocess.STDOUT, start_new_session=True)

    def stop(self, name: str) -> None:
        """Ends a program, by force where it does not end by itself."""
        program = self.running.pop(name)
        program.terminate()
        try:
            program.wait(5)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()

    def stop_all(self) -> None:
        """Ends whatever runs."""
        for name in list(self.running):
            self.stop(name)
