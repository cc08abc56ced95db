"""The command that asks a packet's DNS question again; without Qt."""
from __future__ import annotations

import shlex

from dissectors.dns.text import TYPES
from gui.models.nodes import NO_NODE, Nodes

PORT = 53
ROOT = "<Root>"
"""The root as Wireshark writes it."""


def dig_line(nodes: Nodes) -> str:
    """`dig` with the server, the flags and the question of a packet's first DNS message; "" where it has none."""
    name, number = nodes.named("dns.qry.name"), _number(nodes, "dns.qry.type")
    if name == NO_NODE:
        return ""
    is_response = _number(nodes, "dns.flags.response")
    side = "src" if is_response else "dst"
    address = next((nodes.show(node) for protocol in ("ip", "ipv6")
                    if (node := nodes.named(f"{protocol}.{side}")) != NO_NODE), "")
    transport = "tcp" if nodes.named("tcp.port") != NO_NODE or nodes.named("tcp.srcport") != NO_NODE else "udp"
    port = _number(nodes, f"{transport}.{side}port")
    words = ["dig", *([f"@{address}"] if address else []), *(["-p", str(port)] if port not in (0, PORT) else [])]
    words += ["+tcp"] if transport == "tcp" else []
    words += ["+norecurse"] if not _number(nodes, "dns.flags.recdesired") else []
    words += ["+dnssec"] if _number(nodes, "dns.resp.z.do") else []
    asked = nodes.show(name)
    question = "." if asked == ROOT else asked
    # -q, as a name may look like an option
    return shlex.join([*words, "-t", TYPES.get(number, f"TYPE{number}"), "-q", question])


def _number(nodes: Nodes, name: str) -> int:
    node = nodes.named(name)
    value = nodes.value(node) if node != NO_NODE else 0
    return value if isinstance(value, int) else 0
