"""Captures that are written: what our own reader and, where they are installed, tshark and capinfos say of them."""
from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from capture_builders import enhanced, interface, option, section
from sample_captures import CAPTURES, FOLDER

from analyzer.capture import CaptureFile, Records, open_capture
from analyzer.capture.writer import COMPRESSIONS, FORMATS, Content, Form, write_capture
from analyzer.errors import CaptureError

COLUMNS = ("time", "caplen", "length", "interface")
FORMS = [Form(kind, packing) for kind in FORMATS for packing in (None, *COMPRESSIONS)]


def records_of(capture: CaptureFile) -> Records:
    parts = list(capture.blocks())
    return Records(*(np.concatenate([getattr(part, name) for part in parts]) for name in Records.__dataclass_fields__))


def chosen(records: Records, places: Sequence[int]) -> Records:
    return Records(*(getattr(records, name)[list(places)] for name in Records.__dataclass_fields__))


def frames(capture: CaptureFile, records: Records) -> list[bytes]:
    return [capture.data[at:at + size].tobytes() for at, size in
            zip(records.offset.tolist(), records.caplen.tolist(), strict=True)]


def written(source: Path, target: Path, form: Form, comments: dict[int, tuple[str, ...]] | None = None) -> None:
    with open_capture(source) as capture:
        content = Content(capture, records_of(capture), lambda place: (comments or {}).get(place, ()))
        shares = list(write_capture(content, str(target), form))
    assert shares == sorted(shares) and shares[-1] == 1.0


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.suffix)
def test_packets_come_back_as_they_were(tmp_path: Path, form: Form) -> None:
    target = tmp_path / f"x{form.suffix}"
    written(FOLDER / "09-journey.pcap", target, form)
    with open_capture(FOLDER / "09-journey.pcap") as before, open_capture(target) as after:
        first, second = records_of(before), records_of(after)
        assert (after.format, after.compression, after.damage) == (form.format, form.compression, [])
        for name in COLUMNS:
            assert getattr(first, name).tolist() == getattr(second, name).tolist()
        assert frames(before, first) == frames(after, second)
        assert after.interfaces[0].linktype == before.interfaces[0].linktype


NOW = 1_900_000_000_123_456_789
RICH = (section(options=option(1, b"of the file")) + interface(
    1, 96, option(2, b"eth0") + option(3, "Büro".encode()) + option(9, b"\x09") + option(11, b"\0port 53")
    + option(12, b"Linux") + option(13, b"\x04") + option(15, b"e1000"))
    + interface(101, options=option(9, b"\x09"))
    + enhanced(b"\1" * 61, NOW, options=option(1, b"one") + option(1, b"two"))
    + enhanced(b"\2" * 20, NOW + 1, number=1))


def test_interfaces_comments_and_nanoseconds_are_kept(tmp_path: Path) -> None:
    source, target = tmp_path / "rich.pcapng", tmp_path / "x.pcapng"
    source.write_bytes(RICH)
    with open_capture(source) as capture:
        records = records_of(capture)
        said = {0: ("one", "two"), 1: ("new, with ü",)}
        content = Content(capture, records, lambda place: said[place], ["of the file"])
        list(write_capture(content, str(target), Form()))
        with open_capture(target) as after:
            assert records_of(after).time.tolist() == [NOW, NOW + 1]
            assert [(one.name, one.description, one.filter, one.os, one.fcs_length, one.hardware, one.linktype)
                    for one in after.interfaces] == [("eth0", "Büro", "port 53", "Linux", 4, "e1000", 1),
                                                     (None, None, None, None, None, None, 101)]
            assert after.comments == [(-1, "of the file"), (0, "one"), (0, "two"), (1, "new, with ü")]


def test_names_and_secrets_are_kept(tmp_path: Path) -> None:
    from analyzer import blocks
    source, target = tmp_path / "names.pcapng", tmp_path / "x.pcapng"
    source.write_bytes(blocks.section([]) + blocks.interface(blocks.Described("lo", 1, 0)) + blocks.names(
        [(bytes([192, 0, 2, 1]), b"a.example"), (bytes(15) + b"\1", b"six")]) + blocks.secrets(0x544C534B, b"CLIENT x"))
    with open_capture(source) as before:
        content = Content(before, records_of_none(before), lambda place: ())
        list(write_capture(content, str(target), Form()))
        with open_capture(target) as after:
            records_of_none(after)
            assert after.names == before.names == [("192.0.2.1", "a.example"), ("::1", "six")]
            assert after.secrets == [(0x544C534B, b"CLIENT x")]


def records_of_none(capture: CaptureFile) -> Records:
    assert not list(capture.blocks())
    return Records.room_for(0)


def test_times_before_1970_are_kept(tmp_path: Path) -> None:
    source, target = tmp_path / "old.pcapng", tmp_path / "x.pcapng"
    source.write_bytes(section() + interface(options=option(14, (-10).to_bytes(8, "little", signed=True)))
                       + enhanced(b"x", 5) + enhanced(b"y", 9_000_000))
    written(source, target, Form())
    with open_capture(target) as after:
        assert records_of(after).time.tolist() == [-9_999_995_000, -1_000_000_000]


def test_a_pcap_file_says_what_it_can_not_hold(tmp_path: Path) -> None:
    source = tmp_path / "rich.pcapng"
    source.write_bytes(RICH)
    with pytest.raises(CaptureError, match="one link type"):
        written(source, tmp_path / "x.pcap", Form("pcap"))
    assert sorted(tmp_path.iterdir()) == [source]
    with open_capture(source) as capture:
        one = chosen(records_of(capture), [0])
        list(write_capture(Content(capture, one, lambda place: ()), str(tmp_path / "x.pcap"), Form("pcap")))
    with open_capture(tmp_path / "x.pcap") as after:
        assert (records_of(after).time.tolist(), after.nanoseconds) == ([NOW], True)
        assert (after.interfaces[0].snaplen, after.interfaces[0].fcs_length) == (96, 4)


def test_the_open_file_stays_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "open.pcap"
    path.write_bytes((FOLDER / "09-journey.pcap").read_bytes())
    path.chmod(0o640)
    before = path.read_bytes()
    with open_capture(path) as capture:
        records = records_of(capture)
        kept = frames(capture, records)
        steps = write_capture(Content(capture, records, lambda place: ()), str(path), Form())
        next(steps)
        assert path.read_bytes() == before
        list(steps)
        assert frames(capture, records) == kept
    assert path.read_bytes() != before and path.stat().st_mode & 0o777 == 0o640


def test_what_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    with open_capture(FOLDER / "09-journey.pcap") as capture:
        steps = write_capture(Content(capture, records_of(capture), lambda place: ()), str(tmp_path / "x"), Form())
        next(steps)
        assert len(list(tmp_path.iterdir())) == 1
        steps.close()      # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())


def test_a_link_is_followed_and_stays_one(tmp_path: Path) -> None:
    there, link = tmp_path / "there.pcap", tmp_path / "link.pcap"
    there.write_bytes(b"")
    link.symlink_to(there)
    written(FOLDER / "06-dns-iterative.pcap", link, Form("pcap"))
    assert link.is_symlink() and there.stat().st_size > 0


def test_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match="can't be written"):
        written(FOLDER / "06-dns-iterative.pcap", tmp_path / "no" / "such" / "x.pcap", Form("pcap"))


def test_a_file_that_became_shorter_is_not_read_on(tmp_path: Path) -> None:
    path = tmp_path / "cut.pcap"
    path.write_bytes((FOLDER / "06-dns-iterative.pcap").read_bytes())
    with open_capture(path) as capture:
        records = records_of(capture)
        path.write_bytes(b"")
        with pytest.raises(CaptureError, match="became shorter"):
            list(write_capture(Content(capture, records, lambda place: ()), str(tmp_path / "x"), Form()))


def asked(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(not shutil.which("tshark") or not shutil.which("capinfos"), reason="needs tshark and capinfos")
@pytest.mark.parametrize("form", [form for form in FORMS if form.compression in (None, "gzip")],
                         ids=lambda form: form.suffix)
@pytest.mark.parametrize("source", CAPTURES[:3], ids=lambda path: path.name)
def test_tshark_and_capinfos_agree(tmp_path: Path, source: Path, form: Form) -> None:
    target = tmp_path / f"x{form.suffix}"
    written(source, target, form, {0: ("seen by tshark",)})
    fields = ("-T", "fields", *(part for name in ("frame.time_epoch", "frame.len", "ip.id", "dns.id", "tcp.seq_raw")
                                for part in ("-e", name)))
    assert asked("tshark", "-r", str(target), *fields) == asked("tshark", "-r", str(source), *fields)
    counts = [asked("capinfos", "-Mc", str(path)).splitlines()[-1] for path in (source, target)]
    assert counts[0] == counts[1]
    if form.format == "pcapng":
        assert asked("tshark", "-r", str(target), "-Y", "frame.comment", "-T", "fields", "-e", "frame.comment",
                     ) == "seen by tshark\n"
