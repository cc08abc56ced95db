"""Messages in files are read as bytes are."""
from __future__ import annotations

import mmap
import random
from pathlib import Path

import pytest
from messages import MIXED

from dissectors.mime import Message, attachments, describe_attachment, mapped, parse
from dissectors.mime.mapped import Mapped, in_pieces

WORDS = (b"--out", b"--in", b"--out--", b"\r\n", b"\r\n\r\n", b"\n", b"Content-Type: multipart/mixed; boundary=in\r\n",
         b"\xff")


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "STEP", 7)
    monkeypatch.setattr(mapped, "MOST_IN_MEMORY", 50)


def in_file(path: Path, data: bytes) -> Mapped:
    """The bytes as a file."""
    path.write_bytes(data)
    with path.open("rb") as file:
        return Mapped(file.fileno(), 0, access=mmap.ACCESS_READ)


def shown(found: Message) -> list[object]:
    """All that a message tells."""
    parts = [(part.number, part.content_type, part.header_start, part.start, part.stop, part.raw, part.decoded())
             for part in found.parts]
    return [*parts, *found.problems, *found.headers.fields(), *map(describe_attachment, attachments(found))]


def damaged(seed: int) -> bytes:
    """The message with words put in."""
    pick, data = random.Random(seed), MIXED
    for _ in range(4):
        at = pick.randrange(len(data))
        data = data[:at] + pick.choice(WORDS) + data[at + pick.randrange(9):]
    return data


@pytest.mark.parametrize("seed", range(50))
def test_a_message_in_a_file_tells_the_same(seed: int, tmp_path: Path) -> None:
    data = damaged(seed) if seed else MIXED
    assert shown(parse(in_file(tmp_path / "message", data))) == shown(parse(data))


def test_what_is_sought_may_lie_in_two_steps(tmp_path: Path) -> None:
    text = b"abcdefghijklmnopqrstuvwxyz" * 3
    data = in_file(tmp_path / "text", text)
    for start in range(len(text)):
        for stop in (start, start + 5, len(text) - 1, len(text), len(text) + 9):
            assert data.find(b"fghi", start, stop) == text.find(b"fghi", start, stop)
    assert data.find(b"none") == -1
    assert data.find(b"defghijklmnopqrstuvw", 4) == 29


def test_beginnings_and_ends(tmp_path: Path) -> None:
    data = in_file(tmp_path / "text", b"From here")
    assert data.startswith(b"From ")
    assert data.startswith((b">", b"here"), 5)
    assert not data.startswith(b"From ", 0, 4)
    assert data.endswith(b"here")
    assert not data.endswith(b"much more than From here")
    assert (data[0], data[-4:], data[2:-2]) == (ord("F"), b"here", b"om he")


@pytest.mark.parametrize(("start", "stop"), [(0, None), (3, 20), (0, 7), (5, 5)])
def test_pieces(start: int, stop: int | None, tmp_path: Path) -> None:
    text = b"in pieces of seven bytes"
    for data in (text, in_file(tmp_path / "text", text)):
        found = list(in_pieces(data, start, stop))
        assert b"".join(found) == text[start:stop]
        assert all(0 < len(piece) <= 7 for piece in found)
