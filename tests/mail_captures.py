"""Captures with one SMTP session, for tests of what shows mail."""
from __future__ import annotations

from pathlib import Path

from capture_builders import pcap
from frame_builders import received, sent

SEGMENT = 1_000
GREETING = b"220 mx\r\n"
ENVELOPE = b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.net>\r\nDATA\r\n"
AGREED = b"250 ok\r\n250 ok\r\n354 go on\r\n"


def mail_capture(path: Path, message: bytes, lost: int | None = None) -> Path:
    """A capture of a mail that is sent in segments; the segment `lost` is not in it."""
    data = message + b"\r\n.\r\n"
    frames = [received(GREETING, 1), sent(ENVELOPE, 1), received(AGREED, 1 + len(GREETING))]
    begin, answered = 1 + len(ENVELOPE), 1 + len(GREETING) + len(AGREED)
    for number, start in enumerate(range(0, len(data), SEGMENT)):
        if number != lost:
            frames.append(sent(data[start:start + SEGMENT], begin + start, acknowledgment=answered))
    frames.append(received(b"250 queued\r\n", answered, acknowledgment=begin + len(data)))
    path.write_bytes(pcap((number * 1_000_000, frame) for number, frame in enumerate(frames)))
    return path
