"""Mutated and cut messages of every kind: a result or Malformed, in little time; benchmarks/fuzz_dns.py reads more."""
from __future__ import annotations

import random

import pytest
from dns_cases import Said, gathered
from dns_mutations import messages, mutated

from analyzer.dns_pairing import transactions
from dissectors.dns.info import info
from dissectors.dns.message import parse
from dissectors.dns.tree import describe
from dissectors.dns.walk import walk_message
from dissectors.malformed import Malformed
from dissectors.octets import Octets

MESSAGES = messages()
COUNT = 1_500


def readable(data: bytes) -> bool:
    try:
        message = parse(Octets(data))
    except Malformed:
        return False
    assert message.fault() is None or message.fault().reason
    assert list(describe(message, "dns", {})) and info(message)
    return True


@pytest.mark.parametrize("data", MESSAGES)
def test_messages_are_valid_before_they_are_mutated(data: bytes) -> None:
    assert parse(Octets(data)).fault() is None


def test_mutated_messages_are_read() -> None:
    chance = random.Random(1)
    assert sum(readable(mutated(chance.choice(MESSAGES), chance)) for _ in range(COUNT)) > COUNT // 2


def test_columns_and_record_reader_say_the_same_of_mutated_messages() -> None:
    chance = random.Random(2)
    made = [mutated(chance.choice(MESSAGES), chance) for _ in range(COUNT)]
    rows = list(transactions(gathered([Said(data) for data in made])).message_rows())
    for data, row in zip(made, rows, strict=True):
        found, _, fault, where, _ = walk_message(data, 0, len(data), [], 0, 0)
        if len(data) >= 12:
            message = parse(Octets(data))
            assert len(message.questions) + sum(map(len, message.sections)) == found
            assert row["id"] == message.id and len(row["questions"]) == len(message.questions)
        assert not fault or row["malformed"].endswith(f"at byte {where}")
