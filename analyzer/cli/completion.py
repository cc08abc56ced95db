"""`pilotfish completion`: the script that makes a shell complete commands and options."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace

from analyzer.cli import options as known
from analyzer.cli import output

ABOUT = """\
Prints a script for your shell. With it, the tabulator key completes commands, options and files."""
EXAMPLES = """\
pilotfish completion bash > ~/.local/share/bash-completion/completions/pilotfish
pilotfish completion zsh > ~/.zfunc/_pilotfish        (with fpath+=~/.zfunc in .zshrc)
pilotfish completion fish > ~/.config/fish/completions/pilotfish.fish"""
SHELLS = ("bash", "zsh", "fish")


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=f"{', '.join(SHELLS[:-1])} or {SHELLS[-1]}")


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    import shtab
    output.print_text(shtab.complete(whole_parser(), shell=options.shell) + "\n")
    return 0


def whole_parser() -> ArgumentParser:
    """The parser of the program with all its commands."""
    import shtab
    whole = ArgumentParser("pilotfish", description="Shows what DNS and mail servers said in a packet capture")
    whole.add_argument("--version", action="store_true", help="tells the version")
    commands = whole.add_subparsers()
    for name, about in known.COMMANDS.items():
        parser = commands.add_parser(name, help=about)
        known.module_of(name).add_options(parser)
        for action in parser._actions:
            kind = {"file": shtab.FILE, "out": shtab.DIRECTORY}.get(action.dest)
            if kind is not None:
                # how shtab wants to be told
                action.complete = kind  # type: ignore[attr-defined]
    return whole
