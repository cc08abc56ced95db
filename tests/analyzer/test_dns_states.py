"""What became of DNS transactions."""
from __future__ import annotations

import dns.flags
import dns.message
import dns.rrset
import pytest
from dns_cases import Said, gathered, query, response

from analyzer.dns_pairing import transactions
from analyzer.dns_states import State, states


def state(answer: bytes | None) -> State:
    ask = Said(query().to_wire())
    found = transactions(gathered([ask] if answer is None else [ask, ask.back(answer, 5)]))
    return State(int(states(found)[0]))


def answer(*records: str, rcode: int = 0, authority: str = "", flags: int = 0) -> bytes:
    made = response(query(), *records, rcode=rcode)
    made.flags |= flags
    if authority:
        made.authority.append(dns.rrset.from_text("example.", 60, "IN", "NS", authority))
    return made.to_wire()


A = "www.example. 300 IN A 192.0.2.7"


@pytest.mark.parametrize(("said", "expected"), [
    (answer(A), State.ANSWERED), (answer(), State.NO_DATA), (answer(authority="ns.example."), State.REFERRAL),
    (answer(authority="ns.example.", flags=dns.flags.AA), State.NO_DATA), (answer(rcode=3), State.NO_NAME),
    (answer(rcode=2), State.FAILED), (answer(rcode=5), State.FAILED), (answer(A, flags=dns.flags.TC), State.TRUNCATED),
    (answer(A)[:-1], State.MALFORMED), (answer(A) + b"#", State.MALFORMED), (None, State.UNANSWERED)])
def test_state_of_a_transaction(said: bytes | None, expected: State) -> None:
    assert state(said) is expected


def test_response_without_a_query_is_unsolicited() -> None:
    found = transactions(gathered([Said(query().to_wire()).back(answer(A), 0)]))
    assert states(found).tolist() == [State.UNSOLICITED]


def test_responses_that_differ_are_conflicting() -> None:
    ask = Said(query().to_wire())
    other = answer("www.example. 300 IN A 192.0.2.66")
    found = transactions(gathered([ask, ask.back(answer(A), 5), ask.back(other, 6)]))
    assert set(states(found).tolist()) == {State.CONFLICTING}


def test_what_the_capture_lacks_is_not_the_servers_fault() -> None:
    ask = Said(query().to_wire())
    cut = ask.back(answer(A)[:-1], 5)
    cut.truncated = True
    assert states(transactions(gathered([ask, cut]))).tolist() == [State.ANSWERED]


def test_no_transactions() -> None:
    assert len(states(transactions(gathered([])))) == 0
