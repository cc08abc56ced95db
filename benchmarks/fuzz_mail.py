"""Reads mutated SMTP, POP and IMAP conversations and messages: none may raise, none may take long. With --shapes it
reads shapes of growing size, which must take time in proportion."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from random import Random

from fuzzing.shapes import shapes
from fuzzing.targets import targets

LIMIT = 0.05
"""Seconds of processor time for an input of at most 10 kB."""
TRIES = 5
"""An input that took too long is read so often; the shortest time counts, for the machine does other things too."""

GROWTH = 4
STEEPEST = 1.7 * GROWTH
"""So many times the time for so many times the size still is in proportion: caches and memory cost a little more."""


def main() -> int:
    """Exit code 1 where an input raised or took too long; each is named by its number, which makes it again."""
    given = arguments()
    if given.shapes:
        return int(grow(given.shapes) and not given.untimed)
    worst = 0
    for name, make in targets().items():
        if given.only in (None, name):
            raised, slow = fuzz(name, make, range(given.first, given.first + given.count), given.seed)
            worst = max(worst, int(bool(raised or (slow and not given.untimed))))
    return worst


def arguments() -> argparse.Namespace:
    """What the command line says."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1000, metavar="N", help="inputs of each kind")
    options.add_argument("--first", type=int, default=0, metavar="N", help="the first input's number")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    options.add_argument("--shapes", type=int, metavar="N", help="shapes of N and of 4 N pieces instead")
    options.add_argument("--untimed", action="store_true", help="ask nothing of the times")
    options.add_argument("--only", choices=("smtp", "pop", "imap", "mime"), help="one kind")
    return options.parse_args()


def fuzz(name: str, make: Callable[[Random], Callable[[], None]], numbers: range, seed: int) -> tuple[int, int]:
    """Reads all inputs of a kind and prints a line about them; gives how many raised and how many were slow."""
    raised = slow = 0
    longest, total = (0.0, 0), 0.0
    for number in numbers:
        read = make(Random(f"{name} {seed} {number}"))
        try:
            took = seconds(read)
            if took > LIMIT:
                took = min(took, *(seconds(read) for _ in range(TRIES - 1)))
        except Exception:  # that is what is looked for
            raised += 1
            print(f"{name} input {number} raised:", traceback.format_exc(), sep="\n")
            continue
        if took > LIMIT:
            slow += 1
            print(f"{name} input {number} took {took * 1000:.0f} ms")
        longest, total = max(longest, (took, number)), total + took
    print(f"{name}: {len(numbers)} inputs, {raised} raised, {slow} slow; {total / max(len(numbers), 1) * 1000:.2f} ms "
          f"each, longest {longest[0] * 1000:.1f} ms (input {longest[1]})", flush=True)
    return raised, slow


def grow(count: int) -> int:
    """Reads each shape in two sizes and prints a line about it."""
    worst = 0
    for name, make in shapes().items():
        small, large = (min(seconds(make(size)) for _ in range(3)) for size in (count, GROWTH * count))
        steep = large > STEEPEST * small and large > LIMIT
        worst = max(worst, int(steep))
        print(f"{name}: {small * 1000:.1f} ms for {count}, {large * 1000:.1f} ms for {GROWTH * count}"
              + ("  TOO STEEP" if steep else ""), flush=True)
    return worst


def seconds(read: Callable[[], None]) -> float:
    """Processor time of a reading."""
    begun = time.process_time()
    read()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
