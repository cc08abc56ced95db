"""Reads capture files: open_capture() gives a CaptureFile, which gives its packets as blocks of Records."""
from analyzer.capture.damage import Damage
from analyzer.capture.file import CaptureFile, open_capture
from analyzer.capture.records import Interface, Records

__all__ = ["CaptureFile", "Damage", "Interface", "Records", "open_capture"]
