"""A message in a line, for the packet list."""
from __future__ import annotations

from dissectors.dns.descriptions import OPCODE_NAMES, RCODE_NAMES
from dissectors.dns.message import Message
from dissectors.dns.name import tree_name
from dissectors.dns.text import OPT, TYPE_NAMES

_RECORDS = 12
"""How many records a line names."""


def info(message: Message) -> str:
    """Operation, id, questions and, in a response, its records."""
    words = [OPCODE_NAMES.get(message.opcode, "Unknown operation")]
    if message.response:
        words.append("response")
    words.append(f"0x{message.id:04x}")
    if message.response and message.flags & 15:
        words.append(RCODE_NAMES.get(message.flags & 15, "Unknown error"))
    words += [f"{TYPE_NAMES[question.type]} {tree_name(question.name)}" for question in message.questions[:_RECORDS]]
    records = [record for section in message.sections for record in section if record.type != OPT]
    for record in records[:_RECORDS]:
        text = message.text(record)
        words.append(f"{TYPE_NAMES[record.type]} {text if len(text) <= 64 else text[:63] + '…'}")
    if message.problem is not None:
        words.append(f"[{message.problem.reason}]")
    return " ".join(words)
