"""Compares display filters with Wireshark's, packet number by packet number; needs its program `sharkd`.

    python captures/lab/compare_filters.py captures/*.pcap captures/*.pcapng

The filters stand in tests/analyzer/filters: good.txt, which both must take, and wrong.txt, which both must refuse.
docs/differences.md says where we differ on purpose.
"""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from analyzer.analysis import Analysis
from analyzer.errors import FilterError

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "analyzer" / "filters"
SHOWN = 5
EXPLAINED = {("05-imap.pcap", "imap.request_tag")} | {
    (name, text) for name in ("09-journey.pcap", "10-reply-and-bounce.pcapng")
    for text in ("smtp.req", "smtp.req == 1", "smtp.req.command")}
"""Captures and filters for which docs/differences.md has the reason."""


class Sharkd:
    """A running sharkd with one capture."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(["sharkd", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                         stderr=subprocess.DEVNULL, text=True, errors="replace")
        self._asked = 0
        self.ask("load", file=str(path.resolve()))

    def ask(self, method: str, **parameters: str) -> dict[str, Any]:
        """The answer to a request."""
        assert self._process.stdin and self._process.stdout
        self._asked += 1
        request = {"jsonrpc": "2.0", "id": self._asked, "method": method, "params": parameters}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.strip():
                answer: dict[str, Any] = json.loads(line)
                return answer
        raise EOFError("sharkd has ended")

    def kept(self, text: str) -> set[int] | None:
        """The numbers of the packets that a filter keeps; None where it is refused."""
        frames = self.ask("frames", filter=text).get("result")
        return {int(frame["num"]) for frame in frames} if isinstance(frames, list) else None

    def close(self) -> None:
        """Ends the program."""
        self._process.kill()
        self._process.communicate()


def filters(name: str) -> list[str]:
    """The filters of a list."""
    return (FOLDER / name).read_text().splitlines()


def kept(analysis: Analysis, text: str) -> set[int] | None:
    """The numbers of the packets that our filter keeps; None where it is refused."""
    try:
        return {row + 1 for row in analysis.select(text).tolist()}
    except FilterError:
        return None


def compare(path: Path) -> int:
    """Prints where the two differ; gives how often without a reason that is known."""
    differences = 0
    sharkd = Sharkd(path)
    with Analysis.open(path) as analysis:
        for text in [*filters("good.txt"), *filters("wrong.txt")]:
            try:
                theirs = sharkd.kept(text)
            except EOFError:    # some filters on damaged packets are too much for it
                print(f"{path.name}: {text}: sharkd has ended")
                sharkd.close()
                sharkd = Sharkd(path)
                continue
            ours = kept(analysis, text)
            if theirs != ours:
                explained = (path.name, text) in EXPLAINED
                differences += not explained
                note = " (see docs/differences.md)" if explained else ""
                print(f"{path.name}: {text}{note}")
                print(f"  only tshark {_some(theirs, ours)}, only pilotfish {_some(ours, theirs)}")
    sharkd.close()
    return differences


def _some(these: set[int] | None, without: set[int] | None) -> str:
    if these is None:
        return "refuses"
    rest = sorted(these - (without or set()))
    return " ".join(map(str, rest[:SHOWN])) + (" …" if len(rest) > SHOWN else "") or "nothing"


def main() -> int:
    """Compares the captures named; 1 where anything differs without a reason."""
    found = sum(compare(Path(name)) for name in sys.argv[1:])
    print(f"{found} differences without a reason")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
