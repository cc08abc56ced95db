"""DNS transactions as packets: clients and resolvers that ask, answers with latencies, losses and repetitions."""

from __future__ import annotations

from random import Random

from traffic.capture import Packet
from traffic.faults import Faults
from traffic.frames import Way
from traffic.hosts import Machine, Network
from traffic.wire import with_id
from traffic.zones import Zones

_PORT = 53
_UNANSWERED = 0.015
_RETRANSMITTED = 0.02
_DUPLICATED = 0.004
_ITERATIVE = 0.25  # share of questions from a resolver to a name server
_FROM_CACHE = 0.6
_ONE_PORT = 8  # one client in so many asks always from the same port


class Questions:
    """Endless DNS transactions."""

    def __init__(self, seed: int, network: Network, zones: Zones, faults: Faults, ipv6: float) -> None:
        self._rng = Random(seed)
        self._network, self._zones, self._faults, self._ipv6 = network, zones, faults, ipv6

    def transaction(self, start_ns: int) -> list[Packet]:
        """The packets of one question: one at least where nothing gets lost."""
        random = self._rng.random
        recursive = random() >= _ITERATIVE
        there, back = self._ways(recursive)
        name, kind = self._zones.question()
        edns = not recursive or random() < 0.6
        identifier = self._rng.getrandbits(16)
        query = with_id(identifier, self._zones.query(name, kind, edns, recursive))
        times = [start_ns]
        if random() < _RETRANSMITTED:
            times.append(start_ns + self._rng.choice((1, 2, 5)) * 1_000_000_000 + int(random() * 4_000_000))
        packets = [(time, there.udp(query)) for time in times]
        if random() >= _UNANSWERED:
            response = with_id(identifier, self._zones.response(name, kind, edns, recursive))
            packets += [(time, back.udp(response)) for time in self._answer_times(times, recursive)]
        return self._faults.datagrams(packets)

    def _ways(self, recursive: bool) -> tuple[Way, Way]:
        asking, asked = self._parties(recursive)
        version6 = self._rng.random() < self._ipv6
        source, target = asking.host(version6), asked.host(version6)
        fixed = recursive and source.mac[-1] % _ONE_PORT == 0
        port = 1024 + int.from_bytes(source.mac[-2:], "big") if fixed else 1024 + int(self._rng.random() * 64_000)
        ident = self._rng.getrandbits(16)
        return Way(source, target, port, _PORT, ident), Way(target, source, _PORT, port, ident ^ 0x5555)

    def _parties(self, recursive: bool) -> tuple[Machine, Machine]:
        network = self._network
        if recursive:
            return network.client(), network.resolver()
        return network.resolver(), network.name_server()

    def _answer_times(self, times: list[int], recursive: bool) -> list[int]:
        """When responses come: to the last query, at times to each, at times doubled on the way."""
        answered = times if len(times) > 1 and self._rng.random() < 0.3 else times[-1:]
        found = [time + self._latency_ns(recursive) for time in answered]
        if self._rng.random() < _DUPLICATED:
            found.append(found[-1] + 40_000 + int(self._rng.random() * 900_000))
        return found

    def _latency_ns(self, recursive: bool) -> int:
        if recursive and self._rng.random() < _FROM_CACHE:
            return 150_000 + int(self._rng.expovariate(1 / 300_000))
        # A median of 22 ms with a long tail, as across the Internet; nobody waits for more than 4 s.
        return min(4_000_000_000, 900_000 + int(self._rng.lognormvariate(3.05, 0.8) * 1_000_000))
