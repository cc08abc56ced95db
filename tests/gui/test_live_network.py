"""The window captures on a cable between two network namespaces; and what it says where that is not possible."""
from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import live_network
import pytest
import unprivileged
from live_network import NEAR, NEAR_ADDRESS, Network, entered
from live_replay import Rows, replay, replayed, rows, timeless
from PySide6.QtWidgets import QApplication
from sample_captures import CAPTURES
from window_waiting import wait

from analyzer.analysis import Analysis
from analyzer.live import dumpcap, rights
from gui import unsaved
from gui.tabs import DNS, MAIL_TAB

if TYPE_CHECKING:
    from gui.live_session import LiveSession
    from gui.main_window import MainWindow


@pytest.fixture(scope="module")
def namespaces() -> None:
    if reason := live_network.why_not():
        pytest.skip(reason)


@pytest.fixture
def network(namespaces: None) -> Iterator[Network]:
    with live_network.network(addresses=False) as made:
        yield made


def start(window: MainWindow, network: Network, kernel_filter: str = "") -> None:
    with entered(network.near):
        window.live.start([NEAR], kernel_filter)
        wait(lambda: window.workspace.session is not None or not window.live.running)


def finish(window: MainWindow) -> None:
    window.live.stop()
    wait(lambda: window.workspace.session is None or window.workspace.session.complete)
    window.live.keeping.discard()


def asked(session: LiveSession) -> Rows:
    """The rows, worked out where the window has everything worked out."""
    found: list[Rows] = []
    session.ask((rows(analysis) for analysis in [session.analysis]), found.append, "rows")
    wait(lambda: bool(found))
    return found[0]


def see(window: MainWindow, expected: Rows) -> None:
    """Waits until the lists have what they should, each while it is looked at."""
    dns, mail = window.tabs.dns, window.tabs.mail
    wait(lambda: window.workspace.flows.rowCount() == len(expected["flows"]))
    window.tabs.setCurrentIndex(DNS)
    lookups = [((row["query_packet"] or 0) - 1, (row["response_packet"] or 0) - 1) for row in expected["dns"]]
    wait(lambda: lookups == ([] if dns.table is None else
                             list(zip(dns.table.query.tolist(), dns.table.response.tolist(), strict=True))))
    window.tabs.setCurrentIndex(MAIL_TAB)
    wait(lambda: timeless(one.row for one in mail.model.entries) == expected["mail"])


@pytest.mark.parametrize("name", [path.name for path in CAPTURES])
def test_what_the_window_captures_is_what_the_file_has(window: MainWindow, network: Network, tmp_path: Path,
                                                       name: str) -> None:
    with replayed(name, network, tmp_path) as sample:
        start(window, network)
        session = window.workspace.session
        for part in sample.parts:
            sample.send(part)
            wait(lambda part=part: window.workspace.packets.rowCount() == part)
            expected = sample.expected()
            assert session.live and asked(session) == expected
            see(window, expected)
        window.live.stop()
        wait(lambda: session.complete)
        assert asked(session) == expected and f"{sample.packets} captured · 0 dropped" in window.live.status.text()
        see(window, expected)
        with closing(Analysis.open(session.path)) as finished:
            assert rows(finished) == expected
    window.live.keeping.discard()


def test_an_interface_that_vanishes_is_told_above_the_packets(window: MainWindow, network: Network) -> None:
    start(window, network)
    network.cut()
    wait(lambda: "has vanished; its packets are captured when it returns" in window.live.bar.text)
    network.connect(addresses=False)
    wait(lambda: "is up again" in window.live.bar.text)
    replay(network, ["ff" * 6 + "02" + "00" * 5 + "0800" + "45" + "00" * 40])
    wait(lambda: window.workspace.packets.rowCount() == 1)
    finish(window)


def test_a_capture_process_that_is_killed_leaves_what_it_had(window: MainWindow, network: Network) -> None:
    start(window, network)
    replay(network, ["ff" * 6 + "02" + "00" * 5 + "0800" + "45" + "00" * 40] * 5)
    wait(lambda: window.workspace.packets.rowCount() == 5)
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    process = next(int(one) for listed in children for one in listed.read_text().split()
                   if b"analyzer/live/__main__.py" in Path(f"/proc/{one}/cmdline").read_bytes())
    os.kill(process, signal.SIGKILL)
    wait(lambda: "killed by signal 9; what it had written is kept" in window.live.bar.text)
    wait(lambda: window.workspace.session.complete)
    assert window.workspace.packets.rowCount() == 5 and window.actions_["save_capture"].isEnabled()
    finish(window)


def test_a_full_disk_ends_the_capture_with_a_message(window: MainWindow, network: Network) -> None:
    unsaved.folder().mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", unsaved.folder()], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine mounts no tmpfs")
    try:
        start(window, network)
        replay(network, ["ff" * 6 + "02" + "00" * 5 + "0800" + "45" + "00" * 1400] * 100)
        wait(lambda: "No space left on device: the capture ends" in window.live.bar.text)
        wait(lambda: window.workspace.session.complete)
        assert 20 < window.workspace.packets.rowCount() < 100
        finish(window)
        window.close_file()
    finally:
        subprocess.run(["umount", "-l", unsaved.folder()], check=True)


CRASH = """
import sys
from gui.app import make_application
app = make_application()
from gui.main_window import MainWindow
from gui.settings import Settings
window = MainWindow(Settings())
window.show()
window.live.start([sys.argv[1]], "")
window.workspace.counts_changed.connect(lambda: print(window.workspace.packets.rowCount(), flush=True))
app.exec()
"""


def test_after_a_crash_of_the_window_its_capture_is_offered(window: MainWindow, network: Network) -> None:
    with network.start(network.near, sys.executable, "-c", CRASH, NEAR, stdout=subprocess.PIPE,
                       stderr=subprocess.DEVNULL) as crashing:
        assert crashing.stdout
        wait(lambda: any(unsaved.folder().rglob("*.pcapng")))
        replay(network, ["ff" * 6 + "02" + "00" * 5 + "0800" + "45" + "00" * 40] * 7)
        while crashing.stdout.readline() != b"7\n":
            pass
        assert next(unsaved.left(), None) is None
        crashing.kill()
    window.live.keeping.offer(window.live.bar, window._open)
    window.live.bar._button.click()
    wait(lambda: window.workspace.session is not None and window.workspace.session.complete)
    assert window.workspace.packets.rowCount() == 7 and window.windowTitle() == "Capture, not saved"
    finish(window)


def test_who_has_no_rights_is_told_why_and_the_one_command(
        window: MainWindow, monkeypatch: pytest.MonkeyPatch, app: QApplication) -> None:
    monkeypatch.setattr(rights, "may_capture", lambda: False)
    monkeypatch.setattr(rights, "helper_usable", lambda: False)
    monkeypatch.setattr(dumpcap, "usable", lambda: False)
    bar = window.start_page.capture.rights
    wait(lambda: bar.isVisible() and "Capturing is not possible: no rights to capture" in bar.text)
    bar._button.click()
    command = app.clipboard().text()
    assert command.startswith(("sudo ", "su -c ")) and command in bar.text and "`" not in bar.text
    window.live.start(["lo"], "")
    wait(lambda: "The capture has ended: no rights to capture" in window.live.bar.text)
    assert not window.live.at_stake
    monkeypatch.setattr(rights, "may_capture", lambda: True)
    wait(lambda: not bar.isVisible())


UNPRIVILEGED = """
from gui.app import make_application
app = make_application()
from gui.main_window import MainWindow
from gui.settings import Settings
from window_waiting import wait
window = MainWindow(Settings())
window.show()
bar, live = window.start_page.capture.rights, window.live
wait(bar.isVisible)
live.start(["lo"], "")
wait(lambda: "has ended" in live.bar.text)
print(repr((bar.text, live.bar.text, live.at_stake)))
window.close()
"""


def test_another_user_is_told_why_and_the_one_command() -> None:
    with unprivileged.nobody() as user:
        if reason := unprivileged.why_not(user):
            pytest.skip(reason)
        done = user.run("-c", UNPRIVILEGED, QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=str(user.home))
        assert done.returncode == 0, done.stderr
        says, ended, at_stake = ast.literal_eval(done.stdout)
        reason, command = says.split(":\n")
        assert reason.startswith("Capturing is not possible: no rights to capture.") and command.startswith("su")
        assert ended.startswith(f"The capture has ended: no rights to capture; {command} ") and not at_stake


def test_a_filter_is_green_where_libpcap_understands_it(window: MainWindow) -> None:
    from ctypes.util import find_library
    if find_library("pcap") is None:
        pytest.skip("needs libpcap")
    line = window.start_page.capture.filter
    for text, look, message in (("port 53", "valid", ""), ("port and", "faulty", "syntax error"), ("", "empty", "")):
        line.edit.setText(text)
        wait(lambda look=look: line.edit.look.value == look)
        assert message in line.message.text() and line.message.isVisible() is bool(message)


def test_interfaces_are_listed_with_their_traffic(window: MainWindow, network: Network) -> None:
    from gui.views.sparkline import VALUES
    interfaces = window.start_page.capture.interfaces
    wait(lambda: {"lo", "any"} <= set(interfaces._items))
    lo = interfaces._items["lo"]
    wait(lambda: len(lo.data(1, VALUES)) > 1)
    assert "127.0.0.1" in lo.text(3) and lo.text(2)
    interfaces.choose(("lo", "any"))
    assert interfaces.chosen() == ["any"]
    interfaces.choose(("lo",))
    assert interfaces.chosen() == ["lo"]
    assert NEAR_ADDRESS not in lo.text(3)
