"""What a capture is asked to keep, and when to end: on a cable between two network namespaces."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import termios
from pathlib import Path

from live_captures import PIPE, bare, begun, ended, frames_in, wait_until
from live_network import FAR_ADDRESS, NEAR, NEAR_ADDRESS, Network

from analyzer.capture import open_capture
from analyzer.live.settings import Settings

FLOOD = "udp port 9"
HOME, OTHER_SCREEN, FIRST_SCREEN = b"\x1b[H", b"\x1b[?1049h", b"\x1b[?1049l"
"""What a terminal is told: the cursor goes to the first place; another screen; the one that was there before."""


def test_several_interfaces_are_captured_at_once_and_only_the_start_of_each_packet(
        network: Network, tmp_path: Path) -> None:
    file = tmp_path / "x.pcapng"
    options = ("-i", "lo", "-q", "-w", file, "-f", FLOOD, "--snaplen", 60, "-c", 40)
    with ended(network.capture(*options, stderr=PIPE)) as capture:
        begun(file)
        for host in (FAR_ADDRESS, "127.0.0.1"):
            network.peer(network.near, "flood", host, 0).wait()
        assert capture.wait() == 0
    with open_capture(file) as found:
        records, = found.blocks()
        names = [found.interfaces[number].name for number in records.interface.tolist()]
        assert names == [NEAR] * 20 + ["lo"] * 20      # loopback frames once
        assert set(records.caplen.tolist()) == {60} and set(records.length.tolist()) == {100}


def test_of_a_ring_the_last_files_are_kept(network: Network, tmp_path: Path) -> None:
    settings = Settings((NEAR,), str(tmp_path / "x.pcapng"), FLOOD, rotate_size=1 << 18, keep=3)
    with bare(network, settings) as capture:
        wait_until(lambda: any(one.stat().st_size for one in tmp_path.iterdir()))
        sent, _ = network.peer(network.far, "flood", NEAR_ADDRESS, 2, stdout=PIPE).communicate()
        events = [json.loads(line) for line in capture.communicate(b"stop\n")[0].splitlines()]
    files = [event["text"] for event in events if event["kind"] == "file"]
    assert events[-1]["kind"] == "ended" and events[-1]["written"] == int(sent)
    assert sorted(map(str, tmp_path.iterdir())) == files[-3:] and len(files) > 3
    assert all(os.stat(file).st_size <= 1 << 18 and frames_in(file) for file in files[-3:])


def test_a_capture_ends_by_its_size(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "x.pcapng"
    with (ended(network.capture("-q", "-w", file, "-f", FLOOD, "--max-size", 1, stderr=PIPE)) as capture,
          network.peer(network.far, "flood", NEAR_ADDRESS, 600) as flood):
        assert capture.wait() == 0 and capture.stderr
        flood.kill()
        assert f" {frames_in(file)} written to" in capture.stderr.read().decode()
    assert file.stat().st_size > 1_000_000


def test_the_live_summary_is_told_again_and_again(network: Network) -> None:
    command = [sys.executable, "-m", "analyzer", "summary", "--live", "-i", NEAR, "-f", FLOOD]
    with (ended(network.start(network.near, *command, "--format", "jsonl", stdout=PIPE, stderr=PIPE)) as lines,
          ended(network.start(network.near, *command, stdout=PIPE, stderr=PIPE)) as page):
        assert lines.stdout
        assert json.loads(lines.stdout.readline())["file"] == f"live on {NEAR}"
        network.peer(network.far, "flood", NEAR_ADDRESS, 0.1).wait()
        wait_until(lambda: json.loads(lines.stdout.readline())["protocols"].get("udp", {}).get("packets", 0) > 20)
        for process in (lines, page):
            process.send_signal(signal.SIGINT)
            out, err = process.communicate()
            assert process.returncode == 0 and b"0 dropped by the kernel, 0 written" in err
        assert out.decode().startswith(f"live on {NEAR}\n") and b"  udp  " in out and b"\x1b" not in out


def test_on_a_terminal_the_live_summary_is_drawn_again_until_it_is_interrupted(network: Network) -> None:
    screen, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    command = [sys.executable, "-m", "analyzer", "summary", "--live", "-i", NEAR, "-f", FLOOD]
    with ended(network.start(network.near, *command, stdout=theirs, stderr=subprocess.DEVNULL)) as process:
        os.close(theirs)
        seen = bytearray()

        def drawn(what: str, behind: bytes = HOME) -> bool:
            seen.extend(os.read(screen, 1 << 16))
            return what.encode() in seen.rpartition(behind)[2]
        wait_until(lambda: drawn("0 packets/s"))
        network.peer(network.far, "flood", NEAR_ADDRESS, 0.1).wait()
        wait_until(lambda: drawn("  udp  "))
        process.send_signal(signal.SIGINT)
        wait_until(lambda: drawn(f"live on {NEAR}", FIRST_SCREEN))
        assert process.wait() == 0
    os.close(screen)
    assert seen.startswith(OTHER_SCREEN) and seen.count(HOME) > 1
