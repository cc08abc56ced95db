"""The rows of flows, as the command line, the window and notebooks show them."""
from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.engine import Engine
from analyzer.flows import TCP, TRANSPORTS, FlowTable
from analyzer.seconds import Nanoseconds
from analyzer.services import MAIL
from analyzer.tcp_state import tcp_state

FEW = 100
_PLAIN = ("client_port", "server_port", "packets_sent", "packets_received", "bytes_sent", "bytes_received")


def flow_rows(engine: Engine, flows: list[int] | None = None) -> Iterator[dict[str, Any]]:
    """A row a flow, in order of their numbers; all of them, or those named."""
    wanted = range(len(engine.flows)) if flows is None else flows
    columns = {name: _column(engine.flows, name, flows) for name in (
        *_PLAIN, "transport", "client", "server", "first_time", "last_time", "seen")}
    services = engine.services.numbers()[wanted].tolist()
    tcp = tcp_figures(engine)
    encrypted = encrypted_flows(engine, None if flows is None else set(flows))
    text, addresses = engine.packets.addresses.text, engine.packets.addresses
    for index, flow in enumerate(wanted):
        row = {name: column[index] for name, column in columns.items()}
        is_tcp = row["transport"] == TCP
        yield {
            "flow": flow, "transport": TRANSPORTS[row["transport"]],
            "service": engine.services.names[services[index]] if services[index] >= 0 else None,
            "client": text(row["client"]), "client_port": row["client_port"],
            "server": text(row["server"]), "server_port": row["server_port"],
            "packets_sent": row["packets_sent"], "packets_received": row["packets_received"],
            "bytes_sent": row["bytes_sent"], "bytes_received": row["bytes_received"],
            "start": Nanoseconds(row["first_time"]), "duration": Nanoseconds(row["last_time"] - row["first_time"]),
            "state": tcp_state(row["seen"]) if is_tcp else None,
            "retransmissions": int(tcp["retransmissions"][flow]), "out_of_order": int(tcp["out_of_order"][flow]),
            "missing_bytes": int(tcp["missing_bytes"][flow]), "encrypted": flow in encrypted,
            "community_id": community_id(
                addresses.octets(row["client"]), row["client_port"], addresses.octets(row["server"]),
                row["server_port"], row["transport"]),
        }


def _column(table: FlowTable, name: str, flows: list[int] | None) -> list[int]:
    """A number of all flows, or of those named: for a few the column is not unpacked."""
    if flows is not None and len(flows) <= FEW:
        return [table.value(flow, name) for flow in flows]
    column = table.column(name)
    found: list[int] = (column if flows is None else column[flows]).tolist()
    return found


def tcp_figures(engine: Engine) -> dict[str, Array]:
    """What reassembly counted, for every flow; 0 for flows that are not TCP."""
    streams = engine.tcp_streams
    figures = {}
    for name, found in (("retransmissions", streams.retransmissions()), ("out_of_order", streams.out_of_order()),
                        ("missing_bytes", streams.missing_bytes())):
        figures[name] = np.zeros(len(engine.flows), np.int64)
        figures[name][streams.flows] = found
    return figures


def encrypted_flows(engine: Engine, among: set[int] | None = None) -> set[int]:
    """The flows in which TLS is spoken, from the start or after STARTTLS."""
    def wanted(*services: str) -> list[int]:
        return [flow for flow in engine.services.flows_of(*services).tolist() if among is None or flow in among]

    found = {flow for flow in wanted(*MAIL) if engine.converse(flow).encrypted}
    tls = engine.registry.get("tls")
    for flow in wanted("tls") if tls else ():
        rows = engine.flows.value(flow, "payload_sent"), engine.flows.value(flow, "payload_received")
        client, server = (engine.packets.payload(row) if row >= 0 else b"" for row in rows)
        if tls and (client or server) and tls.likelihood(client, server) > 0:
            found.add(flow)
    return found


def community_id(source: bytes, source_port: int, destination: bytes, destination_port: int, transport: int) -> str:
    """The flow's Community ID, version 1 with seed 0 (Corelight's specification)."""
    ends = sorted([(source, source_port), (destination, destination_port)])
    (low, low_port), (high, high_port) = ends
    digest = hashlib.sha1(b"\0\0" + low + high + bytes((transport, 0)) + low_port.to_bytes(2, "big")
                          + high_port.to_bytes(2, "big"), usedforsecurity=False).digest()
    return "1:" + base64.b64encode(digest).decode()
