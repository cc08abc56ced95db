"""The jobs: what is run, against which peer, and the target of each, as data.

Words of a command that begin with @ stand for something: @pilotfish and @python for the programs, @100k, @1m … for a
capture with that many packets, @dns-1m and @mail-1m for one of these alone, @mail-200m for one large email, @new and
@cache for new folders that are removed when all is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Measure(Enum):
    """What of both sides is compared."""

    TIME = "time ratio"
    MEMORY = "memory ratio"
    EXTRA = "seconds more"


@dataclass(frozen=True, slots=True)
class Target:
    """At most so much of the peer's value (or, for EXTRA, so many seconds more)."""

    measure: Measure
    limit: float


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two programs of a job."""

    label: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Two programs that do the same work (or of which one is the floor)."""

    name: str
    title: str
    ours: Side
    peer: Side
    targets: tuple[Target, ...] = ()
    usual: bool = True  # false: only run when named


def _faster(times: float) -> Target:
    return Target(Measure.TIME, 1 / times)


def _time(limit: float) -> Target:
    return Target(Measure.TIME, limit)


def _ours(*arguments: str) -> Side:
    return Side("pilotfish", ("@pilotfish", *arguments))


def _tshark(*arguments: str) -> Side:
    return Side("tshark", ("tshark", *arguments))


def _hierarchy(capture: str) -> Side:
    return _tshark("-q", "-z", "io,phs", "-r", capture)


_PAIRS = ("-Y", "dns", "-T", "fields", "-e", "dns.id", "-e", "dns.qry.name", "-e", "dns.response_to", "-e", "dns.time")
_SIX_FIELDS = ("-Y", "dns", "-T", "fields", "-e", "dns.id", "-e", "dns.qry.name", "-e", "dns.qry.type",
               "-e", "dns.flags.rcode", "-e", "dns.response_to", "-e", "dns.time")
_IMF_FIELDS = ("-Y", "imf", "-T", "fields", "-e", "imf.from", "-e", "imf.to", "-e", "imf.subject", "-e", "imf.date",
               "-e", "imf.message_id")
_COLUMNS = ("-T", "fields", "-e", "frame.number", "-e", "frame.time_epoch", "-e", "_ws.col.Source",
            "-e", "_ws.col.Destination", "-e", "_ws.col.Protocol", "-e", "frame.len", "-e", "_ws.col.Info",
            "-e", "tcp.stream", "-e", "udp.stream")
_A_QUARTER_OF_THE_MEMORY = Target(Measure.MEMORY, 1 / 4)
_A_THIRD_OF_THE_MEMORY = Target(Measure.MEMORY, 1 / 3)
_HALF_THE_MEMORY = Target(Measure.MEMORY, 0.5)
_COMPILATION = Target(Measure.EXTRA, 15)
_EMPTY_CACHE = (("PILOTFISH_CACHE", "@cache"),)
_NO_SCREEN = (("QT_QPA_PLATFORM", "offscreen"),)


def _first_run(name: str, title: str, *arguments: str) -> Job:
    first = Side("empty cache", ("@pilotfish", *arguments), _EMPTY_CACHE)
    return Job(name, title, first, Side("filled cache", ("@pilotfish", *arguments)), (_COMPILATION,))


def _filter(name: str, text: str, target: Target) -> Job:
    return Job(
        f"filter-{name}", f"The packets of 1,000,000 that {text} keeps",
        _ours("packets", "--format", "csv", "-Y", text, "@1m"),
        _tshark("-r", "@1m", "-Y", text, *_COLUMNS), (target,))


_FILTERS = (
    _filter("address", "ip.addr == 198.18.4.128", _faster(8)), _filter("port", "tcp.port == 25", _faster(8)),
    _filter("rcode", "dns.flags.rcode != 0", _faster(8)),
    _filter("name", 'dns.qry.name contains "mail"', _faster(8)),
    _filter("length", "frame.len > 1000", _faster(8)), _filter("record", "dns.resp.ttl < 60", _time(1)),
    _filter("command", 'smtp.req.command == "MAIL"', _time(1)),
    _filter("subject", 'imf.subject contains "invoice"', _time(1)),
)

JOBS = (
    Job(
        "summary", "Protocols, flows and sums of 1,000,000 packets",
        _ours("summary", "@1m"), _hierarchy("@1m"), (_faster(6), _HALF_THE_MEMORY),
    ),
    Job(
        "summary-5m", "The same of 5,000,000 packets",
        _ours("summary", "@5m"), _hierarchy("@5m"), (_faster(9), _HALF_THE_MEMORY),
    ),
    Job(
        "floor-index", "Summary against finding the packets only",
        _ours("summary", "@1m"), Side("capinfos -c", ("capinfos", "-c", "@1m")),
    ),
    Job(
        "floor-read", "Summary against reading the file's bytes once",
        _ours("summary", "@1m"), Side("cat", ("cat", "@1m")),
    ),
    Job(
        "dns", "Questions and answers of 1,000,000 packets paired and printed",
        _ours("dns", "--format", "jsonl", "@1m"), _tshark("-2", "-r", "@1m", *_PAIRS), (_faster(4),),
    ),
    Job(
        "dns-only", "The same of a capture with nothing else",
        _ours("dns", "--format", "jsonl", "@dns-1m"), _tshark("-2", "-r", "@dns-1m", *_SIX_FIELDS),
        (_faster(10), _A_THIRD_OF_THE_MEMORY),
    ),
    Job(
        "dns-dnscap", "The same against a program that prints messages without pairing them",
        _ours("dns", "--format", "jsonl", "@dns-1m"), Side("dnscap -g", ("dnscap", "-r", "@dns-1m", "-g")), (_time(1),),
    ),
    Job(
        "dns-summary", "Protocols and DNS statistics of 1,000,000 packets of DNS",
        _ours("summary", "@dns-1m"), _tshark("-q", "-z", "dns,tree", "-z", "io,phs", "-r", "@dns-1m"),
        (_faster(8), _A_THIRD_OF_THE_MEMORY),
    ),
    Job(
        "export", "All emails of 1,000,000 packets into files",
        _ours("export", "@1m", "--out", "@new"), _tshark("-q", "-r", "@1m", "--export-objects", "imf,@new"),
        (_faster(4),),
    ),
    Job(
        "mail-export", "All emails of 1,000,000 packets of mail into files",
        _ours("export", "@mail-1m", "--out", "@new"),
        _tshark("-q", "-r", "@mail-1m", "--export-objects", "imf,@new"), (_faster(5), _A_QUARTER_OF_THE_MEMORY),
    ),
    Job(
        "mail-rows", "The emails of 1,000,000 packets of mail as rows",
        _ours("mail", "--format", "jsonl", "@mail-1m"), _tshark("-r", "@mail-1m", *_IMF_FIELDS), (_faster(10),),
    ),
    Job(
        "mail-large", "One email of 200 MB into a file, against a copy of its capture",
        _ours("export", "@mail-200m", "--out", "@new"), Side("cp", ("cp", "@mail-200m", "@new")), (_time(3),),
    ),
    Job(
        "pdml", "Field trees of 100,000 packets",
        _ours("show", "--format", "pdml", "@100k"), _tshark("-T", "pdml", "-r", "@100k"), (_time(1.5),),
    ),
    Job(
        "help", "Start of the program",
        _ours("--help"), Side("bare python", ("@python", "-c", "pass")), (_time(4),),
    ),
    Job(
        "small", "Summary of a capture of 1,000 packets",
        _ours("summary", "@1k"), _hierarchy("@1k"), (_time(1.5),),
    ),
    Job(
        "scaling", "Summary of 2,000,000 packets against 1,000,000",
        Side("2,000,000", ("@pilotfish", "summary", "@2m")), Side("1,000,000", ("@pilotfish", "summary", "@1m")),
        (_time(2.2),),
    ),
    _first_run("first-summary", "Summary on a new machine, compilation included", "summary", "@1m"),
    _first_run("first-export", "Export on a new machine, compilation included", "export", "@1m", "--out", "@new"),
    Job(
        "window", "The window with its first rows, 1,000,000 packets",
        Side("window", ("@python", "-m", "gui", "@1m", "--quit-when-shown"), _NO_SCREEN),
        _tshark("-r", "@1m"), (_time(0.2),),
    ),
    *_FILTERS,
)  # fmt: skip
"""A further job is one more entry here."""
