"""Safe opening: the rule *documents only*, by which an attachment may be handed to the system's program for it.

Only kinds of files that programs show and do not run are opened: pictures, sound, film, PDF, plain text, and office
documents without macros. Whatever the name says, the content must be of that kind; what begins like a program never is.
"""
from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_EXECUTABLE = re.compile(
    rb"MZ|\x7fELF|#!|L\0\0\0\x01\x14\x02\0|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|dex\n"
    rb"|\0asm|\xef\xbb\xbf#!|\s*+\[Desktop Entry\]|\s*+\[InternetShortcut\]")
"""Programs of Windows, Unix, macOS and Android, scripts, shortcuts."""
_ARCHIVE = re.compile(rb"PK\x03\x04")
_MACROS = re.compile(rb"vbaProject|macrosheets/|Basic/script|Scripts/", re.IGNORECASE)
"""Names of files in office documents, which the list at the end of the archive has as they are."""
_TEXT = re.compile(rb"[^\0]*+\Z")
_BY_CONTENT = {
    ".pdf": rb"%PDF-\d", ".png": rb"\x89PNG\r\n\x1a\n", ".jpg": rb"\xff\xd8\xff", ".jpeg": rb"\xff\xd8\xff",
    ".gif": rb"GIF8[79]a", ".bmp": rb"BM", ".webp": rb"RIFF[\0-\xff]{4}WEBP", ".tif": rb"II\*\0|MM\0\*",
    ".tiff": rb"II\*\0|MM\0\*", ".mp3": rb"ID3|\xff[\xe2-\xfb]", ".wav": rb"RIFF[\0-\xff]{4}WAVE", ".ogg": rb"OggS",
    ".flac": rb"fLaC", ".mp4": rb"[\0-\xff]{4}ftyp", ".m4a": rb"[\0-\xff]{4}ftyp",
}
_SIGNATURES = {suffix: re.compile(signature) for suffix, signature in _BY_CONTENT.items()} | dict.fromkeys(
    (".txt", ".log", ".md"), _TEXT) | dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"), _ARCHIVE)

DOCUMENTS = tuple(sorted(_SIGNATURES))
"""The suffixes of files that may be opened."""


class Reason(Enum):
    """Why a file may be opened, or why not."""
    DOCUMENT = "document"
    EXECUTABLE = "executable"
    KIND = "kind"
    CONTENT = "content"
    MACROS = "macros"


class Verdict(NamedTuple):
    """What the rule says of a file; `suffix` in lower case."""
    reason: Reason
    suffix: str

    @property
    def allowed(self) -> bool:
        """Whether it may be opened."""
        return self.reason is Reason.DOCUMENT


def verdict(name: str, data: bytes) -> Verdict:
    """What the rule *documents only* says of a file, by its name and its content."""
    suffix = name[name.rfind("."):].lower() if "." in name else ""
    signature = _SIGNATURES.get(suffix)
    if _EXECUTABLE.match(data):
        return Verdict(Reason.EXECUTABLE, suffix)
    if signature is None:
        return Verdict(Reason.KIND, suffix)
    if not signature.match(data):
        return Verdict(Reason.CONTENT, suffix)
    if signature is _ARCHIVE and _MACROS.search(data):
        return Verdict(Reason.MACROS, suffix)
    return Verdict(Reason.DOCUMENT, suffix)
