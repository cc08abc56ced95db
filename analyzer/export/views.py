"""How the rows of each command are shown to people: which columns, what stands in them, and what gives way."""
from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from analyzer.export.csv_text import cell_text
from analyzer.export.moments import date, since, span
from analyzer.export.people import Shown, View
from analyzer.rows import COLUMNS, Row

ARROW = "→"


class Clock(NamedTuple):
    """When the capture begins, and how fine its times are."""
    origin: int = 0
    digits: int = 6

    def since(self, row: Row, name: str) -> str:
        """Seconds since the begin of the capture."""
        time = row.get(name)
        return "" if time is None else since(time, self.origin, self.digits)


def columns_of(kind: str) -> Callable[..., Shown]:
    """Makes columns of a kind of row: `column(name)` shows the value as it is, `text=` something else."""
    known = {column.name: column for column in COLUMNS[kind]}

    def column(name: str, text: Callable[[Row], str] | None = None, **how: Any) -> Shown:
        definition = known[name]
        return Shown(definition.header, text or partial(plain, name), definition.number, **how)
    return column


def plain(name: str, row: Row) -> str:
    """A value as it is."""
    value = row.get(name)
    return value if isinstance(value, str) else cell_text(value)


def end(side: str, row: Row) -> str:
    """Address and port of the client or the server; an IPv6 address in brackets, as in a URL."""
    address, port = row.get(side), row.get(f"{side}_port")
    if address is None:
        return ""
    if not port:
        return str(address)
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def length_of(name: str, row: Row) -> str:
    """A duration."""
    value = row.get(name)
    return "" if value is None else span(value)


def yes(name: str, row: Row) -> str:
    """A tick where it is so."""
    return "yes" if row.get(name) else ""


def packets(clock: Clock, greatest: int = 0) -> View:
    """The packet list; `greatest` is the last packet's number."""
    column = columns_of("packets")
    digits = len(str(greatest))
    return View((
        column("number", lambda row: str(row["number"]).rjust(digits)),
        column("time", lambda row: clock.since(row, "time")),
        column("source", least=11, middle=True), column("destination", least=11, middle=True),
        column("protocol"), column("length", rank=1), column("info", least=40), column("flow", rank=2),
    ), "no packets")


def flows(clock: Clock) -> View:
    """The flow list."""
    column = columns_of("flows")
    return View((
        column("flow"), column("transport"), column("service"),
        column("client", least=15, middle=True), column("client_port", rank=1),
        Shown("Server", partial(end, "server"), least=16, middle=True),
        Shown("Packets", lambda row: f"{row['packets_sent']}+{row['packets_received']}", number=True),
        Shown("Bytes", lambda row: str(row["bytes_sent"] + row["bytes_received"]), number=True),
        column("start", lambda row: clock.since(row, "start"), rank=2),
        column("duration", partial(length_of, "duration")), column("state"),
        column("encrypted", partial(yes, "encrypted"), rank=3), column("retransmissions", rank=4),
        column("out_of_order", rank=5), column("missing_bytes", rank=3), column("community_id", rank=9),
    ), "no flows")


def commands(clock: Clock) -> View:
    """The dialogues of mail sessions."""
    column = columns_of("commands")
    return View((
        column("flow"), column("packet"), column("time", lambda row: clock.since(row, "time"), rank=2),
        column("protocol", rank=1), column("tag", rank=3),
        column("command", lambda row: row["command"] or "(greeting)"), column("argument", least=24),
        column("status"), column("reply", lambda row: (row["reply"] or "").replace("\n", " | "), least=30),
        column("untagged", rank=5), column("latency", partial(length_of, "latency"), rank=1),
    ), "no mail sessions")


def mail(clock: Clock) -> View:
    """The emails."""
    column = columns_of("mail")
    return View((
        column("email"), column("flow", rank=5), column("time", lambda row: clock.since(row, "time"), rank=4),
        Shown("How", lambda row: f"{row['protocol']} {row['direction']}"),
        column("from", least=20), column("to", least=20, rank=2), column("subject", least=24),
        column("date", least=16, rank=6), column("size"),
        Shown("Parts", _attachments, number=True), column("status", least=12, rank=7),
        Shown("Remarks", _remarks, least=12),
    ), "no emails")


def _attachments(row: Row) -> str:
    return str(len(row["attachments"] or ()) or "")


def _remarks(row: Row) -> str:
    same = row.get("same_as")
    return "; ".join(filter(None, (_lacking(row), "same as " + ",".join(map(str, same)) if same else "")))


def _lacking(row: Row) -> str:
    """What a message or a file lacks."""
    missing = row.get("missing_bytes")
    return "" if row.get("complete", True) else f"{missing} bytes missing" if missing else "incomplete"


def exported(row: Row) -> str:
    """What an exported file is."""
    return str(row.get("filename") or row.get("subject") or "")


EXPORT_SHOWN = ("email", "path", "filename", "subject", "from", "size", "complete", "missing_bytes")
"""The fields of which that table is made."""


def export() -> View:
    """The files that were written."""
    column = columns_of("export")
    return View((
        column("email"), column("path", least=30), Shown("What", exported, least=16), column("from", least=16, rank=1),
        column("size"), Shown("Remarks", _lacking),
    ), "no emails to export")


def dissectors() -> View:
    """The dissectors in use."""
    column = columns_of("dissectors")
    return View((column("name"), column("layer"),
                 column("ports", lambda row: ", ".join(row["ports"]), least=20), column("origin", least=8)),
                "no dissectors")


def interfaces() -> View:
    """The interfaces of this machine."""
    column = columns_of("interfaces")
    return View((column("name"), column("state"), column("kind", rank=2),
                 column("addresses", lambda row: ", ".join(row["addresses"]), least=18), column("mac", rank=1),
                 column("mtu", rank=3)), "no interfaces")


def checks() -> View:
    """What works on this machine."""
    column = columns_of("checks")
    return View((column("check"), column("works", lambda row: "yes" if row["works"] else "NO"), column("detail")),
                "nothing was tried")


def filter_fields() -> View:
    """The names that filters can ask for."""
    column = columns_of("filter fields")
    return View((column("name"), column("type"), column("protocol"), column("label", least=20)),
                "no field has such a name, or is about these words")


def moment(name: str, digits: int, row: Row) -> str:
    """A time by the calendar."""
    value = row.get(name)
    return "" if value is None else date(value, digits)
