"""Errors that are for the person who runs the program: one line that says what is wrong, where, and what helps."""
from __future__ import annotations

from typing import ClassVar


class ReportedError(Exception):
    """An error that is shown as its message alone; `exit_code` is what the program ends with."""
    exit_code: ClassVar[int] = 1


class CaptureError(ReportedError):
    """The input can't be read or is no capture."""


class OutputError(ReportedError):
    """The output can't be written."""


class UsageError(ReportedError):
    """An unknown option or value, or no such packet or flow."""
    exit_code = 2


class FilterError(UsageError):
    """A filter that can't be understood; `column` counts from 1."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(f"filter, column {column}: {message}")
        self.message, self.column = message, column

    def __reduce__(self) -> tuple[type[FilterError], tuple[str, int]]:
        """A worker's process hands it on."""
        return FilterError, (self.message, self.column)
