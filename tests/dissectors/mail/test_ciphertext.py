"""TLS of which the beginning was not captured, in connections of mail."""
from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import count

import pytest
from dialogues import pieces, play

from dissectors.imap.reader import ImapConversation
from dissectors.mail.ciphertext import FAR_ENOUGH, begins_with_record, is_binary
from dissectors.mail.dialogue import Dialogue
from dissectors.mail.events import Command
from dissectors.pop.reader import PopConversation
from dissectors.smtp.reader import SmtpConversation
from dissectors.stream import CLIENT, SERVER, Data, End, Event, Gap, How, MessageStart, Piece, Side, StartTls

ALL = pytest.mark.parametrize("make", [SmtpConversation, PopConversation, ImapConversation])
CHANCE = random.Random(1)


def record(size: int, kind: int = 23) -> bytes:
    return bytes([kind, 3, 3]) + size.to_bytes(2, "big") + CHANCE.randbytes(size)


def said(*told: tuple[Side, bytes | int]) -> Iterator[tuple[Side, Piece]]:
    """Bytes, or how many are missing; and the ends."""
    at = [0, 0]
    for side, what in told:
        piece = Gap(at[side], what) if isinstance(what, int) else Data(at[side], what)
        at[side] = piece.stop
        yield side, piece
    yield from ((side, End(at[side], How.FIN)) for side in Side)


def switches(events: list[Event]) -> list[tuple[int, int]]:
    assert not [event for event in events if isinstance(event, Command | MessageStart)]
    return [(event.client_at, event.server_at) for event in events if isinstance(event, StartTls) and event.seen]


@ALL
@pytest.mark.parametrize("kind", [20, 21, 22, 23])
def test_a_capture_that_begins_with_a_record(make: type[Dialogue], kind: int) -> None:
    assert switches(play(make(), said((CLIENT, record(300, kind)), (SERVER, record(50))))) == [(0, 0)]
    assert switches(play(make(), said((SERVER, record(300, kind)), (CLIENT, record(50))))) == [(0, 0)]


@ALL
def test_a_capture_that_begins_within_a_record(make: type[Dialogue]) -> None:
    stream = record(3000)[700:] + record(20) + record(9000)
    assert switches(play(make(), said((CLIENT, stream)))) == [(2330, 0)]
    in_pieces = [(CLIENT, stream[at:at + 1000]) for at in range(0, len(stream), 1000)]
    assert switches(play(make(), said(*in_pieces))) == [(2330, 0)]


@ALL
def test_a_piece_that_begins_with_a_record(make: type[Dialogue]) -> None:
    assert switches(play(make(), said((SERVER, record(400)[90:]), (SERVER, record(30))))) == [(0, 315)]


@pytest.mark.parametrize(("make", "script"), [
    (SmtpConversation, "S: 220 x\nC: EHLO x\nS: 250 x"), (PopConversation, "S: +OK x"), (ImapConversation, "S: * OK")])
def test_a_start_of_tls_that_is_missing(make: type[Dialogue], script: str) -> None:
    begun = [(side, piece.data) for side, piece in pieces(script) if isinstance(piece, Data)]
    at = [sum(len(data) for of, data in begun if of is side) for side in Side]
    events = play(make(), said(*begun, (CLIENT, 10), (CLIENT, record(200, 22)), (SERVER, 8), (SERVER, record(90, 22))))
    assert [(event.client_at, event.server_at) for event in events if isinstance(event, StartTls)] == [
        (at[0] + 10, at[1])]


def test_ciphertext_without_a_record_is_no_message() -> None:
    assert not switches(play(SmtpConversation(), said((CLIENT, record(3000)[5:]))))
    assert not switches(play(PopConversation(), said((SERVER, record(3000)[5:]), (CLIENT, record(3000)[5:]))))


def test_what_is_held_back_is_bounded() -> None:
    conversation, at = SmtpConversation(), count(0, 1000)
    for _ in range(FAR_ENOUGH // 1000 + 1):
        conversation.receive(CLIENT, Data(next(at), bytes([200, 1]) * 500))
    assert conversation.client.size < FAR_ENOUGH


@pytest.mark.parametrize("chunk", [b"\x17\x03\x03\x00\x02", b"\x16\x03\x01\x00\x05hello" * 100, record(100) * 5])
def test_a_chunk_that_has_such_bytes_is_a_message(chunk: bytes) -> None:
    begun = [(side, piece.data) for side, piece in pieces("S: 220 x\nC: EHLO x\nS: 250 x") if isinstance(piece, Data)]
    sent = [(CLIENT, b"BDAT %d LAST\r\n" % (2 * len(chunk))), (CLIENT, chunk), (CLIENT, chunk), (SERVER, b"250 x\r\n")]
    assert not [event for event in play(SmtpConversation(), said(*begun, *sent)) if isinstance(event, StartTls)]
    assert not [event for event in play(SmtpConversation(), said(*sent)) if isinstance(event, StartTls)]


@pytest.mark.parametrize("text", ["Grüße".encode(), b"\x1b$B" + bytes(range(33, 90)), "Привет".encode("koi8-r"),
                                  b"\xff\xfd\x03HELO me\r\n", b"a\0b" * 20, b"MAIL FROM:<a\bb@x>\r\n"])
def test_text_is_not_binary(text: bytes) -> None:
    assert not is_binary(text)


def test_a_record_is_followed_by_another() -> None:
    assert begins_with_record(record(9) + record(5)[:1])
    assert begins_with_record(record(900)[:20])
    assert not begins_with_record(record(9) + b"x")
    assert not begins_with_record(b"\x17\x03\x03\xff\xff")
