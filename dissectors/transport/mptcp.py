"""Multipath TCP's option, which is a protocol of its own (RFC 8684 3)."""
from __future__ import annotations

from collections.abc import Callable, Iterator

from dissectors.fields import Field, Kind, Show, Spec
from dissectors.header import Header
from dissectors.malformed import Malformed
from dissectors.octets import Octets
from dissectors.tree import read_field

_SUBTYPES = {0: "Multipath Capable", 1: "Join Connection", 2: "Data Sequence Signal", 3: "Add Address",
             4: "Remove Address", 5: "Change Subflow Priority", 6: "TCP Fallback", 7: "Fast Close", 8: "TCP Reset"}


def _uint(name: str, label: str, mask: int = 0, size: int = 0, show: Show = Show.DECIMAL) -> Spec:
    return Spec(f"tcp.options.mptcp.{name}", label, Kind.UINT, 0, size, mask, show=show)


OPTION = Spec("", "Multipath TCP", Kind.NONE)
_SUBTYPE = Spec("tcp.options.mptcp.subtype", "Multipath TCP subtype", Kind.UINT, 0, 1, 0xF0, names=_SUBTYPES)
_VERSION = _uint("version", "Multipath TCP version", 0x0F, 1)
_BACKUP = _uint("backup.flag", "Backup flag", 0x01, 1)
_ECHO = _uint("echo", "Echo", 0x01, 1)
_ADDRESS_ID = _uint("addrid", "Address ID")
_CAPABLE_FLAGS = Spec("tcp.options.mptcp.flags", "Multipath TCP flags", Kind.UINT, 0, 1, show=Show.HEX, children=(
    _uint("checksumreq.flags", "Checksum required", 0x80, 1),
    _uint("extensibility.flag", "Extensibility", 0x40, 1),
    _uint("nomoresubflows.flag", "Do not attempt to establish new subflows to this address and port", 0x20, 1),
    _uint("sha256.flag", "Use HMAC-SHA256", 0x01, 1),
    _uint("reserved.flag", "Reserved", 0x1E, 1, Show.HEX)))
_SIGNAL_FLAGS = Spec("tcp.options.mptcp.flags", "Multipath TCP flags", Kind.UINT, 0, 1, show=Show.HEX, children=(
    _uint("datafin.flag", "DATA_FIN", 0x10, 1),
    _uint("dseqn8.flag", "Data Sequence Number is 8 octets", 0x08, 1),
    _uint("dseqnpresent.flag",
          "Data Sequence Number, Subflow Sequence Number, Data-level Length, Checksum present", 0x04, 1),
    _uint("dataack8.flag", "Data ACK is 8 octets", 0x02, 1),
    _uint("dataackpresent.flag", "Data ACK is present", 0x01, 1)))
_SENDER_KEY, _RECEIVER_KEY = _uint("sendkey", "Sender's Key"), _uint("recvkey", "Receiver's Key")
_TOKEN, _RANDOM = _uint("recvtok", "Receiver's Token"), _uint("sendrand", "Sender's Random Number")
_TRUNCATED_HMAC = _uint("sendtrunchmac", "Sender's Truncated HMAC")
_HMAC = Spec("tcp.options.mptcp.sendhmac", "Sender's HMAC", Kind.BYTES)
_ADDRESS_HMAC = _uint("addaddrtrunchmac", "Truncated HMAC")
_DATA_ACK = _uint("rawdataack", "Original MPTCP Data ACK")
_DATA_SEQUENCE = _uint("rawdataseqno", "Data Sequence Number")
_SUBFLOW_SEQUENCE = _uint("subflowseqno", "Subflow Sequence Number")
_DATA_LENGTH = _uint("datalvllen", "Data-level Length")
_CHECKSUM = _uint("checksum", "Checksum", show=Show.HEX)
_IPV4 = Spec("tcp.options.mptcp.ipv4", "Advertised IPv4 Address", Kind.IPV4)
_IPV6 = Spec("tcp.options.mptcp.ipv6", "Advertised IPv6 Address", Kind.IPV6)
_PORT = _uint("port", "Advertised port")


class _Option:
    """An option that is being read."""

    def __init__(self, header: Header, option: Field) -> None:
        self.start = option.pos
        self.source = header.source
        self.data = header.data
        self.octets = Octets(header.data, option.pos + 3, option.pos + option.size)

    def uint(self, spec: Spec, size: int) -> Field:
        pos = self.octets.pos
        return Field(spec, self.octets.uint(size), pos, size, self.source)

    def take(self, spec: Spec, size: int) -> Field:
        pos = self.octets.pos
        return Field(spec, self.octets.take(size), pos, size, self.source)

    def bits(self, spec: Spec, at: int) -> Field:
        """A bit field, or one with bit fields below it, at a place of the option."""
        return read_field(spec, self.data, self.start + at, self.source)


def read_mptcp(header: Header, option: Field) -> None:
    """Puts what the option says below it; an option that ends early keeps what stands before its end."""
    if option.size < 4:
        return
    reading = _Option(header, option)
    inner = Field(OPTION, None, option.pos, option.size, header.source)
    option.children.append(inner)
    inner.children.append(reading.bits(_SUBTYPE, 2))
    subtype = header.data[option.pos + 2] >> 4
    inner.text = f"Multipath Transmission Control Protocol: {_SUBTYPES.get(subtype, 'Unknown')}"
    reader = _READERS.get(subtype)
    if reader is None:
        return
    try:
        for found in reader(reading, option.size):
            inner.children.append(found)
    except Malformed as fault:
        inner.text += f" (ends early at byte {fault.at})"


def _capable(option: _Option, size: int) -> Iterator[Field]:
    """RFC 8684 3.1: the keys come one after the other, data length and checksum with the first data."""
    yield option.bits(_VERSION, 2)
    yield option.bits(_CAPABLE_FLAGS, 3)
    option.octets.take(1)
    if size >= 12:
        yield option.uint(_SENDER_KEY, 8)
    if size >= 20:
        yield option.uint(_RECEIVER_KEY, 8)
    if size >= 22:
        yield option.uint(_DATA_LENGTH, 2)
    if size >= 24:
        yield option.uint(_CHECKSUM, 2)


def _join(option: _Option, size: int) -> Iterator[Field]:
    """RFC 8684 3.2: the three steps of a handshake are told apart by their length."""
    if size in (12, 16):
        yield option.bits(_BACKUP, 2)
        yield option.uint(_ADDRESS_ID, 1)
        yield option.uint(*((_TOKEN, 4) if size == 12 else (_TRUNCATED_HMAC, 8)))
        yield option.uint(_RANDOM, 4)
    elif size == 24:
        option.octets.take(1)
        yield option.take(_HMAC, 20)


def _signal(option: _Option, size: int) -> Iterator[Field]:
    """RFC 8684 3.3: the flags say which numbers are there and how long they are."""
    yield option.bits(_SIGNAL_FLAGS, 3)
    flags = option.octets.u8()
    if flags & 0x01:
        yield option.uint(_DATA_ACK, 8 if flags & 0x02 else 4)
    if flags & 0x04:
        yield option.uint(_DATA_SEQUENCE, 8 if flags & 0x08 else 4)
        yield option.uint(_SUBFLOW_SEQUENCE, 4)
        yield option.uint(_DATA_LENGTH, 2)
        if option.octets.left >= 2:
            yield option.uint(_CHECKSUM, 2)


def _add_address(option: _Option, size: int) -> Iterator[Field]:
    """RFC 8684 3.4.1: length tells the address's family, and whether port and HMAC are there."""
    yield option.bits(_ECHO, 2)
    yield option.uint(_ADDRESS_ID, 1)
    yield option.take(*((_IPV4, 4) if size in (8, 10, 16, 18) else (_IPV6, 16)))
    if option.octets.left in (2, 10):
        yield option.uint(_PORT, 2)
    if option.octets.left >= 8:
        yield option.uint(_ADDRESS_HMAC, 8)


def _remove_address(option: _Option, size: int) -> Iterator[Field]:
    """RFC 8684 3.4.2."""
    while option.octets.left:
        yield option.uint(_ADDRESS_ID, 1)


def _priority(option: _Option, size: int) -> Iterator[Field]:
    """RFC 8684 3.3.8."""
    yield option.bits(_BACKUP, 2)


def _fallback(option: _Option, size: int) -> Iterator[Field]:
    """RFC 8684 3.7."""
    option.octets.take(1)
    yield option.uint(_DATA_SEQUENCE, 8)


def _fast_close(option: _Option, size: int) -> Iterator[Field]:
    """RFC 8684 3.5."""
    option.octets.take(1)
    yield option.uint(_RECEIVER_KEY, 8)


_READERS: dict[int, Callable[[_Option, int], Iterator[Field]]] = {
    0: _capable, 1: _join, 2: _signal, 3: _add_address, 4: _remove_address, 5: _priority, 6: _fallback,
    7: _fast_close}
