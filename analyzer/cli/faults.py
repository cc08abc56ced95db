"""Faults that the engine logs and survives, told in a line each: what a dissector could not cope with, and where."""
from __future__ import annotations

import logging
import os

from analyzer.cli.output import DEBUG, complain


class _Line(logging.Handler):
    """Prints records as the program's own messages."""

    def emit(self, record: logging.LogRecord) -> None:
        """Prints one record."""
        text = record.getMessage()
        fault = record.exc_info[1] if record.exc_info else None
        if fault is not None:
            text += f": {type(fault).__name__}: {fault}"
        complain(f"warning: {text}")


def report_faults_in_a_line() -> None:
    """Sends warnings to standard error; with PILOTFISH_DEBUG, Python's own way shows all there is."""
    log = logging.getLogger("analyzer")
    if not log.handlers and not os.environ.get(DEBUG):
        log.addHandler(_Line(logging.WARNING))
        log.propagate = False
