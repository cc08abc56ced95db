"""What becomes of an interface that is captured on: it may go down, vanish, and return."""
from __future__ import annotations

from collections.abc import Mapping

from analyzer.live import links

NEWS = {"up": "is up again", "down": "is down; its packets are captured when it is up again",
        "gone": "has vanished; its packets are captured when it returns"}
"""What is told when the condition of an interface has become another one."""


def condition(name: str) -> str:
    """`up` (also without a carrier, as that may come at any time), `down` or `gone`."""
    try:
        return "down" if links.state(name) == "down" else "up"
    except OSError:
        return "gone"


class Watch:
    """Looks after an interface for those who have no socket that would tell them."""

    def __init__(self, name: str, news: Mapping[str, str]) -> None:
        """`news`: what is told of each condition, when it has become that."""
        self.name, self._news = name, news
        self._condition = condition(name)

    def news(self) -> str | None:
        """What happened since the last call, if anything did."""
        before, self._condition = self._condition, condition(self.name)
        return f"{self.name}: {self._news[self._condition]}" if self._condition != before else None
