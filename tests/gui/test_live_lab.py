"""Mail and lookups of real programs appear while they are sent, on the command line and in the window."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import live_lab
import pytest
from live_captures import soon
from live_lab import BRIDGE, SWITCH, Lab, entered, inside
from program import ROOT
from window_waiting import wait

from analyzer.analysis import Analysis
from gui.tabs import DNS, MAIL_TAB

if TYPE_CHECKING:
    from gui.main_window import MainWindow

SECONDS = 2.0
"""From when a client has got its answer to when it can be seen here."""
NAMES = [f"{word}.harbor.example" for word in ("pier", "quay")]
EXPECTED = sorted((name, protocol) for name in NAMES for protocol in ("imap", "pop", "smtp"))


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    reason = live_lab.why_not()
    if reason:
        pytest.skip(reason)
    with live_lab.lab() as made:
        yield made


def happens(lab: Lab, name: str) -> Iterator[tuple[str, str]]:
    """A lookup, and a mail that is sent and fetched twice; gives what each is."""
    lab.look_up(name)
    yield name, "dns"
    for act, protocol in ((lambda: lab.send(name), "smtp"), (lab.fetch_by_pop, "pop"), (lab.fetch_by_imap, "imap")):
        act()
        yield name, protocol


def seen_soon(found: Callable[[], bool]) -> None:
    """It is so within two seconds."""
    begin = time.monotonic()
    wait(found)
    assert time.monotonic() - begin < soon(SECONDS)


def rows(analysis: Analysis) -> set[tuple[str, str]]:
    analysis.refresh()
    lookups = {(row["questions"][0]["name"], "dns") for row in analysis.dns_rows() if row["status"] == "answered"}
    return lookups | {(row["subject"], row["protocol"]) for row in analysis.mail_rows() if row["complete"]}


def test_the_command_line_finds_them_while_they_are_sent(lab: Lab, tmp_path: Path) -> None:
    file = tmp_path / "live.pcapng"
    command = inside(SWITCH, sys.executable, "-m", "analyzer", "capture", "-i", BRIDGE, "-w", file, "--format", "jsonl",
                     "-Y", "dns || imf")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as capture:
        wait(lambda: file.exists() and file.stat().st_size > 0)
        with closing(Analysis.begin(file)) as analysis:
            for name in NAMES:
                for expected in happens(lab, name):
                    seen_soon(lambda expected=expected: expected in rows(analysis))
        capture.send_signal(signal.SIGINT)
        out, err = capture.communicate()
        assert capture.returncode == 0 and b" 0 dropped by the kernel" in err
    printed = [json.loads(line)["number"] - 1 for line in out.splitlines()]
    with closing(Analysis.open(file)) as finished:
        assert printed == finished.select("dns || imf").tolist() and len(printed) == 4 * len(NAMES)
        assert sorted((row["subject"], row["protocol"]) for row in finished.mail_rows()) == EXPECTED
        assert len(list(finished.dns_rows())) == len(NAMES)


def test_the_window_shows_them_while_they_are_sent(lab: Lab, window: MainWindow) -> None:
    dns, mail = window.tabs.dns, window.tabs.mail
    with entered(SWITCH):
        window.live.start([BRIDGE], "")
        wait(lambda: window.workspace.session is not None)

    def seen(what: str, protocol: str) -> bool:
        if protocol == "dns":
            return dns.table is not None and any(dns.table.name(number) == what and dns.table.response[number] >= 0
                                                 for number in range(len(dns.table)))
        return any(entry.row["subject"] == what and entry.row["protocol"] == protocol and entry.row["complete"]
                   for entry in mail.model.entries)
    for name in NAMES:
        for what, protocol in happens(lab, name):
            window.tabs.setCurrentIndex(DNS if protocol == "dns" else MAIL_TAB)
            seen_soon(lambda what=what, protocol=protocol: seen(what, protocol))
    window.live.stop()
    wait(lambda: window.workspace.session.complete)
    assert "0 dropped" in window.live.status.text()
    found = window.workspace.session.analysis
    assert sorted((row["subject"], row["protocol"]) for row in found.mail_rows()) == EXPECTED
    with closing(Analysis.open(window.workspace.session.path)) as finished:
        for kind in ("flow_rows", "dns_rows", "command_rows", "mail_rows"):
            assert list(getattr(found, kind)()) == list(getattr(finished, kind)())
    window.live.keeping.discard()
