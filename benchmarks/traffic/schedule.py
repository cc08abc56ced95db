"""Puts DNS and mail traffic into one capture: shares, flows at once, order of time, exact number of packets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from traffic.capture import Packet
from traffic.dns import Questions
from traffic.faults import Faults
from traffic.hosts import Network
from traffic.mail import Sessions
from traffic.messages import Mails
from traffic.words import Words
from traffic.zones import Zones

START_NS = 1_717_200_000_000_000_000
_EPOCH_NS = 1_000_000_000
_RATE = 5_000  # packets that begin in an epoch
_MAIL_DOMAINS = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """What the capture shall be; shares are numbers from 0 to 1."""

    packets: int
    mail: float = 0.2
    seed: int = 1
    loss: float = 0.0
    reorder: float = 0.0
    ipv6: float = 0.2
    one: int = 0  # the size of the only email that is sent; the capture has nothing else then


class Traffic:
    """All sources of packets for one wish."""

    def __init__(self, wish: Wish) -> None:
        rng = Random(wish.seed)
        words, network = Words(Random(rng.getrandbits(64))), Network(Random(rng.getrandbits(64)))
        zones = Zones(rng.getrandbits(63), words)
        mails = Mails(rng.getrandbits(64), words, zones.zones[:_MAIL_DOMAINS])
        faults = Faults(Random(rng.getrandbits(64)), wish.loss, wish.reorder)
        self._wish, self._rng = wish, rng
        self._dns = Questions(rng.getrandbits(64), network, zones, faults, wish.ipv6)
        self._mail = Sessions(rng.getrandbits(64), network, mails, faults, wish.ipv6)
        self._mail_packets = 0
        self._dns_packets = 0

    def batches(self) -> Iterator[list[Packet]]:
        """All packets by time: each batch is later than the one before; only what is still to come is kept."""
        if self._wish.one:
            yield sorted(self._mail.delivery(START_NS, self._wish.one), key=_time)
            return
        pending: list[Packet] = []
        for epoch in range(-(-self._wish.packets // _RATE)):
            start = START_NS + epoch * _EPOCH_NS
            self._begin(pending, start, min(self._wish.packets, (epoch + 1) * _RATE))
            pending.sort(key=_time)
            cut = _first_from(pending, start + _EPOCH_NS)
            yield pending[:cut]
            del pending[:cut]
        yield pending

    def _begin(self, pending: list[Packet], start: int, total: int) -> None:
        """Begins sessions and questions of one epoch until so many packets have been made since the start."""
        mail = min(round(total * self._wish.mail), total - self._dns_packets)
        self._mail_packets = self._fill(pending, self._mail.session, start, self._mail_packets, mail)
        # A mail session may be longer than its share: the total is kept by fewer questions.
        dns = total - self._mail_packets
        if self._wish.mail < 1:
            self._dns_packets = self._fill(pending, self._dns.transaction, start, self._dns_packets, dns)

    def _fill(
        self, pending: list[Packet], make: Callable[[int], list[Packet]], start: int, made: int, wanted: int
    ) -> int:
        room = self._wish.packets - self._mail_packets - self._dns_packets
        while made < wanted:
            packets = make(start + int(self._rng.random() * _EPOCH_NS))[:room]
            pending += packets
            made += len(packets)
            room -= len(packets)
        return made


def _time(packet: Packet) -> int:
    return packet[0]


def _first_from(packets: list[Packet], time_ns: int) -> int:
    """The first place whose packet is not earlier."""
    low, high = 0, len(packets)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if packets[middle][0] < time_ns else (low, middle)
    return low
