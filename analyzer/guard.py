"""The one place where a bug of a dissector is kept from everything else: it costs the packet or flow its details."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from dissectors.malformed import Malformed


@dataclass(slots=True)
class Fault:
    """What went wrong inside of a guarded block; `text` is empty where nothing did."""
    text: str = ""


class Guard:
    """Keeps bugs of dissectors inside of blocks; each is logged once. `strict` lets them through, for tests."""

    def __init__(self, strict: bool = False) -> None:
        self._strict = strict
        self._reported: set[str] = set()

    @contextmanager
    def against(self, where: str) -> Iterator[Fault]:
        """A block in which a dissector runs; `where` names the packet or flow. Malformed passes: that is no bug."""
        fault = Fault()
        try:
            yield fault
        except Malformed:
            raise
        except Exception as bug:
            if self._strict:
                raise
            fault.text = repr(bug)
            self._report(where, bug)

    def _report(self, where: str, bug: Exception) -> None:
        kind = f"{type(bug).__name__} at {_place(bug)}"
        if kind not in self._reported:
            import logging
            self._reported.add(kind)
            logging.getLogger(__name__).error("%s: a dissector failed", where, exc_info=bug)


def _place(bug: Exception) -> str:
    trace = bug.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
