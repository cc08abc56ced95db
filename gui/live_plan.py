"""A plan: all that is asked of a live capture in the window; plain Python without Qt."""
from __future__ import annotations

import json
from dataclasses import dataclass, replace

from analyzer.errors import UsageError
from analyzer.live.session import BACKENDS
from analyzer.live.settings import Settings as CaptureSettings

NO_FILE = "/live.pcapng"
"""Stands for a file that is named when the capture begins."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be captured.

    Attributes:
        settings: as the capture process gets them, but for the file.
        file: where the packets are kept; "" where that is asked for at the end.
        backend: who captures.
    """
    settings: CaptureSettings
    file: str = ""
    backend: str = "auto"

    def writing(self, file: str) -> CaptureSettings:
        """The settings of the capture, into `file`."""
        return replace(self.settings, file=file)

    def line(self) -> str:
        """As it is remembered."""
        return json.dumps([self.settings.line().decode(), self.file, self.backend])

    @classmethod
    def of_line(cls, line: str) -> Plan | None:
        """What `line` made; None for anything else."""
        try:
            settings, file, backend = json.loads(line)
            if isinstance(file, str) and backend in BACKENDS:
                return cls(CaptureSettings.of_line(settings.encode()), file, backend)
        except (ValueError, TypeError, AttributeError, UsageError):
            return None
        return None


def plan_for(interfaces: list[str], kernel_filter: str = "") -> Plan:
    """Captures on these interfaces until somebody stops it.

    Raises:
        UsageError: where that can't be.
    """
    return Plan(CaptureSettings(tuple(interfaces), NO_FILE, kernel_filter))
