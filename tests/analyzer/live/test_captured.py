"""Captures of real traffic, on a cable between two network namespaces."""
from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from live_captures import PIPE, bare, begun, ended, frames_in, ready, wait_until
from live_network import FAR_ADDRESS, NEAR, NEAR_ADDRESS, Network
from live_replay import replayed, rows
from sample_captures import CAPTURES

from analyzer.analysis import Analysis
from analyzer.capture import open_capture
from analyzer.live import dumpcap
from analyzer.live.settings import Settings


def test_mails_and_lookups_are_found_while_they_are_sent(network: Network, tmp_path: Path) -> None:
    names = [f"mail-{number}.example" for number in range(3)]
    file = tmp_path / "live.pcapng"
    with (ended(network.capture("-w", file, "--format", "jsonl", stdout=PIPE, stderr=PIPE)) as capture,
          ready(network.peer(network.near, "serve", stdin=PIPE, stdout=PIPE)) as server,
          network.peer(network.far, "talk", NEAR_ADDRESS, stdin=PIPE, stdout=PIPE) as client,
          closing(Analysis.begin(begun(file))) as analysis):
        assert server.stdin and client.stdin and client.stdout and capture.stdout
        for number, name in enumerate(names, 1):
            client.stdin.write(name.encode() + b"\n")
            client.stdin.flush()
            assert client.stdout.readline().decode().strip() == name

            def found(number: int = number) -> bool:
                analysis.refresh()
                return (sum(row["status"] == "answered" for row in analysis.dns_rows()) == number
                        and sorted((row["subject"], row["protocol"]) for row in analysis.mail_rows())
                        == [(one, protocol) for one in names[:number] for protocol in ("imap", "pop", "smtp")])
            wait_until(found, 2)
            lines = iter(capture.stdout.readline, b"")
            assert any(json.loads(line)["info"].endswith(f"A {name}") for line in lines)
        client.stdin.close()
        client.wait()
        server.stdin.close()
        time.sleep(0.3)
        capture.send_signal(signal.SIGINT)
        lines_after, told = capture.communicate()
        assert capture.returncode == 0 and f"written to {file}" in told.decode()
    assert json.loads(lines_after.splitlines()[-1])["number"] == frames_in(file)


def test_interfaces_that_go_down_or_vanish_are_told_and_taken_again(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "x.pcapng"
    with ended(network.capture("-q", "-w", file, "-f", "udp port 9", stderr=PIPE)) as capture:
        begun(file)

        def flooded() -> None:
            before = frames_in(file)
            network.peer(network.far, "flood", NEAR_ADDRESS, 0.1).wait()
            wait_until(lambda: frames_in(file) > before)

        assert capture.stderr
        flooded()
        network.near_down(True)
        assert b"is down" in capture.stderr.readline()
        network.near_down(False)
        assert b"is up again" in capture.stderr.readline()
        flooded()
        network.cut()
        assert b"has vanished" in capture.stderr.readline()
        network.connect()
        assert b"is up again" in capture.stderr.readline()
        flooded()
        capture.send_signal(signal.SIGTERM)
        assert b"0 dropped" in capture.stderr.read() and capture.wait() == 0
    with open_capture(file) as capture_file:
        assert sum(map(len, capture_file.blocks())) and [one.name for one in capture_file.interfaces] == [NEAR]
        assert capture_file.interfaces[0].received and not capture_file.damage


def test_whoever_kills_a_capture_leaves_a_file_that_opens(network: Network, tmp_path: Path) -> None:
    chance, files = random.Random(7), [tmp_path / f"{number}.pcapng" for number in range(50)]
    with (network.peer(network.far, "flood", NEAR_ADDRESS, 600) as flood,
          network.peer(network.near, "captures", stdin=PIPE, stdout=PIPE) as captures):
        assert captures.stdin and captures.stdout
        for file in files:
            captures.stdin.write(Settings((NEAR,), str(file), buffer_mib=2).line())
            captures.stdin.flush()
            process = int(captures.stdout.readline())
            begun(file)
            time.sleep(chance.random() * 0.2)
            before = frames_in(file)
            os.kill(process, signal.SIGKILL)
            with open_capture(file) as capture:
                assert sum(map(len, capture.blocks())) >= before
                assert all("in the middle of a block" in str(one) for one in capture.damage)
        flood.kill()
    assert sum(map(frames_in, files)) > 50


@pytest.mark.skipif(dumpcap.path() is None, reason="needs dumpcap")
def test_of_interfaces_that_dumpcap_captures_on_the_same_is_told(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "x.pcapng"
    with ended(network.capture("-q", "-w", file, "--backend", "dumpcap", stderr=PIPE)) as capture:
        begun(file)
        assert capture.stderr
        network.near_down(True)
        assert b"is down" in capture.stderr.readline()
        network.near_down(False)
        assert b"is up again" in capture.stderr.readline()
        network.peer(network.far, "flood", NEAR_ADDRESS, 0.1).wait()
        wait_until(lambda: frames_in(file) >= 20)
        network.cut()
        assert b"has vanished; dumpcap does not" in capture.stderr.readline()


def test_what_found_no_room_is_counted(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "x.pcapng"
    with bare(network, Settings((NEAR,), str(file), "udp port 9", buffer_mib=1)) as capture:
        begun(file)
        capture.send_signal(signal.SIGSTOP)
        sent, _ = network.peer(network.far, "flood", NEAR_ADDRESS, 2, stdout=PIPE).communicate()
        capture.send_signal(signal.SIGCONT)
        wait_until(lambda: frames_in(file) > 100)
        last = json.loads(capture.communicate(b"stop\n")[0].splitlines()[-1])
    assert last["kind"] == "ended" and last["dropped"] > 0 and last["captured"] + last["dropped"] == int(sent)
    with open_capture(file) as found:
        assert sum(map(len, found.blocks())) == last["written"] == last["captured"]
        assert (found.interfaces[0].received, found.interfaces[0].dropped) == (int(sent), last["dropped"])


def test_a_full_disk_ends_the_capture_and_keeps_what_is_there(network: Network, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)], capture_output=True).returncode:
        pytest.skip("this machine mounts no tmpfs")
    try:
        with ended(network.capture("-q", "-w", disk / "x.pcapng", stderr=PIPE)) as capture:
            begun(disk / "x.pcapng")
            network.peer(network.far, "flood", NEAR_ADDRESS, 0.5).wait()
            assert capture.stderr
            told = capture.stderr.read().decode()
            assert capture.wait() == 1
        assert told.endswith("x.pcapng: No space left on device: the capture ends; what was captured before is in "
                             "the file\n") and told.count("\n") == 2
        found = frames_in(disk / "x.pcapng")
        assert f" {found} written to" in told and found > 500
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("name", [path.name for path in CAPTURES])
def test_what_is_captured_live_is_what_the_file_has(silent_network: Network, tmp_path: Path, name: str) -> None:
    file = tmp_path / "live.pcapng"
    with (replayed(name, silent_network, tmp_path) as sample,
          bare(silent_network, Settings((NEAR,), str(file), packets=sample.packets)) as capture,
          closing(Analysis.begin(begun(file))) as live):
        for part in sample.parts:
            sample.send(part)
            wait_until(lambda part=part: live.refresh().stop == part)
            assert rows(live) == sample.expected()
        assert capture.wait() == 0
        with closing(Analysis.open(file)) as finished:
            assert rows(finished) == sample.expected()


def test_loopback_counts_once_and_any_names_each_interface(network: Network, tmp_path: Path) -> None:
    file = tmp_path / "any.pcapng"
    with bare(network, Settings(("any",), str(file), "udp port 9")):
        begun(file)
        for host in (FAR_ADDRESS, "127.0.0.1"):
            network.peer(network.near, "flood", host, 0).wait()
        wait_until(lambda: frames_in(file) >= 40)
    with open_capture(file) as capture:
        numbers = [number for records in capture.blocks() for number in records.interface.tolist()]
        assert [capture.interfaces[number].name for number in numbers] == [NEAR] * 20 + ["lo"] * 20
