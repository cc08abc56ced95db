"""Lines of packets of plain sessions: kernels write what the dissectors say of the conversations' events."""
from __future__ import annotations

import random
import tempfile
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from capture_builders import pcap_header
from dialogues import cut, joined, pieces
from hypothesis import given, settings
from hypothesis import strategies as st
from imap_plain_talks import Generated
from mail_wire import Segment, frames
from plain_scripts import MUTATIONS, SCRIPTS
from plain_talks import Said, mutated

from analyzer import packet_sessions, plain
from analyzer.analysis import Analysis
from analyzer.infos import Infos
from dissectors.kernel import Kernel
from dissectors.machine_code import signature
from dissectors.mail.trees import MASK
from dissectors.stream import Data, Side

PORTS = {"smtp": 25, "pop": 110, "imap": 143}
SYN, FIN_ACK = 2, 17


def packets(said: Said, port: int, client_port: int = 4000) -> bytes:
    """The records of a connection, a packet a piece."""
    at = [0, 0]
    segments = [Segment(side, -1, b"", -1, SYN) for side in Side]
    for side, piece in said:
        if isinstance(piece, Data):
            segments.append(Segment(side, piece.start, piece.data, at[1 - side]))
            at[side] = piece.stop
    segments += [Segment(side, at[side], b"", at[1 - side], FIN_ACK) for side in Side]
    return b"".join(frames(segments, client_port, port))


def lines(records: bytes, by_kernels: bool) -> list[str]:
    """The lines of all packets, a few asked at a time and in an order of their own."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(plain, "COMPILE_FROM", 0 if by_kernels else 1 << 40)
        patch.setattr(plain, "compiled_here", set())
        path = Path(folder, "one.pcap")
        path.write_bytes(pcap_header() + records)
        with Analysis.open(path) as analysis:
            infos, order = Infos(analysis.engine), np.random.default_rng(1).permutation(analysis.packets.rows)
            if not by_kernels:
                return [infos.info(row) for row in range(analysis.packets.rows)]
            found = chain.from_iterable(infos.lines(part, 0) for part in np.array_split(order, 3))
            return [line for _, line in sorted(zip(order.tolist(), found, strict=True))]


def check(said: Said, service: str) -> list[str]:
    records = packets(said, PORTS[service])
    found = lines(records, True)
    assert found == lines(records, False)
    return found


def told_of(said: Said, service: str) -> int:
    """How many packets have their lines from kernels."""
    with pytest.MonkeyPatch.context() as patch:
        counts = []
        whole = packet_sessions.session_lines

        def counted(*arguments: object) -> packet_sessions.SessionLines:
            made = whole(*arguments)    # type: ignore[arg-type]
            counts.append(len(made.told) + len(made.silent))
            return made
        patch.setattr(packet_sessions, "session_lines", counted)
        lines(packets(said, PORTS[service]), True)
    return sum(counts)


@pytest.mark.parametrize("service", sorted(SCRIPTS))
def test_all_lines_of_a_plain_session_are_written_by_kernels(service: str) -> None:
    said = joined(pieces(SCRIPTS[service]))
    found = check(said, service)
    carried = sum(isinstance(piece, Data) for _, piece in said)
    assert told_of(said, service) == carried > 20
    assert sum(line.startswith(("C: ", "S: ", "Request: ", "Response: ")) for line in found) > 0.8 * carried


@settings(deadline=None, derandomize=True, max_examples=30)
@given(service=st.sampled_from(sorted(SCRIPTS)), seed=st.integers(0, 1 << 32), largest=st.integers(1, 90))
def test_however_the_session_is_cut(service: str, seed: int, largest: int) -> None:
    chance = random.Random(seed)
    check(list(cut(pieces(SCRIPTS[service]), lambda: chance.randint(1, largest))), service)


@settings(deadline=None, derandomize=True, max_examples=120)
@given(service=st.sampled_from(sorted(SCRIPTS)), mutations=MUTATIONS, replacing=st.booleans(), whole=st.booleans())
def test_whatever_the_session_says(service: str, mutations: list[tuple[int, bytes]], replacing: bool,
                                   whole: bool) -> None:
    said = mutated(pieces(SCRIPTS[service]), mutations, replacing)
    check(joined(said) if whole else said, service)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(seed=st.integers(0, 1 << 32))
def test_whatever_an_imap_session_says(seed: int) -> None:
    check(joined(Generated(seed).pieces()), "imap")


SMTP_BEGIN, SMTP_END = "S: 220 hi\nC: EHLO c\nS: 250 AUTH\n", "C: QUIT\nS: 221 bye"
POP_BEGIN, POP_END = "S: +OK hi\n", "C: QUIT\nS: +OK bye"
IMAP_BEGIN, IMAP_END = "S: * OK hi\n", "C: z LOGOUT\nS: * BYE\\r\\nz OK bye"
LONG = "x" * 280
CASES = {
    "smtp": [
        "C: AUTH PLAIN AGEAYg==\nS: 235 ok", "C: auth  plain   AGEAYg==  \nS: 235 ok", "C: AUTH PLAIN =\nS: 235 ok",
        "C: AUTH PLAIN *\nS: 235 ok", "C: AUTH ANONYMOUS dHJhY2U=\nS: 235 ok", "C: AUTH external YQ==\nS: 235 ok",
        "C: AUTH LOGIN YQ== Yg==\nS: 235 ok", "C: AUTH LOGIN\nS: 334 a\nC: YQ==  Yg== \nS: 235 ok",
        "C: AUTH LOGIN YQ==\nS: 334 UGFzc3dvcmQ6\nC: Yg==\nS: 235 ok", "C: AUTH LOGIN\nS: 334\nC: \\x20\nS: 235 ok",
        "C: AUTH LOGIN\nS: 334 a\nC: YQ== \\x20\nS: 334 b\nC: Yg== \nS: 235 ok",
        "C: AUTH CRAM-MD5\nS: 334 PDE+\nC: YW5uIDAx\nS: 235 ok", "C: AUTH X \\tY\nS: 334 a\nC: YQ==\nS: 235 ok",
        "C: AUTH LOGIN\nS: 334 a\nC: \\xc3\\xa9\nS: 334 b\nC: Yg==\nS: 235 ok", "C: AUTH\nS: 334 a\nC: *\nS: 235 ok",
        f"C: MAIL FROM:<{LONG}a@b>\nS: 250 {LONG}\\r\\nRCPT", f"C: NOOP {'y' * 291}\nS: 250 {'z' * 294}",
        f"C: NOOP {'y' * 292}\nS: 250 {'z' * 293}", "C: NOOP \\xc3\\xa9\nS: 250-\\xc3\\xa9\\r\\n250 \\xff",
        "C: NOOP\\r\nS: 250-a\\rb\\r\\n250 c", "C: HELP\nS: 214-\\r\\n214-\\r\\n214",
        "C: NOOP a\\tb \nS: 250-a\\r\\n250\\rb",
        f"C: HELP\nS: 214-{LONG}\\r\\n214-{LONG}\\r\\n214 \\xe9"],
    "pop": [
        "C: PASS\nS: -ERR", "C: PASS  \nS: -ERR", "C: pass  a b \nS: +OK", "C: APOP ann c4c9334b\nS: +OK",
        "C: APOP ann\nS: +OK", "C: APOP\nS: +OK", "C: APOP ann \nS: +OK", "C: PASS \\xc3\\xa9\nS: +OK \\xc3\\xa9",
        "C: PASS \\x0b a\nS: +OK", "C: USER a\\r\nS: +OK\\r", f"C: USER {LONG}{LONG}\nS: +OK {LONG}{LONG}",
        f"C: PASS {LONG}{LONG}\nS: -ERR \\x7f", "C: CAPA\nS: +OK\\r\\n.", "C: UIDL\nS: +OK\\r\\n1 a\\r\\n."],
    "imap": [
        "C: a LOGIN ann secret\nS: a OK", "C: a login  ann   se cret \nS: a OK", "C: a LOGIN\nS: a BAD",
        "C: a LOGIN \nS: a BAD", "C: a LOGIN ann\nS: a BAD", 'C: a LOGIN "a b" "c d"\nS: a OK',
        'C: a LOGIN "a\\\\" b" c\nS: a OK', 'C: a LOGIN "a b\nS: a BAD', 'C: a LOGIN "a"b\nS: a OK',
        "C: a LOGIN {3} b\nS: a BAD", "C: a LOGIN \\xc3\\xa9 b\nS: a OK", "C: a LOGIN ann \\xc3\\xa9\nS: a OK",
        "C: a LOGIN ann\\tb c\nS: a OK", "C: a AUTHENTICATE PLAIN AGEAYg==\nS: a OK",
        "C: a AUTHENTICATE LOGIN\nS: + a\nC: YQ== \nS: + b\nC: Yg==\nS: a OK",
        "C: a authenticate plain\nS: +\nC: *\nS: a BAD", "C: a AUTHENTICATE\nS: a BAD",
        "C: a IDLE\nS: +\nC: DONE\nS: a OK", "C: a NOOP\nS: * 1 EXISTS\\r\\n* OK \\xc3\\xa9\\r\\na OK",
        f"C: a NOOP\nS: * OK {LONG}\\r\\na OK {LONG}\nC: b LIST {LONG}x x\nS: b OK",
        f"C: a FETCH 1 (BODY[])\nS: * 1 FETCH (FLAGS ({LONG}) BODY[] {{6}}\\r\\na: b\\r\\n)\\r\\na OK",
        "C: a FETCH 1 (BODY[])\nS: * 1 FETCH (BODY[] {6}\\r\\na: b\\r\\n UID 4)\\r\\na OK",
        "C: a APPEND Sent {6}\nS: + go\nC: a: b\\r\\n\nS: a OK"]}
REPEATED = [
    ("imap", "C: a LOGIN ann secret\nS: * OK [ALERT] secret\\r\\na NO not secret", "secret"),
    ("imap", 'C: a LOGIN ann "se cret" \nS: a NO not se cret', "se cret"),
    ("imap", "C: a AUTHENTICATE PLAIN\nS: +\nC: AGFubgBzZWNyZXQ=\nS: a NO secret AGFubgBzZWNyZXQ=", "secret"),
    ("imap", "C: a AUTHENTICATE LOGIN\nS: +\nC: YW5u\nS: + secret\nC: c2VjcmV0\nS: a NO", "secret"),
    ("imap", "C: a AUTHENTICATE X c2VjcmV0ZQ==\nS: a NO\nC: b NOOP\nS: b OK see secrete", "secrete"),
    ("pop", "C: USER ann\nS: +OK\nC: PASS secret\nS: -ERR what is secret?", "secret"),
    ("smtp", "C: AUTH PLAIN AGFubgBzZWNyZXR6\nS: 535-no\\r\\n535 secretz", "secretz")]


@pytest.mark.parametrize(("service", "middle", "secret"), REPEATED)
def test_secrets_that_a_server_repeats(service: str, middle: str, secret: str) -> None:
    begin, end = BEGIN_END[service]
    said = pieces(begin + middle + "\n" + end)
    found = check(said, service) + check(joined(said), service)
    assert not any(secret in line for line in found) and any(MASK in line for line in found)


BEGIN_END = {"smtp": (SMTP_BEGIN, SMTP_END), "pop": (POP_BEGIN, POP_END), "imap": (IMAP_BEGIN, IMAP_END)}


@pytest.mark.parametrize(("service", "middle"), [(service, middle) for service in CASES for middle in CASES[service]])
def test_secrets_long_lines_and_rare_characters(service: str, middle: str) -> None:
    begin, end = BEGIN_END[service]
    said = pieces(begin + middle + "\n" + end)
    check(said, service)
    check(joined(said), service)


def test_the_lines_of_a_reply_stand_with_the_packets_that_complete_them() -> None:
    script = SMTP_BEGIN.replace("S: 250 AUTH", "S: 250-one\\r\\n250-t\\\nS: wo\\r\\n250 three") + SMTP_END
    found = check(pieces(script), "smtp")
    assert [line for line in found if line.startswith("S: 250")] == ["S: 250-one", "S: 250-two | three"]


def test_what_reassembly_noted_stands_before_a_line() -> None:
    records = packets(pieces(POP_BEGIN + POP_END), PORTS["pop"])
    again = records + packets(pieces(POP_BEGIN), PORTS["pop"])[2 * 70:]
    found = lines(again, True)
    assert found == lines(again, False) and found[-3].startswith("[TCP Retransmission] ")


@pytest.mark.parametrize("service", sorted(SCRIPTS))
def test_compiled_it_writes_the_same(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kernel, "for_work", lambda kernel, work: kernel.compiled)
    for said in (pieces(SCRIPTS[service]), joined(pieces(SCRIPTS[service]))):
        check(said, service)


def test_what_is_prepared_for_processes_is_what_they_call(monkeypatch: pytest.MonkeyPatch) -> None:
    called, ready = set[str](), set[str]()
    call, calls = Kernel.__call__, packet_sessions.calls

    def interpreted(kernel: Kernel, *arguments: object) -> object:
        if kernel.__name__ in plain.WRITING:
            called.add(signature(arguments))
            ready.update(signature(prepared) for _, prepared in calls(arguments[1]))    # type: ignore[arg-type]
        return call(kernel, *arguments)
    monkeypatch.setattr(Kernel, "__call__", interpreted)
    for service, script in SCRIPTS.items():
        lines(packets(pieces(script), PORTS[service]) + packets(joined(pieces(script)), PORTS[service], 4001), True)
    assert called == ready and len(called) == 1
