"""The nodes of the lab: network namespaces on one bridge, their addresses, and sockets and programs in them."""
from __future__ import annotations

import ctypes
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from errors import LabError

LAB = os.environ.get("PILOTFISH_LAB_NAME", "pilotfish")
"""What the names of the namespaces begin with; several labs may run beside each other under different ones."""
SWITCH = "switch"
BRIDGE = "br0"
NODES = {"root": 2, "tld": 3, "nsa": 4, "nsb": 5, "resolver": 6, "mxa": 10, "mxb": 20,
         "client1": 50, "client2": 51, "client3": 52}
"""Each node, and the last part of its addresses."""

RESOLV_CONF = Path("/etc/netns")
"""`ip netns exec` shows a program the files of the folder of its namespace in place of those in /etc."""
LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNET = 0x40000000


def address(node: str) -> str:
    """The node's IPv4 address."""
    return f"10.77.0.{NODES[node]}"


def address6(node: str) -> str:
    """The node's IPv6 address."""
    return f"fd77::{NODES[node]:x}"


def namespace(node: str) -> str:
    """The name of the node's network namespace."""
    return f"{LAB}-{node}"


def inside(node: str, *command: str | Path) -> list[str]:
    """The command line that runs a command in a node."""
    return ["ip", "netns", "exec", namespace(node), *map(str, command)]


def run(*command: str | Path, folder: Path | None = None) -> str:
    """What a command prints; it must succeed."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise LabError(f"{' '.join(words)}: {done.stdout[-2000:]}")
    return done.stdout


def build() -> None:
    """Makes all nodes; leftovers of an earlier run are removed first."""
    remove()
    for node in (SWITCH, *NODES):
        run("ip", "netns", "add", namespace(node))
        run(*inside(node, "ip", "link", "set", "lo", "up"))
    _build_bridge()
    for node in NODES:
        _connect(node)


def remove() -> None:
    """Removes all nodes."""
    for node in (SWITCH, *NODES):
        if Path("/run/netns", namespace(node)).exists():
            run("ip", "netns", "del", namespace(node))
        if (RESOLV_CONF / namespace(node)).exists():
            shutil.rmtree(RESOLV_CONF / namespace(node))


def _build_bridge() -> None:
    # without IPv6 of its own, the switch says nothing on the wire
    run(*inside(SWITCH, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1"))
    run(*inside(SWITCH, "ip", "link", "add", BRIDGE, "type", "bridge", "stp_state", "0", "mcast_snooping", "0"))
    run(*inside(SWITCH, "ip", "link", "set", BRIDGE, "up"))


def _connect(node: str) -> None:
    port = f"p-{node}"
    # addresses can be used at once, and no router is looked for
    run(*inside(node, "sysctl", "-qw", "net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0",
                "net.ipv6.conf.default.router_solicitations=0"))
    run("ip", "-n", namespace(SWITCH), "link", "add", port, "type", "veth",
        "peer", "name", "eth0", "netns", namespace(node))
    run(*inside(SWITCH, "ip", "link", "set", port, "master", BRIDGE, "up"))
    run(*inside(node, "ip", "link", "set", "eth0", "address", f"02:50:00:00:00:{NODES[node]:02x}"))
    run(*inside(node, "ip", "addr", "add", f"{address(node)}/24", "dev", "eth0"))
    run(*inside(node, "ip", "addr", "add", f"{address6(node)}/64", "dev", "eth0", "nodad"))
    run(*inside(node, "ip", "link", "set", "eth0", "up"))
    _no_offload(node, "eth0")
    _no_offload(SWITCH, port)
    (RESOLV_CONF / namespace(node)).mkdir(parents=True)
    (RESOLV_CONF / namespace(node) / "resolv.conf").write_text(
        f"nameserver {address('resolver')}\noptions timeout:3\n")


def _no_offload(node: str, interface: str) -> None:
    """Segments of the size that a wire carries, with their checksums."""
    features = [word for feature in ("tso", "gso", "gro", "tx", "rx") for word in (feature, "off")]
    run(*inside(node, "ethtool", "-K", interface, *features))


@contextmanager
def entered(node: str) -> Iterator[None]:
    """This thread is in the node's namespace; sockets that it opens stay there."""
    here = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{namespace(node)}", os.O_RDONLY)
    try:
        _enter(there)
        yield
    finally:
        _enter(here)
        os.close(there)
        os.close(here)


def _enter(descriptor: int) -> None:
    if LIBC.setns(descriptor, CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


def open_socket(node: str, family: int = socket.AF_INET, kind: int = socket.SOCK_STREAM) -> socket.socket:
    """A socket of the node; what it waits for must come within a minute."""
    with entered(node):
        opened = socket.socket(family, kind)
    opened.settimeout(60)
    return opened


def wait_for_server(node: str, port: int) -> None:
    """Returns as soon as a server listens on the TCP port."""
    wait_until(lambda: _listens(node, port), f"{node} listens on port {port}")


def _listens(node: str, port: int) -> bool:
    with open_socket("client1") as probe:
        probe.settimeout(1)
        return probe.connect_ex((address(node), port)) == 0


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Returns as soon as it holds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise LabError(f"waited {seconds:g} s in vain: {what}")
        time.sleep(0.1)
