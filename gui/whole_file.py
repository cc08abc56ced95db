"""Looks before each step of a question whether the capture's file is still whole: touching bytes that a mapped file has
lost would end the process."""
from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from analyzer.analysis import Analysis

Part = TypeVar("Part")


class FileCutError(Exception):
    """The file has become shorter; nothing can be asked of it any more."""


def while_whole(analysis: Analysis, steps: Iterator[Part]) -> Iterator[Part]:
    """The steps, as long as the file is whole.

    Raises:
        FileCutError: where it is not.
    """
    try:
        while True:
            if not analysis.capture.check():
                raise FileCutError
            try:
                part = next(steps)
            except StopIteration:
                return
            yield part
    finally:
        if isinstance(steps, Generator):
            steps.close()
