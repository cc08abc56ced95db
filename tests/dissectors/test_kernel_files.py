"""Machine code is kept with the virtual environment, else in the user's cache."""
from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dissectors import kernel_files
from dissectors.machine_code import KernelCode

CODE = KernelCode("measure", "qd", b"\x7fELF")


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a virtual environment; beside it stands the cache of a user of Linux."""
    monkeypatch.delenv("PILOTFISH_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    return tmp_path / "environment"


def kept_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.o"))


def test_a_virtual_environment_keeps_its_code(environment: Path) -> None:
    kernel_files.save("a.o", CODE)
    assert kept_in(environment.parent) == ["environment/var/cache/pilotfish/kernels/a.o"]
    assert kernel_files.load("a.o") == CODE
    assert kernel_files.count() == 1


def test_an_environment_that_cannot_be_written_leaves_it_to_the_user(environment: Path) -> None:
    environment.write_text("no folder")
    kernel_files.save("a.o", CODE)
    assert kept_in(environment.parent) == ["user/pilotfish/kernels/a.o"]
    assert kernel_files.load("a.o") == CODE


def test_without_an_environment_the_user_keeps_it(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "base_prefix", sys.prefix)
    kernel_files.save("a.o", CODE)
    assert kept_in(environment.parent) == ["user/pilotfish/kernels/a.o"]


def test_a_chosen_folder_is_the_only_one(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel_files.save("a.o", CODE)
    monkeypatch.setenv("PILOTFISH_CACHE", str(environment.parent / "chosen"))
    assert kernel_files.load("a.o") is None
    kernel_files.save("b.o", CODE)
    assert kept_in(environment.parent / "chosen") == ["kernels/b.o"]


def test_where_nothing_can_be_kept_nothing_is_found(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (environment.parent / "file").write_text("no folder")
    monkeypatch.setenv("PILOTFISH_CACHE", str(environment.parent / "file"))
    kernel_files.save("a.o", CODE)
    assert kernel_files.load("a.o") is None
    assert kernel_files.count() == 0


def test_damaged_code_is_not_taken(environment: Path) -> None:
    kernel_files.save("a.o", CODE)
    path = environment / "var/cache/pilotfish/kernels/a.o"
    path.write_bytes(path.read_bytes()[:-1])
    assert kernel_files.load("a.o") is None
