"""A message in a line, for the packet list."""
from __future__ import annotations

from dissectors.dns.descriptions import OPCODE_NAMES, RCODE_NAMES
from dissectors.dns.message import Message
from dissectors.dns.name import tree_name
from dissectors.dns.text import OPT, TYPE_NAMES

RECORDS = 12
"""How many questions and how many records a line names."""
LONGEST_DATA = 64
"""Characters of a record's data; longer ones are cut."""
UNKNOWN_OPERATION, UNKNOWN_CODE = "Unknown operation", "Unknown error"


def info(message: Message) -> str:
    """Operation, id, questions and, in a response, its records."""
    words = [OPCODE_NAMES.get(message.opcode, UNKNOWN_OPERATION)]
    if message.response:
        words.append("response")
    words.append(f"0x{message.id:04x}")
    if message.response and message.flags & 15:
        words.append(RCODE_NAMES.get(message.flags & 15, UNKNOWN_CODE))
    words += [f"{TYPE_NAMES[question.type]} {tree_name(question.name)}" for question in message.questions[:RECORDS]]
    records = [record for section in message.sections for record in section if record.type != OPT]
    for record in records[:RECORDS]:
        text = message.text(record)
        if len(text) > LONGEST_DATA:
            text = text[:LONGEST_DATA - 1] + "…"
        words.append(f"{TYPE_NAMES[record.type]} {text}")
    if message.problem is not None:
        words.append(f"[{message.problem.reason}]")
    return " ".join(words)
