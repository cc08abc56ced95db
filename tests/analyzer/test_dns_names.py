"""Names of questions as one text."""
from __future__ import annotations

import numpy as np
from dns_cases import Said, gathered, query
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.dns_names import QuestionNames, question_names
from analyzer.dns_pairing import transactions
from analyzer.dns_rows import read_message
from dissectors.dns.name import split


def names_of(*messages: bytes) -> QuestionNames:
    found = transactions(gathered([Said(data) for data in messages]))
    return question_names(found.messages, found.columns, np.arange(len(messages)))


def text_of(names: QuestionNames, message: int) -> str:
    return names.text.split(b"\n")[names.number[message]].decode()


def test_names_are_in_lower_case_and_each_is_there_once() -> None:
    names = names_of(*(query(name, kind, number).to_wire() for number, (name, kind) in enumerate(
        [("WWW.Example.", "A"), ("a.example.", "A"), ("www.example.", "A"), (".", "NS")], 1)))
    assert [text_of(names, number) for number in range(4)] == ["www.example", "a.example", "www.example", ""]
    assert names.text.count(b"www.example\n") == 1


def test_what_contains_a_text() -> None:
    names = names_of(*(query(name, number=number).to_wire() for number, name in enumerate(
        ["mail.example.", "www.example.", "example.org.", "mail.mail.test."], 1)))
    assert names.having("Mail").tolist() == [True, False, False, True]
    assert names.having("example").tolist() == [True, True, True, False]
    assert not names.having("").any() and not names.having("none").any()


def test_order_is_alphabetical() -> None:
    texts = ["b.example.", "a.example.", "A.example.", "ab.example.", "."]
    names = names_of(*(query(name, number=number).to_wire() for number, name in enumerate(texts, 1)))
    order = np.argsort(names.rank[names.number], kind="stable").tolist()
    assert [texts[number].lower() for number in order] == [".", "a.example.", "a.example.", "ab.example.", "b.example."]


def test_odd_octets_break_no_line() -> None:
    names = names_of(b"\0\1\1\0\0\1\0\0\0\0\0\0" + b"\3a\nb\0" + b"\0\1\0\1", b"\0\2\1\0\0\0\0\0\0\0\0\0")
    assert text_of(names, 0) == "a?b" and text_of(names, 1) == ""
    assert len(names.ends) == 2 == names.text.count(b"\n")


def test_nothing() -> None:
    assert names_of().text == b""


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(st.binary(max_size=60), min_size=1, max_size=8))
def test_any_bytes_give_the_names_that_the_reader_reads(tails: list[bytes]) -> None:
    messages = [number.to_bytes(2, "big") + b"\1\0\0\1\0\0\0\0\0\0" + tail for number, tail in enumerate(tails)]
    found = transactions(gathered([Said(data) for data in messages]))
    names = question_names(found.messages, found.columns, np.arange(len(messages)))
    for number in range(len(messages)):
        questions = read_message(found.messages, number).questions
        dots = len(split(questions[0].name)) - 1 if questions and questions[0].name else 0
        size = len(questions[0].name) - 1 if questions and questions[0].name else 0
        text = text_of(names, number)
        assert len(text) == size and text.count(".") >= dots
