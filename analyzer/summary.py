"""The summary of a capture: what is in it, in one object."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.columns import Array
from analyzer.engine import MAIL, Engine
from analyzer.flow_rows import flow_rows
from analyzer.flows import TRANSPORTS
from analyzer.rows import names
from analyzer.scan import ADDRESS_WORDS, NO_LAYOUT
from analyzer.seconds import Nanoseconds

if TYPE_CHECKING:
    from analyzer.dns import Transactions
    from analyzer.mails import Mails

TOP_FLOWS = 10
ETHERNET = 1
NETWORKS = {4: "ip", 16: "ipv6"}
"""The network protocol by the size of its addresses, in bytes."""


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


def protocols(engine: Engine) -> dict[str, dict[str, int]]:
    """Packets and bytes by protocol; a packet counts for each protocol that it has."""
    length = engine.packets.column("length")
    found = {}
    for name, chosen in _having(engine):
        count = int(np.count_nonzero(chosen))
        if count:
            found[name] = {"packets": count, "bytes": int(length.sum(where=chosen, dtype=np.int64))}
    return found


def _having(engine: Engine) -> Iterator[tuple[str, Array]]:
    """For each protocol the packets that have it, from the bottom up."""
    table = engine.packets
    last = table.column("last")
    ethernet = [interface.linktype == ETHERNET for interface in engine.capture.interfaces]
    yield "eth", np.array([*ethernet, False])[table.column("interface")]
    sizes = table.addresses.words[ADDRESS_WORDS - 1::ADDRESS_WORDS][np.maximum(table.column("source"), 0)]
    for size, name in NETWORKS.items():
        yield name, (sizes == size) & (table.column("source") >= 0)
    transports = table.transports()
    for number, name in TRANSPORTS.items():
        yield name, transports == number
    shown = {"eth", *NETWORKS.values(), *TRANSPORTS.values()}
    for name in dict.fromkeys(layout.name for layout in table.program.layouts):
        if name not in shown:
            chosen = [last == number for number, layout in enumerate(table.program.layouts) if layout.name == name]
            yield name, reduce(np.logical_or, chosen)
    yield from _by_service(engine)
    yield "unknown", last == NO_LAYOUT


def _by_service(engine: Engine) -> Iterator[tuple[str, Array]]:
    services = np.append(engine.services.numbers(), -1)[engine.packets.column("flow")]
    with_payload = engine.packets.column("payload_size") > 0
    for number, name in enumerate(engine.services.names):
        yield name, (services == number) & with_payload


def _largest(engine: Engine) -> list[int]:
    size = engine.flows.column("bytes_sent") + engine.flows.column("bytes_received")
    if len(size) > TOP_FLOWS:
        candidates = np.flatnonzero(size >= np.partition(size, -TOP_FLOWS)[-TOP_FLOWS])
    else:
        candidates = np.arange(len(size))
    found: list[int] = candidates[np.argsort(-size[candidates], kind="stable")[:TOP_FLOWS]].tolist()
    return found
