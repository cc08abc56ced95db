"""Files within a body: TNEF (winmail.dat) and uuencoded ones in a text."""
from __future__ import annotations

import binascii
import random
import struct

import pytest

from dissectors.mime import attachments, parse, tnef, transfer
from dissectors.mime.unpacking import MAX_DEPTH

MESSAGE, FILE = 1, 2
RENDER, TITLE, DATA, PROPERTIES, CODEPAGE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069007


def attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def packed(*attributes: bytes) -> bytes:
    return bytes.fromhex("789f3e22 0100") + b"".join(attributes)   # signature, key


def sized(kind: int, name: int, value: bytes) -> bytes:
    """A property whose value has its own size, padded to four bytes."""
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + bytes(-len(value) % 4)


def properties(*each: bytes) -> bytes:
    return struct.pack("<I", len(each)) + b"".join(each)


WINMAIL = packed(
    attribute(MESSAGE, CODEPAGE, bytes.fromhex("e4040000 00000000")),                   # 1252
    attribute(FILE, RENDER, bytes(14)), attribute(FILE, TITLE, b"PLAN~1.PDF\0"), attribute(FILE, DATA, b"%PDF-1"),
    attribute(FILE, PROPERTIES, properties(
        struct.pack("<HHI", 0x03, 0x0E20, 6),                                           # a number
        struct.pack("<HH", 0x1E, 0x8001) + bytes(16) + struct.pack("<II", 1, 4) + b"x\0\0\0"    # a name of its own
        + struct.pack("<II", 1, 2) + b"y\0\0\0",
        sized(0x1F, 0x3707, "Plan für morgen.pdf\0".encode("utf-16-le")), sized(0x1E, 0x370E, b"application/pdf\0"))),
    attribute(FILE, RENDER, bytes(14)), attribute(FILE, TITLE, b"Gr\xfc\xdfe.txt\0"), attribute(FILE, DATA, b"hello"))


def test_files_with_their_long_names() -> None:
    assert tnef.files(WINMAIL) == [tnef.File("Plan für morgen.pdf", "application/pdf", b"%PDF-1"),
                                   tnef.File("Grüße.txt", "", b"hello")]


def test_a_file_that_is_an_object() -> None:
    inside = properties(sized(0x0D, 0x3701, bytes(16) + b"object"))
    assert tnef.files(packed(attribute(FILE, RENDER, b""), attribute(FILE, PROPERTIES, inside)))[0].data == b"object"


def test_files_of_messages_that_are_attached_in_tnef() -> None:
    body = WINMAIL
    for name in (b"inner", b"outer"):
        object_ = sized(0x0D, 0x3701, bytes(16) + body)
        body = packed(attribute(FILE, RENDER, b""), attribute(FILE, TITLE, name), attribute(FILE, PROPERTIES,
                                                                                            properties(object_)))
    found = attachments(parse(b"Content-Type: application/ms-tnef\r\n\r\n" + body))
    assert [(part.number, part.filename) for part in found] == [
        ("1", None), ("1-1", "outer"), ("1-1-1", "inner"), ("1-1-1-1", "Plan für morgen.pdf"),
        ("1-1-1-2", "Grüße.txt")]
    assert {part.content_type for part in found[:3]} == {"application/ms-tnef"}


def test_tnef_in_tnef_is_limited() -> None:
    body = WINMAIL
    for _ in range(50):
        object_ = sized(0x0D, 0x3701, bytes(16) + body)
        body = packed(attribute(FILE, RENDER, b""), attribute(FILE, PROPERTIES, properties(object_)))
    found = attachments(parse(b"Content-Type: application/ms-tnef\r\n\r\n" + body))
    assert [part.number.count("-") for part in found] == [*range(MAX_DEPTH + 1)]


def test_what_is_cut_or_changed_gives_what_there_is() -> None:
    for stop in range(len(WINMAIL)):
        assert len(tnef.files(WINMAIL[:stop])) <= 2
    numbers = random.Random(1)
    for _ in range(2000):
        data = bytearray(WINMAIL)
        for _ in range(3):
            data[numbers.randrange(len(data))] = numbers.randrange(256)
        assert len(tnef.files(bytes(data))) <= 20
    assert tnef.files(b"no TNEF") == []


def test_files_of_winmail_are_attachments() -> None:
    head = b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    found = attachments(parse(head + binascii.b2a_base64(WINMAIL)))
    assert [(part.number, part.filename, part.content_type, part.decoded()) for part in found[1:]] == [
        ("1-1", "Plan für morgen.pdf", "application/pdf", b"%PDF-1"),
        ("1-2", "Grüße.txt", "application/octet-stream", b"hello")]


def uuencoded(name: bytes, data: bytes) -> bytes:
    lines = [binascii.b2a_uu(data[at:at + 45]) for at in range(0, len(data), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(lines) + b"`\nend\n"


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_uuencoded_files_in_a_text_are_attachments(end: bytes) -> None:
    body = b"Hello,\n" + uuencoded(b"a b.txt", b"x" * 100) + b"and\n" + uuencoded(b"c.bin", bytes(range(50))) + b"bye\n"
    found = attachments(parse(b"Subject: x\r\n\r\n" + body.replace(b"\n", end)))
    assert [(part.number, part.filename, part.decoded()) for part in found] == [
        ("1-1", "a b.txt", b"x" * 100), ("1-2", "c.bin", bytes(range(50)))]


@pytest.mark.parametrize("zero", [b"`", b" ", b""], ids=["a quote", "a blank", "nothing"])
def test_the_line_before_the_end_is_written_in_several_ways(zero: bytes) -> None:
    body = (uuencoded(b"a", b"abc").replace(b"`\n", zero + b"\n") + uuencoded(b"b", b"d")).replace(b"\n", b"\r\n")
    found = attachments(parse(b"Subject: x\r\n\r\n" + body))
    assert [(part.filename, part.decoded()) for part in found] == [("a", b"abc"), ("b", b"d")]


@pytest.mark.parametrize("body", [b"begin 644 the engine\r\nslowly\r\n", b"begin 644 x\r\n`\r\nend\r\n", b"begin\r\n"])
def test_a_sentence_is_no_file(body: bytes) -> None:
    assert attachments(parse(b"Subject: x\r\n\r\n" + body)) == []


def test_files_of_a_text_have_an_end() -> None:
    assert len(list(transfer.uu_files(uuencoded(b"x", b"y") * 3000))) == transfer.MAX_UU_FILES
