"""The first run on a machine: kernels that are needed late are compiled in another process, beside those that are
needed first."""
from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from analyzer.workers import EndedEarly, Workers, worth_forking
from dissectors.kernel import COMPILE_FROM, Kernel, made_elsewhere

LARGEST_FRAME = 1514
"""Of Ethernet, as most are; larger files have enough packets for all kernels to be compiled."""
LATER = {
    "arrange": "u1r,i8,i8,u1,u4,u4,i8,i8,u1,i8,i8,i8,i8,i8,u1,u1,i8,i8,i8,i8,i8,i8,i8,i8,u1,i8,i8,i8,i8,i8",
    "walk_messages": "u1r,u1r,u1,i8,u2,int,u2,i8",
    "pair": "b1,u2,i8,i8,int,b1,i8,i4,i4,u1,i4,i4,i4",
    "find_copies": "int,int,u1r,u1,i8,u2,u2,i8,i8,u2,i4,i4",
    "write_keys": "i4,i4,u2,u2,u1,u1,u2,i8,int,int,i8,i8",
}
"""Signatures of kernels, those first that take longest to compile."""


def kernels() -> dict[Kernel, str]:
    """The kernels with the signatures that most captures ask of them."""
    from analyzer.dns_pairs import find_copies, pair, write_keys
    from analyzer.tcp import arrange
    from dissectors.dns.measures import walk_messages
    return {one: LATER[one.__name__] for one in (arrange, walk_messages, pair, find_copies, write_keys)}


@contextmanager
def compiling_ahead(file: str) -> Iterator[None]:
    """While this capture is read, another process compiles what is missing. Who asks for one of these waits for all;
    what nobody has asked for at the end is not finished."""
    missing = {}
    if os.path.isfile(file) and os.path.getsize(file) > COMPILE_FROM * LARGEST_FRAME and worth_forking():
        missing = {one: kinds for one, kinds in kernels().items() if not one.has_code(kinds)}
    if not missing:
        yield
        return
    workers: Workers[dict[Kernel, str], None] = Workers(_compile, [missing])
    made = iter(workers)

    def wait() -> None:
        with suppress(EndedEarly):      # what is still missing then, who asks for it compiles
            deque(made, 0)
    made_elsewhere.update({(one.__name__, kinds): wait for one, kinds in missing.items()})
    try:
        yield
    finally:
        made_elsewhere.clear()
        workers.end()


def _compile(missing: dict[Kernel, str]) -> None:
    for one, kinds in missing.items():
        one.compile_for(kinds)
