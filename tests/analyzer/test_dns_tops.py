"""What stands out in a capture's DNS."""
from __future__ import annotations

from typing import Any

from dns_cases import Said, gathered, query, response

from analyzer.dns_pairing import transactions


def asked(name: str, number: int, client: str, server: str, waited_ms: float | None) -> list[Said]:
    ask = query(name, number=number)
    said = Said(ask.to_wire(), number * 100, source=client, destination=server)
    return [said] if waited_ms is None else [said, said.back(response(ask).to_wire(), number * 100 + waited_ms)]


def totals(*exchanges: list[Said]) -> dict[str, Any]:
    return transactions(gathered([said for exchange in exchanges for said in exchange])).summary()


def test_names_and_clients_with_most_queries_come_first() -> None:
    found = totals(asked("a.example.", 1, "10.0.0.1", "10.0.0.9", 1), asked("b.example.", 2, "10.0.0.2", "10.0.0.9", 1),
                   asked("B.example.", 3, "10.0.0.2", "10.0.0.9", 1))
    assert [(one["name"].lower(), one["type"], one["queries"]) for one in found["top_names"]] == [
        ("b.example", "A", 2), ("a.example", "A", 1)]
    assert found["top_clients"] == [{"client": "10.0.0.2", "queries": 2}, {"client": "10.0.0.1", "queries": 1}]


def test_of_names_asked_equally_often_the_first_come_first() -> None:
    names = [f"{letter}.example." for letter in "zyxwvutsrqponmlk" for _ in range(1 + (letter == "n"))]
    found = totals(*(asked(name, number, "10.0.0.1", "10.0.0.9", 1) for number, name in enumerate(names)))
    first = ["n", *"zyxwvutsrqpomlk"][:len(found["top_names"])]
    assert [one["name"][0] for one in found["top_names"]] == first and len(first) < 16


def test_slow_and_silent_servers() -> None:
    found = totals(asked("a.example.", 1, "10.0.0.1", "10.0.0.8", 5), asked("a.example.", 2, "10.0.0.1", "10.0.0.9", 2),
                   asked("a.example.", 3, "10.0.0.1", "10.0.0.9", 30),
                   asked("a.example.", 4, "10.0.0.1", "10.0.0.9", None),
                   asked("a.example.", 5, "10.0.0.1", "10.0.0.7", None))
    slowest = [(one["server"], one["median"], one["p95"], one["queries"]) for one in found["slowest_servers"]]
    assert slowest == [("10.0.0.9", 2_000_000, 30_000_000, 3), ("10.0.0.8", 5_000_000, 5_000_000, 1)]
    assert [(one["server"], one["unanswered"], one["queries"]) for one in found["unanswered_servers"]] == [
        ("10.0.0.7", 1, 1), ("10.0.0.9", 1, 3)]


def test_a_group_is_no_server() -> None:
    ask = Said(query().to_wire(), destination="224.0.0.251", source_port=5353, destination_port=5353, protocol=1)
    found = transactions(gathered([ask])).summary()
    assert found["unanswered_servers"] == [] and found["top_names"]


def test_no_messages() -> None:
    found = totals()
    assert found["top_names"] == found["top_clients"] == found["slowest_servers"] == found["unanswered_servers"] == []
