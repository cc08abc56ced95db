"""What tshark makes of a capture: fields of packets and whole TCP streams. A second opinion, not ours."""
from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OPTIONS = ("-o", "tcp.reassemble_out_of_order:TRUE", "-o", "tcp.check_checksum:FALSE", "-o", "ip.check_checksum:FALSE")
SEPARATOR = "|"
FOLLOWED = re.compile(r"Node 0: (.*):(\d+)\nNode 1: .*:\d+\n")


@dataclass(frozen=True, slots=True)
class Stream:
    """One TCP connection and the bytes of its two sides."""
    client: str
    client_port: int
    server: str
    server_port: int
    sent: bytes
    received: bytes


def tshark(file: Path, *arguments: str) -> str:
    """What tshark prints."""
    command = ["tshark", "-n", "-r", str(file), *OPTIONS, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def fields(file: Path, display_filter: str, *names: str) -> Iterator[list[str]]:
    """The fields of each packet that the filter shows; of several with one name the first."""
    wanted = [word for name in names for word in ("-e", name)]
    printed = tshark(file, "-Y", display_filter, "-T", "fields", "-E", f"separator={SEPARATOR}",
                     "-E", "occurrence=f", *wanted)
    return (line.split(SEPARATOR) for line in printed.splitlines())


def streams(file: Path) -> list[Stream]:
    """All TCP connections, in the order of their first packets."""
    first: dict[str, tuple[str, int, str, int]] = {}
    for number, source4, source6, port, target4, target6, target_port, syn, ack in fields(
            file, "tcp", "tcp.stream", "ip.src", "ipv6.src", "tcp.srcport", "ip.dst", "ipv6.dst", "tcp.dstport",
            "tcp.flags.syn", "tcp.flags.ack"):
        source, target = (source4 or source6, int(port)), (target4 or target6, int(target_port))
        backward = {syn, ack} <= {"1", "True"}  # the second way is that of tshark 4.2
        first.setdefault(number, (*target, *source) if backward else (*source, *target))
    return [Stream(*ends, *_sides(file, number, ends[:2])) for number, ends in first.items()]


def _sides(file: Path, number: str, client: tuple[str, int]) -> tuple[bytes, bytes]:
    """The bytes of client and server; tshark indents those of its node 1."""
    printed = tshark(file, "-q", "-z", f"follow,tcp,raw,{number}")
    head = FOLLOWED.search(printed)
    if not head:
        return b"", b""
    lines = [line for line in printed[head.end():].splitlines() if re.fullmatch(r"\t?[0-9a-f]+", line)]
    node0 = bytes.fromhex("".join(line for line in lines if not line.startswith("\t")))
    node1 = bytes.fromhex("".join(line for line in lines if line.startswith("\t")))
    return (node0, node1) if (head[1].strip("[]"), int(head[2])) == client else (node1, node0)
