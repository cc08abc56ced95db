"""Lists of addresses with groups (RFC 5322 3.4)."""
from __future__ import annotations

import pytest

from dissectors.imf.groups import MAX_GROUPS, groups


def read(value: bytes) -> list[tuple[str | None, list[str]]]:
    return [(name, [str(member) for member in members]) for name, members in groups(value)]


@pytest.mark.parametrize(("value", "expected"), [
    (b"a@b, C <c@d>", [(None, ["a@b", "C <c@d>"])]), (b"", []), (b"undisclosed-recipients:;",
                                                                 [("undisclosed-recipients", [])]),
    (b"a@b, G: c@d,\r\n e@f; , g@h", [(None, ["a@b"]), ("G", ["c@d", "e@f"]), (None, ["g@h"])]),
    (b'"A: B": c@d;', [("A: B", ["c@d"])]), (b"=?utf-8?q?=C3=BC?=: a@b;", [("ü", ["a@b"])]),
    (b"G: a@b", [("G", ["a@b"])]), (b"x (a: b) <c@d>", [(None, ["x <c@d>"])]),
])
def test_groups_and_what_stands_between(value: bytes, expected: list[tuple[str | None, list[str]]]) -> None:
    assert read(value) == expected


def test_a_list_of_groups_has_an_end() -> None:
    assert len(groups(b"a:b;" * 5000)) == MAX_GROUPS
