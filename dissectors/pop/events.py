"""Events of a POP conversation."""
from __future__ import annotations

from dissectors.mail.events import Command, Greeting, Reply, ReplyData

__all__ = ["Command", "Greeting", "Reply", "ReplyData"]
