"""Writes the parameters of SVCB and HTTPS records: the kernel beside `dissectors.dns.rdata.parameters`."""
from __future__ import annotations

from dissectors.dns.rdata.parameters import (
    ALPN,
    DOCPATH,
    DOHPATH,
    ECH,
    IPV4HINT,
    IPV6HINT,
    MANDATORY,
    NO_DEFAULT_ALPN,
    OHTTP,
    PORT,
)
from dissectors.dns.writer import (
    put,
    put_digits,
    put_escaped,
    put_ip4,
    put_ip6,
    put_number,
    put_string,
    put_word,
)
from dissectors.kernel import kernel


@kernel
def put_key(out, at, key):  # type: ignore[no-untyped-def]
    """The name of a parameter."""
    if key == ALPN:
        return put_word(out, at, b"alpn")
    if key == IPV4HINT:
        return put_word(out, at, b"ipv4hint")
    if key == IPV6HINT:
        return put_word(out, at, b"ipv6hint")
    if key == ECH:
        return put_word(out, at, b"ech")
    if key == PORT:
        return put_word(out, at, b"port")
    if key == MANDATORY:
        return put_word(out, at, b"mandatory")
    if key == NO_DEFAULT_ALPN:
        return put_word(out, at, b"no-default-alpn")
    if key == DOHPATH:
        return put_word(out, at, b"dohpath")
    if key == OHTTP:
        return put_word(out, at, b"ohttp")
    if key == DOCPATH:
        return put_word(out, at, b"docpath")
    return put_number(out, put_word(out, at, b"key"), key)


@kernel
def put_list(out, at, data, place, stop):  # type: ignore[no-untyped-def]
    """Strings with their lengths before them, as one between quotes; -1 where one is empty or leaves the value."""
    at = put(out, put(out, at, 92), 34)
    first = True
    while place < stop:
        behind = place + 1 + data[place]
        if data[place] == 0 or behind > stop:
            return -1
        if not first:
            at = put(out, at, 44)
        first = False
        for i in range(place + 1, behind):
            octet = data[i] + 0
            if octet == 44 or octet == 92:
                at = put_escaped(out, at, 92, 1)
            at = put_escaped(out, at, octet, 1)
        place = behind
    return put(out, put(out, at, 92), 34)


@kernel
def put_keys(out, at, data, place, stop):  # type: ignore[no-untyped-def]
    """The names of parameters; -1 where they are out of order."""
    last = 0
    begin = place
    if (stop - place) % 2 != 0:
        return -1
    while place < stop:
        key = data[place] * 256 + data[place + 1]
        if key <= last:
            return -1
        last = key
        if place > begin:
            at = put(out, at, 44)
        at = put_key(out, at, key)
        place += 2
    return at


@kernel
def put_addresses(out, at, data, place, stop, size):  # type: ignore[no-untyped-def]
    """Addresses of so many octets; -1 where the last is not whole."""
    begin = place
    if (stop - place) % size != 0:
        return -1
    while place < stop:
        if place > begin:
            at = put(out, at, 44)
        at = put_ip4(out, at, data, place) if size == 4 else put_ip6(out, at, data, place)
        place += size
    return at


@kernel
def put_value(out, at, data, key, place, stop):  # type: ignore[no-untyped-def]
    """The value of a parameter, which is not empty; -1 where it is none."""
    size = stop - place
    if key == MANDATORY:
        return put_keys(out, at, data, place, stop)
    if key in (ALPN, DOCPATH):
        return put_list(out, at, data, place, stop)
    if key == PORT:
        return put_number(out, at, data[place] * 256 + data[place + 1]) if size == 2 else -1
    if key in (IPV4HINT, IPV6HINT):
        return put_addresses(out, at, data, place, stop, 4 if key == IPV4HINT else 16)
    if key == ECH:
        if size < 6 or data[place] * 256 + data[place + 1] != size - 2:
            return -1
        return put_digits(out, at, data, place, stop, 6)
    if key in (NO_DEFAULT_ALPN, OHTTP):
        return -1
    return put_string(out, at, data, place, stop)


@kernel
def are_there(data, keys, stop_keys, place, stop):  # type: ignore[no-untyped-def]
    """Whether each of the keys in [keys, stop_keys) is among the parameters [place, stop); both are in order."""
    while keys < stop_keys:
        if place >= stop:
            return False
        wanted = data[keys] * 256 + data[keys + 1]
        key = data[place] * 256 + data[place + 1]
        if key > wanted:
            return False
        if key == wanted:
            keys += 2
        place += 4 + data[place + 2] * 256 + data[place + 3]
    return True


@kernel
def put_parameters(out, at, data, place, stop):  # type: ignore[no-untyped-def]
    """(position behind the parameters in the data or -1, position in `out`)."""
    begin = place
    last = -1
    keys, stop_keys = place, place
    alpn, without_default = False, False
    while place < stop:
        if place + 4 > stop:
            return -1, at
        key = data[place] * 256 + data[place + 1]
        behind = place + 4 + data[place + 2] * 256 + data[place + 3]
        if key <= last or behind > stop:
            return -1, at
        at = put_key(out, put(out, at, 32) if place > begin else at, key)
        if behind > place + 4:
            at = put_value(out, put(out, at, 61), data, key, place + 4, behind)
            if at < 0:
                return -1, at
        elif key in (MANDATORY, ALPN) or PORT <= key <= IPV6HINT:
            return -1, at
        if key == MANDATORY:
            keys, stop_keys = place + 4, behind
        alpn = alpn or key == ALPN
        without_default = without_default or key == NO_DEFAULT_ALPN
        last = key
        place = behind
    if (without_default and not alpn) or not are_there(data, keys, stop_keys, begin, stop):
        return -1, at
    return place, at
