"""tshark's tree in the window: only when asked, off its thread, and a word in the status bar where that fails."""
from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from capture_builders import pcap
from frame_builders import ACK, CLIENT, PSH, SERVER, ethernet, ipv4, tcp
from window_waiting import opened, wait

from analyzer import companion
from gui.main_window import MainWindow

HTTP = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"


@pytest.fixture
def web(window: MainWindow, tmp_path: Path) -> Iterator[MainWindow]:
    path = tmp_path / "web.pcap"
    path.write_bytes(pcap([(0, ethernet(ipv4(tcp(HTTP, destination=80, flags=ACK | PSH), 6, CLIENT, SERVER)))]))
    companion.program.cache_clear()
    yield opened(window, path)
    companion.program.cache_clear()


def layers(window: MainWindow) -> list[str]:
    nodes = window.workspace.fields.nodes
    return [nodes.name(root) for root in nodes.roots] if nodes is not None else []


@pytest.mark.skipif(shutil.which("tshark") is None or find_spec("pyshark") is None,
                    reason="tshark or pyshark is not installed")
def test_tshark_is_asked_when_switched_on_and_gone_when_switched_off(web: MainWindow) -> None:
    assert layers(web) == ["frame", "eth", "ip", "tcp", "data"]
    web.actions_["ask_tshark"].trigger()
    wait(lambda: "tshark" in layers(web))
    nodes = web.workspace.fields.nodes
    assert nodes is not None
    http = nodes.find(("tshark", "http"))
    assert nodes.octets(http) == HTTP and nodes.filter_text(http) == ""
    web.actions_["ask_tshark"].trigger()
    wait(lambda: layers(web) == ["frame", "eth", "ip", "tcp", "data"])


def test_where_it_is_missing_the_status_bar_says_so(web: MainWindow, monkeypatch: pytest.MonkeyPatch,
                                                    tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    web.actions_["ask_tshark"].trigger()
    wait(lambda: "tshark is not installed" in web.load_status.where.text())
    assert layers(web) == ["frame", "eth", "ip", "tcp", "data"]
