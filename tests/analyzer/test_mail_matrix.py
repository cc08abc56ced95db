"""Every way to carry a mail, under everything that happens to segments, with every awkward content: each email is
byte-exact, or says exactly what is missing."""
from __future__ import annotations

from pathlib import Path

import pytest
from mail_expected import Expected, agrees, expected
from mail_sessions import CARRIERS, MAILS
from mail_wire import TREATMENTS, capture

import analyzer


@pytest.mark.parametrize("treatment", TREATMENTS)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_email_is_exact_or_says_what_is_missing(carrier: str, treatment: str, tmp_path: Path) -> None:
    connections = [(name, session, sent) for name, content in MAILS.items() for session in [CARRIERS[carrier](content)]
                   for sent in TREATMENTS[treatment](session)]
    file = tmp_path / "matrix.pcap"
    file.write_bytes(capture((session, sent) for _, session, sent in connections))
    found = emails_by_flow(file)
    wrong = {(name, number): (wanted, found.get(number, [])) for number, (name, session, sent) in enumerate(connections)
             if not agrees(found.get(number, []), wanted := expected(session, sent))}
    assert not wrong


def emails_by_flow(file: Path) -> dict[int, list[Expected]]:
    """What pilotfish says, by the number of the connection."""
    with analyzer.open(file) as analysis:
        connection = {row["flow"]: row["client_port"] - 10_000 for row in analysis.flow_rows()}
        found: dict[int, list[Expected]] = {}
        for mail in analysis.emails():
            row = mail.row
            found.setdefault(connection[row["flow"]], []).append(
                Expected(mail.content(), row["complete"], row["missing_bytes"], row["status"]))
    return found
