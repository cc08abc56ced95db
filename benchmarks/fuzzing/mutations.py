"""Mutations: changed, lost, repeated and foreign bytes, at any place."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from dissectors.stream import Data, End, Gap, How, Piece, Side
from fuzzing.seeds import Turns

LONGEST = 10_000
"""Bytes of an input: the limit of time is told for so many."""

TOKENS = (
    b"\r\n", b"\n", b"\r", b"\0", b"\r\n.\r\n", b".", b"..", b" ", b"\t", b"(", b")", b"((((", b"\"", b"\\", b"<", b">",
    b"[", b"]", b"*", b"--", b"=?", b"?=", b"=", b"=G", b"\xff\xfe", b"\x80", b";" * 50, b"," * 50, b"A" * 300,
    # SMTP, POP
    b"BDAT 99999999999 LAST\r\n", b"BDAT 0\r\n", b"DATA\r\n", b"RSET\r\n", b"250-", b"354 \r\n", b"421 x\r\n",
    b"+OK\r\n", b"-ERR\r\n", b"+ \r\n", b"RETR 1\r\n", b"STARTTLS\r\n", b"\x16\x03\x01",
    # IMAP
    b"{4294967296}\r\n", b"{0}\r\n", b"{3+}\r\n", b"~{9}\r\n", b"* 1 FETCH (", b"BODY[]", b"BODY[TEXT]<3>", b"NIL",
    b"a APPEND x {4}\r\n", b"a OK\r\n", b"DONE\r\n",
    # MIME
    b"Content-Type: multipart/mixed; boundary=a\r\n", b"\r\n--a\r\n", b"\r\n--a--\r\n", b"boundary*0*=", b"''%",
    b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"=?utf-8?Q?",
    b"begin 644 x\r\n")


def mutated(data: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """Some changes to bytes; `others` gives foreign ones."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        at, size = chance.randrange(len(made) + 1), chance.choice((1, 2, 4, 20, 200))
        what = chance.randrange(6)
        if what == 0 and at < len(made):
            made[at] = chance.randrange(256)
        elif what == 1:
            del made[at:at + size]
        elif what == 2:
            made[at:at] = made[at:at + size] * chance.choice((1, 2, 10))
        elif what == 3:
            other = chance.choice(others)
            start = chance.randrange(len(other) + 1)
            made[at:at] = other[start:start + size]
        else:
            made[at:at + (size if what == 4 else 0)] = chance.choice(TOKENS)
    return bytes(made[:LONGEST])


def conversation(turns: Turns, chance: Random, others: Sequence[Turns]) -> list[tuple[Side, Piece]]:
    """A conversation with some turns changed, lost, moved or cut: pieces as a capture gives them."""
    start = chance.randrange(len(turns)) if chance.random() < 0.2 else 0
    said, foreign = turns[start:], [data for _, data in chance.choice(others)]
    found: list[tuple[Side, Data | Gap]] = []
    at, left = [0, 0], LONGEST
    for side, data in said:
        if chance.random() < 0.05:
            side = side.other
        changed = mutated(data, chance, foreign)[:left] if chance.random() < 0.3 else data[:left]
        left -= len(changed)
        for piece in _cut(at[side], changed, chance):
            found.append((side, piece))
            at[side] = piece.stop
        if chance.random() < 0.03 and len(found) > 1:
            found[-1], found[-2] = found[-2], found[-1]
    return [*_in_order(found), *((side, End(at[side], chance.choice(tuple(How)))) for side in Side)]


def _cut(at: int, data: bytes, chance: Random) -> list[Data | Gap]:
    """Data in one piece or several, some of them lost. Only little comes byte by byte: a capture of 10 kB in as many
    packets has half a megabyte."""
    smallest = 1 if len(data) < 200 else 10
    sizes = chance.choice((len(data), len(data), smallest, chance.randint(smallest, 100))) or 1
    parts = (data[start:start + sizes] for start in range(0, len(data), sizes))
    found: list[Data | Gap] = []
    for part in parts:
        found.append(Gap(at, len(part)) if chance.random() < 0.03 else Data(at, part))
        at += len(part)
    return found


def _in_order(said: list[tuple[Side, Data | Gap]]) -> list[tuple[Side, Piece]]:
    """The same pieces with the positions that they have in this order."""
    at = [0, 0]
    found: list[tuple[Side, Piece]] = []
    for side, piece in said:
        moved = piece._replace(start=at[side])
        found.append((side, moved))
        at[side] = moved.stop
    return found
