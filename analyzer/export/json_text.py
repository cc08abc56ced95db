"""Rows as JSON text: the one function that all writers share."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from analyzer.seconds import Nanoseconds, seconds

_SURROGATES = re.compile("[\ud800-\udfff]")


def to_json(row: object, digits: int = 9) -> bytes:
    """A row as one line of JSON, without the line end.

    Times are decimal seconds with so many digits; bytes are text, with U+FFFD for what is no UTF-8.
    """
    import orjson

    options, plain = orjson.OPT_PASSTHROUGH_SUBCLASS | orjson.OPT_SERIALIZE_NUMPY, _plain(digits)
    try:
        return orjson.dumps(row, plain, options)
    except orjson.JSONEncodeError as fault:
        if "surrogates" not in str(fault):
            raise
        # names of files that are no UTF-8 come from the system so
        return orjson.dumps(_without_surrogates(row), plain, options)


@cache
def _plain(digits: int) -> Callable[[object], object]:
    """What orjson does not know by itself."""
    from orjson import Fragment

    def plain(value: object) -> object:
        if isinstance(value, Nanoseconds):
            return Fragment(seconds(value, digits))
        if isinstance(value, bytes | bytearray | memoryview):
            return bytes(value).decode("utf-8", "replace")
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return plain


def _without_surrogates(value: object) -> object:
    if isinstance(value, str):
        return _SURROGATES.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value
