"""Commands and their options. Nothing heavy is imported here: help and usage errors come at once."""
from __future__ import annotations

import argparse
from argparse import Action, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn

from analyzer.cli import output
from analyzer.errors import UsageError

COMMANDS = {
    "summary": "what is in a capture, on one page",
    "packets": "the packet list",
    "flows": "the flows: who spoke to whom, how much, and how it ended",
    "dns": "DNS transactions, or messages as dig prints them",
    "commands": "the dialogues of mail sessions: commands and replies",
    "mail": "the emails that were sent or fetched",
    "export": "writes the emails and their attachments to files",
    "show": "packets field by field",
    "follow": "what the two sides of a flow said",
    "fields": "the names that filters can ask for",
    "capture": "packets from interfaces, live",
    "interfaces": "the interfaces of this machine",
    "doctor": "what works here, and how to be allowed to capture",
    "dissectors": "the protocols that are understood",
    "gui": "opens the desktop application",
    "completion": "makes your shell complete commands and options",
}
FORMATS = ("table", "json", "jsonl", "csv")
_WIDEST_HELP = 100
_EXAMPLES = "examples:\n"

_OVERVIEW = """\
Shows what DNS and mail servers said in a packet capture, and the mail itself,
byte for byte.

usage: pilotfish COMMAND …
       pilotfish                  opens the desktop application

{commands}

A capture is a pcap or pcapng file, plain or compressed with gzip, zstd or
lz4; - reads standard input. `pilotfish COMMAND --help` shows the options of a
command with examples, `pilotfish --version` the version.

examples:
  pilotfish summary day.pcap
  pilotfish dns day.pcap --format csv > dns.csv
  pilotfish export day.pcap --out mails --attachments
"""


class HelpShown(Exception):
    """The help was asked for and printed: there is nothing more to do."""


def overview() -> str:
    """The help of the program."""
    return _OVERVIEW.format(commands="\n".join(f"  {name:12}{about}" for name, about in COMMANDS.items()))


class Parser(argparse.ArgumentParser):
    """Reads the options of a command; says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Raises:
            UsageError: always.
        """
        raise UsageError(f"{message}; `{self.prog} --help` shows the options")

    def print_help(self, file: object = None) -> None:
        """Prints the help to standard output."""
        output.print_text(self.format_help())

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        """Raises:
            HelpShown: the help is all that ends a parser without an error.
        """
        raise HelpShown


class _Formatter(argparse.HelpFormatter):
    """Fills the description, but keeps the lines of the examples."""

    def __init__(self, prog: str) -> None:
        # the width is given, as argparse would import much to find it
        super().__init__(prog, max_help_position=28, width=min(output.columns_of_stdout() or 80, _WIDEST_HELP))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return text if text.startswith(_EXAMPLES) else super()._fill_text(text, width, indent)


def module_of(name: str) -> Any:
    """The module of a command: it has ABOUT, EXAMPLES, add_options and run."""
    return import_module(f"analyzer.cli.{name}")


def parser_of(name: str) -> tuple[Parser, Callable[[Namespace], int]]:
    """The parser of a command, and what runs it."""
    module = module_of(name)
    parser = Parser(f"pilotfish {name}", description=module.ABOUT, epilog=examples(module), allow_abbrev=False,
                    formatter_class=_Formatter)
    parser.set_defaults(filter=None)
    module.add_options(parser)
    command: Callable[[Namespace], int] = module.run
    return parser, command


def examples(module: Any) -> str:
    """The examples of a command, as they end its help."""
    return _EXAMPLES + "".join(f"  {line}\n" for line in module.EXAMPLES.splitlines())


def add_file(parser: argparse.ArgumentParser) -> None:
    """The capture."""
    parser.add_argument("file", metavar="FILE", help="the capture; - for standard input")


def add_format(parser: argparse.ArgumentParser, formats: tuple[str, ...] = FORMATS) -> Action:
    """How the output looks."""
    return parser.add_argument("--format", choices=formats, default="table", metavar="FORMAT",
                               help=f"{', '.join(formats[:-1])} or {formats[-1]}; table is for people")


def add_filter(parser: argparse.ArgumentParser) -> None:
    """Which packets count."""
    parser.add_argument("-Y", "--filter", metavar="EXPR", help="only what this display filter of Wireshark keeps")


def add_secrets(parser: argparse.ArgumentParser) -> None:
    """Whether passwords are shown."""
    parser.add_argument("--show-secrets", action="store_true", help="show passwords and tokens, not ********")


def folder(text: str) -> str:
    """A type of option: a folder, which is named, for "" would be the current one."""
    if not text:
        raise argparse.ArgumentTypeError("names no folder")
    return text


def number_from(first: int) -> Callable[[str], int]:
    """A type of option: a whole number that is not below `first`."""
    def number(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 19 and int(text) >= first):
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {first} on")
        return int(text)
    return number
