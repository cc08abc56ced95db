"""tshark beside us: its tree of what we don't dissect, and that nothing changes where it is absent or broken."""
from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from capture_builders import pcap
from frame_builders import ACK, CLIENT, PSH, SERVER, SYN, ethernet, ipv4, sent, tcp
from program import Result, run

from analyzer import companion
from analyzer.analysis import Analysis
from analyzer.companion import Answer, CompanionError
from analyzer.companion_fields import add_layer
from analyzer.export.text_tree import text_tree
from analyzer.trees import Tree
from dissectors.fields import Layer

REQUEST = b"GET /inbox HTTP/1.1\r\nHost: webmail.example\r\nAuthorization: Basic YWxpY2U6c2VjcmV0\r\n\r\n"
has_pyshark = pytest.mark.skipif(find_spec("pyshark") is None, reason="pyshark is not installed")
has_tshark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")


def http(payload: bytes = b"", sequence: int = 1, flags: int = ACK | PSH) -> bytes:
    return ethernet(ipv4(tcp(payload, destination=80, sequence=sequence, flags=flags), 6, CLIENT, SERVER))


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    """Something else, then a request in two segments: packet 5 completes it."""
    path = tmp_path / "web.pcap"
    frames = (sent(flags=SYN), http(sequence=0, flags=SYN), http(REQUEST[:30]), sent(b"EHLO a\r\n", 1),
              http(REQUEST[30:], 31))
    path.write_bytes(pcap((number * 1_000_000, frame) for number, frame in enumerate(frames)))
    return path


@pytest.fixture(autouse=True)
def looked_up_anew() -> Iterator[None]:
    companion.program.cache_clear()
    yield
    companion.program.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Puts a script in the place of tshark."""
    folder.mkdir()
    (folder / "tshark").write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    (folder / "tshark").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


VERSION = 'if [ "$1" = --version ]; then echo "TShark (Wireshark) 4.0.17"; exit; fi\n'


def answers(path: Path, row: int) -> list[Answer]:
    with Analysis.begin(str(path)) as analysis:
        analysis.load()
        return [answer for answer in companion.answers(companion.extract(analysis, [row])) if answer is not None]


def show(path: Path, *more: str) -> Result:
    return run("show", path, "-n", 5, *more)


@has_pyshark
@has_tshark
def test_what_needs_several_packets_is_shown_with_their_numbers(capture: Path) -> None:
    found = show(capture, "--with", "tshark")
    ours = show(capture).out
    assert found.code == 0 and found.err == "" and found.out.startswith(ours.rstrip("\n"))
    told = found.out.removeprefix(ours.rstrip("\n"))
    assert told.startswith("\ntshark ") and "Hypertext Transfer Protocol" in told
    assert "Frame: 3, payload: 0-29" in told and "Request URI: /inbox" in told


@has_pyshark
@has_tshark
def test_pdml_and_json_mark_what_is_of_tshark(capture: Path) -> None:
    pdml = show(capture, "--with", "tshark", "--format", "pdml").out
    assert '<proto name="tshark" showname="tshark ' in pdml and '<proto name="http" ' in pdml
    layers = show(capture, "--with", "tshark", "--format", "jsonl").rows()[0]["layers"]
    assert [layer["name"] for layer in layers] == ["frame", "eth", "ip", "tcp", "data", "tshark"]
    assert "http" in [field["name"] for field in layers[-1]["fields"]]


@has_pyshark
@has_tshark
def test_passwords_in_what_tshark_says_are_masked(capture: Path) -> None:
    told = show(capture, "--with", "tshark", "--format", "jsonl").out.partition('"name":"tshark"')[2]
    assert "********" in told and "YWxpY2U6c2VjcmV0" not in told and b"YWxpY2U6c2VjcmV0".hex() not in told
    assert "YWxpY2U6c2VjcmV0" in show(capture, "--with", "tshark", "--show-secrets").out


@has_pyshark
@has_tshark
def test_neither_plugins_of_the_person_nor_a_file_in_the_folder_are_run(
        capture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, trap, sign = tmp_path / "home", tmp_path / "trap", tmp_path / "run"
    for place in (home / ".local/lib/wireshark/plugins", home / ".config/wireshark/plugins"):
        place.mkdir(parents=True)
        (place / "mine.lua").write_text(f"io.open({str(sign)!r}, 'w'):close()")
    trap.mkdir()
    (trap / "config.ini").write_text(f"[tshark]\ntshark_path = {trap}/tshark\n")
    (trap / "tshark").write_text(f"#!/bin/sh\ntouch {sign}\n")
    (trap / "tshark").chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(trap)
    assert [answer.row for answer in answers(capture, 4)] == [4] and not sign.exists()


@has_pyshark
@has_tshark
def test_of_a_late_packet_the_numbers_are_told_to_be_others(capture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "MOST_EMPTY", 1)
    answer, = answers(capture, 4)
    assert answer.row == 4 and not answer.is_numbered
    tree = Tree(5, [Layer("data", "Data", 0, 0)], [REQUEST])
    assert add_layer(tree, answer) and "counts the packets of this flow alone" in tree.layers[-1].label


def test_packets_that_we_dissect_are_not_asked_about(capture: Path, monkeypatch: pytest.MonkeyPatch,
                                                     tmp_path: Path) -> None:
    install(monkeypatch, tmp_path / "bin", f"{VERSION}touch {tmp_path}/asked")
    monkeypatch.setattr(companion, "find_spec", lambda name: True)
    found = run("show", capture, "-n", 4, "--with", "tshark")
    assert found.out == run("show", capture, "-n", 4).out and found.err == "" and not (tmp_path / "asked").exists()


# Absent or broken.

@pytest.mark.parametrize(("script", "why"), [
    ("echo 'TShark (Wireshark) 2.6.20'", "is version 2.6; 3.0 or later is needed"),
    ("echo something else", "does not say that it is tshark"),
    ("exit 3", "does not say that it is tshark")])
def test_what_is_no_fitting_tshark_costs_one_line(capture: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                                  script: str, why: str) -> None:
    install(monkeypatch, tmp_path / "bin", script)
    monkeypatch.setattr(companion, "find_spec", lambda name: True)
    unchanged(capture, why)


def unchanged(capture: Path, why: str) -> None:
    found = show(capture, "--with", "tshark")
    assert found.code == 0 and found.out == show(capture).out
    assert why in found.err and found.err.count("\n") == 1


def test_without_tshark_one_line_says_so(capture: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    unchanged(capture, "tshark is not installed")


def test_without_pyshark_one_line_says_so(capture: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path / "bin", VERSION)
    monkeypatch.setattr(companion, "find_spec", lambda name: None)
    unchanged(capture, f"`{sys.executable} -m pip install pyshark`")


@has_pyshark
@pytest.mark.parametrize(("script", "why"), [
    ("echo 'tshark: it hurts' >&2; exit 2", "tshark failed: tshark: it hurts"),
    ("kill -SEGV $$", "tshark failed: "),
    ("echo '<packet><proto name=x></packet>'", "tshark failed: "),
    ("head -c 17000000 /dev/zero", "tshark failed: it says more than 16 MB of one packet"),
    ("exit 0", "it said nothing of this packet")])
def test_a_broken_tshark_costs_one_line(capture: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str,
                                        why: str) -> None:
    install(monkeypatch, tmp_path / "bin", VERSION + script)
    unchanged(capture, why)


@has_pyshark
def test_a_tshark_that_does_not_end_is_ended(capture: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path / "bin", f"{VERSION}echo $$ > {tmp_path}/pid; exec sleep 100")
    monkeypatch.setattr(companion, "SECONDS", 3.0)
    with pytest.raises(CompanionError, match="took too long"):
        answers(capture, 4)
    process = Path("/proc", (tmp_path / "pid").read_text().strip(), "status")
    until = time.monotonic() + 10       # who inherits it takes it away
    while process.exists() and "zombie" not in process.read_text() and time.monotonic() < until:
        time.sleep(0.01)
    assert not process.exists() or "zombie" in process.read_text()


def test_nothing_is_left_behind(capture: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    install(monkeypatch, tmp_path / "bin", f"{VERSION}exit 2")
    monkeypatch.setattr(companion, "mkdtemp", lambda prefix: mkdtemp(prefix, dir=tmp_path))
    monkeypatch.setattr(companion, "find_spec", lambda name: True)
    show(capture, "--with", "tshark")
    assert not list(tmp_path.glob("pilotfish-*"))


# Fields.

def node(name: str, text: str = "", pos: int = 0, octets: bytes = b"", **more: Any) -> dict[str, Any]:
    return {"name": name, "text": text, "show": text, "pos": pos, "size": len(octets), "bytes": octets.hex(),
            "hidden": False, "is_protocol": False, "fields": [], **more}


def added(data: bytes, *protocols: dict[str, Any]) -> Tree | None:
    tree = Tree(1, [Layer("eth", "Ethernet II", 0, 14), Layer("data", "Data", 14, 4)], [data])
    return tree if add_layer(tree, Answer(0, "4.0.17", list(protocols))) else None


def test_layers_that_we_have_and_bare_data_add_nothing() -> None:
    assert added(b"abcd", node("eth"), node("data")) is None
    assert added(b"abcd", node("eth"), node("fake-field-wrapper", fields=[node("data.data", octets=b"abcd")])) is None


def test_fields_stand_where_their_bytes_are() -> None:
    whole = node("tcp.segments", fields=[node("tcp.reassembled.data", octets=b"GET /x")])
    tree = added(b"....et", node("eth"), node("fake-field-wrapper", fields=[whole]),
                 node("http", is_protocol=True, fields=[node("http.method", "GET", 0, b"GET"),
                                                        node("http.gone", "gone", 1, b"zz")]))
    assert tree is not None and tree.sources == [b"....et", b"GET /x"]
    method, gone = tree.layers[-1].fields[-1].children
    assert (method.source, method.pos, method.size) == (1, 0, 3) and gone.size == 0


def test_names_are_fit_for_pdml_and_depth_is_no_recursion() -> None:
    deep = node('a"><b', "deep")
    for number in range(2_000):
        deep = node(f"n{number}", fields=[deep])
    tree = added(b"", deep)
    assert tree is not None and len(list(text_tree(tree))) > 10
    field = tree.layers[-1].fields[0]
    while field.children:
        field = field.children[0]
    assert field.spec.name == "a___b"
