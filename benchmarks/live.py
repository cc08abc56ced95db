"""Captures packets live at several rates, with pilotfish and with dumpcap by turns: sent, captured, dropped.

Needs root, ip, ethtool and dumpcap. Traffic stays on the loopback interface of a network namespace of its own.
"""
from __future__ import annotations

import argparse
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PORT = 9
PAYLOAD = bytes(58)
"""With the headers of UDP, IPv4 and Ethernet a frame has 100 bytes."""
FILTER = f"udp dst port {PORT}"
BURST_SECONDS = 0.001
UDP_SEGMENT, SEGMENTS = 103, 20
"""linux/udp.h: one call sends so many datagrams, else the sender would be slower than those who capture."""
SENDER = "--send"
NAMESPACE = f"pilotfish-live-{os.getpid()}"
FIRST_LOOK, LAST_LOOK = 0.1, 3.0


class Run(NamedTuple):
    """What came out of it; times are seconds of the processor, memory in MiB."""
    captured: int
    dropped: int
    processor: float
    memory: int


def send(rate: int, seconds: float) -> int:
    """Sends datagrams to ourselves, evenly; gives how many."""
    with (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink,
          socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out):
        sink.bind(("127.0.0.1", PORT))    # else the system would answer each with an error
        out.connect(("127.0.0.1", PORT))
        out.setsockopt(socket.IPPROTO_UDP, UDP_SEGMENT, len(PAYLOAD))
        sent, begin = 0, time.monotonic()
        while (now := time.monotonic() - begin) < seconds:
            due = int(now * rate / SEGMENTS)
            for _ in range(due - sent):
                out.send(PAYLOAD * SEGMENTS)
            sent = max(sent, due)
            time.sleep(BURST_SECONDS)
    return sent * SEGMENTS


@contextmanager
def namespace() -> Iterator[list[str]]:
    """A network namespace with a loopback interface; gives what commands in it begin with."""
    subprocess.run(["ip", "netns", "add", NAMESPACE], check=True)
    try:
        inside = ["ip", "netns", "exec", NAMESPACE]
        subprocess.run([*inside, "ip", "link", "set", "lo", "up"], check=True)
        # datagrams of one call are frames of their own
        subprocess.run([*inside, "ethtool", "-K", "lo", "tx-udp-segmentation", "off"], check=True)
        yield inside
    finally:
        subprocess.run(["ip", "netns", "delete", NAMESPACE], check=True)


def pilotfish(file: Path, *more: str) -> list[str]:
    """The command of ours."""
    return [sys.executable, "-m", "analyzer", "capture", "-i", "lo", "-q", "-f", FILTER, "-w", str(file), *more]


def dumpcap(file: Path) -> list[str]:
    """The peer's, with the same room in the kernel."""
    return ["dumpcap", "-q", "-i", "lo", "-B", "32", "-f", FILTER, "-w", str(file)]


def wait_for_start(capture: subprocess.Popen[str], folder: Path) -> None:
    """Returns when something stands in a file of the folder, a moment after."""
    while not any(file.stat().st_size for file in folder.iterdir()):
        time.sleep(FIRST_LOOK)
        if capture.poll() is not None:
            sys.exit(capture.stderr.read() if capture.stderr else 1)
    time.sleep(0.5)


def measure(inside: list[str], command: list[str], file: Path, rate: int, seconds: float) -> tuple[int, Run]:
    """Runs a capture while packets are sent; gives how many were sent, and what came out."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen([*inside, *command], stderr=subprocess.PIPE, text=True, cwd=ROOT) as capture:
        wait_for_start(capture, file.parent)
        with watched_memory(capture.pid) as memory, subprocess.Popen(
                [*inside, sys.executable, __file__, SENDER, str(rate), str(seconds)], stdout=subprocess.PIPE) as sender:
            assert sender.stdout
            sent, sender_time = sender.stdout.read().split()
        time.sleep(1)
        capture.send_signal(signal.SIGINT)
        assert capture.stderr
        told = capture.stderr.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime - float(sender_time)
    captured, dropped = counts(told)
    return int(sent), Run(captured, dropped, spent, max(memory) if memory else 0)


def counts(told: str) -> tuple[int, int]:
    """Captured and dropped, as either program says it."""
    ours = re.search(r"(\d+) packets captured, (\d+) dropped", told)
    if ours:
        return int(ours[1]), int(ours[2])
    captured, dropped = re.search(r"Packets captured: (\d+)", told), re.search(r"interface .*: \d+/(\d+) ", told)
    assert captured and dropped, told
    return int(captured[1]), int(dropped[1])


@contextmanager
def watched_memory(root: int) -> Iterator[list[int]]:
    """The largest resident set, in MiB, among a process and its children, every so often."""
    found: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(LAST_LOOK / 6):
            found.append(max(map(resident, family(root)), default=0))
    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield found
    finally:
        done.set()
        thread.join()


def family(root: int) -> list[int]:
    """A process and its children."""
    try:
        children = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    except OSError:
        return []
    return [root, *[one for child in children for one in family(int(child))]]


def resident(process: int) -> int:
    """MiB of a process without its ring, which is the kernel's memory."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = re.search(r"RssAnon:\s+(\d+)", status)
    return int(found[1]) >> 10 if found else 0


def compare(rates: list[int], seconds: float, times: int, peer: bool) -> None:
    """Prints a line for each run."""
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'rate':>8} {'who':10} {'sent':>9} {'captured':>9} {'dropped':>8} {'lost %':>7} {'CPU s':>6} {'MiB':>5}")
    with namespace() as inside, tempfile.TemporaryDirectory() as folder:
        for rate in rates:
            for number in range(times):
                for who, command in (("pilotfish", pilotfish), ("dumpcap", dumpcap))[:2 if peer else 1]:
                    file = Path(folder, f"{who}-{rate}-{number}.pcapng")
                    sent, run = measure(inside, command(file), file, rate, seconds)
                    lost = 100 * (sent - run.captured) / max(sent, 1)
                    print(f"{rate:8} {who:10} {sent:9} {run.captured:9} {run.dropped:8} {lost:7.2f} "
                          f"{run.processor:6.2f} {run.memory:5}", flush=True)
                    file.unlink()


def soak(rate: int, seconds: float) -> None:
    """Prints memory over a long run with a ring of files."""
    with namespace() as inside, tempfile.TemporaryDirectory() as folder:
        command = pilotfish(Path(folder, "x.pcapng"), "--rotate-size", "20", "--keep", "3")
        with subprocess.Popen([*inside, *command], stderr=subprocess.PIPE, text=True, cwd=ROOT) as capture:
            wait_for_start(capture, Path(folder))
            with subprocess.Popen([*inside, sys.executable, __file__, SENDER, str(rate), str(seconds)],
                                  stdout=subprocess.PIPE) as sender:
                while sender.poll() is None and capture.poll() is None:
                    time.sleep(seconds / 10)
                    files, largest = os.listdir(folder), max(map(resident, family(capture.pid)), default=0)
                    print(f"{largest} MiB, {len(files)} files", flush=True)
                assert capture.stderr and sender.stdout
                sent = sender.stdout.read().split()[0].decode()
            time.sleep(1)
            capture.send_signal(signal.SIGINT)
            print(f"sent {sent}; {capture.stderr.read().strip()}")


def main() -> None:
    """Reads the options, and runs."""
    if SENDER in sys.argv:
        sent = send(int(sys.argv[-2]), float(sys.argv[-1]))
        print(sent, time.process_time())
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rates", type=int, nargs="+", default=[20_000, 60_000, 100_000], help="packets a second")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--times", type=int, default=1, help="runs of each")
    parser.add_argument("--alone", action="store_true", help="without dumpcap")
    parser.add_argument("--soak", action="store_true", help="one long run at the first rate, with rotation, for memory")
    options = parser.parse_args()
    if options.soak:
        soak(options.rates[0], options.seconds)
    else:
        compare(options.rates, options.seconds, options.times, not options.alone)


if __name__ == "__main__":
    main()
