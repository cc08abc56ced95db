"""A cold start imports what the run needs, and nothing else: imports are nearly all of its time."""
from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

CAPTURE = Path(__file__).parents[3] / "captures" / "01-smtp-textbook.pcap"
PROGRAM = """
import sys
from analyzer.cli.main import main
main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
"""


@functools.cache
def imported(*arguments: str) -> frozenset[str]:
    """The modules that a run has imported at its end."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=True)
    return frozenset(done.stderr.split())


def test_help_imports_neither_numpy_nor_the_analysis() -> None:
    assert not {"numpy", "dataclasses", "dissectors", "analyzer.analysis"} & imported("--help")


def test_a_summary_imports_the_protocols_of_the_capture_alone() -> None:
    found = imported("summary", str(CAPTURE))
    assert {"dissectors.smtp.reader", "analyzer.dns"} <= found
    assert not found & {"dissectors.pop.reader", "dissectors.imap.reader", "dissectors.tls.records",
                        "dissectors.smtp.fields", "dissectors.dns.message", "dissectors.transport.options",
                        "analyzer.fetched", "analyzer.trees", "analyzer.dns_rows"}


def test_a_summary_does_without_dear_modules() -> None:
    dear = {"numba", "numpy.typing", "numpy.random", "importlib.metadata", "email", "logging", "socket", "tempfile",
            "orjson", "zstandard", "lz4", "charset_normalizer", "PySide6"}
    assert not imported("summary", str(CAPTURE)) & dear
