"""IMAP behind COMPRESS=DEFLATE: unpacked, dissected on, and led back to its packets."""
from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from mail_sessions import Session
from mail_wire import Segment, by, capture, segments

import analyzer
from analyzer.analysis import Analysis
from analyzer.inflated import Unpacking
from dissectors.deflate import FREE, Inflated
from dissectors.mail.events import Compressed
from dissectors.stream import Data, End, Gap, How, Side

MESSAGE = b"Subject: packed\r\n\r\n" + b"again and again\r\n" * 100


def session(unpacked: bool = False) -> Session:
    """LOGIN, COMPRESS, then FETCH and APPEND in compressed form."""
    made = Session("imap", 143)
    made.server(b"* OK ready\r\n")
    made.client(b"a LOGIN bob fish-2024\r\n")
    made.server(b"a OK\r\n")
    made.client(b"b COMPRESS DEFLATE\r\n")
    made.server(b"b OK\r\n")
    packers = [zlib.compressobj(wbits=-zlib.MAX_WBITS) for _ in Side]
    for side, said in ((Side.CLIENT, b"c SELECT INBOX\r\n"), (Side.SERVER, b"c OK\r\n"),
                       (Side.CLIENT, b"d UID FETCH 5 BODY[]\r\n"),
                       (Side.SERVER, b"* 1 FETCH (UID 5 BODY[] {%d}\r\n%s)\r\nd OK done\r\n" % (len(MESSAGE), MESSAGE)),
                       (Side.CLIENT, b"e APPEND Sent {%d+}\r\n%s\r\n" % (len(MESSAGE), MESSAGE)),
                       (Side.SERVER, b"e OK stored\r\n")):
        packed = said if unpacked else packers[side].compress(said) + packers[side].flush(zlib.Z_SYNC_FLUSH)
        (made.server if side else made.client)(packed)
    return made


@contextmanager
def opened(folder: Path, sent: list[Segment]) -> Iterator[Analysis]:
    file = folder / "packed.pcap"
    file.write_bytes(capture([(session(), sent)]))
    with analyzer.open(file) as analysis:
        yield analysis


@pytest.mark.parametrize("size", [1, 7, 40, 1460])
def test_mails_are_found_behind_compress(tmp_path: Path, size: int) -> None:
    with opened(tmp_path, segments(session(), by(size))) as analysis:
        mails = analysis.emails()
        assert [mail.content() for mail in mails] == [MESSAGE, MESSAGE]
        assert [(mail.row["complete"], mail.row["mailbox"], mail.row["uid"], mail.row["status"]) for mail in mails] == [
            (True, "INBOX", 5, "OK done"), (True, "Sent", None, "OK stored")]


def test_a_session_that_was_unpacked_before_is_read_all_the_same(tmp_path: Path) -> None:
    with opened(tmp_path, segments(session(unpacked=True), by(40))) as analysis:
        assert [mail.content() for mail in analysis.emails()] == [MESSAGE, MESSAGE]


@pytest.mark.parametrize("sizes", [[2, 11], [1, 1, 1, 10], [13], [8, 5]])
def test_few_bytes_do_not_tell_whether_it_is_compressed(sizes: list[int]) -> None:
    data = bytes.fromhex("4a54f0f3f70fe0e502000000ff")      # begins with "JT"
    unpacking, at, found = Unpacking(Compressed(side=Side.SERVER, start=0, stop=0, client_at=0, server_at=0)), 0, b""
    for size in sizes:
        for piece in unpacking.receive(Side.CLIENT, Data(at, data[at:at + size])):
            found += piece.data
        at += size
    assert found == b"a NOOP\r\n"


def test_few_bytes_of_text_are_handed_on_at_the_end() -> None:
    unpacking = Unpacking(Compressed(side=Side.SERVER, start=0, stop=0, client_at=4, server_at=0))
    assert list(unpacking.receive(Side.CLIENT, Data(0, b"abc\nDO"))) == [Data(0, b"abc\n")]
    assert list(unpacking.receive(Side.CLIENT, Data(6, b"N"))) == []
    assert list(unpacking.receive(Side.CLIENT, End(7, How.FIN))) == [Data(4, b"DO"), Data(6, b"N"), End(7, How.FIN)]


def test_follow_and_trees_show_what_was_meant(tmp_path: Path) -> None:
    with opened(tmp_path, segments(session(), by(1460))) as analysis:
        lines = [line for _, line in analysis.follow(0)]
        assert lines.count(b"again and again\r\n") == 200
        assert lines[-1] == b"e OK stored\r\n"
        commands = list(analysis.command_rows())
        assert [row["command"] for row in commands] == [None, "LOGIN", "COMPRESS", "SELECT", "UID", "APPEND"]
        shown = str(analysis.tree(commands[-1]["reply_packet"] - 1))
        assert "e OK stored" in shown


def test_what_is_behind_missing_bytes_is_not_claimed(tmp_path: Path) -> None:
    whole = segments(session(), by(20))
    for lost in range(12, len(whole) - 3):
        with opened(tmp_path, whole[:lost] + whole[lost + 1:]) as analysis:
            for mail in analysis.emails():
                assert mail.content() == MESSAGE if mail.row["complete"] else MESSAGE.startswith(mail.content())


def test_little_never_becomes_much() -> None:
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    bomb = packer.compress(bytes(50 << 20)) + packer.flush()
    inflated = Inflated(100)
    made = inflated.receive(Data(100, bomb))
    assert isinstance(made, Data) and len(made.data) < 2 * FREE + 200 * len(bomb)
    assert inflated.problem == "too much would come out of it"
    assert inflated.receive(Data(100 + len(bomb), b"x")) is None


def test_what_can_not_be_unpacked_is_told() -> None:
    damaged, torn = Inflated(0), Inflated(0)
    assert damaged.receive(Data(0, b"\xff" * 20)) is None and "no DEFLATE stream" in damaged.problem
    assert torn.receive(Gap(0, 5)) is None and "missing" in torn.problem
    end = torn.receive(End(5, How.FIN))
    assert isinstance(end, End) and end.how is How.FIN
