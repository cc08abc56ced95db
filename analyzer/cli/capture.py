"""`pilotfish capture`: packets from interfaces, into a file and onto the screen."""
from __future__ import annotations

from argparse import ArgumentParser, Namespace

from analyzer.cli.options import add_filter, add_format, number_from

ABOUT = """\
Captures packets live until it is interrupted (Ctrl-C), and prints a line for each, as `packets` does. With -w they are
kept in a pcapng file. Only a small process of its own has the rights that this needs; `pilotfish doctor` tells how to
get them."""
EXAMPLES = """\
pilotfish capture -i eth0
pilotfish capture -i eth0 -f 'port 53' -Y 'dns.flags.rcode != 0'
pilotfish capture -i any -q -w day.pcapng --rotate-size 100 --keep 10
pilotfish capture -i lo -i eth0 -a 60 --format jsonl | jq .info"""
MEGABYTE = 1_000_000


def add_options(parser: ArgumentParser) -> None:
    """The options of the command."""
    from_one = number_from(1)
    parser.add_argument("-i", "--interface", action="append", required=True, metavar="INTERFACE",
                        help="where to capture, repeatable; any for all interfaces")
    parser.add_argument("-f", dest="kernel_filter", default="", metavar="BPF",
                        help="capture only what this filter of libpcap keeps")
    add_filter(parser)
    add_format(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="print no packets")
    files = parser.add_argument_group("the file")
    files.add_argument("-w", "--write", metavar="FILE", help="keep the packets in this pcapng file")
    files.add_argument("--rotate-size", type=from_one, default=0, metavar="MB", help="new file after so many megabytes")
    files.add_argument("--rotate-seconds", type=from_one, default=0, metavar="S", help="new file after so many seconds")
    files.add_argument("--keep", type=from_one, default=0, metavar="N", help="keep only the last N files")
    ends = parser.add_argument_group("when it ends")
    ends.add_argument("-c", dest="packets", type=from_one, default=0, metavar="PACKETS", help="after so many packets")
    ends.add_argument("-a", dest="seconds", type=from_one, default=0, metavar="SECONDS", help="after so many seconds")
    ends.add_argument("--max-size", type=from_one, default=0, metavar="MB", help="after so many megabytes")
    _add_how(parser)


def _add_how(parser: ArgumentParser) -> None:
    how = parser.add_argument_group("how")
    how.add_argument("--snaplen", type=number_from(1), default=0, metavar="BYTES", help="keep so much of each packet")
    how.add_argument("--no-promiscuous", action="store_true", help="only packets for this machine")
    how.add_argument("--buffer", type=number_from(1), default=0, metavar="MIB",
                     help="the kernel's buffer for each interface")
    how.add_argument("--backend", choices=("auto", "scapy", "dumpcap"), default="auto", metavar="NAME",
                     help="who captures: auto, scapy or dumpcap")
    how.add_argument("--sudo", action="store_true", help="start the capture process alone with sudo")


def run(options: Namespace) -> int:
    """Runs the command; returns the exit code."""
    from analyzer.cli.capturing import capture
    return capture(options)
