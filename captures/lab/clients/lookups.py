"""A DNS client, over UDP and TCP."""
from __future__ import annotations

import socket
import struct
from collections.abc import Sequence
from typing import Any

import dns.edns
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
from errors import LabError
from servers.network import address, address6, open_socket
from truth.record import Entry, Truth
from truth.transactions import add_message, answer, transaction

PORT = 53
LENGTH = struct.Struct(">H")


def query(name: str, kind: str, *, recursion: bool = True, edns: bool = False, dnssec: bool = False,
          payload: int = 1232, options: Sequence[dns.edns.Option] = (),
          checking: bool = True) -> dns.message.QueryMessage:
    """A query with a random id; options and DNSSEC bring EDNS with them (RFC 6891)."""
    more: dict[str, Any] = {}
    if edns or dnssec or options:
        more = {"use_edns": 0, "payload": payload, "want_dnssec": dnssec, "options": list(options)}
    made = dns.message.make_query(name, kind, **more)
    if not recursion:
        made.flags &= ~dns.flags.RD
    if not checking:
        made.flags |= dns.flags.CD
    return made


class Lookups:
    """Lookups of one client."""

    def __init__(self, truth: Truth, node: str = "client1", ipv6: bool = False) -> None:
        self.truth, self.node = truth, node
        self.family = socket.AF_INET6 if ipv6 else socket.AF_INET
        self.address = address6 if ipv6 else address

    def ask(self, server: str, name: str, kind: str, **how: Any) -> None:
        """One query over UDP; `how` is for query()."""
        asked = query(name, kind, **how)
        with open_socket(self.node, self.family, socket.SOCK_DGRAM) as connection:
            connection.connect((self.address(server), PORT))
            connection.send(asked.to_wire())
            entry = self._begun(asked, connection, server, "udp")
            answer(entry, dns.message.from_wire(connection.recv(65535)))

    def ask_over_tcp(self, server: str, *queries: dns.message.QueryMessage) -> None:
        """Queries over one TCP connection, without waiting in between; responses are told by their ids."""
        with open_socket(self.node, self.family) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.connect((self.address(server), PORT))
            for asked in queries:
                wire = asked.to_wire()
                connection.sendall(LENGTH.pack(len(wire)) + wire)
            entries = {asked.id: self._begun(asked, connection, server, "tcp") for asked in queries}
            while not all(map(complete, entries.values())):
                self._receive(connection, entries)

    def _begun(self, asked: dns.message.QueryMessage, connection: socket.socket, server: str, transport: str) -> Entry:
        client, client_port = connection.getsockname()[:2]
        ends = {"client": client, "client_port": client_port, "server": self.address(server), "server_port": PORT}
        entry = transaction(asked, ends, transport, "client")
        self.truth.transactions.append(entry)
        return entry

    def _receive(self, connection: socket.socket, entries: dict[int, Entry]) -> None:
        size, = LENGTH.unpack(receive_exactly(connection, LENGTH.size))
        # record by record: a zone transfer has the SOA record twice
        message = dns.message.from_wire(receive_exactly(connection, size), one_rr_per_rrset=True)
        entry = entries[message.id]
        if entry["status"] == "answered":
            add_message(entry, message)
        else:
            answer(entry, message)


def complete(entry: Entry) -> bool:
    """Is the response there, a zone transfer with the SOA record at its end (RFC 5936, section 2.2)?"""
    if entry["type"] != "AXFR" or entry["rcode"] != "NOERROR":
        return bool(entry["status"] == "answered")
    records = entry.get("all_answers") or entry["answers"]
    return [record["type"] for record in records].count("SOA") == 2


def receive_exactly(connection: socket.socket, size: int) -> bytes:
    """The next bytes of the connection."""
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise LabError("the DNS server has closed the connection")
        data += piece
    return data
