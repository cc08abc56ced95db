"""Compares `pilotfish dns --dig` with dig: a server on loopback gives dig each captured response again.

    python captures/lab/compare_dig.py captures/*.pcap

Left out are what cannot be equal (id, moment, server, latency) and what dig says of itself; blanks and the case of
letters in data do not count. Zone transfers are left out: dig prints their records alone.
"""
from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from difflib import unified_diff

from analyzer.analysis import Analysis
from analyzer.dns_rows import read_message
from dissectors.dns.name import absolute_text
from dissectors.dns.text import AXFR, CLASS_NAMES, IXFR, TYPE_NAMES

DATAGRAM = 65_535
LARGE = 4_000
"""Larger responses go over TCP."""
APART = (";; Query time", ";; SERVER", ";; WHEN", ";; global options", "; <<>>", "; (1 server", ";; Truncated")


class Replay:
    """Answers every query with `response`, under the query's id."""

    def __init__(self) -> None:
        self.response = b""
        self._datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._datagrams.bind(("127.0.0.1", 0))
        self.port: int = self._datagrams.getsockname()[1]
        self._connections = socket.create_server(("127.0.0.1", self.port))
        for serve in (self._serve_datagrams, self._serve_connections):
            threading.Thread(target=serve, daemon=True).start()

    def _serve_datagrams(self) -> None:
        while True:
            query, client = self._datagrams.recvfrom(DATAGRAM)
            self._datagrams.sendto(query[:2] + self.response[2:], client)

    def _serve_connections(self) -> None:
        while True:
            connection, _ = self._connections.accept()
            with connection, connection.makefile("rb") as sent:
                query = sent.read(int.from_bytes(sent.read(2), "big"))
                connection.sendall(len(self.response).to_bytes(2, "big") + query[:2] + self.response[2:])

    def printed(self, response: bytes, name: str, kind: str, number: str) -> str:
        """What dig prints of a response to a question."""
        self.response = response
        options = ["+tries=1", "+time=2", "+ignore", "+nocookie", "+noidnin", "+noidnout", "+nobadcookie"]
        if len(response) > LARGE:
            options.append("+tcp")
        question = ["-t", kind, "-c", number, "-q", name]
        return subprocess.run(["dig", "@127.0.0.1", "-p", str(self.port), *options, *question], capture_output=True,
                              text=True, check=False).stdout


def lines(text: str) -> list[str]:
    """The lines that can be equal."""
    found = [line for line in text.splitlines() if line.strip() and not line.startswith(APART)]
    return [re.sub(r"\s+", "", re.sub(r"id: \d+$", "", line)).lower() for line in found]


def differences(path: str, replay: Replay) -> Iterator[list[str]]:
    """For each response of a capture, in what dig and we differ."""
    with Analysis.open(path) as analysis:
        found = analysis.dns
        for number, ours in enumerate(found.dig_text()):
            message = read_message(found.messages, number)
            question = message.questions[0] if message.questions else None
            if not message.response or question is None or question.type in (AXFR, IXFR):
                continue
            theirs = replay.printed(found.messages.octets(number), absolute_text(question.name),
                                    TYPE_NAMES[question.type], CLASS_NAMES[question.number])
            yield list(unified_diff(lines(theirs), lines(ours), "dig", f"{path} {number}", lineterm="", n=0))


def main() -> int:
    """Prints the differences; 1 where there are any."""
    replay, compared, different = Replay(), 0, 0
    for path in sys.argv[1:]:
        for difference in differences(path, replay):
            compared += 1
            different += bool(difference)
            print("\n".join(difference), end="\n" if difference else "")
    print(f"{compared - different} of {compared} responses are printed alike")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
