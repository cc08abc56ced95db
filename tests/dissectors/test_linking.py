"""Kernels' code is linked by us, and does what it does where LLVM links it."""
from __future__ import annotations

import contextlib
import platform
import random
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from dissectors import machine_code
from dissectors.compiling import compile_kernel
from dissectors.kernel import kernel
from dissectors.linking import CannotLink, Image, link
from dissectors.machine_code import KernelCode, MachineCode

pytestmark = pytest.mark.skipif((sys.platform, platform.machine()) != ("linux", "x86_64"), reason="others use LLVM")
ARGUMENTS = "int,u1,u1"


@kernel
def spell(digit, out, cleared):  # type: ignore[no-untyped-def]
    """Needs constants and a jump table, which stand in sections of their own, and the C library's memset."""
    at = 0
    while at < len(cleared):
        cleared[at] = 0
        at += 1
    words = b"zero one  two  threefour five six  seveneightnine "
    for i in range(5):
        out[i] = words[5 * digit + i]
    if digit == 0:
        return 3
    if digit == 1:
        return 141
    if digit == 2:
        return 59
    if digit == 3:
        return 26
    if digit == 4:
        return 535
    if digit == 5:
        return 8
    return 97


@pytest.fixture(scope="module")
def objects() -> tuple[str, str, bytes]:
    """The symbol, what it returns, and the object file of the kernel."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine_code, "link", refuse)
        code = compile_kernel(spell, ARGUMENTS)
    assert isinstance(code.code, bytes)
    return code.symbol, code.returns, code.code


def refuse(data: bytes, symbol: str) -> Image:
    raise CannotLink(symbol)


def said(run: Callable[..., Any]) -> list[tuple[int, bytes, int]]:
    """What the kernel says to all digits, its text, and what it leaves of an array."""
    found = []
    for digit in range(10):
        out, cleared = np.zeros(5, np.uint8), np.ones(1000, np.uint8)
        found.append((run(digit, out, cleared), out.tobytes(), int(cleared.sum())))
    return found


def test_linked_code_does_the_same(objects: tuple[str, str, bytes]) -> None:
    linked, other = KernelCode.of_object(*objects), KernelCode(*objects)
    assert isinstance(linked.code, Image)
    assert [name for _, name in linked.code.imports] == ["memset"]
    assert said(MachineCode(linked, ARGUMENTS)) == said(MachineCode(other, ARGUMENTS)) == said(spell)


def test_several_stand_beside_each_other(objects: tuple[str, str, bytes]) -> None:
    several = [MachineCode(KernelCode.of_object(*objects), ARGUMENTS) for _ in range(3)]
    expected = said(spell)
    assert all(said(one) == expected for one in several)


def test_a_damaged_object_file_is_left_to_others(objects: tuple[str, str, bytes]) -> None:
    symbol, _, data = objects
    for size in range(0, len(data), 7):
        with pytest.raises(CannotLink):
            link(data[:size], symbol)


@pytest.mark.parametrize(("place", "octet"), [(0, 0x4D), (4, 1), (16, 3), (18, 40)],
                         ids=["magic", "32 bits", "kind", "ARM"])
def test_other_files_are_left_to_others(objects: tuple[str, str, bytes], place: int, octet: int) -> None:
    symbol, returns, data = objects
    other = data[:place] + bytes([octet]) + data[place + 1:]
    assert KernelCode.of_object(symbol, returns, other).code == other


def test_changed_octets_give_an_image_or_are_left_to_others(objects: tuple[str, str, bytes]) -> None:
    symbol, _, data = objects
    for seed in range(2_000):
        pick, changed = random.Random(seed), bytearray(data)
        for _ in range(3):
            changed[pick.randrange(len(data))] = pick.randrange(256)
        with contextlib.suppress(CannotLink):
            assert isinstance(link(bytes(changed), symbol), Image)


def test_a_function_that_is_not_there(objects: tuple[str, str, bytes]) -> None:
    with pytest.raises(CannotLink, match="no function"):
        link(objects[2], "another")
