"""The one place where a bug of a dissector is kept from everything else: it costs the packet or flow its details."""
from __future__ import annotations

from types import TracebackType

from dissectors.malformed import Malformed


class Fault:
    """A guarded block, and what went wrong inside of it; `text` is empty where nothing did."""
    __slots__ = ("_guard", "_where", "text")

    def __init__(self, guard: Guard, where: str) -> None:
        self._guard, self._where = guard, where
        self.text = ""

    def __enter__(self) -> Fault:
        return self

    def __exit__(self, kind: object, bug: BaseException | None, trace: TracebackType | None) -> bool:
        if bug is None or isinstance(bug, Malformed) or not isinstance(bug, Exception) or self._guard.strict:
            return False
        self.text = repr(bug)
        self._guard.report(self._where, bug)
        return True


class Guard:
    """Keeps bugs of dissectors inside of blocks; each is logged once. `strict` lets them through, for tests."""

    def __init__(self, strict: bool = False) -> None:
        self.strict = strict
        self._reported: set[str] = set()

    def against(self, where: str) -> Fault:
        """A block in which a dissector runs; `where` names the packet or flow. Malformed passes: that is no bug."""
        return Fault(self, where)

    def report(self, where: str, bug: Exception) -> None:
        """Logs a bug, if it is new."""
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
