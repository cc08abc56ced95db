#!/usr/bin/env python3
"""Makes captures of real mail and DNS servers, each with a truth file: make.py OUTDIR [NAME…], as root."""
from __future__ import annotations

import argparse
import os
import shutil
import sys
import traceback
from pathlib import Path

from capture_files import write_pcapng
from errors import LabError
from lab import Lab, running_lab
from scenarios import journeys, mailboxes, names, submission
from scenarios.scenario import Scenario, Stage
from servers.network import BRIDGE
from truth.file import write_truth
from truth.record import Truth

SCENARIOS = (submission.textbook, submission.authentication, submission.mime, mailboxes.pop3, mailboxes.imap,
             names.iterative, names.transfers, names.dnssec, journeys.journey, journeys.bounce)


def main() -> int:
    """Plays the chosen scenarios; the exit code is 1 where one fails or its capture does not hold what was sent."""
    options = arguments()
    chosen = [one for one in SCENARIOS if not options.names or any(name in one.capture for name in options.names)]
    if not chosen:
        sys.exit(f"no scenario of that name; there are: {', '.join(one.capture for one in SCENARIOS)}")
    if os.geteuid() != 0:
        sys.exit("network namespaces need root")
    os.environ["PATH"] += os.pathsep + os.pathsep.join(("/usr/sbin", "/sbin"))
    options.folder.mkdir(parents=True, exist_ok=True)
    with running_lab(options.keep) as lab:
        played = [play(one, lab, options.folder) for one in chosen]
    return 0 if all(played) else 1


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", metavar="OUTDIR", type=Path, help="where captures and truth files go")
    parser.add_argument("names", metavar="NAME", nargs="*", help="part of a capture's name; all without one")
    parser.add_argument("--keep", action="store_true", help="keep the servers' files: configurations, logs, mailboxes")
    return parser.parse_args()


def play(scenario: Scenario, lab: Lab, folder: Path) -> bool:
    """Plays a scenario and writes its two files; says whether all is well."""
    stage = Stage(lab, Truth(scenario.capture, scenario.shows))
    lab.empty_mailboxes()
    try:
        scenario.play(stage)
    except (LabError, OSError):
        print(f"{scenario.capture}: failed")
        traceback.print_exc()
        return False
    target = folder / scenario.capture
    if target.suffix == ".pcapng":
        write_pcapng(stage.file, target, BRIDGE, f"lab: {target.stem}")
    else:
        shutil.copyfile(stage.file, target)
    truth = write_truth(stage.truth, target)
    problems = truth["verified_by"]["problems"]
    print(f"{target.name}: {truth['packets']} packets, {truth['tcp_connections']} TCP connections, "
          f"{len(truth['emails'])} emails, {len(truth['sessions'])} sessions, {len(truth['dns'])} DNS transactions, "
          f"{len(problems)} problems", *problems, sep="\n    ", flush=True)
    return not problems


if __name__ == "__main__":
    sys.exit(main())
