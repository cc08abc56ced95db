"""Writes a truth file, after the comparison with the capture."""
from __future__ import annotations

import json
from pathlib import Path

from truth.check import check_mail, merge_lookups
from truth.record import Entry, Truth
from truth.tshark import fields, streams
from truth.wire import transactions_on_the_wire


def write_truth(truth: Truth, capture: Path) -> Entry:
    """Writes the truth file beside the capture; gives what is in it."""
    found = streams(capture)
    wire = transactions_on_the_wire(capture, found)
    counts, problems = check_mail(truth, found)
    wrong = merge_lookups(truth.transactions, wire)
    agreed = len(truth.transactions) - len(wrong)
    verified = {**counts, "problems": problems + wrong, "dns_agreed_client_and_wire": agreed, "dns_wire": len(wire),
                "tshark": True, "dnspython": True}
    content: Entry = {
        "capture": truth.capture, "scenario": truth.scenario, "bytes_hashed": truth.hashed,
        "emails": [email.entry for email in truth.emails], "dns": wire, "sessions": truth.sessions,
        "secrets": sorted(truth.secrets), "exit": 0, "file_size": capture.stat().st_size,
        "packets": sum(1 for _ in fields(capture, "frame", "frame.number")), "tcp_connections": len(found),
        "verified_by": verified, "keylog": None}
    target = capture.with_suffix(".truth.json")
    target.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return content
