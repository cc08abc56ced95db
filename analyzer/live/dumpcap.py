"""dumpcap of Wireshark as the one that captures: where it may and we may not, and for kinds of interfaces that only
it knows."""
from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator

from analyzer.live import events, rights
from analyzer.live.events import Event
from analyzer.live.settings import Settings
from analyzer.live.watch import NEWS as WHERE_CAPTURED_AGAIN

NEWS = {**WHERE_CAPTURED_AGAIN, "gone": "has vanished; dumpcap does not capture on it again when it returns"}
"""What becomes of its interfaces: dumpcap itself says nothing, and goes on waiting."""
_OF_INTERFACE = re.compile(r"Packets received/dropped on interface .*: \d+/(\d+) \(pcap:")
_CAPTURED = re.compile(r"Packets captured: (\d+)")
_CHATTER = ("Capturing on ", "Packets: ", "Packets captured: ")
BESIDE_PATH = ("/usr/sbin", "/usr/local/sbin")
"""Where programs for administrators are, which not everybody's PATH has."""


def path() -> str | None:
    """Where dumpcap is; None where it is not installed."""
    folders = (os.environ.get("PATH", os.defpath), *BESIDE_PATH)
    return shutil.which("dumpcap", path=os.pathsep.join(filter(None, folders)))


def usable() -> bool:
    """Whether dumpcap would capture for this person."""
    program = path()
    return program is not None and os.access(program, os.X_OK) and rights.privileged(program)


def arguments(program: str, settings: Settings) -> list[str]:
    """The command line that does what the settings say; every value is the argument of an option."""
    made = [program, "-q", "-B", str(settings.buffer_mib), "-s", str(settings.snaplen)]
    if not settings.promiscuous:
        made.append("-p")
    if settings.filter:
        made += ["-f", settings.filter]
    for name in settings.interfaces:
        made += ["-i", name]
    made += ["-w", settings.file]
    for option, how, value in (
            ("-c", "", settings.packets), ("-a", "duration:", settings.seconds),
            ("-a", "filesize:", -(-settings.size // 1000)), ("-b", "filesize:", settings.rotate_size // 1000),
            ("-b", "duration:", settings.rotate_seconds), ("-b", "files:", settings.keep)):
        if value:
            made += [option, f"{how}{value}"]
    return made


class Listener:
    """Makes events of what dumpcap says, line by line."""

    def __init__(self) -> None:
        self._captured = self._dropped = 0
        self._trouble: list[str] = []
        self._started = False

    def hear(self, line: bytes) -> Iterator[Event]:
        """The events of a line."""
        text = line.decode("utf-8", "replace").strip()
        if text.startswith("File: "):
            yield Event(events.FILE, text.removeprefix("File: "))
            if not self._started:
                self._started = True
                yield Event(events.STARTED)
        elif found := _OF_INTERFACE.search(text):
            self._dropped += int(found[1])
            yield self._counts(events.COUNTS)
        elif found := _CAPTURED.search(text):
            self._captured = int(found[1])
            yield self._counts(events.COUNTS)
        elif text and not text.startswith(_CHATTER):
            self._trouble.append(text.removeprefix("dumpcap: "))

    def end(self, code: int) -> Event:
        """How it ended."""
        if code == 0:
            return self._counts(events.ENDED)
        said = " ".join(self._trouble)[:events.LONGEST_TEXT]
        return Event(events.FAILED, f"dumpcap: {said or f'ended with code {code}'}", self._captured, self._dropped,
                     self._captured, "capture filter" in said.lower())

    def _counts(self, kind: str) -> Event:
        return Event(kind, "", self._captured, self._dropped, self._captured)
