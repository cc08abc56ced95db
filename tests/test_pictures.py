"""The pictures of the documents: each that is shown is there, and made by the script."""
from __future__ import annotations

import re
import runpy

from source_files import ROOT

FOLDER = ROOT / "docs" / "pictures"
BY_HAND = {"capture.png"}
SHOWN = re.compile(r"!\[[^]]*\]\(((?:docs/)?pictures/[\w.-]+)\)")


def shown() -> set[str]:
    found = set()
    for document in (*(ROOT / "docs").glob("*.md"), ROOT / "README.md"):
        for path in SHOWN.findall(document.read_text("utf-8")):
            assert (document.parent / path).exists(), f"{document.name}: {path}"
            found.add(path.rpartition("/")[2])
    return found


def made() -> set[str]:
    script = runpy.run_path(str(FOLDER / "make.py"))
    return {f"{name}{suffix}.png" for name in script["PICTURES"] for suffix in script["SUFFIXES"].values()}


def test_all_that_is_shown_is_made_by_the_script() -> None:
    assert shown() - BY_HAND == made()


def test_no_picture_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.png")} == made() | BY_HAND


def test_the_tour_has_every_picture_in_light_and_dark() -> None:
    tour = {path.rpartition("/")[2] for path in SHOWN.findall((ROOT / "docs" / "tour.md").read_text("utf-8"))}
    assert tour == made()
