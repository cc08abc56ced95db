"""TLS up to where it encrypts."""
from __future__ import annotations

import pytest
from dialogues import cut, play
from tls_builders import extension, hello, record

from dissectors.registry import Context
from dissectors.stream import Data, End, Gap, How, Piece, Problem, Side
from dissectors.tls import TLS
from dissectors.tls.events import ClientHello, Encrypted, ServerHello
from dissectors.tls.head import is_record
from dissectors.tls.records import TlsConversation

NAME = b"mx.example"
CLIENT = hello(
    1, b"\x00\x02\x13\x01\x01\x00",                                                    # a suite, no compression
    extension(0, b"\x00\x0d\x00\x00\x0a" + NAME),                                      # server name
    extension(16, b"\x00\x05\x04imap"),                                                # protocols
    extension(43, b"\x06\x7a\x7a\x03\x04\x03\x03"))                                    # versions, one of no meaning
SERVER = hello(2, b"\x13\x01\x00", extension(43, b"\x03\x04"))
SAID: list[tuple[Side, Piece]] = [
    (Side.CLIENT, Data(0, record(22, CLIENT[:20]) + record(22, CLIENT[20:]))),
    (Side.SERVER, Data(0, record(22, SERVER) + record(20, b"\1") + record(23, bytes(9)))),
    (Side.CLIENT, Data(len(CLIENT) + 10, record(23, bytes(40)))),
]


def test_the_hello_messages_and_where_encryption_begins():
    events = play(TlsConversation(), SAID)
    client, server, *encrypted = events
    assert isinstance(client, ClientHello)
    assert (client.version, client.server_name, client.protocols) == (0x0304, "mx.example", ("imap",))
    assert isinstance(server, ServerHello)
    assert server.version == 0x0304
    assert [(event.side, event.start) for event in encrypted if isinstance(event, Encrypted)] == [
        (Side.SERVER, len(SERVER) + 5), (Side.CLIENT, len(CLIENT) + 10)]


def test_every_way_of_cutting_the_stream():
    for size in (1, 3, 7, 50):
        assert play(TlsConversation(), cut(SAID, lambda size=size: size)) == play(TlsConversation(), SAID)


@pytest.mark.parametrize("size", range(4, len(CLIENT)))
def test_a_hello_that_is_cut(size):
    data = record(22, CLIENT[:1] + (size - 4).to_bytes(3, "big") + CLIENT[4:size])
    for event in play(TlsConversation(), [(Side.CLIENT, Data(0, data)), (Side.CLIENT, End(len(data), How.FIN))]):
        assert isinstance(event, ClientHello)
        assert event.server_name in (None, "mx.example")


def test_missing_bytes_end_what_can_be_read():
    events = play(TlsConversation(), [(Side.SERVER, Data(0, b"\x16\x03\x03")), (Side.SERVER, Gap(3, 9)),
                                      (Side.SERVER, Data(12, b"noise")), (Side.SERVER, End(17, How.FIN))])
    assert [(type(event), event.start) for event in events] == [(Encrypted, 3)]


def test_what_is_no_tls():
    events = play(TlsConversation(), [(Side.CLIENT, Data(0, b"EHLO x\r\n" * 100))])
    assert [type(event) for event in events] == [Problem]


def test_likelihood():
    tls = TLS()
    assert tls.likelihood(record(22, CLIENT), b"") > 0.9
    assert tls.likelihood(record(22, CLIENT), record(22, SERVER)) > 0.9
    assert 0.5 < tls.likelihood(b"", record(23, b"x")) < 0.9
    assert tls.likelihood(b"EHLO x\r\n", b"220 x\r\n") == tls.likelihood(b"", b"") == 0.0
    assert not is_record(b"\x16\x03\x03\xff\xff")


def test_the_tree_of_a_hello():
    data = record(22, CLIENT)
    event = play(TlsConversation(), [(Side.CLIENT, Data(0, data))])[0]
    field = next(iter(TLS().describe_event(event, data, Context())))
    names = {child.spec.name: (child.value, data[child.pos:child.pos + child.size]) for child in field.children}
    assert names["tls.handshake.extensions_server_name"] == ("mx.example", NAME)
    assert names["tls.record.length"][0] == len(CLIENT)
    assert TLS().event_info(event, data) == "Client Hello (SNI=mx.example)"
