"""A TCP connection as packets: handshake, data in segments, acknowledgements, loss with retransmission, close."""

from __future__ import annotations

from random import Random
from struct import Struct

from traffic.capture import Packet
from traffic.faults import Fate, Faults
from traffic.frames import ACK, FIN, PSH, SYN, Host, Segment, Way

CLIENT, SERVER = 0, 1
_MSS = 1448  # 1460 without the timestamp option's twelve bytes
_TIMESTAMPS = Struct(">BBBBII")
_SYN_OPTIONS = bytes.fromhex("020405b40402") + bytes.fromhex("080a") + b"%s" + bytes.fromhex("01030307")
_FIRST_WINDOW = 10  # RFC 6928: ten segments before the first acknowledgement
_LARGEST_WINDOW = 64
_WINDOW = 501  # in units of 128 octets, as the SYN options say


class Connection:
    """One connection, written as it happens; `packets` has them by time of sending, not sorted."""

    def __init__(self, client: Host, server: Host, port: int, start_ns: int, rng: Random, faults: Faults) -> None:
        own = rng.randint(32_768, 60_999)
        self.packets: list[Packet] = []
        self.now = start_ns
        self._rng, self._faults = rng, faults
        ident = rng.getrandbits(16)
        self._ways = (Way(client, server, own, port, ident), Way(server, client, port, own, ident ^ 0x3333))
        self._next = [rng.getrandbits(32), rng.getrandbits(32)]
        self._clocks = (rng.getrandbits(31), rng.getrandbits(31))
        self._echoes = [0, 0]
        self._round_trip = 300_000 + int(rng.lognormvariate(3.2, 0.7) * 1_000_000)
        self._last = SERVER
        self._settled = start_ns  # when the last retransmission is through
        self._window = _FIRST_WINDOW

    def open(self) -> None:
        """The three-way handshake."""
        self._control(CLIENT, SYN)
        self._turn(SERVER, 60_000)
        self._control(SERVER, SYN | ACK)
        self._turn(CLIENT, 0)
        self._acknowledge(CLIENT, self.now)

    def send(self, side: int, data: bytes, thought_ns: int = 0) -> None:
        """Data from one side, after it has thought about what it got before."""
        self._turn(side, thought_ns + int(self._rng.expovariate(1 / 400_000)))
        pieces = range(0, len(data), _MSS)
        for count, start in enumerate(pieces, 1):
            self._segment(side, data[start : start + _MSS], last=start + _MSS >= len(data))
            self._pace(count, len(pieces))
            if count % 2 == 0:  # RFC 9293 3.8.6.3: an acknowledgement for every second full segment
                self._acknowledge(1 - side, self.now + 30_000)
        if len(pieces) > 1 and len(pieces) % 2:
            self._acknowledge(1 - side, self.now + 30_000)

    def wait(self, time_ns: int) -> None:
        """Nothing happens for a while."""
        self.now += time_ns

    def close(self, side: int) -> None:
        """Both sides end; `side` begins."""
        self._turn(side, 20_000)
        self._control(side, FIN | ACK)
        self._turn(1 - side, 30_000)
        self._control(1 - side, FIN | ACK)
        self._turn(side, 0)
        self._acknowledge(side, self.now)

    def _turn(self, side: int, thought_ns: int) -> None:
        """Time passes until that side can speak: the capturing machine stands beside the server."""
        if side != self._last:
            self.now = max(self.now, self._settled) + (self._round_trip if side == CLIENT else 50_000)
            self._last = side
        self.now += thought_ns

    def _pace(self, sent: int, total: int) -> None:
        """A window of segments goes out in one burst; then the sender waits for a round trip."""
        self.now += 12_000
        if sent % self._window == 0 and sent < total:
            self.now += self._round_trip
            self._window = min(_LARGEST_WINDOW, self._window * 2)

    def _options(self, side: int, time_ns: int) -> bytes:
        value = (self._clocks[side] + time_ns // 1_000_000) & 0xFFFFFFFF
        echo, self._echoes[1 - side] = self._echoes[side], value
        return _TIMESTAMPS.pack(1, 1, 8, 10, value, echo)

    def _control(self, side: int, flags: int) -> None:
        options = self._options(side, self.now)
        if flags & SYN:
            options = _SYN_OPTIONS % options[4:]
        acknowledged = self._next[1 - side] if flags & ACK else 0
        window = 64_240 if flags & SYN else _WINDOW  # RFC 7323 2.2: never scaled in a SYN
        segment = Segment(self._next[side], acknowledged, flags, window, options)
        self.packets.append((self.now, self._ways[side].tcp(segment)))
        self._next[side] = (self._next[side] + 1) & 0xFFFFFFFF

    def _acknowledge(self, side: int, time_ns: int) -> None:
        segment = Segment(self._next[side], self._next[1 - side], ACK, _WINDOW, self._options(side, time_ns))
        self.packets.append((time_ns + self._faults.late_ns(), self._ways[side].tcp(segment)))

    def _segment(self, side: int, data: bytes, last: bool) -> None:
        flags = ACK | PSH if last else ACK
        segment = Segment(self._next[side], self._next[1 - side], flags, _WINDOW, self._options(side, self.now))
        frame = self._ways[side].tcp(segment, data)
        self._next[side] = (self._next[side] + len(data)) & 0xFFFFFFFF
        fate = self._faults.fate()
        if fate in (Fate.SEEN, Fate.TWICE):
            self.packets.append((self.now + self._faults.late_ns(), frame))
        if fate in (Fate.RESENT, Fate.TWICE):
            self._resend(side, segment, data)

    def _resend(self, side: int, segment: Segment, data: bytes) -> None:
        again = self.now + max(200_000_000, self._round_trip) + self._rng.randrange(3_000_000)
        options = self._options(side, again)
        newer = Segment(segment.seq, segment.ack, segment.flags, segment.window, options)
        self.packets.append((again, self._ways[side].tcp(newer, data)))
        self._settled = max(self._settled, again)
