"""Pages of conversations as they are shown."""
from __future__ import annotations

from analyzer.follow_pages import Part
from analyzer.follow_tls import Stretch
from dissectors.stream import CLIENT
from gui.follow_text import How, lines

RECORDS = Part(CLIENT, 5, b"\x17\x03\x03\x00\x02ab", 0, 3, Stretch(5, 12, "mx.example"))


def test_of_tls_texts_say_how_much_it_is() -> None:
    assert [(line.text, line.is_note, line.start, line.stop) for line in lines([RECORDS], How.DIALOGUE)] == [
        ("C: [TLS, 7 bytes, server name mx.example]", True, 5, 12)]
    assert [line.text for line in lines([RECORDS], How.TEXT)][1:] == ["[TLS, 7 bytes, server name mx.example]"]


def test_digits_show_tls_as_it_is() -> None:
    assert [line.text for line in lines([RECORDS], How.RAW)] == ["C 17030300026162"]
    assert "17 03 03 00 02 61 62" in next(lines([RECORDS], How.HEX)).text
