"""Bodies that are decoded piece by piece: together the pieces are what is decoded as a whole."""
from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dissectors.mime import mapped, pieces
from dissectors.mime.mapped import Mapped
from dissectors.mime.pieces import decoded_pieces
from dissectors.mime.transfer import decode

LINES = base64.encodebytes(bytes(range(256)) * 9).replace(b"\n", b"\r\n")
few = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "STEP", 200)
    monkeypatch.setattr(pieces, "STEP", 200)


def put(body: bytes, encoding: str) -> list[bytes]:
    """The pieces of a body that stands in something else."""
    found = list(decoded_pieces(b"before" + body + b"behind", encoding, 6, 6 + len(body)))
    assert b"".join(found) == decode(body, encoding)
    return found


@pytest.mark.parametrize("body", [
    LINES, LINES[:-3], LINES.replace(b"\r", b""), LINES[1:], LINES.replace(b"A", b"-"), b" ".join(LINES.split(b"D")),
    base64.b64encode(b"one line" * 500),
], ids=["even", "cut", "bare LF", "odd first line", "other signs", "blanks", "one line"])
def test_base64_comes_in_pieces(body: bytes) -> None:
    found = put(body, "base64")
    assert len(found) > 5
    assert max(map(len, found)) <= 200


def test_padding_in_the_midst_ends_base64() -> None:
    cut = LINES[:404] + b"QQ==" + LINES[404:]
    assert len(b"".join(put(cut, "base64"))) < len(LINES) / 2


@given(st.lists(st.sampled_from([b"QUJD", b"QQ==", b"=", b"Q", b"\r\n", b"\n", b"-", b"\xff"]), max_size=300))
@example([b"QUJD"] * 50 + [b"QQ=="] + [b"QUJD"] * 50)
@few
def test_any_base64(parts: list[bytes]) -> None:
    put(b"".join(parts), "base64")


@given(st.lists(st.sampled_from([b"text", b"=\r\n", b"=C3=BC", b" \r\n", b"\t\n", b"=", b"\r", b"\n", b" "]),
                max_size=300))
@few
def test_any_quoted_printable(parts: list[bytes]) -> None:
    put(b"".join(parts), "quoted-printable")


def test_quoted_printable_comes_in_pieces() -> None:
    assert len(put(quopri.encodestring("für alle Größen\n".encode() * 90), "quoted-printable")) > 5


@pytest.mark.parametrize(("encoding", "count"), [("8bit", 14), ("", 14), ("x-uuencode", 1)])
def test_others(encoding: str, count: int) -> None:
    assert len(put(b"\x00\xff" * 1350, encoding)) == count


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "binary", "uuencode"])
def test_of_a_file(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "body").write_bytes(LINES)
    with (tmp_path / "body").open("rb") as file, Mapped(file.fileno(), 0, access=1) as data:
        assert b"".join(decoded_pieces(data, encoding, 3, len(LINES))) == decode(LINES[3:], encoding)
        assert decode(data, encoding, 3) == decode(LINES[3:], encoding)
