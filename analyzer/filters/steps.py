"""Work in steps: between two of them it may be given up, or something else may go first."""
from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

Made = TypeVar("Made")
Steps: TypeAlias = Generator[None, None, Made]
"""Work that gives something when it is done."""


def finished(steps: Steps[Made]) -> Made:
    """What the work gives; all steps are done at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: Made = end.value
            return made
