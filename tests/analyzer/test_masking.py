"""Masks in place of secrets."""
from __future__ import annotations

from analyzer.secrets import masked_text, without_secrets
from dissectors.stream import Data

LINE = Data(100, b"PASS hunter2\r\n")
SECRET = [(105, 112)]


def test_bytes_keep_their_number() -> None:
    assert without_secrets(LINE, SECRET) == b"PASS *******\r\n"


def test_a_text_does_not_tell_how_long_the_secret_is() -> None:
    assert masked_text(LINE, SECRET) == b"PASS ********\r\n"


def test_a_secret_over_two_pieces_is_masked_once() -> None:
    parts = Data(100, LINE.data[:8]), Data(108, LINE.data[8:])
    assert b"".join(masked_text(part, SECRET) for part in parts) == b"PASS ********\r\n"


def test_what_is_no_secret_stays() -> None:
    assert masked_text(LINE, []) == masked_text(LINE, [(0, 50), (114, 120)]) == LINE.data
