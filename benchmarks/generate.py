"""Writes a large made-up capture of DNS and mail traffic; the same arguments give the same bytes."""

from __future__ import annotations

import argparse
from pathlib import Path

from traffic.capture import FORMATS, write
from traffic.schedule import Traffic, Wish


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and 1")
    return value


def parser() -> argparse.ArgumentParser:
    """The options; the defaults are those of the benchmarks' captures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--packets", type=int, default=1_000_000, metavar="N", help="exact number of packets")
    options.add_argument("--mail", type=_share, default=0.2, metavar="SHARE", help="share of packets that is mail")
    options.add_argument("--seed", type=int, default=1, metavar="N")
    options.add_argument("--loss", type=_share, default=0.0, metavar="SHARE", help="lost, some retransmitted")
    options.add_argument("--reorder", type=_share, default=0.0, metavar="SHARE", help="captured after later ones")
    options.add_argument("--ipv6", type=_share, default=0.2, metavar="SHARE", help="share of flows over IPv6")
    options.add_argument("--one", type=int, default=0, metavar="BYTES", help="one email of that size, and nothing else")
    options.add_argument("--format", choices=sorted(FORMATS), default="pcap")
    options.add_argument("out", type=Path, metavar="OUT")
    return options


def main() -> None:
    given = parser().parse_args()
    wish = Wish(given.packets, given.mail, given.seed, given.loss, given.reorder, given.ipv6, given.one)
    with given.out.open("wb") as out:
        written = write(out, given.format, Traffic(wish).batches())
    print(f"{given.out}: {written} packets, {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
