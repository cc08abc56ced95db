"""Fixtures for live capture."""
from __future__ import annotations

from collections.abc import Iterator

import live_network
import pytest
from live_network import Network


@pytest.fixture(scope="session")
def namespaces() -> None:
    reason = live_network.why_not()
    if reason:
        pytest.skip(reason)


@pytest.fixture
def network(namespaces: None) -> Iterator[Network]:
    with live_network.network() as made:
        yield made


@pytest.fixture
def silent_network(namespaces: None) -> Iterator[Network]:
    """Nobody says anything on it but who puts frames on the cable."""
    with live_network.network(addresses=False) as made:
        yield made
