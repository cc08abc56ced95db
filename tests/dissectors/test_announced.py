"""Entry points are looked for by a quick glance first."""
from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from dissectors.announced import may_be_announced

GROUP = "pilotfish.test_group"


def install(folder: Path, group: str) -> None:
    info = folder / "other-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(f"[{group}]\nother = other:Other\n")


def test_a_package_that_announces_the_group_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, GROUP)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert may_be_announced(GROUP)


def test_other_groups_and_missing_folders_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, "another.group")
    (tmp_path / "bare-1.0.dist-info").mkdir()
    (tmp_path / "old-1.0.egg-info").write_text("Name: old\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "missing"), str(tmp_path / "missing.zip")])
    monkeypatch.setattr(sys, "meta_path", [])
    assert not may_be_announced(GROUP)


def test_what_is_no_folder_may_announce_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "packages.zip", "w") as archive:
        archive.writestr("other-1.0.dist-info/METADATA", "Name: other\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "packages.zip")])
    assert may_be_announced(GROUP)


def test_other_finders_of_packages_may_announce_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        def find_distributions(self) -> list[object]:
            return []

    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "meta_path", [Finder()])
    assert may_be_announced(GROUP)
