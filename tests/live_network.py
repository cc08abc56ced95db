"""Two network namespaces with a cable between them, for tests that capture live."""
from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from program import ROOT

from analyzer.live import rights

NEAR, FAR = "pf0", "pf1"
"""The interfaces: we capture on the near one."""
NEAR_ADDRESS, FAR_ADDRESS = "10.77.0.1", "10.77.0.2"
CLONE_NEWNET = 0x40000000
PEERS = Path(__file__).with_name("live_peers.py")


def why_not() -> str | None:
    """Why this machine can't have them; None where it can."""
    if os.geteuid() != 0 or not rights.may_capture():
        return "needs root, for network namespaces and packet sockets"
    if shutil.which("ip") is None:
        return "needs ip (Debian: iproute2)"
    if subprocess.run(["ip", "netns", "add", _name("try")], capture_output=True).returncode:
        return "this machine lets nobody make network namespaces"
    _ip("netns", "delete", _name("try"))
    return None


def _name(what: str) -> str:
    return f"pilotfish-{what}-{os.getpid()}"


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


class Network:
    """The near side, where we are, and the far side."""

    def __init__(self) -> None:
        self.near, self.far = _name("near"), _name("far")

    def connect(self, addresses: bool = True) -> None:
        """Lays the cable; without addresses the system says nothing of its own on it."""
        _ip("link", "add", NEAR, "netns", self.near, "type", "veth", "peer", "name", FAR, "netns", self.far)
        for namespace, name, address in ((self.near, NEAR, NEAR_ADDRESS), (self.far, FAR, FAR_ADDRESS)):
            _ip("-n", namespace, "link", "set", name, "mtu", "65535", "addrgenmode", "none")
            if addresses:
                _ip("-n", namespace, "address", "add", f"{address}/24", "dev", name)
            _ip("-n", namespace, "link", "set", name, "up")

    def cut(self) -> None:
        """Takes the cable away, with both interfaces."""
        _ip("-n", self.near, "link", "delete", NEAR)

    def near_down(self, down: bool) -> None:
        """Sets the near interface down, or up."""
        _ip("-n", self.near, "link", "set", NEAR, "down" if down else "up")

    def start(self, namespace: str, *command: object, **how: Any) -> subprocess.Popen[bytes]:
        """Starts a program on one of the sides."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
        return subprocess.Popen(["ip", "netns", "exec", namespace, *map(str, command)], env=environment, **how)

    def capture(self, *arguments: object, **how: Any) -> subprocess.Popen[bytes]:
        """Starts `pilotfish capture` on the near side."""
        return self.start(self.near, sys.executable, "-m", "analyzer", "capture", "-i", NEAR, *arguments, **how)

    def peer(self, namespace: str, *arguments: object, **how: Any) -> subprocess.Popen[bytes]:
        """Starts one of the peers."""
        return self.start(namespace, sys.executable, PEERS, *arguments, **how)


@contextmanager
def entered(namespace: str) -> Iterator[None]:
    """This thread is in the namespace; processes and threads that it starts stay there."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net") as here, open(f"/run/netns/{namespace}") as there:
        assert libc.setns(there.fileno(), CLONE_NEWNET) == 0
        try:
            yield
        finally:
            assert libc.setns(here.fileno(), CLONE_NEWNET) == 0


@contextmanager
def network(addresses: bool = True) -> Iterator[Network]:
    """Two namespaces and the cable."""
    made = Network()
    try:
        for name in (made.near, made.far):
            _ip("netns", "add", name)
            _ip("-n", name, "link", "set", "lo", "up")
        made.connect(addresses)
        yield made
    finally:
        for name in (made.near, made.far):
            subprocess.run(["ip", "netns", "delete", name], capture_output=True)
