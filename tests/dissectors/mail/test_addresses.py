"""Address lists, sound and broken."""
from __future__ import annotations

import email.utils

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dissectors.mail.addresses import MAX_ADDRESSES, MAX_BYTES, parse, texts


@pytest.mark.parametrize(("value", "addresses"), [
    (b" bob@lantern.test\r\n", ["bob@lantern.test"]),
    (b"Bob <bob@lantern.test>, carol@lantern.test", ["Bob <bob@lantern.test>", "carol@lantern.test"]),
    (b'"Doe, John" <j@x>', ["Doe, John <j@x>"]),
    (b'"Joe \\"J.\\" <x>" <j@x>', ['Joe "J." <x> <j@x>']),
    (b"=?utf-8?Q?Zo=C3=AB?= =?utf-8?Q?_H?= <z@x>", ["Zoë H <z@x>"]),
    (b"=?utf-8?Q?Doe,_John?= <j@x>", ["Doe, John <j@x>"]),              # a comma against RFC 2047 5
    (b'"=?utf-8?Q?Zo=C3=AB?=" <z@x>', ["Zoë <z@x>"]),
    ("Zoë <zoë@käi.example>".encode(), ["Zoë <zoë@käi.example>"]),      # RFC 6532
    (b"j@x (John (not Jack) Doe)", ["John (not Jack) Doe <j@x>"]),
    (b"(away) j @ x . y", ["away <j@x.y>"]),
    (b"undisclosed-recipients:;", []),
    (b"friends: a@x, Bob <b@x>;, c@x", ["a@x", "Bob <b@x>", "c@x"]),
    (b"Pete <@relay,@other:pete@x>", ["Pete <pete@x>"]),
    (b'"a b"@x, <"c,d"@x>', ['"a b"@x', '"c,d"@x']),
    (b"a@[192.0.2.1], b@[IPv6:2001:db8::1]", ["a@[192.0.2.1]", "b@[IPv6:2001:db8::1]"]),
    (b"<>", ["<>"]), (b"Mailer <>", ["Mailer"]), (b"", []), (b" , ,; ", []),
    (b"root", ["root"]), (b"John Doe", ["John Doe"]),
    (b"root (Cron Daemon)", ["Cron Daemon <root>"]), (b"John (Jack) Doe", ["John Doe"]), (b"root ()", ["root"]),
    (b"<<a@x>>, Bob <<b@x>>", ["a@x", "Bob <b@x>"]), (b"Bob <<b@x", ["Bob <b@x>"]),
    (b"<a@x> <b@x>", ["a@x", "b@x"]),                                   # no comma: both are told
    (b"Bob <bob@x", ["Bob <bob@x>"]), (b'"Bob <bob@x>, c@x', ['"Bob <bob@x>', "c@x"]),
    (b"Bob :( <bob@x>", ["( <bob@x>"]), (b"a@x, (open <b@x>", ["a@x", "(open <b@x>"]),
    (b"Tab\t Name <a@x>", ["Tab Name <a@x>"]),
])
def test_addresses_are_told_as_name_and_mailbox(value: bytes, addresses: list[str]) -> None:
    assert list(texts(value)) == addresses


def test_addresses_are_limited() -> None:
    for value in (b"a@x," * (MAX_ADDRESSES + 5), b"(c)a@x," * (MAX_ADDRESSES + 5)):
        assert len(parse(value)) == MAX_ADDRESSES


@pytest.mark.parametrize("piece", [b"(", b'"', b'\\"', b"<", b"=?a?q?", b"(\\", b"[", b"a@x(", b'"\\', b" "])
def test_hostile_lists_take_linear_time(piece: bytes) -> None:
    assert len(parse(piece * 30_000)) <= MAX_ADDRESSES


NAMES = st.text(alphabet=st.sampled_from("Zoe. ,@<>\"'()"), max_size=12)


@given(st.lists(st.tuples(NAMES, st.from_regex(r"[a-z]{1,5}@[a-z]{1,5}\.example", fullmatch=True)), max_size=4))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_what_the_standard_library_writes_is_read(pairs: list[tuple[str, str]]) -> None:
    value = ", ".join(email.utils.formataddr(pair) for pair in pairs).encode()
    read = [(address.name, address.mailbox) for address in parse(value)]
    assert read == [(" ".join(name.split()), mailbox) for name, mailbox in pairs]


BLANKS, OPENING = st.sampled_from(["", " ", "\t", "  ", "\r"]), st.sampled_from(["<", " <", "", "\r<"])
CLOSING = st.sampled_from([">", ">\r", "> \r", "", " ", ">x", ">>", "\v"])
NAME, MAILBOX = st.text("aZ09.=?*'_- \t\"é", max_size=8), st.text("aZ9@.=?[]:+ é\\", max_size=8)
ADDRESSES = st.builds("{}{}{}{}{}".format, BLANKS, NAME, OPENING, MAILBOX, CLOSING)


@given(ADDRESSES)
@settings(deadline=None, derandomize=True, max_examples=2000)
def test_an_address_alone_is_read_as_in_a_list(text: str) -> None:
    value = text.encode()
    assert texts(value) == tuple(str(address) for address in parse(value))


def test_what_is_looked_at_is_limited() -> None:
    value = b"a@" + b"x" * MAX_BYTES
    assert texts(value) == tuple(str(address) for address in parse(value)) == (value[:MAX_BYTES].decode(),)


@given(st.text(alphabet=st.sampled_from("ab@.,:;<>()[]\"\\ =?"), max_size=40))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_any_text_is_read(text: str) -> None:
    assert all(str(address) for address in parse(text.encode()))
