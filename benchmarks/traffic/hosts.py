"""The machines of the made-up network: clients, resolvers, name servers, mail servers; each with IPv4 and IPv6."""

from __future__ import annotations

from random import Random

from traffic.frames import Host

# Private, benchmarking and documentation ranges only: RFC 1918, RFC 2544 and RFC 3849.
_GATEWAY = bytes.fromhex("02000000fffe")


class Machine:
    """One machine with an IPv4 and an IPv6 address behind the same card."""

    __slots__ = ("v4", "v6")

    def __init__(self, number: int, net: int, local: bool) -> None:
        mac = b"\x02\x00" + number.to_bytes(4, "big") if local else _GATEWAY
        hops = 64 if local else 48 + number % 12
        high, low = divmod(number % 65_000, 250)
        self.v4 = Host(mac, bytes((net, 18 + high % 2 if net == 198 else high, high, low + 2)), hops)
        self.v6 = Host(mac, bytes.fromhex("20010db8") + net.to_bytes(2, "big") + number.to_bytes(10, "big"), hops)

    def host(self, version6: bool) -> Host:
        """The machine at its address of that family."""
        return self.v6 if version6 else self.v4


class Network:
    """All machines; picks are by the given random numbers."""

    def __init__(self, rng: Random, clients: int = 2000) -> None:
        self._rng = rng
        self.clients = [Machine(number, 10, True) for number in range(1, clients + 1)]
        self.resolvers = [Machine(60_000 + number, 10, True) for number in range(4)]
        self.name_servers = [Machine(number, 198, False) for number in range(1, 601)]
        self.mail_servers = [Machine(61_000 + number, 10, True) for number in range(6)]
        self.relays = [Machine(number, 198, False) for number in range(1000, 1300)]

    def client(self) -> Machine:
        """Some clients are much busier than others."""
        return self.clients[int(len(self.clients) * self._rng.random() ** 2)]

    def resolver(self) -> Machine:
        return self._rng.choice(self.resolvers)

    def name_server(self) -> Machine:
        return self.name_servers[int(len(self.name_servers) * self._rng.random() ** 2)]

    def mail_server(self) -> Machine:
        return self._rng.choice(self.mail_servers)

    def relay(self) -> Machine:
        return self._rng.choice(self.relays)
