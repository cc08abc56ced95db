"""Links an object file into an image that runs at any address, so that no linker is needed where it is loaded.

ELF for x86-64 (System V ABI, AMD64 supplement), as LLVM writes it for code that may stand anywhere: all places in it
are told by distances within the image, but for the functions of the C library that it calls.
"""
from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

_HEAD = struct.Struct("<16sHHIQQQIHHHHHH")
_SECTION = struct.Struct("<IIQQQQIIQQ")
_SYMBOL = struct.Struct("<IBBHQQ")
_RELOCATION = struct.Struct("<QQq")
_IDENT = b"\x7fELF\2\1\1"       # 64 bits, little-endian
_RELOCATABLE, _X86_64 = 1, 62
_PROGBITS, _SYMTAB, _RELA = 1, 2, 4
_PAGE = 4096
_WRITE, _ALLOC = 1, 2
_UNDEFINED = 0
# ABI table 4.10: S + A - P in 32 bits, twice; then, in 64 bits, S + A - P, S + A - GOT, G + A, GOT + A - P
_PC32, _PLT32, _PC64, _GOTOFF64, _GOT64, _GOTPC64 = 2, 4, 24, 25, 27, 29
WORD = 8
"""Bytes of an address."""


class CannotLink(Exception):
    """An object file that another linker has to take."""


class Image(NamedTuple):
    """Linked code: where its function begins, and at which places addresses of the C library's functions belong."""
    code: bytes
    entry: int
    imports: tuple[tuple[int, str], ...]


class _Section(NamedTuple):
    name: int
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    info: int
    align: int
    entry_size: int


class _Symbol(NamedTuple):
    name: str
    section: int
    value: int


def link(data: bytes, symbol: str) -> Image:
    """The image of an object file whose function `symbol` will be called.

    Raises:
        CannotLink: where it is of another kind, or needs more than that.
    """
    try:
        return _Linker(data).image(symbol)
    except (struct.error, ValueError, IndexError, OverflowError) as fault:
        raise CannotLink(str(fault)) from fault


class _Linker:
    def __init__(self, data: bytes) -> None:
        ident, kind, machine, *_, first, _, _, _, _, size, count, _ = _HEAD.unpack_from(data)
        if not ident.startswith(_IDENT) or (kind, machine, size) != (_RELOCATABLE, _X86_64, _SECTION.size):
            raise CannotLink("no object file for this processor")
        self._data = data
        self._sections = [_Section(*_SECTION.unpack_from(data, first + number * size)) for number in range(count)]
        self._symbols = list(self._read_symbols())
        self._image = bytearray()
        self._places = [self._put(section) for section in self._sections]
        self._got = self._align(WORD)
        self._imports: dict[str, int] = {}

    def image(self, symbol: str) -> Image:
        """The image, all of whose distances are filled in."""
        for section in self._sections:
            if section.kind == _RELA and self._sections[section.info].flags & _ALLOC:
                for at in range(section.offset, section.offset + section.size, _RELOCATION.size):
                    self._relocate(self._places[section.info], *_RELOCATION.unpack_from(self._data, at))
        entry, = [self._address(one) for one in self._symbols if one.name == symbol] or [-1]
        if entry < 0:
            raise CannotLink(f"no function {symbol}")
        return Image(bytes(self._image), entry, tuple((place, name) for name, place in self._imports.items()))

    def _read_symbols(self) -> Iterator[_Symbol]:
        for section in self._sections:
            if section.kind != _SYMTAB:
                continue
            names = self._sections[section.link]
            for at in range(section.offset, section.offset + section.size, _SYMBOL.size):
                name, _, _, of, value, _ = _SYMBOL.unpack_from(self._data, at)
                begin = names.offset + name
                yield _Symbol(self._data[begin:self._data.index(b"\0", begin)].decode(), of, value)

    def _put(self, section: _Section) -> int:
        """Puts what is needed of a section into the image; gives its place."""
        if not section.flags & _ALLOC or not section.size:
            return len(self._image)
        if section.flags & _WRITE or section.kind != _PROGBITS:
            raise CannotLink("data that change")
        if section.align > _PAGE:       # where it will stand, only pages are aligned
            raise CannotLink("data on a place of their own")
        place = self._align(section.align)
        self._image += self._data[section.offset:section.offset + section.size]
        return place

    def _align(self, size: int) -> int:
        self._image += bytes(-len(self._image) % max(size, 1))
        return len(self._image)

    def _address(self, symbol: _Symbol) -> int:
        if not _UNDEFINED < symbol.section < len(self._sections):
            raise CannotLink(f"{symbol.name} is elsewhere")
        return self._places[symbol.section] + symbol.value

    def _relocate(self, base: int, offset: int, info: int, addend: int) -> None:
        symbol, kind, place = self._symbols[info >> 32], info & 0xFFFF_FFFF, base + offset
        if kind == _GOTPC64:
            self._write("<q", place, self._got + addend - place)
        elif kind == _GOT64:
            self._write("<q", place, self._import(symbol) - self._got + addend)
        elif kind == _GOTOFF64:
            self._write("<q", place, self._address(symbol) + addend - self._got)
        elif kind in (_PC32, _PLT32, _PC64):
            self._write("<q" if kind == _PC64 else "<i", place, self._address(symbol) + addend - place)
        else:
            raise CannotLink(f"relocation {kind}")

    def _import(self, symbol: _Symbol) -> int:
        """The place for the address of a function of the C library."""
        if symbol.section != _UNDEFINED:
            raise CannotLink(f"{symbol.name} is no import")
        if symbol.name not in self._imports:
            self._imports[symbol.name] = len(self._image)
            self._image += bytes(WORD)
        return self._imports[symbol.name]

    def _write(self, form: str, place: int, number: int) -> None:
        struct.pack_into(form, self._image, place, number)
