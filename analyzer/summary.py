"""The summary of a capture: what is in it, in one object."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.engine import Engine
from analyzer.flow_rows import flow_rows
from analyzer.protocols import protocols
from analyzer.rows import names
from analyzer.seconds import Nanoseconds
from analyzer.services import MAIL

if TYPE_CHECKING:
    from analyzer.dns import Transactions
    from analyzer.mails import Mails

TOP_FLOWS = 10


def summary(engine: Engine, dns: Callable[[bool], Transactions], mails: Callable[[], Mails]) -> dict[str, Any]:
    """The summary as the command line prints it; `dns` pairs the messages while other processes count the mail. It is
    told whether nothing else will be asked."""
    packets, capture = engine.packets, engine.capture
    # what reads mail is imported only where there is some
    some_mail = len(engine.services.flows_of(*MAIL)) > 0
    counting = mails().counting() if some_mail else iter(())
    times = packets.column("time")
    first, last = (int(times.min()), int(times.max())) if packets.rows else (None, None)
    found: dict[str, Any] = {
        "file": capture.path, "format": capture.format, "packets": packets.rows,
        "bytes": int(packets.column("length").sum(dtype=np.int64)),
        "first_time": None if first is None else Nanoseconds(first),
        "last_time": None if last is None else Nanoseconds(last),
        "duration": None if first is None or last is None else Nanoseconds(last - first),
        "truncated": bool(capture.damage), "protocols": protocols(engine), "flows": len(engine.flows),
        "top_flows": list(flow_rows(engine, _largest(engine))),
        "mail": {"sessions": {name: len(engine.services.flows_of(name)) for name in MAIL}}}
    del times
    found["dns"] = dns(not some_mail).summary()
    counts = list(counting)
    found["mail"] |= {"emails": sum(c.emails for c in counts), "attachments": sum(c.attachments for c in counts)}
    # the columns in their order
    return {name: found.get(name) for name in names("summary")}


def _largest(engine: Engine) -> list[int]:
    size = engine.flows.column("bytes_sent") + engine.flows.column("bytes_received")
    if len(size) > TOP_FLOWS:
        candidates = np.flatnonzero(size >= np.partition(size, -TOP_FLOWS)[-TOP_FLOWS])
    else:
        candidates = np.arange(len(size))
    found: list[int] = candidates[np.argsort(-size[candidates], kind="stable")[:TOP_FLOWS]].tolist()
    return found
