"""Reads mutated and cut DNS messages with both readers, the one for a message and the walk over many: none may raise
anything but Malformed, none may take long."""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

sys.path += [str(Path(__file__).parents[1] / place) for place in ("", "tests")]

from dns_cases import Said, gathered
from dns_mutations import messages, mutated

from analyzer.dns_pairing import transactions
from dissectors.dns.info import info
from dissectors.dns.message import parse
from dissectors.dns.tree import describe
from dissectors.malformed import Malformed
from dissectors.octets import Octets

LIMIT = 0.05
"""Seconds of processor time for a message, its tree included."""
TRIES = 5
"""A message that took too long is read so often; the shortest time counts, for the machine does other things too."""
TOGETHER = 1000
"""How many messages go into a table."""


def main() -> int:
    """Exit code 1 where a message raised or took too long; each is named by its number, which makes it again."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1000, metavar="N", help="messages")
    options.add_argument("--first", type=int, default=0, metavar="N", help="the first message's number")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    given = options.parse_args()
    seeds = messages()
    made = {}
    for number in range(given.first, given.first + given.count):
        chance = Random(f"{given.seed} {number}")
        made[number] = mutated(chance.choice(seeds), chance)
    return int(bool(one_by_one(made) + in_tables(made)))


def one_by_one(made: dict[int, bytes]) -> int:
    """Reads each message alone; how many raised or took too long."""
    raised = headless = 0
    took = []
    for number, data in made.items():
        try:
            took.append((seconds(partial(read, data)), number))
        except Malformed:
            headless += 1
        except Exception:  # that is what is looked for
            raised += 1
            print(f"message {number} raised:", traceback.format_exc(), sep="\n")
    slow = [number for each, number in took if each > LIMIT]
    longest, which = max(took, default=(0.0, 0))
    print(f"{len(made)} messages, {headless} of them too short for id and flags; {raised} raised, {len(slow)} slow "
          f"{slow[:10]}; {sum(each for each, _ in took) / max(len(took), 1) * 1000:.2f} ms each, "
          f"longest {longest * 1000:.1f} ms (message {which})", flush=True)
    return raised + len(slow)


def read(data: bytes) -> None:
    """The record, what is wrong in its data, its line and its tree."""
    message = parse(Octets(data))
    message.fault()
    info(message)
    for _ in describe(message, "dns", {}):
        pass


def in_tables(made: dict[int, bytes]) -> int:
    """The walk over many messages, their pairs and the rows of both; how many tables raised."""
    raised, began, numbers = 0, time.process_time(), list(made)
    for first in range(0, len(numbers), TOGETHER):
        try:
            found = transactions(gathered([Said(made[number]) for number in numbers[first:first + TOGETHER]]))
            found.json_lines(lambda lines: None)
            for _ in found.message_rows():
                pass
        except Exception:  # that is what is looked for
            raised += 1
            print(f"the table of message {numbers[first]} and those behind raised:", traceback.format_exc(), sep="\n")
    each = (time.process_time() - began) / max(len(made), 1)
    print(f"{len(made)} messages in tables: {raised} tables raised; {each * 1000:.2f} ms each")
    return raised


def seconds(call: Callable[[], None]) -> float:
    """Processor time; the shortest of some where it is too long."""
    shortest = LIMIT * 1000
    for _ in range(TRIES):
        began = time.process_time()
        call()
        shortest = min(shortest, time.process_time() - began)
        if shortest <= LIMIT:
            break
    return shortest


if __name__ == "__main__":
    sys.exit(main())
