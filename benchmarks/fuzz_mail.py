"""Reads mutated SMTP, POP and IMAP conversations and mutated messages: none may raise, none may take long."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from random import Random

from fuzzing.targets import targets

LIMIT = 0.05
"""Seconds of processor time for an input of at most 10 kB."""
TRIES = 5
"""An input that took too long is read so often; the shortest time counts, for the machine does other things too."""


def main() -> int:
    """Exit code 1 where an input raised or took too long; each is named by its number, which makes it again."""
    given = arguments()
    worst = 0
    for name, make in targets().items():
        if given.only in (None, name):
            worst = max(worst, fuzz(name, make, range(given.first, given.first + given.count), given.seed))
    return worst


def arguments() -> argparse.Namespace:
    """What the command line says."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1000, metavar="N", help="inputs of each kind")
    options.add_argument("--first", type=int, default=0, metavar="N", help="the first input's number")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    options.add_argument("--only", choices=("smtp", "pop", "imap", "mime"), help="one kind")
    return options.parse_args()


def fuzz(name: str, make: Callable[[Random], Callable[[], None]], numbers: range, seed: int) -> int:
    """Reads all inputs of a kind and prints a line about them."""
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
    return int(bool(raised or slow))


def seconds(read: Callable[[], None]) -> float:
    """Processor time of a reading."""
    begun = time.process_time()
    read()
    return time.process_time() - begun


if __name__ == "__main__":
    sys.exit(main())
