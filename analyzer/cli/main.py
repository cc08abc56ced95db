"""The program: chooses the command, and turns every end into an exit code and one line."""
from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from analyzer.cli import options, output
from analyzer.errors import ReportedError, UsageError

INTERRUPTED = 130
"""As a shell reports a program that was ended by Ctrl-C."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; returns its exit code."""
    if argv is None:
        sys.excepthook = output.report_fault
        # numpy's linear algebra, of which nothing is used, would start a thread for each processor
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        # and huge pages gain nothing here; where the system has none at hand, clearing them takes twice as long
        os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
        argv = sys.argv[1:]
    try:
        return run(argv)
    except ReportedError as error:
        output.complain(str(error))
        output.give_up()
        return error.exit_code
    except BrokenPipeError:
        # the reader has what it wants: `| head`
        output.give_up()
        return 0
    except KeyboardInterrupt:
        output.give_up()
        return INTERRUPTED
    except MemoryError:
        output.complain("there is not enough memory for this capture")
        output.give_up()
        return ReportedError.exit_code


def run(argv: Sequence[str]) -> int:
    """Chooses the command by the first word; without one the desktop application opens.

    Raises:
        ReportedError: what is wrong, for the person who runs the program.
    """
    first = argv[0] if argv else "gui"
    if first in ("-h", "--help", "help"):
        return _help(argv[1:])
    if first == "--version":
        return _version()
    if first not in options.COMMANDS:
        raise UsageError(_unknown(first))
    parser, command = options.parser_of(first)
    try:
        chosen = parser.parse_args(argv[1:])
    except options.HelpShown:
        return 0
    return command(chosen)


def _help(topics: Sequence[str]) -> int:
    if topics and topics[0] in options.COMMANDS:
        return run([topics[0], "--help"])
    output.print_text(options.overview())
    return 0


def _version() -> int:
    from analyzer.version import VERSION
    output.print_text(f"pilotfish {VERSION}\n")
    return 0


def _unknown(word: str) -> str:
    if word.startswith("-"):
        return f"unknown option {word}; options stand after a command, which `pilotfish --help` lists"
    from difflib import get_close_matches
    close = get_close_matches(word, options.COMMANDS, 1)
    if close:
        return f"there is no command {word}; did you mean {close[0]}?"
    hint = "; for a capture of that name: `pilotfish summary FILE`" if "." in word else ""
    return f"there is no command {word}{hint}; `pilotfish --help` lists all"
