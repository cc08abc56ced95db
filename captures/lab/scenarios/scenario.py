"""What a scenario is: a function that talks while the bridge is recorded, and the name of its capture."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lab import Lab
from truth.record import Truth


class Stage:
    """A scenario's lab and the truth about its capture."""

    def __init__(self, lab: Lab, truth: Truth) -> None:
        self.lab, self.truth = lab, truth
        self.file = (lab.folder / truth.capture).with_suffix(".pcap")
        """What is recorded: tcpdump writes pcap."""

    @contextmanager
    def recording(self) -> Iterator[None]:
        """What passes the bridge meanwhile makes the capture."""
        with self.lab.recording(self.file):
            yield


@dataclass(frozen=True, slots=True)
class Scenario:
    """One capture: its file name, what it shows, and the function that makes it happen."""
    capture: str
    shows: str
    play: Callable[[Stage], None]


def scenario(capture: str) -> Callable[[Callable[[Stage], None]], Scenario]:
    """Makes a scenario of a function; its docstring says what the capture shows."""
    return lambda play: Scenario(capture, " ".join((play.__doc__ or "").split()), play)
