"""What the made-up name servers know: questions by popularity, and the message that answers each."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from traffic import wire
from traffic.wire import Message
from traffic.words import Ranks, Words

_KINDS = (wire.A, wire.AAAA, wire.HTTPS, wire.PTR, wire.MX, wire.TXT, wire.NS, wire.SOA, wire.SRV)
_SHARES = (48, 22, 6, 8, 6, 5, 2, 1, 2)
_NONEXISTENT = 0.07
_FAILING = 0.01
_CANONICAL = 0.35
_VARIANTS = 3
_EMPTY = 0.3  # share of AAAA and HTTPS questions whose name has no such record
_POLICIES = ("v=spf1 ip4:198.18.0.0/15 include:_spf.{zone} -all", "v=DMARC1; p=quarantine; rua=mailto:dmarc@{zone}")
_TTLS = (30, 60, 300, 600, 3600, 86400)


class Zones:
    """All names, and a cache of query and response messages (without identifiers)."""

    def __init__(self, seed: int, words: Words, zones: int = 3000, names: int = 20_000) -> None:
        self._rng = Random(seed)
        self.zones = words.zones(zones)
        self._known = frozenset(self.zones)
        self._names = words.host_names(self.zones, names)
        self._ranks = Ranks(len(self._names), seed)
        self._cache: dict[tuple[object, ...], bytes] = {}
        self._answers: dict[int, Callable[[Message, str, Random], None]] = {
            wire.A: self._addresses, wire.AAAA: self._addresses6, wire.HTTPS: self._https, wire.PTR: self._pointer,
            wire.MX: self._exchanges, wire.TXT: self._texts, wire.NS: self._servers, wire.SOA: self._start_of_zone,
            wire.SRV: self._services,
        }  # fmt: skip

    def question(self) -> tuple[str, int]:
        """The next name and type that someone asks about."""
        rng = self._rng
        kind = rng.choices(_KINDS, _SHARES)[0]
        rank = self._ranks.next()
        if kind == wire.PTR:
            return f"{rank % 250}.{rank // 250 % 250}.{18 + rank % 2}.198.in-addr.arpa", kind
        if rng.random() < 0.03:  # names made for one question only, as block lists and trackers use them
            return f"{rng.getrandbits(64):x}.t.{self.zones[rank % len(self.zones)]}", kind
        name = self._names[rank]
        if kind == wire.SRV:
            return f"_imaps._tcp.{self._zone_of(name)}", kind
        return (name if kind in _KINDS[:3] else self._zone_of(name)), kind

    def query(self, name: str, kind: int, edns: bool, recursive: bool) -> bytes:
        """The query after its identifier."""
        return self._cached(self._make_query, name, kind, edns, recursive)

    def response(self, name: str, kind: int, edns: bool, recursive: bool) -> bytes:
        """One of a few responses after its identifier: servers rotate addresses and count down TTLs."""
        variant = int(self._rng.random() * _VARIANTS)
        return self._cached(self._make_response, name, kind, edns, recursive, variant)

    def _zone_of(self, name: str) -> str:
        zone = name
        while zone and zone not in self._known:
            zone = zone.partition(".")[2]
        return zone or name.partition(".")[2]  # reverse zones are not among the known ones

    def _cached(self, make: Callable[..., bytes], *key: object) -> bytes:
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = make(*key)
        return found

    def _make_query(self, name: str, kind: int, edns: bool, recursive: bool) -> bytes:
        message = Message(name, kind)
        if edns:
            message.edns(1232, not recursive, self._rng.randbytes(8) if recursive else b"")
        return message.finished(wire.RD if recursive else 0)

    def _make_response(self, name: str, kind: int, edns: bool, recursive: bool, variant: int) -> bytes:
        fixed = Random(f"{name} {kind}")  # what a name resolves to is the same in each variant
        flags = wire.QR | (wire.RD | wire.RA if recursive else wire.AA)
        message = Message(name, kind)
        chance = fixed.random()
        if chance < _NONEXISTENT:
            message.soa(2, self._zone_of(name), 2024000000 + fixed.randrange(1000))
            flags |= wire.NXDOMAIN
        elif chance < _NONEXISTENT + _FAILING:
            flags |= wire.SERVFAIL
        else:
            self._answers[kind](message, name, fixed)
        if edns:
            message.edns(1232, False, self._rng.randbytes(16) if recursive and variant == 0 else b"")
        return message.finished(flags)

    def _chain(self, message: Message, name: str, fixed: Random) -> str:
        """Writes the chain of aliases of the name; returns its end."""
        while fixed.random() < _CANONICAL:
            target = f"edge-{fixed.randrange(900)}.cdn.{fixed.choice(self.zones)}"
            message.pointing(1, name, wire.CNAME, self._ttl(), target)
            name = target
        return name

    def _ttl(self) -> int:
        return self._rng.randint(1, self._rng.choice(_TTLS))

    def _addresses(self, message: Message, name: str, fixed: Random) -> None:
        name, ttl = self._chain(message, name, fixed), self._ttl()
        hosts = [fixed.randrange(1, 65_000) for _ in range(fixed.choice((1, 1, 1, 2, 4, 6)))]
        self._rng.shuffle(hosts)
        for host in hosts:
            message.record(1, name, wire.A, ttl, b"\xc6\x12" + host.to_bytes(2, "big"))

    def _addresses6(self, message: Message, name: str, fixed: Random) -> None:
        if fixed.random() < _EMPTY:
            message.soa(2, self._zone_of(name), 2024000001)
            return
        name, ttl = self._chain(message, name, fixed), self._ttl()
        for _ in range(fixed.choice((1, 1, 2, 4))):
            message.record(1, name, wire.AAAA, ttl, b"\x20\x01\x0d\xb8" + fixed.randbytes(12))

    def _https(self, message: Message, name: str, fixed: Random) -> None:
        if fixed.random() < _EMPTY:
            message.soa(2, self._zone_of(name), 2024000002)
            return
        # RFC 9460 2.2: priority 1, target ".", alpn=h2,h3
        message.record(1, name, wire.HTTPS, self._ttl(), b"\0\1\0" + b"\0\1\0\6\2h2\2h3")

    def _pointer(self, message: Message, name: str, fixed: Random) -> None:
        message.pointing(1, name, wire.PTR, self._ttl(), fixed.choice(self._names))

    def _exchanges(self, message: Message, name: str, fixed: Random) -> None:
        for number in range(1, fixed.choice((2, 3, 3))):
            message.pointing(1, name, wire.MX, self._ttl(), f"mx{number}.{name}", bytes((0, number * 10)))
            message.record(3, f"mx{number}.{name}", wire.A, self._ttl(), b"\xc6\x13" + fixed.randbytes(2))

    def _texts(self, message: Message, name: str, fixed: Random) -> None:
        policies = [policy.format(zone=name).encode() for policy in _POLICIES]
        for text in (*policies, b"verification=" + fixed.randbytes(20).hex().encode())[: fixed.randint(1, 3)]:
            message.record(1, name, wire.TXT, self._ttl(), bytes((len(text),)) + text)

    def _servers(self, message: Message, name: str, fixed: Random) -> None:
        for number in range(1, fixed.randint(3, 5)):
            message.pointing(1, name, wire.NS, self._ttl(), f"ns{number}.{name}")
            message.record(3, f"ns{number}.{name}", wire.A, self._ttl(), b"\xc6\x13" + fixed.randbytes(2))

    def _start_of_zone(self, message: Message, name: str, fixed: Random) -> None:
        message.soa(1, name, 2024000000 + fixed.randrange(1000))

    def _services(self, message: Message, name: str, fixed: Random) -> None:
        message.srv(name, self._ttl(), 993, "imap." + name.split(".", 2)[2])
