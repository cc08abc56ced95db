"""Settings of a capture: what can't be is refused, on both sides of the channel."""
from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import UsageError
from analyzer.live.settings import Settings, is_name

GOOD: dict[str, Any] = {"interfaces": ("eth0", "lo"), "file": "/a/b.pcapng"}


def test_the_other_side_gets_what_was_said() -> None:
    said = Settings(**GOOD, filter="port 53 and host ü", snaplen=96, promiscuous=False, rotate_size=1 << 20, keep=3)
    assert Settings.of_line(said.line()) == said and said.line().count(b"\n") == 1


@pytest.mark.parametrize(("name", "value"), [
    ("interfaces", ()), ("interfaces", ("-w",)), ("interfaces", ("a/b",)), ("interfaces", ("..",)),
    ("interfaces", ("eth0\n",)), ("interfaces", ("x" * 16,)), ("interfaces", ("lo", "lo")), ("interfaces", "lo"),
    ("interfaces", ("any", "lo")), ("interfaces", (7,)), ("interfaces", tuple(f"e{n}" for n in range(65))),
    ("file", "b.pcapng"), ("file", "/a\0b"), ("filter", "x" * 70_000), ("filter", None), ("snaplen", 0),
    ("snaplen", 262_145), ("snaplen", True), ("promiscuous", 1), ("buffer_mib", 0), ("buffer_mib", 5_000),
    ("packets", -1), ("seconds", 1.5), ("size", 1 << 61), ("rotate_size", 100), ("keep", 5),
])
def test_what_can_not_be_is_refused(name: str, value: object) -> None:
    with pytest.raises(UsageError):
        Settings(**{**GOOD, name: value})


@pytest.mark.parametrize("line", [
    b"", b"\n", b"stop\n", b"[]\n", b"{}\n", b'{"interfaces": ["lo"], "file": "/x"}\n', b"\xff\xfe\n", b"[" * 100_000])
def test_something_else_on_the_channel_is_refused(line: bytes) -> None:
    with pytest.raises(UsageError):
        Settings.of_line(line)


def test_nothing_more_than_settings_is_taken() -> None:
    said = json.loads(Settings(**GOOD).line())
    with pytest.raises(UsageError):
        Settings.of_line(json.dumps({**said, "command": "rm"}).encode())
    with pytest.raises(UsageError):
        Settings.of_line(json.dumps({**said, "interfaces": {"lo": 1}}).encode())


@given(st.text(max_size=20))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_no_name_of_an_interface_is_a_path_or_an_option(name: str) -> None:
    if is_name(name):
        assert "/" not in name and name[0] != "-" and not set(name) & set(" \n\t\0") and len(name.encode()) < 16
