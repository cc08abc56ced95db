"""The rule *documents only*: what an attachment must be to be opened."""
from __future__ import annotations

import pytest

from gui.safe_opening import DOCUMENTS, Reason, verdict

PNG, ZIP = bytes.fromhex("89504e470d0a1a0a"), bytes.fromhex("504b0304")


@pytest.mark.parametrize(("name", "data"), [
    ("plan.pdf", b"%PDF-1.7\n"), ("PLAN.PDF", b"%PDF-1.7\n"), ("a.exe.pdf", b"%PDF-1.4"), ("a.png", PNG + b"IHDR"),
    ("a.jpeg", bytes.fromhex("ffd8ffe0")), ("notes.txt", b"Dear reader"), ("empty.txt", b""),
    ("a.docx", ZIP + b"word/document.xml"), ("a.webp", b"RIFF\0\1\2\3WEBPVP8 "), ("a.mp4", b"\0\0\0\x18ftypmp42")])
def test_documents_may_be_opened(name: str, data: bytes) -> None:
    assert verdict(name, data).allowed


@pytest.mark.parametrize(("name", "data", "reason"), [
    ("a.exe", b"MZ\x90", Reason.EXECUTABLE), ("plan.pdf", b"MZ\x90", Reason.EXECUTABLE),
    ("a.txt", b"#!/bin/sh\n", Reason.EXECUTABLE), ("a.txt", b"\x7fELF\2", Reason.EXECUTABLE),
    ("a.txt", b"\n [Desktop Entry]\nExec=x", Reason.EXECUTABLE), ("a.png", b"\xca\xfe\xba\xbe", Reason.EXECUTABLE),
    ("a.exe", b"text", Reason.KIND), ("a.pdf.exe", b"%PDF-1.7", Reason.KIND), ("a.js", b"alert()", Reason.KIND),
    ("a.html", b"<p>", Reason.KIND), ("a.svg", b"<svg>", Reason.KIND), ("a.desktop", b"x", Reason.KIND),
    ("a.docm", ZIP, Reason.KIND), ("a.zip", ZIP, Reason.KIND), ("a.lnk", b"x", Reason.KIND),
    ("a.csv", b"=1", Reason.KIND), ("a.txt", b"a\0b", Reason.CONTENT),
    ("noname", b"text", Reason.KIND), ("", b"", Reason.KIND), ("a.pdf ", b"%PDF-1.7", Reason.KIND),
    ("a.pdf", b"\n%PDF-1.7", Reason.CONTENT), ("a.png", b"%PDF-1.7", Reason.CONTENT),
    ("a.pdf", b"", Reason.CONTENT), ("a.docx", b"\xd0\xcf\x11\xe0", Reason.CONTENT),
    ("a.docx", ZIP + b"word/vbaProject.bin", Reason.MACROS), ("a.xlsx", ZIP + b"xl/macrosheets/s.xml", Reason.MACROS),
    ("a.odt", ZIP + b"Basic/script-lb.xml", Reason.MACROS)])
def test_all_else_may_not(name: str, data: bytes, reason: Reason) -> None:
    assert verdict(name, data).reason is reason


def test_no_kind_of_program_is_among_the_documents() -> None:
    programs = ".exe .com .bat .cmd .ps1 .vbs .js .jse .wsf .hta .msi .scr .pif .lnk .url .desktop .sh .py .jar .apk"
    assert not set(programs.split()) & set(DOCUMENTS)
