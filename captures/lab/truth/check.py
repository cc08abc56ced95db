"""Compares what the clients say with what other programs find in the capture."""
from __future__ import annotations

from collections.abc import Iterator

from truth.record import Email, Entry, Truth
from truth.smtp import stuffed
from truth.transactions import same_records
from truth.tshark import Stream

SAME_TRANSACTION = ("client", "client_port", "server", "server_port", "id", "name", "type", "transport")
FOUND = "found byte for byte in the stream that tshark reassembles"


def check_mail(truth: Truth, streams: list[Stream]) -> tuple[Entry, list[str]]:
    """Looks for sessions, commands and emails in the streams: how many were looked at, and what is wrong."""
    by_ends = {(one.client, one.client_port, one.server, one.server_port): one for one in streams}
    problems: list[str] = []
    for session in truth.sessions:
        stream = by_ends.get(ends(session))
        problems += check_session(session, stream) if stream else [f"no stream of the session {ends(session)}"]
    found = 0
    for email in truth.emails:
        stream = by_ends.get(ends(email.entry))
        if stream and is_in(email, stream):
            email.entry["verified"] = FOUND
            found += 1
        else:
            problems.append(f"message {email.entry['sha256'][:12]} is not in the stream {ends(email.entry)}")
    counts = {"emails": found, "sessions": len(truth.sessions), "commands": sum(
        command["command"] is not None for session in truth.sessions for command in session["commands"])}
    return counts, problems


def check_session(session: Entry, stream: Stream) -> Iterator[str]:
    """Commands that the client's side does not have in this order, and replies that the server's side lacks."""
    at = 0
    for command in session["commands"]:
        if command["command"] is None:
            continue
        text = f"{command['tag']} {command['command']}" if "tag" in command else command["command"]
        found = stream.sent.upper().find(text.upper().encode(), at)
        if found < 0:
            yield f"command {text!r} is not in the client's stream"
            continue
        at = found + len(text)
        if command["argument"] and stream.sent.find(command["argument"].encode(), found) < 0:
            yield f"argument {command['argument']!r} is not in the client's stream"
        if command["reply"].rpartition("\n")[2].encode() not in stream.received:
            yield f"reply {command['reply']!r} is not in the server's stream"


def is_in(email: Email, stream: Stream) -> bool:
    """Does the side that sent the message have its bytes?"""
    side = stream.sent if email.entry["direction"] == "sent" else stream.received
    return (email.raw if email.entry["protocol"] == "imap" else stuffed(email.raw)) in side


def merge_lookups(told: list[Entry], wire: list[Entry]) -> list[str]:
    """Finds the clients' transactions among those on the wire and marks them; gives what is wrong."""
    problems = []
    for entry in told:
        same = [seen for seen in wire if seen["source"] == "wire"
                and all(str(seen[key]).lower() == str(entry[key]).lower() for key in SAME_TRANSACTION)]
        if not same:
            problems.append(f"the client's lookup of {entry['name']} {entry['type']} is not on the wire")
            continue
        problems += difference(entry, same[0])
        same[0]["source"] = "client+wire"
        if entry["type"] == "AXFR":  # the client knows all messages, also those without a question
            same[0].update({key: entry[key] for key in ("answers", "all_answers", "response_messages") if key in entry})
    return problems


def difference(told: Entry, seen: Entry) -> list[str]:
    """What client and wire do not agree on."""
    name = f"{told['name']} {told['type']}"
    if (told["status"], told["rcode"]) != (seen["status"], seen["rcode"]):
        return [f"{name}: {told['status']} {told['rcode']} for the client, "
                f"{seen['status']} {seen['rcode']} on the wire"]
    if told["type"] != "AXFR" and not same_records(told["answers"], seen["answers"]):
        return [f"{name}: the answers differ"]
    return []


def ends(entry: Entry) -> tuple[str, int, str, int]:
    """The connection of a session or an email."""
    return entry["client"], entry["client_port"], entry["server"], entry["server_port"]
