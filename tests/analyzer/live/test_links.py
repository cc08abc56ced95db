"""The interfaces of this machine: loopback is one of them everywhere."""
from __future__ import annotations

import sys

import pytest
from program import run

from analyzer.live import links

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")


def test_loopback_is_known() -> None:
    found = {link.name: link for link in links.links()}["lo"]
    assert (found.kind, found.hardware, found.mac) == ("loopback", links.LOOPBACK, None)
    assert found.number == links.index_of("lo") and links.name_of(found.number) == "lo"
    assert found.state == links.state("lo") and found.mtu > 0
    assert found.state != "up" or "127.0.0.1/8" in found.addresses


def test_what_is_not_there_has_no_number() -> None:
    assert links.index_of("nope") == 0 == links.hardware_of("nope") and links.name_of(1 << 30) == f"#{1 << 30}"
    with pytest.raises(OSError):
        links.state("nope")


@pytest.mark.parametrize("kind", ["table", "json", "jsonl", "csv"])
def test_they_are_listed_in_all_formats(kind: str) -> None:
    code, out, err = run("interfaces", "--format", kind)
    assert (code, err) == (0, "") and "lo" in out and "loopback" in out
