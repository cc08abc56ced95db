"""What is written for the desktop: entry, icon, types of files."""
from __future__ import annotations

import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sample_captures import CAPTURES

from analyzer.errors import OutputError
from gui import desktop_files
from gui.app import main

NAMESPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


def entry(folder: Path) -> ConfigParser:
    found = ConfigParser(interpolation=None, delimiters=("=",), strict=True)
    found.optionxform = str  # type: ignore[method-assign,assignment]
    found.read(folder / "applications" / "pilotfish.desktop", "utf-8")
    return found


def test_the_entry_names_what_the_types_define(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--desktop-files", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    types = ElementTree.parse(tmp_path / "mime" / "packages" / "pilotfish.xml").getroot()
    found = entry(tmp_path)["Desktop Entry"]
    assert [one.get("type") for one in types] == found["MimeType"].rstrip(";").split(";")
    assert found["Exec"].endswith("gui %F") and found["Icon"] == found["StartupWMClass"] == "pilotfish"
    assert {path.suffix for path in CAPTURES} <= {one.get("pattern", "")[1:] for one in types.iter(f"{NAMESPACE}glob")}


def test_the_icon_is_a_picture(tmp_path: Path) -> None:
    desktop_files.install(tmp_path)
    icon = ElementTree.parse(tmp_path / "icons" / "hicolor" / "scalable" / "apps" / "pilotfish.svg").getroot()
    assert icon.get("viewBox") == "0 0 64 64"


def test_a_folder_with_odd_letters_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / 'a $b"c%' / "bin" / "pilotfish"
    program.parent.mkdir(parents=True)
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setattr("sys.prefix", str(program.parents[1]))
    desktop_files.install(tmp_path)
    assert entry(tmp_path)["Desktop Entry"]["Exec"] == f'"{tmp_path}/a \\\\$b\\\\"c%%/bin/pilotfish" gui %F'


def test_where_nothing_can_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "applications").write_text("no folder")
    with pytest.raises(OutputError, match="can't be written"):
        desktop_files.install(tmp_path)


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="needs desktop-file-validate")
def test_the_desktop_takes_the_entry(tmp_path: Path) -> None:
    desktop_files.install(tmp_path)
    subprocess.run(["desktop-file-validate", str(tmp_path / "applications" / "pilotfish.desktop")], check=True)
